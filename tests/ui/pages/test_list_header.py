"""The header of a list in either language: nothing of it is cut, whatever tools there is room for."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.store.reading import Filter
from tests.fakes.desktops import Desktop, make_desktop
from ui.pages.group_page import GroupPage
from ui.pages.list_page import ListPage
from ui.theme.theme import Theme
from ui.widgets.chips import FilterChip

PAGES = ("leads", "projects", "companies", "contacts", "visits", "steps", "promises")
GROUPS = ("circles", "pursuit", "contracts")


def list_of(desktop: Desktop, name: str) -> ListPage:
    page = desktop.page(name)
    assert isinstance(page, ListPage)
    return page


def lists_of(desktop: Desktop, name: str) -> Iterator[ListPage]:
    """The lists under the tabs of a page."""
    group = desktop.page(name)
    assert isinstance(group, GroupPage)
    for part in group.parts:
        page = group.show_part(part)
        if isinstance(page, ListPage):
            yield page


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
        lists = chain(
            (list_of(desktop, name) for name in PAGES), *(lists_of(desktop, name) for name in GROUPS)
        )
        for page in lists:
            desktop.settle()
            assert page.inspector.isVisible()
            found[page.name] = cut(page)
        assert len(found) > len(PAGES) + len(GROUPS)
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


def chips_of(page: ListPage) -> list[FilterChip]:
    return [chip for chip in page.filters.chips.findChildren(FilterChip) if chip.isVisible()]


def test_filters_in_force_are_told_whole_beside_the_rest_or_below(desktop: Desktop) -> None:
    page = list_of(desktop, "projects")
    stages = page.kind.fields["stage"].choices
    desktop.window.resize(1920, 1080)
    page.filters.set_filters([Filter("stage", "in", stages[2:6])])
    desktop.settle()
    line = page.filters.add_button
    assert chips_of(page)[0].mapTo(page, QPoint()).y() < line.mapTo(page, QPoint(0, line.height())).y()

    desktop.window.resize(1366, 768)
    wide = [Filter(name, "ge", Decimal(20_000)) for name in ("investment", "contract_amount", "land")]
    page.filters.set_filters([*page.filters.filters, *wide])
    desktop.settle()
    below = line.mapTo(page, QPoint(0, line.height())).y()
    assert len(chips_of(page)) == 4
    for chip in chips_of(page):
        assert whole(chip, page.filters) and chip.mapTo(page, QPoint()).y() >= below

    page.filters.set_filters([])
    desktop.settle()
    assert not chips_of(page) and page.filters.height() < below
