"""Windows of days, and which targets hold in them."""

from datetime import date
from decimal import Decimal

import pytest

from app.policy.shipped import shipped_pack
from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.scores.goals import Window, goals, holding, period_of, window_of
from tests.fakes.scored import goal

PACK = shipped_pack("default")


@pytest.mark.parametrize(
    ("kind", "on", "first"),
    [
        ("year", date(2026, 11, 20), date(2026, 1, 1)),
        ("half", date(2026, 6, 30), date(2026, 1, 1)),
        ("half", date(2026, 7, 1), date(2026, 7, 1)),
        ("year", date(2026, 1, 1), date(2026, 1, 1)),
    ],
)
def test_a_window_runs_up_to_its_day(kind: str, on: date, first: date) -> None:
    window = window_of(kind, on)
    assert window == Window(first, on)
    assert window.holds(first) and window.holds(on) and not window.holds(date(2027, 1, 1))


def test_the_windows_it_is_compared_with() -> None:
    window = Window(date(2028, 1, 1), date(2028, 2, 29))
    assert window.last_year() == Window(date(2027, 1, 1), date(2027, 2, 28))
    assert window.last_month() == Window(date(2028, 1, 1), date(2028, 1, 31))
    assert Window(date(2028, 1, 1), date(2028, 1, 9)).last_month() is None


def test_targets_hold_in_their_own_period(desk: Desk) -> None:
    goal(desk, "县功镇", "signed", "3")
    goal(desk, "县功镇", "signed", "2", period="half", starts_on="2026-07-01")
    goal(desk, "陈经理", "valuable_leads", owner="person", rank="deputy")
    known = goals(desk)

    def amounts(owner: Owner, kind: str, on: date) -> list[Decimal]:
        return [one.target.amount for one in holding(PACK, known, owner, kind, on)]

    assert amounts(Owner.UNIT, "year", date(2026, 12, 31)) == [3]
    assert amounts(Owner.UNIT, "year", date(2027, 1, 1)) == []
    assert amounts(Owner.UNIT, "half", date(2026, 6, 30)) == []
    assert amounts(Owner.UNIT, "half", date(2026, 7, 1)) == [2]
    assert amounts(Owner.PERSON, "year", date(2026, 5, 1)) == [2], "a deputy's quota is the pack's"
    assert {period_of(PACK, one).end for one in known} == {date(2026, 12, 31)}


def test_a_rank_that_another_pack_has_tells_no_amount(desk: Desk) -> None:
    id = goal(desk, "陈经理", "valuable_leads", owner="person", rank="deputy")
    with desk.store.write(actor="x", label="x") as work:
        work.update("goal", id, {"rank": "of_another_pack"})
    assert goals(desk) == []
