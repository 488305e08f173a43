"""Days out are calendar days; the count per leader and unit (systems.md A7, A8, golden 5)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.outings import Outing, days_out, delegations, tallies

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
DAYS = st.dates(date(2025, 12, 1), date(2026, 8, 1))


def day(month: int, number: int) -> date:
    return date(2026, month, number)


@pytest.mark.parametrize(
    ("spans", "days"),
    [
        ([], 0),
        ([(day(3, 1), day(3, 1))], 1),
        ([(day(3, 1), day(3, 5)), (day(3, 4), day(3, 8))], 8),  # two groups out at once
        ([(day(3, 1), day(3, 9)), (day(3, 2), day(3, 3))], 9),
        ([(date(2025, 12, 28), day(1, 3)), (day(6, 29), day(7, 4))], 5),
        ([(day(7, 1), day(7, 4))], 0),
    ],
)
def test_a_day_counts_once_and_only_inside(spans: list[tuple[date, date]], days: int) -> None:
    assert days_out(spans, FIRST, LAST) == days


@given(st.lists(st.tuples(DAYS, st.integers(0, 30)), max_size=12))
def test_days_out_are_the_days_on_which_somebody_was_out(begun: list[tuple[date, int]]) -> None:
    spans = [(start, start + timedelta(days=length)) for start, length in begun]
    each = {start + timedelta(days=n) for start, end in spans for n in range((end - start).days + 1)}
    assert days_out(spans, FIRST, LAST) == sum(FIRST <= one <= LAST for one in each)


def test_the_count_per_leader_and_unit() -> None:
    outings = [
        Outing("1", day(3, 1), day(3, 5), "陈县长", "principal", "招商局", "leader", 3, 1, frozenset("ab")),
        Outing(
            "2", day(3, 4), day(3, 8), "陈县长", "principal", "商务局", "delegation", 1, 0, frozenset("b")
        ),
        Outing("3", day(6, 29), day(7, 8), "周敏", "other", "招商局", leads=frozenset("x")),
        Outing("4", day(7, 1), day(7, 8), "周敏"),
    ]
    by_leader = {one.name: one for one in tallies(outings, "leader", FIRST, LAST)}
    chen, zhou = by_leader["陈县长"], by_leader["周敏"]
    assert (chen.trips, chen.days, chen.principal_trips, chen.delegations) == (2, 8, 2, 1)
    assert (chen.visits, chen.firms, chen.leads) == (4, 2, 0)
    assert (zhou.trips, zhou.days, zhou.leads) == (1, 2, 1)
    assert [one.name for one in tallies(outings, "unit", FIRST, LAST)] == ["招商局", "商务局"]
    assert delegations(outings, 2026) == {1: 1, 2: 0, 3: 0, 4: 0}
