"""Trips at the edges of what is counted: odd days, order, what names no one (systems.md A8)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.outings import Outing, days_out, delegations, last_day, tallies, tally

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
DAYS = st.dates(date(2025, 12, 1), date(2026, 8, 1))
NAMES = st.sampled_from(("", "陈县长", "周敏"))


def out(id: str, start: date, end: date | None = None, **values: str) -> Outing:
    return Outing(id, start, end or start, **values)  # type: ignore[arg-type]


def day(month: int, number: int) -> date:
    return date(2026, month, number)


@pytest.mark.parametrize(
    ("start", "end", "last"),
    [
        (day(3, 5), None, day(3, 5)),
        (day(3, 5), day(3, 5), day(3, 5)),
        (day(3, 5), day(3, 6), day(3, 6)),
        (day(3, 5), day(3, 4), day(3, 5)),  # a slip of the pen is still one day out
        (day(3, 5), date(2025, 3, 8), day(3, 5)),
        (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 1)),
    ],
)
def test_the_last_day_of_a_trip(start: date, end: date | None, last: date) -> None:
    assert last_day(start, end) == last
    assert days_out([(start, last_day(start, end))], start, date(2027, 12, 31)) >= 1


@pytest.mark.parametrize(
    ("start", "end", "trips", "days"),
    [
        (date(2025, 12, 30), date(2025, 12, 31), 0, 0),
        (date(2025, 12, 31), day(1, 1), 1, 1),
        (day(6, 30), day(7, 1), 1, 1),
        (day(7, 1), day(7, 1), 0, 0),
        (date(2025, 6, 1), date(2026, 12, 31), 1, 181),  # the half has 181 days
    ],
)
def test_the_end_of_june_by_a_day(start: date, end: date, trips: int, days: int) -> None:
    found = tally("陈县长", [out("1", start, end)], FIRST, LAST)
    assert (found.trips, found.days) == (trips, days)


def test_two_groups_of_one_unit_on_the_same_days_are_two_trips_and_one_span() -> None:
    pair = [
        out("1", day(5, 4), day(5, 8), unit="招商局", leader="陈县长"),
        out("2", day(5, 6), day(5, 9), unit="招商局", leader="周敏"),
    ]
    (unit,) = tallies(pair, "unit", FIRST, LAST)
    assert (unit.trips, unit.days) == (2, 6)
    assert {one.name: one.days for one in tallies(pair, "leader", FIRST, LAST)} == {"陈县长": 5, "周敏": 4}


def test_most_days_come_first_then_the_name() -> None:
    trips = [
        out("1", day(2, 2), day(2, 3), leader="乙"),
        out("2", day(2, 2), day(2, 3), leader="丙"),
        out("3", day(2, 2), day(2, 9), leader="甲"),
        out("4", day(2, 2)),
    ]
    found = [(one.name, one.days) for one in tallies(trips, "leader", FIRST, LAST)]
    assert found == [("甲", 8), ("丙", 2), ("乙", 2), ("", 1)]


def test_a_firm_seen_twice_is_one_firm_and_two_visits() -> None:
    trips = [
        Outing("1", day(2, 2), day(2, 3), "甲", made=2, planned=3, firms=frozenset("ab")),
        Outing("2", day(3, 2), day(3, 3), "甲", made=1, firms=frozenset("b"), leads=frozenset("x")),
        Outing("3", day(4, 2), day(4, 3), "甲", leads=frozenset("xy")),
    ]
    found = tally("甲", trips, FIRST, LAST)
    assert (found.visits, found.firms, found.leads) == (3, 2, 2)


@pytest.mark.parametrize(
    ("start", "quarter"),
    [
        (day(1, 1), 1),
        (day(3, 31), 1),
        (day(4, 1), 2),
        (day(6, 30), 2),
        (day(7, 1), 3),
        (day(9, 30), 3),
        (day(10, 1), 4),
        (day(12, 31), 4),
    ],
)
def test_a_delegation_belongs_to_the_quarter_it_sets_out_in(start: date, quarter: int) -> None:
    found = delegations([out("1", start, start + timedelta(days=9), kind="delegation")], 2026)
    assert {number for number, count in found.items() if count} == {quarter}


def test_only_delegations_of_the_year_are_counted() -> None:
    trips = [
        out("1", date(2025, 12, 31), day(1, 9), kind="delegation"),
        out("2", day(1, 9), kind="squad"),
        out("3", day(1, 9)),
        out("4", day(8, 8), kind="delegation"),
        out("5", day(9, 9), kind="delegation"),
    ]
    assert delegations(trips, 2026) == {1: 0, 2: 0, 3: 2, 4: 0}
    assert delegations([], 2026) == {1: 0, 2: 0, 3: 0, 4: 0}


OUTINGS = st.lists(
    st.builds(
        lambda start, length, leader, made: Outing("x", start, start + timedelta(length), leader, made=made),
        DAYS,
        st.integers(0, 40),
        NAMES,
        st.integers(0, 5),
    ),
    max_size=10,
)


@given(OUTINGS)
def test_lines_add_up_to_the_whole(trips: list[Outing]) -> None:
    lines, whole = tallies(trips, "leader", FIRST, LAST), tally("", trips, FIRST, LAST)
    assert sum(one.trips for one in lines) == whole.trips
    assert sum(one.visits for one in lines) == whole.visits
    longest = max((one.days for one in lines), default=0)
    assert longest <= whole.days <= sum(one.days for one in lines)
    assert len({one.name for one in lines}) == len(lines) and all(one.trips and one.days for one in lines)


@given(OUTINGS, DAYS)
def test_two_spans_that_meet_share_the_days_between_them(trips: list[Outing], cut: date) -> None:
    spans = [(one.start, one.end) for one in trips]
    first, last = date(2025, 11, 1), date(2026, 10, 1)
    parts = days_out(spans, first, cut) + days_out(spans, cut + timedelta(days=1), last)
    assert parts == days_out(spans, first, last)
