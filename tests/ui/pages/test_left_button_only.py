"""Only the left button opens: the right one is for menus, the middle one for nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.fakes.desktops import Desktop
from ui.pages.today_page import TodayPage

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton


@pytest.mark.parametrize("button", [RIGHT, MIDDLE])
def test_figures_and_the_line_of_today_open_by_the_left_button_alone(
    desktop: Desktop, button: Qt.MouseButton
) -> None:
    page = desktop.page("today")
    assert isinstance(page, TodayPage)
    for widget in (page.figures["visits"], page.line):
        QTest.mouseClick(widget, button)
        desktop.settle()
        assert desktop.window.page is page and desktop.window.sheets.top is None
    QTest.mouseClick(page.line, LEFT)
    desktop.settle()
    top = desktop.window.sheets.top
    assert top is not None
    top.reject()
    QTest.mouseClick(page.figures["visits"], LEFT)
    desktop.settle()
    assert desktop.window.page.name == "visits"


def test_a_toast_is_taken_back_by_the_left_button_alone(desktop: Desktop) -> None:
    done: list[int] = []
    toast = desktop.window.toast
    toast.say("已删除视图", "撤销", lambda: done.append(1))
    spot = toast._link_area().center()
    QTest.mouseClick(toast, RIGHT, pos=spot)
    assert done == [] and toast.text
    QTest.mouseClick(toast, LEFT, pos=spot)
    assert done == [1] and not toast.text
