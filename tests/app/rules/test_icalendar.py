"""Calendars as telephones and mail programs read them (RFC 5545)."""

from datetime import UTC, date, datetime, time

from app.rules.icalendar import Entry, write_calendar

MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TRIP = Entry("a1", "赴苏州, 无锡; 小分队", date(2026, 12, 30), date(2027, 1, 2), note="陈立\n周敏", busy=True)


def lines(*entries: Entry) -> list[str]:
    written = write_calendar("招商前哨 陈立", entries, MADE)
    assert written.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    return written.replace("\r\n ", "").split("\r\n")


def test_days_end_on_the_first_that_is_not_of_them() -> None:
    told = lines(TRIP)
    assert "DTSTART;VALUE=DATE:20261230" in told and "DTEND;VALUE=DATE:20270103" in told
    assert {"UID:a1", "TRANSP:OPAQUE", "DTSTAMP:20261122T093000Z"} <= set(told)


def test_texts_are_escaped_and_long_ones_folded() -> None:
    told = lines(TRIP, Entry("b", "长" * 100, date(2026, 12, 1), date(2026, 12, 1), place="无锡"))
    assert "SUMMARY:赴苏州\\, 无锡\\; 小分队" in told
    assert "DESCRIPTION:陈立\\n周敏" in told
    assert "SUMMARY:" + "长" * 100 in told and "LOCATION:无锡" in told


def test_an_hour_is_meant_in_china() -> None:
    day = date(2026, 12, 1)
    told = lines(Entry("v", "走访", day, day, at=time(7, 30)))
    assert "DTSTART:20261130T233000Z" in told and "DTEND:20261201T003000Z" in told
    assert "TRANSP:TRANSPARENT" in told


def test_nothing_ahead_is_still_a_calendar() -> None:
    assert lines()[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and "BEGIN:VEVENT" not in lines()
