"""The desktop takes a list of target enterprises in: pasted, or dropped on the page of targets."""

from pathlib import Path

from PySide6.QtCore import Qt

from tests.fakes.desktops import Desktop
from ui.dialogs.targets_dialog import TargetsDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def test_paste_a_list_see_who_is_known_and_take_it_in(desktop: Desktop) -> None:
    desktop.page("pursuit", "targets")
    desktop.window.ctx.targets_asked.emit(None)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, TargetsDialog) and not dialog.accept_button.isEnabled()
    dialog.text.setPlainText("企业名称\t对接人\n青岛啤酒股份有限公司\t王芳\n远景能源\t李强\n")
    desktop.settle()
    assert [line.cells[2].text for line in dialog.table.lines.lines] == ["王芳", "李强"]
    assert "2 家" in dialog.summary.text() and not dialog.accept_button.isEnabled(), "the list has no name"
    dialog.name.setText("新能源名单")
    dialog.name.editingFinished.emit()
    desktop.settle()
    assert "新名单" in dialog.note.text()
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert desktop.window.sheets.top is None
    assert desktop.window.toast.text == "已把 2 家企业列入“新能源名单”"
    assert desktop.row("target", "远景能源")["assigned_to"] == "李强"
    desktop.window.ctx.undo()
    desktop.settle()
    assert desktop.desk.store.ids("target_list", find="新能源名单") == []


def test_a_file_dropped_on_the_page_of_targets(desktop: Desktop, tmp_path: Path) -> None:
    path = tmp_path / "拟招引企业.csv"
    path.write_text("企业名称,行业,责任人\n蜂巢能源,新能源,王芳\n", encoding="utf-8")
    desktop.page("pursuit", "targets")
    desktop.window.desk_actions.take_files([str(path)])
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, TargetsDialog) and dialog.name.text() == "拟招引企业"
    desktop.until(lambda: bool(dialog.wanted))
    assert dialog.wanted[0].name == "蜂巢能源" and not dialog.text.isVisible()
    desktop.click(dialog.accept_button)
    assert desktop.row("target", "蜂巢能源")["standing"] == "not_yet"
    desktop.window.desk_actions.take_files([str(path)])
    again = desktop.window.sheets.top
    assert isinstance(again, TargetsDialog)
    desktop.until(lambda: bool(again.wanted))
    assert "已在名单上" in again.table.lines.lines[0].cells[3].text and not again.accept_button.isEnabled()


def test_a_file_of_nothing_says_so(desktop: Desktop, tmp_path: Path) -> None:
    path = tmp_path / "空.csv"
    path.write_text(" \n", encoding="utf-8")
    desktop.page("pursuit", "targets")
    desktop.window.desk_actions.take_files([str(path)])
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, TargetsDialog)
    desktop.until(lambda: "●" in dialog.summary.text())
    assert not dialog.accept_button.isEnabled()
