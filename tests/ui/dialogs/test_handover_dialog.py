"""岗位交接 on the desktop: told before, printed after, taken back with undo."""

from PySide6.QtCore import Qt

from app.services.handing_over import in_hand
from tests.fakes.desktops import Desktop
from ui.dialogs.handover_dialog import HandoverDialog
from ui.dialogs.preview_dialog import PreviewDialog
from ui.pages.settings_page import SettingsPage

CTRL = Qt.KeyboardModifier.ControlModifier


def opened(desktop: Desktop) -> HandoverDialog:
    desktop.click(desktop.window.rail.person)
    page = desktop.window.page
    assert isinstance(page, SettingsPage)
    desktop.click(page.handover_button)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, HandoverDialog)
    return dialog


def test_it_says_what_goes_over_and_follows_the_name(desktop: Desktop) -> None:
    dialog = opened(desktop)
    assert dialog.giver.raw() == "陈立" and dialog.taker.line.hasFocus()
    assert dialog.summary.text() == f"将转交 {dialog.found.count} 项：下一步 1"
    dialog.giver.setFocus()
    dialog.giver.line.selectAll()
    desktop.write("李强")
    desktop.until(lambda: dialog.found.name == "李强")
    assert [row["title"] for row in dialog.found.rows["next_step"]] == ["土地出让合同"]
    dialog.giver.line.selectAll()
    desktop.write("没有这个人")
    desktop.until(lambda: dialog.summary.text() == "没有这个人名下没有未了的事项")


def test_it_hands_over_prints_and_is_undone(desktop: Desktop) -> None:
    dialog = opened(desktop)
    count = dialog.found.count
    desktop.write("王芳")
    desktop.key(Qt.Key.Key_Return, CTRL)
    desktop.until(lambda: isinstance(desktop.window.sheets.top, PreviewDialog))
    preview = desktop.window.sheets.top
    assert isinstance(preview, PreviewDialog)
    assert "一期交地时间书面答复" in preview.html and "接手：王芳" in preview.html
    assert desktop.window.toast.text == f"已把 {count} 项转交给王芳"
    assert in_hand(desktop.desk, "陈立").count == 0
    preview.reject()
    desktop.key(Qt.Key.Key_Z, CTRL)
    desktop.until(lambda: in_hand(desktop.desk, "陈立").count == count)
    assert desktop.window.toast.text == "已撤销：岗位交接"


def test_nobody_or_oneself_is_refused_at_the_row(desktop: Desktop) -> None:
    dialog = opened(desktop)
    for name in ("", "陈立"):
        dialog.taker.set_value(name)
        dialog.accept()
        desktop.until(lambda: "接手人" in dialog.rows["taker"].error)
        assert desktop.window.sheets.top is dialog
    assert in_hand(desktop.desk, "陈立").count == dialog.found.count
