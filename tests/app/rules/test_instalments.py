"""分期到资: what is covered, due soon, late (feature 32)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.instalments import Agreed, Due, covering

TODAY = date(2026, 11, 20)
D = Decimal


def agreed(days: int, amount: str, paid: int | None = None) -> Agreed:
    day = None if paid is None else TODAY + timedelta(days=paid)
    return Agreed(TODAY + timedelta(days=days), D(amount), day)


@pytest.mark.parametrize(
    ("days", "state"),
    [(-1, Due.OVERDUE), (0, Due.SOON), (30, Due.SOON), (31, Due.AHEAD), (-400, Due.OVERDUE)],
)
def test_the_day_decides_where_nothing_came(days: int, state: Due) -> None:
    assert covering([agreed(days, "100")], D(0), TODAY).states == (state,)


@pytest.mark.parametrize(
    ("in_place", "states", "missing"),
    [
        ("0", (Due.OVERDUE, Due.OVERDUE, Due.AHEAD), "3000"),
        ("999.99", (Due.OVERDUE, Due.OVERDUE, Due.AHEAD), "2000.01"),
        ("1000", (Due.COVERED, Due.OVERDUE, Due.AHEAD), "2000"),
        ("2999.99", (Due.COVERED, Due.OVERDUE, Due.AHEAD), "0.01"),
        ("3000", (Due.COVERED, Due.COVERED, Due.AHEAD), "0"),
        ("8000", (Due.COVERED, Due.COVERED, Due.COVERED), "0"),
    ],
)
def test_the_ledger_covers_them_in_their_order(in_place: str, states: tuple[Due, ...], missing: str) -> None:
    plan = [agreed(-60, "1000"), agreed(-10, "2000"), agreed(90, "5000")]
    found = covering(plan, D(in_place), TODAY)
    assert (found.states, found.due, found.missing) == (states, D(3000), D(missing))


def test_the_order_asked_in_is_the_order_told() -> None:
    plan = [agreed(-10, "2000"), agreed(-60, "1000")]
    assert covering(plan, D(1000), TODAY).states == (Due.OVERDUE, Due.COVERED)


def test_what_a_person_ticked_is_not_missing() -> None:
    plan = [agreed(-60, "1000", -50), agreed(-10, "2000")]
    found = covering(plan, D(0), TODAY)
    assert found.states == (Due.PAID, Due.OVERDUE) and found.missing == 2000


def test_nothing_agreed() -> None:
    assert covering([], D(5), TODAY).states == () and covering([], D(5), TODAY).due == 0


PLANS = st.lists(
    st.builds(
        Agreed,
        st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        st.decimals(0, 10**6, places=2),
        st.none() | st.just(TODAY),
    ),
    max_size=8,
)


@given(PLANS, st.decimals(0, 10**6, places=2), st.decimals(0, 10**6, places=2))
def test_more_money_never_leaves_more_missing(plan: list[Agreed], some: Decimal, more: Decimal) -> None:
    before, after = covering(plan, some, TODAY), covering(plan, some + more, TODAY)
    assert D(0) <= after.missing <= before.missing <= before.due
    assert all(now is was or now is Due.COVERED for was, now in zip(before.states, after.states, strict=True))
    owed = sum((one.amount for one in plan if one.due_on <= TODAY and one.paid_on is None), D(0))
    assert before.missing <= owed
