"""Saved views: one's own on the laptop, shared ones with the unit; what is unknown is left out."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.records import undo
from app.services.views import (
    View,
    ViewState,
    content_of,
    forget_view,
    keep_view,
    share_view,
    state_of,
    unshare_view,
    views_of,
)
from app.store.reading import Filter

FULL = ViewState(
    find="储能",
    filters=(
        Filter("stage", "in", ("signed", "landed")),
        Filter("investment", "ge", Decimal("20000.5")),
        Filter("stage_on", "le", date(2026, 12, 31)),
        Filter("responsible_unit", "contains", "县"),
    ),
    order=(("stage", False), ("investment", True)),
    hidden=frozenset({"land", "tags"}),
    scope="all",
    layout="board",
    by="channel",
)


def test_a_state_survives_being_kept() -> None:
    assert state_of("project", content_of("project", FULL)) == FULL
    assert content_of("project", ViewState()) == {}


def test_own_views_are_kept_replaced_and_forgotten(desk: Desk) -> None:
    keep_view(desk, "projects", View("本年在册", FULL), kind="project")
    keep_view(desk, "projects", View("安置", ViewState(find="a")), kind="project")
    keep_view(desk, "projects", View("本年在册", ViewState(find="b")), kind="project")
    found = views_of(desk, "projects", "project")
    assert [(view.name, view.state.find, view.shared) for view in found] == [
        ("安置", "a", False),
        ("本年在册", "b", False),
    ]
    assert views_of(desk, "leads", "project") == []
    forget_view(desk, "projects", "安置")
    assert [view.name for view in views_of(desk, "projects", "project")] == ["本年在册"]


def test_shared_views_are_records_that_undo_brings_back(desk: Desk) -> None:
    share_view(desk, "projects", View("签约", FULL), kind="project")
    (view,) = views_of(desk, "projects", "project")
    assert view.shared and view.state == FULL
    share_view(desk, "projects", View("签约落地", ViewState(), view.id), kind="project")
    assert [one.name for one in views_of(desk, "projects", "project")] == ["签约落地"]
    unshare_view(desk, view.id)
    assert views_of(desk, "projects", "project") == []
    undo(desk)
    assert [one.id for one in views_of(desk, "projects", "project")] == [view.id]


def test_a_shared_view_needs_a_name(desk: Desk) -> None:
    with pytest.raises(InvalidRecord):
        share_view(desk, "projects", View("", FULL), kind="project")


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        "x",
        {"filters": [["moon", "eq", 1], ["stage", "like", "x"], ["investment", "ge", "much"], "odd", []]},
        {"filters": [["stage", "in", ["orbit"]]], "order": [["moon", True], ["x"], 7], "hidden": 3},
    ],
)
def test_what_another_version_wrote_is_left_out(content: Any) -> None:
    assert state_of("project", content) == ViewState()


def test_known_choices_of_a_newer_list_stay() -> None:
    found = state_of("project", {"filters": [["stage", "in", ["signed", "orbit"]]]})
    assert found.filters == (Filter("stage", "in", ("signed",)),)


json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=7), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(["find", "filters", "order", "hidden", "scope", "layout", "by"]), json)
)
def test_no_content_is_fatal(content: dict[str, Any]) -> None:
    assert isinstance(state_of("contact", content), ViewState)
