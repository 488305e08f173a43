"""The points of one project at the edges of the bands, and how a ruling shares them."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.row import Row
from app.policy.shipped import shipped_pack
from app.rules.attribution import Credit
from app.rules.project_facts import facts_of
from app.services.scores.ledger import lead_entries, points_of, rulings_of, shared_points

PACK = shipped_pack("default")
TEN = Decimal(10)


def project(credits: Any, unit: str | None = "县功镇") -> Row:
    return Row("project", "p", {"responsible_unit": unit, "credits": credits})


@pytest.mark.parametrize(
    ("investment", "rented", "points", "rule"),
    [
        ("0", None, 0, "small"),
        ("2999", True, 2, "rented_small"),
        ("2999", False, 0, "small"),
        ("2999", None, 0, "small"),
        ("2999.999999", True, 2, "rented_small"),
        ("3000", True, 3, "from_3000"),
        ("3000", None, 3, "from_3000"),
        ("9999.99", None, 3, "from_3000"),
        ("9999.999999", None, 3, "from_3000"),
        ("10000", None, 4, "from_1_yi"),
        ("29999.999999", None, 4, "from_1_yi"),
        ("30000", False, 5, "from_3_yi"),
        ("49999.999999", None, 5, "from_3_yi"),
        ("50000", None, 10, "from_5_yi"),
        ("99999.999999", True, 10, "from_5_yi"),
        ("100000", None, 15, "from_10_yi"),
        ("1000000", None, 15, "from_10_yi"),
    ],
)
def test_bands_own_their_lower_edge(investment: str, rented: bool | None, points: int, rule: str) -> None:
    """Golden case 3 of the sources, each edge and one fen below it."""
    values = {"investment": Decimal(investment), "rented_factory": rented}
    told, row, missing = points_of(PACK, values)
    assert row is not None
    assert told == points
    assert (row.id, missing, row.source) == (rule, "", "004 2 §3.4")


@pytest.mark.parametrize("values", [{}, {"investment": None}, {"investment": None, "rented_factory": True}])
def test_without_an_amount_the_missing_fact_is_named(values: dict[str, Any]) -> None:
    assert points_of(PACK, values) == (Decimal(0), None, "investment")


def test_other_fields_neither_help_nor_hurt() -> None:
    """A word of another version in a field that no score asks for is no trouble."""
    values = {"investment": Decimal(3000), "counted_kind": "of_a_newer_version", "name": "甲", "land": None}
    assert points_of(PACK, values)[0] == 3


def test_words_that_the_pack_does_not_know_are_not_told() -> None:
    values = {"counted_kind": "of_a_newer_version", "investment": Decimal(70_000)}
    assert "kind" not in facts_of(PACK, values, "merit.projects")
    told = facts_of(PACK, {**values, "counted_kind": "manufacturing"}, "merit.projects")
    assert told["kind"] == "manufacturing"


@pytest.mark.parametrize(
    ("credits", "wanted"),
    [
        (None, {"县功镇": "10"}),
        ({}, {"县功镇": "10"}),
        ("nonsense", {"县功镇": "10"}),
        ({"landing": {}}, {"县功镇": "10"}),
        ({"landing": None}, {"县功镇": "10"}),
        ({"landing": {"磻溪镇": "100"}}, {"磻溪镇": "10"}),
        ({"landing": {"县功镇": "60", "磻溪镇": "40"}}, {"县功镇": "6", "磻溪镇": "4"}),
        ({"landing": {"县功镇": "0", "磻溪镇": "100"}}, {"磻溪镇": "10"}),
        ({"landing": {"县功镇": "0.01", "磻溪镇": "99.99"}}, {"县功镇": "0.001", "磻溪镇": "9.999"}),
        (
            {"landing": {"甲": "33.33", "乙": "33.33", "丙": "33.34"}},
            {"甲": "3.333", "乙": "3.333", "丙": "3.334"},
        ),
        ({"first_report": {"磻溪镇": "100"}}, {"县功镇": "10"}),
        ({"first_talks": {"磻溪镇": "100"}}, {"县功镇": "10"}),
        ({"of_a_newer_version": {"磻溪镇": "100"}}, {"县功镇": "10"}),
        ({"landing": {"磻溪镇": "60"}}, {"县功镇": "10"}),
        ({"landing": {"磻溪镇": "60", "开发区": "40.01"}}, {"县功镇": "10"}),
        ({"landing": {"磻溪镇": "150", "开发区": "-50"}}, {"县功镇": "10"}),
        ({"landing": {"磻溪镇": "一半"}}, {"县功镇": "10"}),
        ({"landing": {"磻溪镇": "1/0"}}, {"县功镇": "10"}),
        ({"landing": {"磻溪镇": None}}, {"县功镇": "10"}),
    ],
)
def test_a_ruling_shares_the_points_and_a_broken_one_leaves_them(
    credits: Any, wanted: dict[str, str]
) -> None:
    """The landing carries all points; whoever is responsible keeps what no sound ruling gives away."""
    found = shared_points(PACK, project(credits), TEN)
    assert found == {unit: Decimal(part) for unit, part in wanted.items()}


def test_a_project_of_nobody_can_be_ruled_to_somebody() -> None:
    assert shared_points(PACK, project(None, None), TEN) == {"": 10}
    assert shared_points(PACK, project({"landing": {"磻溪镇": "100"}}, None), TEN) == {"磻溪镇": 10}


def test_no_points_are_nobodys() -> None:
    assert shared_points(PACK, project({"landing": {"甲": "50", "乙": "50"}}), Decimal(0)) == {}


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=9), st.decimals(-99, 99, places=2))
def test_parts_add_up_to_the_points(weights: list[int], points: Decimal) -> None:
    """Hundredths of a percent to each but the last, who has the rest."""
    steps = [one * 10_000 // sum(weights) for one in weights]
    steps[-1] += 10_000 - sum(steps)
    shares = {f"单位{at}": str(Fraction(one, 100)) for at, one in enumerate(steps)}
    found = shared_points(PACK, project({"landing": shares}), points)
    assert sum(found.values(), Decimal(0)) == points
    assert found.keys() <= shares.keys()


def test_rulings_are_read_as_shares_of_one() -> None:
    found = rulings_of(project({"landing": {"甲": "62.5", "乙": 37.5}, "first_report": {"丙": "x"}}))
    assert found == {Credit.LANDING: {"甲": Fraction(5, 8), "乙": Fraction(3, 8)}}


@pytest.mark.parametrize(
    ("done", "due", "wanted"),
    [
        (0, 3, []),
        (2, 3, []),
        (3, 3, [("quota_met", "2")]),
        (4, 3, [("quota_met", "2"), ("each_beyond", "0.5")]),
        (5, 3, [("quota_met", "2"), ("each_beyond", "1")]),
        (2, 1, [("quota_met", "2"), ("each_beyond", "0.5")]),
    ],
)
def test_valuable_leads_on_a_quota(done: int, due: int, wanted: list[tuple[str, str]]) -> None:
    """Golden case 3: five on a quota of three give 2 + 2 × 0.5."""
    found = [one for one in lead_entries(PACK, "陈经理", done, Decimal(due)) if one.points]
    rules = [(one.rule.id if one.rule else "", one.points) for one in found]
    assert rules == [(id, Decimal(points)) for id, points in wanted]
    assert all(one.about == "陈经理" and one.row is None for one in found)
