"""Suggestions for merit and veto, and what follows from being last, in every shipped pack."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.cases import FactUnusable
from app.policy.shipped import shipped_names, shipped_pack
from app.rules.merit import UnitYear, check_agents, check_staff, check_standing, suggest

LARGE: dict[str, object] = {"kind": "manufacturing", "investment": "7亿"}
EDGES = ("69999.999999", "70000", "70000.000001")


@pytest.mark.parametrize("name", shipped_names())
def test_the_edge_of_a_large_project(name: str) -> None:
    landed: list[dict[str, object]] = [{"kind": "manufacturing", "investment": edge} for edge in EDGES]
    found = suggest(shipped_pack(name), UnitYear([*landed, {"kind": "farming", "investment": "9亿"}]))
    assert (found.counted, found.verdict, found.why) == ((1, 2), "excellent", "large_without_task")


@pytest.mark.parametrize(
    ("year", "verdict", "row"),
    [
        (UnitYear([LARGE] * 2, target=1), "excellent", "over"),
        (UnitYear([LARGE], target=1), "no_suggestion", "within"),
        (UnitYear([], target=1), "no_suggestion", "within"),
        (UnitYear([LARGE]), "excellent", "no_task"),
        (UnitYear([LARGE], target=0), "excellent", "no_task"),
        (UnitYear([]), "no_suggestion", "nothing"),
        (UnitYear([LARGE] * 2, target=1, criticised=True), "barred", "criticised"),
        (UnitYear([LARGE] * 2, target=1, vetoed=True), "no_suggestion", "vetoed"),
        (UnitYear([], criticised=True, vetoed=True), "barred", "criticised"),
    ],
)
def test_suggestions_of_panan(year: UnitYear, verdict: str, row: str) -> None:
    found = suggest(shipped_pack("panan"), year)
    assert (found.verdict, found.decision.row.id, found.decision.row.source) == (verdict, row, "002 §4(2)")


@given(st.integers(0, 5), st.none() | st.integers(0, 5), st.booleans(), st.booleans())
def test_a_suggestion_is_always_one_and_names_its_reason(
    landed: int, target: int | None, criticised: bool, vetoed: bool
) -> None:
    pack = shipped_pack("panan")
    found = suggest(pack, UnitYear([LARGE] * landed, target, criticised, vetoed))
    assert (found.verdict == "barred") == criticised
    assert (found.verdict == "excellent") == (not criticised and not vetoed and landed > (target or 0))
    assert bool(found.why) == (found.verdict != "no_suggestion" or (vetoed and not criticised))
    assert found.verdict in pack.words["verdict"]


@pytest.mark.parametrize(
    ("name", "verdicts"),
    [
        ("district", ["in_order", "in_order", "accountable", "accountable"]),
        ("pingyang", ["in_order", "risk_letter", "accountable", "accountable"]),
    ],
)
def test_what_follows_from_being_last(name: str, verdicts: list[str]) -> None:
    found = [check_standing(shipped_pack(name), times).row.results["verdict"] for times in range(4)]
    assert found == verdicts


def test_the_staff_of_an_office() -> None:
    pack = shipped_pack("chuzhou")
    found = [check_staff(pack, Decimal(members)).row.results["verdict"] for members in (0, 2, 3, 4)]
    assert found == ["understaffed", "understaffed", "staffed", "staffed"]
    with pytest.raises(FactUnusable):
        check_staff(pack, -1)


def test_a_unit_keeps_at_least_two_agents() -> None:
    """000 §4.3: the dev zone and the bureau each."""
    pack = shipped_pack("default")
    verdicts = [check_agents(pack, count).row.results["verdict"] for count in (0, 1, 2, 3)]
    assert verdicts == ["too_few_agents", "too_few_agents", "agents_kept", "agents_kept"]
