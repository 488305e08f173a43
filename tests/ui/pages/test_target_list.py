"""已联系 and 转为线索 on the list of target enterprises: menu, keys, many at once, undo, coverage."""

import pytest
from PySide6.QtCore import Qt

from app.services.records import create_record
from app.services.targets import covered
from tests.fakes.desktops import Desktop, said_by
from ui.pages.detail_page import DetailPage
from ui.pages.group_page import GroupPage
from ui.pages.surveyed_list import SurveyedList

CTRL = Qt.KeyboardModifier.ControlModifier
NAMES = ("蜂巢", "远景", "宁德")


@pytest.fixture
def ids(desktop: Desktop) -> list[str]:
    told = {"standing": "not_yet", "industry": "新能源"}
    return [create_record(desktop.desk, "target", {"name": name, **told})[0] for name in NAMES]


def listed(desktop: Desktop, tab: str = "targets") -> SurveyedList:
    page = desktop.window.open_page("pursuit", tab)
    assert isinstance(page, GroupPage) and isinstance(page.part, SurveyedList)
    desktop.settle()
    desktop.settle()
    return page.part


def contacted(desktop: Desktop) -> int:
    return covered(desktop.desk).whole.contacted


def test_keys_on_the_ticked_rows(desktop: Desktop, ids: list[str]) -> None:
    page = listed(desktop)
    page.table.choose(ids[:2])
    page.grid.setFocus()
    desktop.key(Qt.Key.Key_Return, CTRL)
    desktop.settle()
    assert contacted(desktop) == 2
    desktop.key(Qt.Key.Key_L, CTRL)
    desktop.settle()
    found = desktop.desk.store.rows("target", ids)
    assert [bool(row["project_id"]) for row in found] == [True, True, False]
    assert not isinstance(desktop.window.page, DetailPage)  # two leads: none of them is opened
    for _ in range(2):
        desktop.key(Qt.Key.Key_Z, CTRL)
        desktop.settle()
    assert contacted(desktop) == 0
    assert not any(row["project_id"] for row in desktop.desk.store.rows("target", ids))


def test_the_menu_of_a_row_and_the_figure_of_coverage(desktop: Desktop, ids: list[str]) -> None:
    page = listed(desktop)

    def choose(words: str) -> None:
        (action,) = [one for one in page.row_actions.menu(ids[2]).actions() if one.text().startswith(words)]
        action.trigger()
        desktop.settle()

    choose("已联系")
    assert contacted(desktop) == 1
    assert "3 家中已对接 1 家" in words(listed(desktop, "targets/coverage"))
    page = listed(desktop, "targets/open")
    choose("转为线索")
    shown = desktop.window.page
    assert isinstance(shown, DetailPage) and shown.kind == "project"  # a single lead opens
    row = desktop.desk.store.get("project", shown.id)
    assert row is not None and (row["name"], row["stage"], row["industry"]) == ("宁德", "lead", "新能源")
    (again,) = [one for one in page.row_actions.menu(ids[2]).actions() if one.text().startswith("转为线索")]
    assert not again.isEnabled() and "已有项目" in again.toolTip()


def words(page: SurveyedList) -> str:
    return "\n".join(text for _, text in said_by(page.survey))
