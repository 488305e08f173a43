"""The month of trips: what is on the day one stands on, and where clicks lead."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from app.services.records import create_record
from app.services.visit_order import shift_visit
from tests.fakes.desktops import Desktop, said_by
from ui.components.record_cards import LinkRow
from ui.components.trip_calendar import TripCalendar, load_month
from ui.dialogs.record_dialog import RecordDialog

TODAY = date(2026, 11, 20)


@pytest.fixture
def calendar(desktop: Desktop) -> TripCalendar:
    for title, kind, day in (
        ("见过了", "visit", TODAY),
        ("取消了", "visit", TODAY + timedelta(days=1)),
        ("要见", "visit", TODAY + timedelta(days=4)),
    ):
        state = "called_off" if title == "取消了" else None
        create_record(desktop.desk, kind, {"subject": title, "visited_on": day, "state": state})
    made = TripCalendar(desktop.window.ctx)
    desktop.bot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    made.refresh()
    desktop.settle()
    return made


def words(calendar: TripCalendar) -> str:
    return "\n".join(text for _, text in said_by(calendar))


def test_the_day_tells_its_visits_with_their_state(desktop: Desktop, calendar: TripCalendar) -> None:
    assert "见过了" in words(calendar) and "已走访" in words(calendar)
    calendar.calendar.set_day(TODAY + timedelta(days=4))
    desktop.settle()
    assert "要见" in words(calendar) and "计划" in words(calendar)


def test_visits_of_a_day_stand_in_the_order_they_were_put(desktop: Desktop, calendar: TripCalendar) -> None:
    day = TODAY + timedelta(days=6)
    for title, hour in (("下午见", "15:00"), ("上午见", "9:00")):
        create_record(desktop.desk, "visit", {"subject": title, "visited_on": day, "time": hour})
    late = desktop.id("visit", "下午见")

    def shown() -> list[str]:
        calendar.refresh()
        desktop.settle()
        calendar.calendar.set_day(day)
        desktop.settle()
        return [one.accessibleName()[:3] for one in calendar.day.findChildren(LinkRow)]

    assert shown() == ["上午见", "下午见"]
    shift_visit(desktop.desk, late, -1)
    assert shown() == ["下午见", "上午见"]


def test_what_was_called_off_is_on_no_day(desktop: Desktop, calendar: TripCalendar) -> None:
    month = load_month(desktop.window.ctx, TODAY, TODAY + timedelta(days=9))
    assert "取消了" not in {row["subject"] for row in month.visits}
    assert "要见" in {row["subject"] for row in month.visits}


def test_a_free_day_says_what_to_do_and_begins_a_trip(desktop: Desktop, calendar: TripCalendar) -> None:
    free = date(2026, 11, 29)
    calendar.calendar.set_day(free)
    desktop.settle()
    assert "这一天没有行程" in words(calendar)
    calendar.calendar.picked.emit(free)
    top = desktop.window.sheets.top
    assert isinstance(top, RecordDialog) and top.kind == "trip"
    assert "2026-11-29" in str(top.form.entered()["starts_on"])


def test_a_line_of_the_day_opens_its_record(desktop: Desktop, calendar: TripCalendar) -> None:
    calendar.calendar.set_day(TODAY + timedelta(days=4))
    line = next(one for one in calendar.findChildren(LinkRow) if one.accessibleName().startswith("要见"))
    line.opened.emit()
    desktop.settle()
    assert desktop.window.page.name == "record"


def test_the_name_of_the_month_follows(calendar: TripCalendar) -> None:
    assert calendar.month.text() == "2026年11月"
    calendar.calendar.set_day(date(2027, 2, 3))
    assert calendar.month.text() == "2027年2月"


def test_days_tell_festivals_the_lunar_day_and_days_off(desktop: Desktop, calendar: TripCalendar) -> None:
    words_of = calendar.calendar.words_of
    eve, saturday = words_of(date(2026, 2, 16)), words_of(date(2026, 10, 10))
    assert (eve.text, eve.rest, eve.off) == ("除夕", "休", True)
    assert (saturday.rest, saturday.off) == ("班", False)
    assert words_of(date(2026, 11, 9)).text == "十月", "the first of a month tells the month"
    assert words_of(date(2026, 11, 22)).text == "十四"
    calendar.calendar.set_day(date(2026, 2, 16))
    desktop.settle()
    assert "农历腊月廿九 除夕 放假" in words(calendar)
    assert "除夕" in calendar.calendar.accessibleDescription()


def test_the_calendar_goes_to_a_file(desktop: Desktop, calendar: TripCalendar, tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    calendar.write(file)
    desktop.settle()
    assert "SUMMARY:要见" in file.read_text(encoding="utf-8")


def test_birthdays_stand_in_the_calendar(desktop: Desktop, calendar: TripCalendar) -> None:
    create_record(desktop.desk, "contact", {"name": "宋启明", "birthday": "1970-11-26"})
    create_record(desktop.desk, "contact", {"name": "徐慧琴", "birthday": "农历十月二十"})
    calendar.refresh()
    desktop.settle()
    for day, name in ((date(2026, 11, 26), "宋启明"), (date(2026, 11, 28), "徐慧琴")):
        assert calendar.calendar.words_of(day).text == "生日"
        calendar.calendar.set_day(day)
        desktop.settle()
        assert name in words(calendar)
