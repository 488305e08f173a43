"""Dialogs inside the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.fakes.desktops import Desktop
from ui.components.sheet import MARGIN
from ui.widgets.dialog import Dialog
from ui.widgets.fields.text_field import TextField


def dialog(desktop: Desktop, width: int = 500) -> tuple[Dialog, TextField]:
    made = Dialog(desktop.theme, "标题", accept="好", width=width)
    field = TextField(desktop.theme)
    made.body.addWidget(field)
    return made, field


def test_it_stands_inside_the_window_and_takes_the_keyboard(desktop: Desktop) -> None:
    made, field = dialog(desktop)
    desktop.window.sheets.show(made)
    assert not made.isWindow() and QApplication.focusWidget() is field.line
    spot = made.mapTo(desktop.window, made.rect().topLeft())
    assert abs(spot.x() * 2 + made.width() - desktop.window.width()) <= 2


def test_the_keyboard_goes_back_where_it_was(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    page.grid.setFocus()
    made, _ = dialog(desktop)
    accepted: list[bool] = []
    desktop.window.sheets.show(made, lambda: accepted.append(True))
    desktop.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert accepted and desktop.window.sheets.top is None and page.grid.hasFocus()


def test_one_over_another(desktop: Desktop) -> None:
    first, field = dialog(desktop)
    second, _ = dialog(desktop)
    desktop.window.sheets.show(first)
    desktop.window.sheets.show(second)
    assert desktop.window.sheets.top is second
    desktop.key(Qt.Key.Key_Escape)
    assert desktop.window.sheets.top is first and field.line.hasFocus()
    desktop.window.sheets.close_all()
    assert desktop.window.sheets.top is None


def test_it_shrinks_with_the_window(desktop: Desktop) -> None:
    made, _ = dialog(desktop, width=1200)
    desktop.window.sheets.show(made)
    desktop.window.resize(1024, 640)
    desktop.bot.wait(20)
    assert made.width() <= desktop.window.width() - 2 * MARGIN or made.minimumWidth() > 1024 - 2 * MARGIN
    sheet = made.parentWidget()
    assert sheet is not None and sheet.size() == desktop.window.size()
