"""The header of a list in either language: nothing of it is cut, whatever tools there is room for."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.desktops import Desktop, make_desktop
from ui.pages.group_page import GroupPage
from ui.pages.list_page import ListPage
from ui.theme.theme import Theme

PAGES = ("leads", "projects", "companies", "contacts", "visits", "steps", "promises")


def list_of(desktop: Desktop, name: str) -> ListPage:
    page = desktop.page(name)
    found = page.part if isinstance(page, GroupPage) else page
    assert isinstance(found, ListPage)
    return found


def cut(page: ListPage) -> list[str]:
    """What in the header has less than it asks for, or reaches beyond it."""
    header = page.header
    controls: list[QWidget] = [header.title, page.scopes, page.layouts.switch, *page.tools]
    return [type(one).__name__ for one in controls if one.isVisible() and not whole(one, header)]


def whole(widget: QWidget, header: QWidget) -> bool:
    right = widget.mapTo(header, QPoint(widget.width(), 0)).x()
    return widget.width() >= widget.sizeHint().width() and right <= header.width()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_header_of_a_list_is_cut_beside_its_inspector(
    qtbot: QtBot, theme: Theme, profile_folder: Path, language: str
) -> None:
    for desktop in make_desktop(qtbot, theme, profile_folder, language=language):
        found = {}
        for name in (*PAGES, "circles", "pursuit"):
            page = list_of(desktop, name)
            desktop.settle()
            assert page.inspector.isVisible()
            found[name] = cut(page)
        assert {name: words for name, words in found.items() if words} == {}


def test_tools_without_room_are_in_the_menu_and_come_back(desktop: Desktop) -> None:
    page = list_of(desktop, "companies")
    page.header.make_room(2000, page.tools)
    assert all(tool.isVisible() for tool in page.tools)
    needed = page.header.sizeHint().width()
    page.header.make_room(needed - 1, page.tools)
    assert [tool.isVisible() for tool in page.tools] == [False, True, True]
    page.header.make_room(200, page.tools)
    assert not any(tool.isVisible() for tool in page.tools)
    offered = {action.text().split("\t")[0] for action in page.row_actions.menu("").actions()}
    assert {"查重", "列"} <= offered
