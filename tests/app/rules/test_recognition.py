"""What counts of a project's funds, for whom: golden cases 2 and 7 by the ledger's way."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.shipped import shipped_pack
from app.rules.attribution import Carried, Credit, split
from app.rules.fund_ledger import Component, Entry, Figures, Source, figures
from app.rules.recognition import shared, standards

MARCH = date(2026, 3, 1)
CHUZHOU = shipped_pack("chuzhou")


def month(amount: str, component: Component = Component.FIXED) -> Figures:
    line = Entry("1", "p", MARCH, component, Source.UNIT, Decimal(amount))
    return figures([line])["p", MARCH]


@pytest.mark.parametrize(
    ("facts", "amount", "counts"),
    [
        ({"kind": "logistics", "investment": Decimal("9999")}, "100", 0),
        ({"kind": "logistics", "investment": Decimal("10000")}, "10000", 10_000),
        ({"kind": "hotel", "stars": 4}, "5000", 3500),
        ({"kind": "hotel", "stars": 3}, "5000", 0),
        ({"kind": "car_4s"}, "800", 560),
        ({"kind": "superstore", "floor_area": 9999}, "800", 0),
        ({"kind": "farming", "fixed_assets": Decimal(200)}, "800", 0),
        ({"kind": "infrastructure", "guaranteed_return": True}, "800", 0),
    ],
)
def test_what_counts(facts: dict[str, object], amount: str, counts: int) -> None:
    found = standards(CHUZHOU, facts)
    assert found.for_unit(month(amount)) == counts
    assert not found.unknown and found.rows[0].source == "000 §3.1"
    assert found.why.params["source"] == {
        "zh": "滁州市政府招商工作意见 §3.1",
        "en": "Chuzhou city, opinion on investment promotion work §3.1",
    }


def test_a_guarantee_company_counts_by_what_was_paid_in() -> None:
    found = standards(CHUZHOU, {"kind": "guarantee"})
    assert found.for_unit(month("5000", Component.WORKING)) == 5000
    assert found.for_unit(month("5000")) == 0


def test_a_farm_landed_in_a_county_counts_in_full_for_the_unit_and_half_for_the_county() -> None:
    facts = {"kind": "farming", "legal_person": True, "fixed_assets": Decimal(4000), "consent": True}
    found = standards(CHUZHOU, {**facts, "place": "county", "brought_by": "city_unit"})
    here = month("4000")
    assert (found.for_unit(here), found.for_county(here)) == (Decimal(4000), Decimal(2000))
    assert found.rows[-1].source == "000 §6.2(1)" and "§6.2(1)" in str(found.why.params["source"])


def test_where_it_does_not_count_nothing_does() -> None:
    facts = {"kind": "manufacturing", "place": "elsewhere", "brought_by": "city_unit"}
    found = standards(CHUZHOU, facts)
    assert (found.for_unit(month("100")), found.coefficient) == (Decimal(0), Decimal(1))


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({}, "rules.funds.no_kind"),
        ({"kind": "hotel"}, "rules.funds.facts_missing"),
        ({"kind": "dreams"}, "rules.funds.kind_unknown"),
    ],
)
def test_what_a_project_does_not_say(facts: dict[str, object], key: str) -> None:
    found = standards(CHUZHOU, facts)
    assert (found.unknown, found.coefficient, found.why.key) == (True, None, key)
    assert found.for_unit(month("100")) == 0 and found.for_county(month("100")) is None


def test_a_correction_below_zero_takes_back_what_counted() -> None:
    found = standards(CHUZHOU, {"kind": "car_4s"})
    assert found.for_unit(month("-100")) == -70


AMOUNTS = st.decimals("-99999999", "99999999", places=6)


@given(AMOUNTS, st.integers(0, 100))
def test_shares_add_up_to_the_amount(amount: Decimal, percent: int) -> None:
    part = Fraction(percent, 100)
    rulings = {Credit.LANDING: {"甲": part, "乙": 1 - part}}
    found = shared(CHUZHOU, amount, rulings, "丙")
    assert sum(found.values()) == amount and "丙" not in found


def test_without_a_ruling_it_is_all_of_one() -> None:
    assert shared(CHUZHOU, Decimal("10.01"), {}, "甲") == {"甲": Decimal("10.01")}
    # In Pan'an amounts follow the landing alone.
    panan = shipped_pack("panan")
    rulings = {Credit.FIRST_REPORT: {"乙": Fraction(1)}}
    assert shared(panan, Decimal(10), rulings, "甲") == {"甲": Decimal(10)}


@given(AMOUNTS, st.integers(0, 100))
def test_where_the_finder_and_the_lander_get_the_same_a_ruling_still_splits_by_percent(
    amount: Decimal, percent: int
) -> None:
    """It says it of each credit alike, and two credits of the same points are not those points twice."""
    part = Fraction(percent, 100)
    rulings = {credit: {"甲": part, "乙": 1 - part} for credit in Credit}
    found = shared(shipped_pack("panan"), amount, rulings, "丙", Carried.POINTS)
    assert found == {
        unit: points for unit, points in split(amount, rulings[Credit.LANDING]).items() if points
    }


@pytest.mark.parametrize(
    ("found_by", "wanted"),
    [
        ({"乙": "1"}, {"甲": "10", "乙": "10"}),  # 002 §3(1)
        ({"甲": "0.6", "乙": "0.4"}, {"甲": "10", "乙": "4"}),
        ({"甲": "1"}, {"甲": "10"}),
    ],
)
def test_the_finder_has_the_points_of_the_lander(found_by: dict[str, str], wanted: dict[str, str]) -> None:
    rulings = {Credit.FIRST_REPORT: {unit: Fraction(share) for unit, share in found_by.items()}}
    found = shared(shipped_pack("panan"), Decimal(10), rulings, "甲", Carried.POINTS)
    assert found == {unit: Decimal(points) for unit, points in wanted.items()}
