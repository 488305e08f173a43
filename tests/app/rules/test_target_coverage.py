"""Coverage of target lists."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.model.pursuit import STANDINGS
from app.rules.target_coverage import contacted, coverage


def test_contact_is_what_was_said_a_day_or_a_visit() -> None:
    assert contacted({"standing": "talking"})
    assert contacted({"standing": "not_yet", "contacted_on": "2026-03-01"})
    assert contacted({"standing": "not_yet", "company_id": "c"}, frozenset({"c"}))
    assert not contacted({"standing": "dropped", "company_id": "d"}, frozenset({"c"}))
    assert not contacted({})


def test_groups_come_with_the_least_covered_first_and_nobodys_last() -> None:
    targets: list[dict[str, Any]] = [
        {"assigned_to": "李强", "standing": "landed"},
        {"assigned_to": "李强", "standing": "not_yet"},
        {"assigned_to": "王芳", "standing": "not_yet"},
        {"assigned_to": None, "standing": "not_yet"},
    ]
    found = coverage(targets, lambda one: one["assigned_to"] or "")
    assert [(one.name, one.total, one.contacted, one.landed) for one in found] == [
        ("王芳", 1, 0, 0),
        ("李强", 2, 1, 1),
        ("", 1, 0, 0),
    ]
    assert found[1].share == Fraction(1, 2)
    assert coverage([], lambda one: "") == ()


@given(st.lists(st.tuples(st.sampled_from("甲乙"), st.sampled_from(STANDINGS))))
def test_every_target_is_in_one_group(given_: list[tuple[str, str]]) -> None:
    targets = [{"assigned_to": who, "standing": standing} for who, standing in given_]
    found = coverage(targets, lambda one: str(one["assigned_to"]))
    assert sum(one.total for one in found) == len(targets)
    assert all(one.landed <= one.contacted <= one.total for one in found)
