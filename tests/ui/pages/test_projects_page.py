"""Projects: lights in the table, and the four lists beside each other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services.key_lists import take_off_list
from tests.fakes.desktops import Desktop, make_desktop, said_by
from tests.fakes.lives import give_life
from ui.components.record_cards import LinkRow
from ui.pages.projects_page import ProjectsPage
from ui.pages.rail_lists import DELETED, LISTS
from ui.theme.theme import Theme


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    """The sample desktop with lives in it."""
    for made in make_desktop(qtbot, theme, profile_folder):
        give_life(made.desk)
        yield made


def projects(desktop: Desktop, scope: str) -> ProjectsPage:
    page = desktop.window.open_page("projects", scope)
    assert isinstance(page, ProjectsPage)
    desktop.settle()
    return page


def words(page: ProjectsPage) -> str:
    return "\n".join(text for _, text in said_by(page.lists))


def test_lights_say_why(desktop: Desktop) -> None:
    page = projects(desktop, "open")
    place = next(at for at, one in enumerate(page.table.columns) if one.key == "light")
    row = page.table.row_of(desktop.id("project", "煤矸石"))
    index = page.table.index(row, place)
    assert index.data() == "红"
    why = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "包联领导 5 周没有到场" in why and "项目公司注册" in why
    calm = page.table.index(page.table.row_of(desktop.id("project", "江苏兴力")), place)
    assert calm.data() == "绿"


def test_the_lists_show_who_since_when_and_how_much(desktop: Desktop) -> None:
    page = projects(desktop, LISTS)
    assert page.layouts.stack.currentWidget() is page.lists and not page.filters.isVisible()
    said = words(page)
    for one in ("重点签约", "总投资 22.51 亿元", "总投资 9.55 亿元", "清单上没有项目", "移出重点盯引"):
        assert one in said
    links = [one for one in page.lists.findChildren(LinkRow) if "煤矸石" in one.accessibleName()]
    links[-1].opened.emit()
    desktop.settle()
    assert desktop.window.page.name == "record"


def test_the_lists_follow_changes_and_give_the_table_back(desktop: Desktop) -> None:
    page = projects(desktop, LISTS)
    gangue = desktop.id("project", "煤矸石")
    desktop.window.ctx.hub.publish(take_off_list(desktop.desk, gangue, "signing"))
    desktop.settle()
    desktop.settle()
    assert "总投资 22.51 亿元" not in words(page)
    for scope in ("open", DELETED):
        projects(desktop, scope)
        assert page.layouts.stack.currentWidget() is not page.lists and page.filters.isVisible()
