"""The days of a reception: order, time for the way, nobody in two places (feature 22)."""

from datetime import date

import pytest

from app.rules.itineraries import (
    Planned,
    backwards,
    engagements,
    in_order,
    minutes,
    too_short,
    twice,
)

FIRST, SECOND, THIRD = date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 7)


def stop(
    id: str, begins: str = "", ends: str = "", travel: int = 0, day: date = FIRST, *people: str
) -> Planned:
    return Planned(id, day, minutes(begins), minutes(ends), travel, frozenset(people))


@pytest.mark.parametrize(
    ("told", "read"),
    [("9:30", 570), ("09：30", 570), ("0:00", 0), ("23:59", 1439), (" 8.05 ", 485)]
    + [(one, None) for one in ("", None, "24:00", "9:60", "上午", "930")],
)
def test_hours_are_read_as_people_write_them(told: str | None, read: int | None) -> None:
    assert minutes(told) == read


def test_stops_are_by_day_and_hour_those_without_one_behind() -> None:
    stops = [stop("d", day=SECOND), stop("b"), stop("c", "8:00", day=SECOND), stop("a", "14:00")]
    assert [one.id for one in in_order(stops)] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("ends", "begins", "travel", "missing"),
    [
        ("10:00", "10:25", 25, 0),  # just enough
        ("10:00", "10:24", 25, 1),
        ("10:00", "10:00", 0, 0),
        ("10:00", "9:59", 0, 1),
        ("", "9:29", 30, 1),  # no end is told: it counts from the beginning at 9:00
        ("8:00", "9:30", 30, 0),  # an end before its beginning says nothing
    ],
)
def test_the_way_has_to_be_made_between_two_stops(ends: str, begins: str, travel: int, missing: int) -> None:
    found = too_short([stop("a", "9:00", ends), stop("b", begins, travel=travel)])
    assert [one.missing for one in found] == ([missing] if missing else [])


def test_another_day_and_stops_without_an_hour_leave_time() -> None:
    assert too_short([stop("a", "18:00", "23:00"), stop("b", "0:00", travel=90, day=SECOND), stop("c")]) == []


def test_what_ends_before_it_begins_is_told() -> None:
    assert backwards([stop("a", "9:00", "8:59"), stop("b", "9:00", "9:00"), stop("c", "", "8:00")]) == ["a"]


def test_who_is_at_no_stop_is_wanted_on_all_days() -> None:
    stops = [stop("a", "9:00", "10:00", 15, SECOND, "王芳")]
    ours = engagements("reception", "r", ["陈国强", "王芳", "陈国强"], (FIRST, THIRD), stops)
    assert [(one.person, one.first, one.last, one.hours) for one in ours] == [
        ("陈国强", FIRST, THIRD, (0, 1440)),
        ("王芳", SECOND, SECOND, (8 * 60 + 45, 600)),
    ]


@pytest.mark.parametrize(
    ("others", "clash"),
    [
        ([stop("x", "10:00", "11:00", 0, FIRST, "王芳")], False),  # begins as the other ends
        ([stop("x", "9:59", "11:00", 0, FIRST, "王芳")], True),
        ([stop("x", "10:10", "11:00", 11, FIRST, "王芳")], True),  # on the way already
        ([stop("x", "9:00", "10:00", 0, SECOND, "王芳")], False),
        ([stop("x", "9:30", "9:40", 0, FIRST, "林晓")], False),
        ([], True),  # named there and at no stop of it
    ],
)
def test_somebody_is_wanted_twice_where_hours_overlap(others: list[Planned], clash: bool) -> None:
    ours = engagements(
        "reception", "a", ["王芳"], (FIRST, FIRST), [stop("s", "9:00", "10:00", 0, FIRST, "王芳")]
    )
    names = ["王芳"] if not others else sorted(others[0].people)
    found = twice(ours, engagements("reception", "b", names, (FIRST, SECOND), others))
    assert [(one.person, one.day, one.other.id) for one in found] == ([("王芳", FIRST, "b")] if clash else [])


def test_a_person_and_another_record_are_told_once_with_the_first_day() -> None:
    ours = engagements("reception", "a", ["王芳"], (FIRST, THIRD))
    trip = engagements("trip", "t", ["王芳"], (SECOND, THIRD))
    more = engagements("reception", "b", ["王芳"], (THIRD, THIRD))
    assert [(one.day, one.other.id) for one in twice(ours, [*more, *trip])] == [(SECOND, "t"), (THIRD, "b")]
