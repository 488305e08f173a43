"""Another office's form over a list: shown, corrected, filled, and what stayed empty told."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from tests.fakes import forms
from tests.fakes.desktops import Desktop
from tests.fakes.forms import Make, form_file
from ui.dialogs.fill_dialog import RESULT, TROUBLE, FillDialog
from ui.dialogs.import_dialog import ImportDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def opened(desktop: Desktop, file: Path) -> FillDialog:
    ids = list(desktop.listed("projects").table.ids())
    dialog = desktop.window.desk_actions.fill_form(file, "project", ids)
    desktop.until(lambda: dialog.plan is not None or dialog.stack.currentIndex() == TROUBLE)
    return dialog


def dropped(desktop: Desktop, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPointF(600, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    desktop.window.dropEvent(event)
    desktop.settle()


def cells(dialog: FillDialog, at: int) -> list[str]:
    return [cell.text for cell in dialog.table.lines.lines[at].cells]


def test_look_correct_fill_and_see_the_gaps(desktop: Desktop, tmp_path: Path) -> None:
    template = form_file(tmp_path, forms.one_line)
    before = template.read_bytes()
    dialog = opened(desktop, template)
    assert cells(dialog, 3)[:2] == ["D  总投资（亿元）", "总投资  ▾"]
    assert "3 行" in dialog.summary.text() and "原表不会改动" in dialog.note.text()
    menu = dialog.ask_source(6)
    titles = [action.text() for action in menu.actions()]
    assert titles[:2] == ["不填", "序号"] and "投资方" in titles
    next(one for one in menu.actions() if one.text() == "所属行业" or one.text() == "行业").trigger()
    desktop.settle()
    assert dialog.plan is not None and dialog.plan.columns[6].source == "industry"
    desktop.key(Qt.Key.Key_Return, CTRL)
    desktop.until(lambda: dialog.filled is not None)
    assert dialog.filled is not None and dialog.stack.currentIndex() == RESULT
    assert str(dialog.filled.rows) in dialog.outcome.text() and dialog.filled.path.parent == tmp_path
    assert template.read_bytes() == before and dialog.filled.path != template
    sheet = load_workbook(dialog.filled.path).worksheets[0]
    assert sheet["B3"].value == desktop.titles(desktop.listed("projects"))[0]
    gaps = [[cell.text for cell in line.cells] for line in dialog.gaps.lines.lines]
    assert gaps and all(len(line) == 3 and line[2] for line in gaps)
    assert "合计公式已一起延长" in dialog.notes.text()
    desktop.click(dialog.accept_button)
    assert desktop.window.sheets.top is None


def test_next_month_nothing_is_asked(desktop: Desktop, tmp_path: Path) -> None:
    first = opened(desktop, form_file(tmp_path, forms.strange))
    assert not first.accept_button.isEnabled(), "nobody knows its headings"
    first.choose_source(0, "name")
    desktop.settle()
    first.choose_source(1, "investment")
    desktop.settle()
    assert first.units.isVisible(), "no unit of money is named"
    first.units.changed.emit("yi")
    desktop.settle()
    desktop.click(first.accept_button)
    desktop.until(lambda: first.filled is not None)
    desktop.click(first.accept_button)
    again = opened(desktop, form_file(tmp_path, forms.strange, "十二月.xlsx"))
    assert "以前填过" in again.summary.text() and again.accept_button.isEnabled()
    assert cells(again, 0)[1] == "项目名称  ▾"


@pytest.mark.parametrize(("make", "fills"), [(forms.numbered, True), (forms.last_month, False)])
def test_a_form_dropped_on_a_list(desktop: Desktop, tmp_path: Path, make: Make, fills: bool) -> None:
    """An empty form is filled; one that tells something is imported, unless the user says otherwise."""
    desktop.listed("projects")
    dropped(desktop, form_file(tmp_path, make))
    desktop.until(lambda: isinstance(desktop.window.sheets.top, FillDialog) or _planned(desktop))
    top = desktop.window.sheets.top
    if not fills:
        assert isinstance(top, ImportDialog) and top.fill_button.isVisible()
        desktop.click(top.fill_button)
        top = desktop.window.sheets.top
    assert isinstance(top, FillDialog)
    desktop.until(lambda: top.plan is not None)
    desktop.click(top.import_button)
    imported = desktop.window.sheets.top
    assert isinstance(imported, ImportDialog) and not imported.fill_button.isVisible()


def _planned(desktop: Desktop) -> bool:
    top = desktop.window.sheets.top
    return isinstance(top, ImportDialog) and top.plan is not None


def test_an_old_file_says_what_to_do(desktop: Desktop, tmp_path: Path) -> None:
    old = tmp_path / "旧表.csv"
    old.write_text("项目名称,总投资,责任单位\n", encoding="utf-8")
    dialog = opened(desktop, old)
    assert dialog.stack.currentIndex() == TROUBLE and not dialog.accept_button.isEnabled()


def test_a_file_that_is_there_is_kept(desktop: Desktop, tmp_path: Path) -> None:
    template = form_file(tmp_path, forms.one_line)
    dialog = opened(desktop, template)
    dialog.fill(template)
    desktop.until(lambda: "已经存在" in dialog.note.text())
    assert dialog.filled is None and dialog.accept_button.isEnabled()


def test_the_ways_out_of_a_list(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    menu = page.row_actions.ask_export(page.export_button)
    assert [action.text() for action in menu.actions()] == ["导出为表格…", "填别的单位的表…"]
    people = desktop.listed("contacts")
    last = people.row_actions.ask_export(people.export_button).actions()[-1]
    assert last.text() == "导出为电话簿（.vcf）…"
    asked: list[tuple[str, object]] = []
    desktop.window.ctx.fill_asked.disconnect()
    desktop.window.ctx.fill_asked.connect(lambda kind, ids: asked.append((kind, ids)))
    menu.actions()[1].trigger()
    assert asked == [("project", list(page.table.ids()))]
