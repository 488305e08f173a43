"""What counts, and what does not by the smallest step (systems.md C2), and the county's book (C10)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import LANGUAGES, Translator
from app.policy.shipped import shipped_pack
from app.rules.fund_ledger import NOTHING, Component, Entry, Figures, Source, figures
from app.rules.recognition import standards

CHUZHOU = shipped_pack("chuzhou")
FEN = Decimal("0.000001")
Facts = dict[str, object]


def month(land: str = "0", fixed: str = "0", working: str = "0") -> Figures:
    told = zip(Component, (land, fixed, working), strict=True)
    lines = [
        Entry(one.value, "p", date(2026, 3, 1), one, Source.UNIT, Decimal(amount)) for one, amount in told
    ]
    return figures(lines)["p", date(2026, 3, 1)]


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        # What is put in: land 300 and fixed assets 1000; paid in 50. Actual investment is the first two.
        ({"kind": "manufacturing"}, "1300"),
        ({"kind": "factory_buildings"}, "1300"),
        ({"kind": "tourism"}, "1300"),
        ({"kind": "e_commerce"}, "1300"),
        ({"kind": "social", "guaranteed_return": False}, "1300"),
        ({"kind": "social", "guaranteed_return": True}, "0"),
        ({"kind": "farming", "legal_person": True, "fixed_assets": Decimal(100)}, "1300"),
        ({"kind": "farming", "legal_person": True, "fixed_assets": Decimal(100) - FEN}, "0"),
        ({"kind": "farming", "legal_person": False, "fixed_assets": Decimal(100)}, "0"),
        ({"kind": "logistics", "investment": Decimal(10_000)}, "1300"),
        ({"kind": "logistics", "investment": Decimal(10_000) - FEN}, "0"),
        ({"kind": "superstore", "floor_area": Decimal(10_000)}, "910"),
        ({"kind": "superstore", "floor_area": Decimal("9999.99")}, "0"),
        ({"kind": "leisure_chain", "floor_area": Decimal(5_000)}, "910"),
        ({"kind": "leisure_chain", "floor_area": Decimal("4999.99")}, "0"),
        ({"kind": "hotel", "stars": 5}, "910"),
        ({"kind": "hotel", "stars": 4}, "910"),
        ({"kind": "hotel", "stars": 3}, "0"),
        ({"kind": "car_4s"}, "910"),
        *(({"kind": kind}, "50") for kind in ("bank", "loan_company", "micro_credit", "venture_capital")),
        *(({"kind": kind}, "50") for kind in ("pawn", "guarantee", "other_finance")),
        ({"kind": "infrastructure", "guaranteed_return": True}, "0"),
        ({"kind": "public_welfare", "guaranteed_return": False}, "0"),
        ({"kind": "mineral"}, "0"),
        ({"kind": "other"}, "0"),
    ],
)
def test_every_kind_of_the_city(facts: Facts, counts: str) -> None:
    found = standards(CHUZHOU, facts)
    assert not found.unknown and found.for_unit(month("300", "1000", "50")) == Decimal(counts)
    assert found.for_unit(NOTHING) == 0
    for language in LANGUAGES:  # what does not count says why, what counts says how much
        said = Translator(language).tr(found.why.key, **found.why.params)
        assert "§3.1" in said and "{" not in said
        assert ("%" in said) is (counts != "0")


CITY_FARM: Facts = {
    "kind": "farming",
    "legal_person": True,
    "fixed_assets": Decimal(4000),
    "place": "county",
    "brought_by": "city_unit",
}


@pytest.mark.parametrize(
    ("told", "unit", "county"),
    [
        ({"consent": True}, "1000", "500"),  # C10: in full for the unit, the county's halved
        ({"consent": False}, "0", "1000"),  # without consent it stays the county's own
        ({"consent": True, "kind": "tourism"}, "1000", "500"),
        ({"consent": True, "kind": "manufacturing"}, "0", "1000"),  # not one of the three kinds
        ({"consent": True, "brought_by": "stationed_office"}, "0", "1000"),
        ({"brought_by": "county_unit"}, "1000", "1000"),  # a county's own project is its own in full
        ({"place": "city_zone"}, "1000", None),
        ({"place": "langya", "consent": True}, "1000", None),
        ({"place": "nanqiao", "consent": False}, "0", None),
        ({"place": "elsewhere"}, "0", None),
        ({"consent": True, "fixed_assets": Decimal(99)}, "0", None),  # nothing counts, so nothing is halved
    ],
)
def test_whose_it_is_by_where_it_landed(told: Facts, unit: str, county: str | None) -> None:
    found = standards(CHUZHOU, CITY_FARM | told)
    assert found.for_unit(month(fixed="1000")) == Decimal(unit)
    assert found.for_county(month(fixed="1000")) == (None if county is None else Decimal(county))


def test_half_of_an_odd_fen_is_rounded_up_and_taken_back_alike() -> None:
    found = standards(CHUZHOU, CITY_FARM | {"consent": True})
    assert found.for_county(month(fixed="0.000001")) == FEN
    assert found.for_county(month(fixed="-0.000001")) == -FEN
    assert found.for_county(month(fixed="0.000003")) == 2 * FEN


def test_a_place_that_is_half_told_leaves_what_counts_as_it_is() -> None:
    """Where it landed but not who brought it: counted as if nothing had been said of its place."""
    told = {name: value for name, value in CITY_FARM.items() if name != "brought_by"}
    found = standards(CHUZHOU, told)
    assert (found.for_unit(month(fixed="10")), found.county_share) == (Decimal(10), None)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ("计入类别", "counted as")),
        ({"kind": "hotel"}, ("还缺：星级", "for: stars")),
        ({"kind": "superstore"}, ("还缺：营业面积", "for: floor area")),
        ({"kind": "吃饭"}, ("吃饭", "吃饭")),
    ],
)
def test_what_is_missing_is_said_in_both_languages(facts: Facts, words: tuple[str, str]) -> None:
    found = standards(CHUZHOU, facts)
    for language, word in zip(LANGUAGES, words, strict=True):
        assert word.lower() in Translator(language).tr(found.why.key, **found.why.params).lower()


AMOUNTS = st.decimals("-9999999", "9999999", places=6)


@given(AMOUNTS, AMOUNTS, st.sampled_from(["manufacturing", "car_4s", "bank"]))
def test_what_counts_is_never_more_than_what_came_in_and_turns_with_its_sign(
    land: Decimal, fixed: Decimal, kind: str
) -> None:
    found = standards(CHUZHOU, {"kind": kind})
    here, back = month(f"{land:f}", f"{fixed:f}"), month(f"{-land:f}", f"{-fixed:f}")
    assert abs(found.for_unit(here)) <= abs(here.total)
    assert found.for_unit(back) == -found.for_unit(here)
