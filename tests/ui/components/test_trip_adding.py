"""加入行程 from lists, from a firm's page, for all ticked rows, and onto a trip made for it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from app.services.records import create_record
from app.services.trips import view_trip
from tests.fakes.desktops import Desktop
from ui.components.trip_adding import companies_of, trip_menu
from ui.dialogs.record_dialog import RecordDialog
from ui.pages.detail_page import DetailPage

CTRL = Qt.KeyboardModifier.ControlModifier
TRIP = "长三角招商行（11-18起）"


def lines(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def choose(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text().split("\t")[0] == text).trigger()


def planned(desktop: Desktop) -> list[str]:
    """The firms that visits are planned to on the sample's trip."""
    trip = desktop.id("trip", "长三角")
    ids = [row["company_id"] for row in view_trip(desktop.desk, trip).open]
    return sorted(str(row["short_name"] or row["name"]) for row in desktop.desk.store.rows("company", ids))


def test_ctrl_t_in_the_list_of_firms_asks_for_the_trip(desktop: Desktop) -> None:
    page = desktop.listed("companies")
    page.grid.setFocus()
    page.grid.set_current_id(desktop.id("company", "青岛啤酒"))
    desktop.key(Qt.Key.Key_T, CTRL)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and lines(menu) == [TRIP, "新建行程"]
    choose(menu, TRIP)
    menu.close()
    desktop.settle()
    assert planned(desktop) == ["青岛啤酒"] and desktop.window.toast.text == "已安排 1 家走访"
    desktop.key(Qt.Key.Key_Z, CTRL)
    assert planned(desktop) == []


def test_all_ticked_rows_go_at_once_as_one_undo(desktop: Desktop) -> None:
    page = desktop.listed("companies")
    page.table.choose_all(True)
    desktop.settle()
    menu = page.row_actions.menu(desktop.id("company", "正威"))
    (trips,) = [action.menu() for action in menu.actions() if action.text().startswith("加入行程")]
    assert isinstance(trips, QMenu)
    choose(trips, TRIP)
    desktop.settle()
    assert desktop.window.toast.text == "已安排 2 家走访"  # one of the three was visited on it already
    desktop.key(Qt.Key.Key_Z, CTRL)
    assert planned(desktop) == []


def test_the_menu_of_a_row_that_is_not_ticked_is_about_that_row(desktop: Desktop) -> None:
    page = desktop.listed("companies")
    beer, zhengwei = desktop.id("company", "青岛啤酒"), desktop.id("company", "正威")
    page.table.choose([zhengwei])
    assert page.row_actions._acted_on(beer) == [beer]
    assert page.row_actions._acted_on(zhengwei) == [zhengwei]


def test_a_firms_own_page_offers_it_too(desktop: Desktop) -> None:
    page = desktop.record("company", "正威")
    row = desktop.row("company", "正威")
    menu = page.header.menu(row)
    (trips,) = [action.menu() for action in menu.actions() if action.text() == "加入行程"]
    assert isinstance(trips, QMenu)
    choose(trips, TRIP)
    desktop.settle()
    assert planned(desktop) == ["正威集团有限公司"]


def test_a_trip_made_for_it_opens_with_the_visits_planned(desktop: Desktop) -> None:
    page = desktop.listed("companies")
    menu = trip_menu(desktop.window.ctx, page, "company", [desktop.id("company", "正威")])
    choose(menu, "新建行程")
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog) and dialog.kind == "trip"
    dialog.form.bindings["title"].restore("珠三角招商行")
    dialog.accept()
    desktop.until(lambda: isinstance(desktop.window.page, DetailPage))
    page_of_trip = desktop.window.page
    assert isinstance(page_of_trip, DetailPage) and page_of_trip.kind == "trip"
    assert len(view_trip(desktop.desk, page_of_trip.id).visits) == 1


@pytest.mark.parametrize(
    ("kind", "words", "firm"),
    [("project", "煤矸石", "韩国清洁"), ("contact", "仇志远", "青岛啤酒"), ("company", "正威", "正威")],
)
def test_people_and_projects_lead_to_their_firm(desktop: Desktop, kind: str, words: str, firm: str) -> None:
    found = companies_of(desktop.window.ctx, kind, [desktop.id(kind, words)] * 2)
    assert found == [desktop.id("company", firm)]


def test_what_leads_to_no_firm_says_so(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    menu = trip_menu(desktop.window.ctx, page, "project", [desktop.id("project", "天香食品")])
    assert lines(menu) == ["没有可走访的企业"] and not menu.actions()[0].isEnabled()


def test_without_a_trip_to_come_one_can_be_made(desktop: Desktop) -> None:
    desk = desktop.desk
    trip = desktop.id("trip", "长三角")
    with desk.store.write(actor="x", label="delete") as work:
        work.delete("trip", trip)
    page = desktop.listed("companies")
    menu = trip_menu(desktop.window.ctx, page, "company", [desktop.id("company", "正威")])
    assert lines(menu) == ["没有进行中或将要开始的行程", "新建行程"]
    create_record(desk, "trip", {"title": "已经回来", "starts_on": "2026-11-01", "ends_on": "2026-11-03"})
    assert len(lines(trip_menu(desktop.window.ctx, page, "company", [desktop.id("company", "正威")]))) == 2
