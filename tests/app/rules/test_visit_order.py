"""The order of a day's visits: by the hour, and by hand where one was moved."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.row import Row
from app.rules.visit_order import between, in_order, order_key

DAY = date(2026, 11, 20)
HOURS = st.one_of(st.none(), st.just(""), st.times().map(lambda one: f"{one:%H:%M}"), st.just("9:30"))
IDS = st.uuids().map(str)


def visit(number: int, time: str | None = None, position: str | None = None, day: date = DAY) -> Row:
    values = {"visited_on": day, "time": time, "position": position}
    return Row("visit", str(UUID(int=number)), values)


def numbers(rows: list[Row]) -> list[int]:
    return [UUID(row.id).int for row in rows]


def test_the_hour_decides_and_who_has_none_comes_last() -> None:
    day = [visit(1), visit(2, "14:30"), visit(3, "9:30"), visit(4, "09:30"), visit(5, "")]
    assert numbers(in_order(day)) == [3, 4, 2, 1, 5]


def test_days_come_before_hours() -> None:
    later = date(2026, 11, 21)
    assert numbers(in_order([visit(1, "08:00", day=later), visit(2, "20:00")])) == [2, 1]


def test_one_that_was_put_somewhere_stays_there_while_others_go_by_their_hours() -> None:
    nine, ten = visit(1, "09:00"), visit(2, "10:00")
    put = visit(3, "16:00", between(order_key(nine), order_key(ten)))
    assert numbers(in_order([put, ten, nine])) == [1, 3, 2]
    assert numbers(in_order([put, visit(2, "08:00"), nine])) == [2, 1, 3]


@pytest.mark.parametrize("odd", ["first", "3 5", "0G", "十"])
def test_a_position_that_is_none_is_overlooked(odd: str) -> None:
    assert numbers(in_order([visit(1, "10:00", odd), visit(2, "09:00")])) == [2, 1]


def test_two_laptops_may_put_two_visits_into_one_gap() -> None:
    low, high = visit(1, "09:00"), visit(2, "10:00")
    position = between(order_key(low), order_key(high))
    same = [visit(7, None, position), visit(5, None, position)]
    assert numbers(in_order([high, *same, low])) == [1, 5, 7, 2]
    third = visit(6, None, between(order_key(same[1]), order_key(same[0])))
    assert numbers(in_order([high, *same, low, third])) == [1, 5, 6, 7, 2]


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [("", "", "8"), ("", "30", "1"), ("", "1", "08"), ("8", "", "c"), ("ff", "", "ff8"), ("0f", "10", "0f8")],
)
def test_the_shortest_is_taken(low: str, high: str, found: str) -> None:
    assert between(low, high) == found


def test_nothing_is_between_what_is_the_same() -> None:
    with pytest.raises(ValueError, match="nothing is between"):
        between("30", "30")


@given(st.lists(st.tuples(IDS, HOURS), min_size=2, max_size=6, unique_by=lambda one: one[0]), st.data())
def test_any_moves_end_where_they_were_meant_to(
    told: list[tuple[str, str | None]], data: st.DataObject
) -> None:
    rows = in_order(Row("visit", id, {"visited_on": DAY, "time": at, "position": None}) for id, at in told)
    for _ in range(12):
        moved = rows.pop(data.draw(st.integers(0, len(rows) - 1)))
        to = data.draw(st.integers(0, len(rows)))
        low = order_key(rows[to - 1]) if to else ""
        place = between(low, order_key(rows[to]) if to < len(rows) else "")
        wanted = [*rows[:to], Row("visit", moved.id, {**moved.values, "position": place}), *rows[to:]]
        rows = in_order(wanted)
        assert rows == wanted
