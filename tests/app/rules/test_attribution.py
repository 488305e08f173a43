"""Parts that always add up, and the three credits of a project."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.shipped import shipped_pack
from app.rules.attribution import AmountTooFine, Carried, Credit, SharesNotWhole, attribute, split

AMOUNTS = st.decimals(-(10**15), 10**15, places=6, allow_nan=False)
WEIGHTS = st.lists(st.integers(0, 1000), min_size=1, max_size=9).filter(any)
THIRDS = dict.fromkeys("甲乙丙", Fraction(1, 3))
HALVES = {"甲": Fraction(1, 2), "乙": Fraction(1, 2)}


@given(AMOUNTS, WEIGHTS)
def test_parts_add_up_and_none_is_off_by_a_step(amount: Decimal, weights: list[int]) -> None:
    shares = {str(at): Fraction(weight, sum(weights)) for at, weight in enumerate(weights)}
    parts = split(amount, shares)
    assert sum(map(Fraction, parts.values())) == Fraction(amount)
    assert list(parts) == list(shares)
    for name, part in parts.items():
        assert abs(Fraction(part) - Fraction(amount) * shares[name]) < Fraction(1, 10**6)


def test_the_largest_remainder_gets_the_step_and_the_first_of_equals() -> None:
    assert list(split(Decimal(100), THIRDS, 0).values()) == [34, 33, 33]
    assert list(split(Decimal(-100), THIRDS, 0).values()) == [-34, -33, -33]
    shares = {"甲": Fraction(33, 100), "乙": Fraction(67, 100)}
    assert split(Decimal(1), shares, 0) == {"甲": 0, "乙": 1}


@pytest.mark.parametrize("over", ["0.50", "0.49", "0.51"])
def test_shares_make_exactly_one(over: str) -> None:
    shares = {"甲": Fraction(1, 2), "乙": Fraction(over)}
    if over == "0.50":
        assert split(Decimal(3), shares, 1) == {"甲": Decimal("1.5"), "乙": Decimal("1.5")}
        return
    with pytest.raises(SharesNotWhole):
        split(Decimal(3), shares)


def test_what_cannot_add_up_is_refused() -> None:
    with pytest.raises(SharesNotWhole):
        split(Decimal(3), {"甲": Fraction(3, 2), "乙": Fraction(-1, 2)})
    with pytest.raises(SharesNotWhole):
        split(Decimal(3), {})
    with pytest.raises(AmountTooFine) as fine:
        split(Decimal("0.001"), HALVES, 2)
    assert fine.value.params == {"amount": "0.001", "places": 2}


def test_the_finder_and_the_lander_get_the_same_points_in_panan() -> None:
    rulings = {Credit.FIRST_REPORT: {"甲": Fraction(1)}, Credit.LANDING: HALVES}
    points = attribute(shipped_pack("panan"), Carried.POINTS, Decimal(5), rulings, 2)
    assert points == {
        Credit.FIRST_REPORT: {"甲": 5},
        Credit.LANDING: {"甲": Decimal("2.5"), "乙": Decimal("2.5")},
    }
    amounts = attribute(shipped_pack("panan"), Carried.AMOUNTS, Decimal(5), rulings)
    assert amounts[Credit.FIRST_REPORT] == {"甲": 0} and sum(amounts[Credit.LANDING].values()) == 5
    elsewhere = attribute(shipped_pack("default"), Carried.POINTS, Decimal(5), rulings)
    assert elsewhere[Credit.FIRST_REPORT] == {"甲": 0}
    assert Credit.FIRST_TALKS not in elsewhere
