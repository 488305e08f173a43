"""Credits that carry a project several times, a county that brought what landed with it: nothing twice."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.shipped import shipped_pack
from app.rules.attribution import Carried, Credit, Rulings
from app.rules.fund_ledger import Component, Source
from app.rules.recognition import shared
from app.services.desk import Desk
from app.services.fund_entries import book_figure
from app.services.recognised_sums import recognised_sums
from app.store.work import PACK
from tests.app.services.plain_amounts import by_unit, city_total, recognised_amounts
from tests.app.services.test_funds import OCTOBER, project
from tests.fakes.stores import new_desk

PANAN, TEN = shipped_pack("panan"), Decimal(10)
HALF = {"甲": Fraction(1, 2), "乙": Fraction(1, 2)}


@pytest.mark.parametrize(
    ("rulings", "parts"),
    [
        ({}, {"甲": 10}),  # finder and lander are one
        ({Credit.LANDING: {"乙": Fraction(1)}}, {"甲": 10, "乙": 10}),  # the same for both, 002 §3(1)
        ({Credit.LANDING: {"甲": Fraction(3, 5), "乙": Fraction(2, 5)}}, {"甲": 10, "乙": 4}),
        ({Credit.LANDING: HALF, Credit.FIRST_REPORT: HALF}, {"甲": 5, "乙": 5}),  # one ruling on both
        ({Credit.FIRST_REPORT: HALF, Credit.LANDING: {"丙": Fraction(1)}}, {"甲": 5, "乙": 5, "丙": 10}),
    ],
)
def test_the_finder_and_the_lander_get_the_same_and_nobody_more_than_there_is(
    rulings: Rulings, parts: dict[str, int]
) -> None:
    assert shared(PANAN, TEN, rulings, "甲", Carried.POINTS) == parts
    lost = shared(PANAN, -TEN, rulings, "甲", Carried.POINTS)
    assert lost == {unit: -part for unit, part in parts.items()}


@given(st.integers(0, 100), st.integers(0, 100), st.integers(-(10**9), 10**9))
def test_nobody_ever_has_more_than_the_whole(first: int, landing: int, fen: int) -> None:
    amount = Decimal(fen).scaleb(-6)
    credits = ((Credit.FIRST_REPORT, first), (Credit.LANDING, landing))
    rulings: Rulings = {one: {"甲": Fraction(n, 100), "乙": Fraction(100 - n, 100)} for one, n in credits}
    parts = shared(PANAN, amount, rulings, "甲", Carried.POINTS)
    assert all(part.copy_abs() <= amount.copy_abs() for part in parts.values())
    assert sum(parts.values(), Decimal(0)).copy_abs() >= amount.copy_abs()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    with made.store.replica() as replica:
        replica.set(PACK, "chuzhou")
    yield made
    made.store.close()


@pytest.mark.parametrize(
    ("facts", "parts", "whole"),
    [
        # The county has half beside the unit's all (C10); the city has it once.
        ({"brought_by": "city_unit", "landing_unit": "来安县"}, {"甲局": 4000, "来安县": 2000}, 4000),
        # What a county brings and keeps is in its book once.
        ({"brought_by": "county_unit", "landing_unit": "甲局"}, {"甲局": 4000}, 4000),
        # By a ruling it has 30 % as the lander, and its own book says half: half.
        (
            {
                "brought_by": "city_unit",
                "landing_unit": "来安县",
                "credits": {"landing": {"甲局": "70", "来安县": "30"}},
            },
            {"甲局": 2800, "来安县": 2000},
            4000,
        ),
        # Not counted for the office, but in the county's book: the city has it all the same.
        (
            {"brought_by": "stationed_office", "landing_unit": "来安县"},
            {"甲局": 0, "来安县": 4000},
            4000,
        ),
    ],
)
def test_the_city_counts_a_project_once(
    desk: Desk, facts: dict[str, object], parts: dict[str, int], whole: int
) -> None:
    farm = {"counted_kind": "farming", "legal_person": True, "landed_at": "county", "consent": True}
    id = project(desk, "农场", **{"responsible_unit": "甲局", **farm, **facts})
    book_figure(desk, id, OCTOBER, Source.UNIT, Component.FIXED, "4000")
    found = recognised_amounts(desk, OCTOBER, OCTOBER)
    assert by_unit(found) == parts and city_total(found) == whole
    quick = recognised_sums(desk, date(2026, 10, 31))
    assert quick.of_units(OCTOBER, OCTOBER) == {unit: amount for unit, amount in parts.items() if amount}
    assert quick.whole(OCTOBER, OCTOBER) == whole
