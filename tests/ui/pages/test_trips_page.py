"""Trips as a list, a calendar and a count; a trip planned by typing; promises kept; paper."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.services.records import create_record
from app.services.trips import plan_visits, view_trip
from tests.fakes.desktops import Desktop
from ui.components.promises_card import PromiseRow, PromisesCard
from ui.components.trip_cards import ItineraryCard
from ui.dialogs.preview_dialog import PreviewDialog
from ui.pages.printing import list_html, record_html, stood_on
from ui.pages.rail_lists import CALENDAR, COUNTS
from ui.pages.trips_page import TripsPage

TODAY = date(2026, 11, 20)


def trip(desktop: Desktop, **values: object) -> str:
    given: dict[str, object] = {"title": "长三角", "starts_on": "2026-11-18", "ends_on": "2026-11-21"}
    return create_record(desktop.desk, "trip", {**given, **values})[0]


def view(desktop: Desktop, scope: str) -> TripsPage:
    page = desktop.page("trips", scope)
    assert isinstance(page, TripsPage)
    desktop.settle()
    return page


def test_the_calendar_shows_trips_and_opens_the_one_of_the_day(desktop: Desktop) -> None:
    id = trip(desktop, leader="陈立", starts_on="2026-11-27", ends_on="2026-11-28")
    page = view(desktop, CALENDAR)
    assert page.layouts.stack.currentWidget() is page.calendar and page.filters.isHidden()
    month = page.calendar.calendar
    assert [one.text for one in month.on_day(date(2026, 11, 28))] == ["长三角"]
    month.setFocus()
    month.set_day(date(2026, 11, 27))
    desktop.key(Qt.Key.Key_Return)
    assert desktop.window.page.name == "record" and stood_on(desktop.window.page) == ("trip", id)


def test_another_month_is_read_when_one_goes_there(desktop: Desktop) -> None:
    trip(desktop, title="冬季", starts_on="2026-12-30", ends_on="2027-01-03")
    month = view(desktop, CALENDAR).calendar.calendar
    month.setFocus()
    assert [one.text for one in month.on_day(date(2026, 12, 31))] == []
    desktop.key(Qt.Key.Key_PageDown)
    desktop.settle()
    assert [one.text for one in month.on_day(date(2026, 12, 31))] == ["冬季"]


def test_the_list_comes_back_with_its_filters(desktop: Desktop) -> None:
    page = view(desktop, COUNTS)
    assert page.layouts.stack.currentWidget() is page.counts
    page.scopes.set_current("open")
    page.set_scope("open")
    desktop.settle()
    assert page.layouts.stack.currentWidget() is page.grid and not page.filters.isHidden()


def test_squads_are_counted_and_written_to_a_spreadsheet(desktop: Desktop, tmp_path: Path) -> None:
    squad = create_record(desktop.desk, "squad", {"name": "一分队", "leader": "陈立", "members": ["周敏"]})[0]
    trip(desktop, squad_id=squad, leader="陈立", cities=["苏州", "上海"])
    counts = view(desktop, COUNTS).counts
    assert counts.counted is not None
    (meter,) = counts.counted.meters
    assert (meter.days, meter.verdict("squad.composition")) == (3, "satisfied")
    assert counts.counted.provinces["320000"] == 1 and counts.counted.provinces["310000"] == 2
    assert "陈立" in [line.name for line in counts.counted.tallies["leader"]]
    file = tmp_path / "外出统计.xlsx"
    counts.write(file)
    desktop.settle()
    assert file.read_bytes()[:2] == b"PK"


def test_a_company_is_added_by_typing_and_ticked_when_visited(desktop: Desktop) -> None:
    id = trip(desktop)
    page = desktop.window.open_record("trip", id)
    desktop.settle()
    (card,) = page.findChildren(ItineraryCard)
    card.plan([desktop.id("company", "青岛啤酒")])
    desktop.settle()
    (visit,) = view_trip(desktop.desk, id).visits
    assert (visit["state"], visit["visited_on"]) == ("planned", TODAY)
    line = next(one for one in page.findChildren(ItineraryCard) if one.lines).lines[0]
    line.box.click()
    desktop.settle()
    assert [row.id for row in view_trip(desktop.desk, id).made] == [visit.id]


def test_a_visit_is_moved_and_called_off(desktop: Desktop) -> None:
    id = trip(desktop)
    plan_visits(desktop.desk, id, [desktop.id("company", "正威")])
    page = desktop.window.open_record("trip", id)
    desktop.settle()
    line = next(one for one in page.findChildren(ItineraryCard) if one.lines).lines[0]
    actions = {action.text() for action in line.menu().actions()}
    assert "改到 11-21" in actions and "改到 11-18" not in actions
    line.move_to(date(2026, 11, 21))
    desktop.settle()
    assert view_trip(desktop.desk, id).visits[0]["visited_on"] == date(2026, 11, 21)
    line = page.findChildren(ItineraryCard)[-1].lines[0]
    next(one for one in line.menu().actions() if one.text() == "取消这次走访").trigger()
    desktop.settle()
    assert view_trip(desktop.desk, id).visits == ()


def test_a_promise_is_kept_released_and_opened_again(desktop: Desktop) -> None:
    firm = desktop.id("company", "青岛啤酒")
    values = {"side": "ours", "promised_on": "2026-11-01", "due_on": "2026-11-10", "company_id": firm}
    id = create_record(desktop.desk, "promise", {"title": "给用地方案", **values})[0]
    page = desktop.window.open_record("company", firm)
    desktop.settle()

    def line() -> PromiseRow:
        return next(one for one in page.findChildren(PromisesCard) if one.rows).rows[0]

    line().close_with("released")
    desktop.settle()
    row = desktop.desk.store.get("promise", id)
    assert row is not None and row["outcome"] == "released"
    line().box.click()
    desktop.settle()
    row = desktop.desk.store.get("promise", id)
    assert row is not None and row["closed_on"] is None


def test_the_page_of_promises_lists_what_is_open(desktop: Desktop) -> None:
    values = {"title": "给方案", "side": "theirs", "promised_on": "2026-11-01"}
    create_record(desktop.desk, "promise", values)
    create_record(desktop.desk, "promise", {**values, "closed_on": "2026-11-02", "outcome": "kept"})
    assert len(desktop.listed("promises").table.ids()) == 1


@pytest.mark.parametrize("landscape", [False, True])
def test_pages_are_previewed_and_kept_as_a_pdf(desktop: Desktop, tmp_path: Path, landscape: bool) -> None:
    ctx = desktop.window.ctx
    dialog = PreviewDialog(ctx, "<h1>一页纸</h1>" + "<p>行</p>" * 90, "一页纸", landscape=landscape)
    desktop.bot.addWidget(dialog)
    dialog.preview.updatePreview()
    assert dialog.pages > 1
    file = tmp_path / "一页纸.pdf"
    dialog.save(file)
    assert file.read_bytes().startswith(b"%PDF")
    dialog.save(tmp_path)  # a folder: the trouble is said, nothing breaks


def test_one_key_makes_the_brief_of_what_one_stands_on(desktop: Desktop) -> None:
    desktop.record("company", "青岛啤酒")
    desktop.key(Qt.Key.Key_F8)
    desktop.settle()
    top = desktop.window.sheets.top
    assert isinstance(top, PreviewDialog) and "青岛啤酒" in top.html
    desktop.window.sheets.close_all()
    desktop.page("settings")
    desktop.key(Qt.Key.Key_F8)
    assert desktop.window.sheets.top is None


def test_lists_records_and_today_are_printed(desktop: Desktop) -> None:
    for name in ("companies", "today"):
        desktop.page(name)
        desktop.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        desktop.settle()
        assert isinstance(desktop.window.sheets.top, PreviewDialog), name
        desktop.window.sheets.close_all()
    ctx = desktop.window.ctx
    ids = desktop.desk.store.ids("company")
    text = list_html(ctx, "company", "企业", ids, {"city"})
    assert "青岛啤酒股份有限公司" in text and "<th align='left'>城市" not in text
    assert "外出" in record_html(ctx, "trip", trip(desktop, purpose="外出"))


def test_a_visit_is_logged_with_its_promise(desktop: Desktop) -> None:
    dialog = desktop.window.desk_actions.new_record("visit", {"company_id": desktop.id("company", "正威")})
    dialog.form.bindings["subject"].restore("谈用水")
    assert dialog.promise is not None
    dialog.promise.bindings["title"].restore("周五前给方案")
    dialog.accept()
    desktop.settle()
    (promise,) = desktop.desk.store.rows("promise", desktop.desk.store.ids("promise"))
    visit = desktop.desk.store.get("visit", promise["visit_id"])
    assert visit is not None and (visit["subject"], promise["promised_on"]) == ("谈用水", TODAY)
    assert promise["company_id"] == visit["company_id"]
