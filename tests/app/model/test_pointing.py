"""Who points at whom, and what merges make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.pointing import MERGEABLE, chain_ends, pointed_at, repointed
from app.model.registry import KINDS


def values(kind: str, **given: object) -> dict[str, object]:
    return dict.fromkeys(KINDS[kind].fields) | given


def test_companies_and_people_are_merged() -> None:
    assert MERGEABLE == ("company", "contact")


@pytest.mark.parametrize(
    ("kind", "target", "given", "changed"),
    [
        ("visit", "company", {"company_id": "x"}, {"company_id": "y"}),
        ("visit", "company", {"company_id": "z"}, {}),
        ("visit", "contact", {"company_id": "x"}, {}),
        ("visit", "contact", {"contact_ids": ["a", "x", "b"]}, {"contact_ids": ["a", "y", "b"]}),
        ("visit", "contact", {"contact_ids": ["y", "x"]}, {"contact_ids": ["y"]}),
        ("visit", "contact", {"contact_ids": ["y", "z"]}, {}),
        ("project", "company", {"investor_id": "x"}, {"investor_id": "y"}),
        ("company", "company", {"parent_id": "x"}, {"parent_id": "y"}),
        ("company", "company", {"merged_into": "x"}, {}),
        ("attachment", "company", {"parent_kind": "company", "parent_id": "x"}, {"parent_id": "y"}),
        ("attachment", "company", {"parent_kind": "contact", "parent_id": "x"}, {}),
    ],
)
def test_a_record_follows(
    kind: str, target: str, given: dict[str, object], changed: dict[str, object]
) -> None:
    assert repointed(KINDS[kind], "own", values(kind, **given), target, {"x": "y"}) == changed


def test_a_record_never_points_at_itself() -> None:
    child = values("company", parent_id="x")
    assert repointed(KINDS["company"], "y", child, "company", {"x": "y"}) == {"parent_id": None}


@pytest.mark.parametrize(
    ("into", "ends", "revived"),
    [
        ({}, {}, set()),
        ({"x": "y"}, {"x": "y"}, set()),
        ({"x": "y", "y": "z"}, {"x": "z", "y": "z"}, set()),
        ({"x": "y", "y": "x"}, {"y": "x"}, {"x"}),
        ({"w": "y", "x": "y", "y": "x"}, {"w": "x", "y": "x"}, {"x"}),
        ({"x": "x"}, {}, {"x"}),
        ({"a": "b", "b": "c", "c": "a", "p": "q", "q": "p"}, {"b": "a", "c": "a", "q": "p"}, {"a", "p"}),
    ],
)
def test_where_merges_lead(into: dict[str, str], ends: dict[str, str], revived: set[str]) -> None:
    assert chain_ends(into) == (ends, frozenset(revived))


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")))
def test_everybody_ends_at_one_that_lives(into: dict[str, str]) -> None:
    ends, revived = chain_ends(into)
    dead = into.keys() - revived
    assert ends.keys() == dead
    assert not set(ends.values()) & dead


@pytest.mark.parametrize(
    ("kind", "target", "given", "found"),
    [
        ("visit", "company", {"company_id": "x", "contact_ids": ["a"]}, {"x"}),
        ("visit", "contact", {"company_id": "x", "contact_ids": ["a", "b"]}, {"a", "b"}),
        ("visit", "contact", {}, set()),
        ("company", "company", {"parent_id": "x", "merged_into": "y"}, {"x"}),
        ("attachment", "contact", {"parent_kind": "contact", "parent_id": "a"}, {"a"}),
        ("attachment", "company", {"parent_kind": "contact", "parent_id": "a"}, set()),
    ],
)
def test_whom_a_record_points_at(kind: str, target: str, given: dict[str, object], found: set[str]) -> None:
    assert pointed_at(KINDS[kind], values(kind, **given), target) == found
