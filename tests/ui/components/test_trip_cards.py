"""The cards of a trip: visits in their order, keys on a line, target lists, what was left owed."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services.records import create_record
from app.services.trips import mark_visit, plan_visits, view_trip
from tests.fakes.desktops import Desktop, said_by
from ui.components.trip_cards import ItineraryCard
from ui.components.visit_line import VisitLine
from ui.dialogs.record_dialog import RecordDialog
from ui.pages.detail_page import DetailPage

TODAY = date(2026, 11, 20)
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def trip(desktop: Desktop) -> str:
    values = {"title": "珠三角", "starts_on": "2026-11-17", "ends_on": "2026-11-21"}
    id = create_record(desktop.desk, "trip", values)[0]
    firms = [desktop.id("company", name) for name in ("青岛啤酒", "正威")]
    plan_visits(desktop.desk, id, firms, on=date(2026, 11, 19))
    return id


def page_of(desktop: Desktop, trip: str) -> DetailPage:
    page = desktop.window.open_record("trip", trip)
    desktop.settle()
    return page


def card_of(desktop: Desktop, trip: str) -> ItineraryCard:
    return page_of(desktop, trip).findChildren(ItineraryCard)[-1]


def first_line(desktop: Desktop, trip: str) -> VisitLine:
    return card_of(desktop, trip).lines[0]


def test_visits_whose_day_is_over_are_asked_for(desktop: Desktop, trip: str) -> None:
    said = "\n".join(text for _, text in said_by(page_of(desktop, trip)))
    assert "待补记" in said and "青岛啤酒股份有限公司" in said
    assert "计划" in said or "待补记" in said
    mark_visit(desktop.desk, view_trip(desktop.desk, trip).visits[0].id, "made")
    assert "已走访" in first_line(desktop, trip).accessibleName()


def test_enter_opens_and_space_ticks(desktop: Desktop, trip: str) -> None:
    line = first_line(desktop, trip)
    QTest.keyClick(line, Qt.Key.Key_Space)
    desktop.settle()
    assert len(view_trip(desktop.desk, trip).made) == 1
    QTest.keyClick(first_line(desktop, trip), Qt.Key.Key_Return)
    desktop.settle()
    page = desktop.window.page
    assert isinstance(page, DetailPage) and page.kind == "visit"


@pytest.mark.parametrize(("key", "day"), [(Qt.Key.Key_Down, 20), (Qt.Key.Key_Up, 18)])
def test_shift_and_an_arrow_moves_a_visit_by_a_day(
    desktop: Desktop, trip: str, key: Qt.Key, day: int
) -> None:
    line = first_line(desktop, trip)
    moved = line._row.id
    QTest.keyClick(line, key, SHIFT)
    desktop.settle()
    row = desktop.desk.store.get("visit", moved)
    assert row is not None and row["visited_on"] == date(2026, 11, day)


def test_unticking_plans_it_again(desktop: Desktop, trip: str) -> None:
    visit = view_trip(desktop.desk, trip).visits[0].id
    mark_visit(desktop.desk, visit, "made")
    first_line(desktop, trip).box.click()
    desktop.settle()
    row = desktop.desk.store.get("visit", visit)
    assert row is not None and row["state"] == "planned"


def test_a_target_list_brings_every_firm_that_is_not_there(desktop: Desktop, trip: str) -> None:
    desk = desktop.desk
    targets = create_record(desk, "target_list", {"name": "新能源名单"})[0]
    for name in ("青岛啤酒", "韩国清洁"):
        values = {"name": name, "list_id": targets, "company_id": desktop.id("company", name)}
        create_record(desk, "target", values)
    create_record(desk, "target", {"name": "还没有建档", "list_id": targets})
    card = card_of(desktop, trip)
    menu = card.ask_list(card)
    (action,) = [one for one in menu.actions() if one.text().startswith("新能源名单")]
    assert "2 家" in action.text()
    action.trigger()
    desktop.settle()
    assert len(view_trip(desk, trip).visits) == 3


def test_without_target_lists_the_menu_says_so(desktop: Desktop, trip: str) -> None:
    card = card_of(desktop, trip)
    (only,) = card.ask_list(card).actions()
    assert only.text() == "没有目标名单" and not only.isEnabled()


def test_a_firm_is_planned_for_today_while_one_is_on_the_way(desktop: Desktop, trip: str) -> None:
    card_of(desktop, trip).plan([desktop.id("company", "韩国清洁")])
    desktop.settle()
    newest = max(view_trip(desktop.desk, trip).visits, key=lambda row: row.id)
    assert newest["visited_on"] == TODAY


def test_a_firm_is_planned_for_the_first_day_of_a_trip_to_come(desktop: Desktop) -> None:
    values = {"title": "年底", "starts_on": "2026-12-17", "ends_on": "2026-12-19"}
    id = create_record(desktop.desk, "trip", values)[0]
    card_of(desktop, id).plan([desktop.id("company", "韩国清洁")])
    desktop.settle()
    (visit,) = view_trip(desktop.desk, id).visits
    assert visit["visited_on"] == date(2026, 12, 17)


def test_what_the_visits_left_is_beside_the_plan(desktop: Desktop, trip: str) -> None:
    visit = view_trip(desktop.desk, trip).visits[0].id
    create_record(desktop.desk, "next_step", {"title": "寄样品", "visit_id": visit})
    told = {"title": "给用水方案", "side": "ours", "promised_on": "2026-11-19", "visit_id": visit}
    create_record(desktop.desk, "promise", told)
    said = "\n".join(text for _, text in said_by(page_of(desktop, trip)))
    assert "寄样品" in said and "给用水方案" in said


def test_a_project_found_on_the_way_begins_with_its_channel(desktop: Desktop, trip: str) -> None:
    page_of(desktop, trip)
    desktop.window.ctx.new_asked.emit("project", {"channel": "squad"})
    top = desktop.window.sheets.top
    assert isinstance(top, RecordDialog) and top.form.entered()["channel"] == "squad"
