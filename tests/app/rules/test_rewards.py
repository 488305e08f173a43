"""Rewards: who gets one, when, and how it is shared."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.cases import FactUnusable
from app.policy.shipped import shipped_names, shipped_pack
from app.rules.rewards import Claim, reward

TODAY = date(2026, 11, 1)
SIGNED = date(2026, 1, 10)
DUE = Claim("finder", SIGNED, SIGNED, TODAY - timedelta(1), TODAY)
DAY = timedelta(1)


@pytest.mark.parametrize("name", shipped_names())
@pytest.mark.parametrize(
    ("claim", "why"),
    [
        (DUE, None),
        (replace(DUE, signed_on=None), None),
        (replace(DUE, registered_on=SIGNED + DAY), "registered_late"),
        (replace(DUE, registered_on=None, role="agent"), "registered_late"),
        (replace(DUE, registered_on=SIGNED + DAY, role="unit"), None),
        (replace(DUE, produced_on=TODAY + DAY), "not_producing"),
        (replace(DUE, produced_on=None, role="unit"), "not_producing"),
        (replace(DUE, completed_on=None), "not_completed"),
        (replace(DUE, completed_on=None, role="county"), "not_completed"),
    ],
)
def test_who_is_paid_and_why_not(name: str, claim: Claim, why: str | None) -> None:
    found = reward(shipped_pack(name), claim, Decimal(50), TODAY)
    assert (found.paid, found.amount) == (why is None, Decimal(50 if why is None else 0))
    assert found.decision.row.results["why"] == why
    assert sum(found.heads) + found.rest == found.amount


def test_a_county_s_heads_share_a_fifth() -> None:
    found = reward(shipped_pack("chuzhou"), replace(DUE, role="county"), Decimal("100.01"), TODAY, 2)
    assert (found.heads, found.rest) == ((Decimal("10.00"), Decimal("10.00")), Decimal("80.01"))
    assert found.decision.row.source == "000 §6.3(3)"


@given(st.decimals(0, 10**9, places=6), st.sampled_from(["finder", "agent", "unit", "county"]))
def test_parts_of_a_reward_add_up(award: Decimal, role: str) -> None:
    found = reward(shipped_pack("chuzhou"), replace(DUE, role=role), award, TODAY)
    assert sum(found.heads) + found.rest == found.amount == award
    assert len(found.heads) == (2 if role == "county" else 0)


def test_a_role_that_the_pack_does_not_have_is_refused() -> None:
    with pytest.raises(FactUnusable):
        reward(shipped_pack("default"), replace(DUE, role="friend"), Decimal(1), TODAY)
