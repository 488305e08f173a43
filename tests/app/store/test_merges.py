"""What a colleague's merge left here is set right, and put back if the merge is taken back."""

from typing import Any

import pytest

from app.store.replica import Incoming
from app.store.store import Store

Told = dict[str, Any]


def land(store: Store, id: str, rev: int, *, deleted: bool, kind: str = "company", **doc: Any) -> None:
    """A row as headquarters has it arrives."""
    row = Incoming(id, rev, doc, deleted, doc, deleted, False, 0, "李四")
    with store.replica() as replica:
        replica.write(kind, [row])


def gone(store: Store, id: str, into: str, rev: int = 5, kind: str = "company") -> None:
    land(store, id, rev, deleted=True, kind=kind, name=id, merged_into=into)


def visit(store: Store, **values: Any) -> str:
    with store.write(actor="周敏", label="test") as work:
        return work.create("visit", {"subject": "首访", **values})


def value(store: Store, kind: str, id: str, field: str) -> Any:
    row = store.get(kind, id)
    assert row is not None
    return row[field]


@pytest.fixture
def y(store: Store) -> str:
    land(store, "y", 1, deleted=False, name="恒力集团")
    return "y"


def test_a_late_visit_follows_and_is_queued_but_is_no_undo_step(store: Store, y: str) -> None:
    late = visit(store, company_id="x")
    gone(store, "x", y)
    changes = store.follow_merges()
    assert changes.ids == {("visit", late)}
    assert value(store, "visit", late, "company_id") == y
    (_, last) = store.outbox()
    assert last.operation.fields == {"company_id": ("x", y)}
    assert store.history("visit", late)[0].by == "李四"
    assert not store.follow_merges()
    assert store.undo_label() == "test"
    assert store.integrity() == []


def test_it_points_back_when_the_merge_is_taken_back(store: Store, y: str) -> None:
    late, changed = visit(store, company_id="x"), visit(store, company_id="x")
    gone(store, "x", y)
    store.follow_merges()
    with store.write(actor="周敏", label="test") as work:
        work.update("visit", changed, {"company_id": None})
    land(store, "x", 9, deleted=False, name="恒力石化")
    assert store.follow_merges().ids == {("visit", late)}
    assert value(store, "visit", late, "company_id") == "x"
    assert value(store, "visit", changed, "company_id") is None, "changed since"
    assert not store.follow_merges()
    gone(store, "x", y, rev=11)
    assert store.follow_merges().ids == {("visit", late)}


def test_a_chain_is_followed_to_its_end(store: Store, y: str) -> None:
    late = visit(store, company_id="w")
    gone(store, "w", "x")
    gone(store, "x", y)
    store.follow_merges()
    assert value(store, "visit", late, "company_id") == y


def test_lists_and_files_follow(store: Store, y: str) -> None:
    land(store, "b", 1, deleted=False, kind="contact", name="张三")
    late = visit(store, contact_ids=["c", "a", "b"], company_id=y)
    with store.write(actor="周敏", label="test") as work:
        photo = work.create("attachment", {"parent_kind": "contact", "parent_id": "a", "name": "x"})
    gone(store, "a", "b", kind="contact")
    assert store.follow_merges().ids == {("visit", late), ("attachment", photo)}
    assert value(store, "visit", late, "contact_ids") == ["c", "b"]
    assert value(store, "attachment", photo, "parent_id") == "b"


def test_of_two_that_were_merged_into_each_other_the_older_lives(store: Store, y: str) -> None:
    first, second = visit(store, company_id="x"), visit(store, company_id=y)
    gone(store, "x", y)
    gone(store, y, "x")
    store.follow_merges()
    assert store.ids("company") == ["x"] and value(store, "company", "x", "merged_into") is None
    assert {value(store, "visit", id, "company_id") for id in (first, second)} == {"x"}
    assert not store.follow_merges()


def test_a_survivor_that_is_not_here_leaves_all_as_it_is(store: Store) -> None:
    late = visit(store, company_id="x")
    gone(store, "x", "elsewhere")
    assert not store.follow_merges()
    assert value(store, "visit", late, "company_id") == "x"


def test_a_survivor_that_was_deleted_by_a_person_is_followed_all_the_same(store: Store) -> None:
    late = visit(store, company_id="x")
    land(store, "y", 3, deleted=True, name="恒力集团")
    gone(store, "x", "y")
    store.follow_merges()
    assert value(store, "visit", late, "company_id") == "y"


def test_deleted_records_are_left_alone(store: Store, y: str) -> None:
    late = visit(store, company_id="x")
    with store.write(actor="周敏", label="test") as work:
        work.delete("visit", late)
    gone(store, "x", y)
    assert not store.follow_merges()


def test_records_of_another_unit_are_left_to_it(store: Store, y: str) -> None:
    own, others = visit(store, company_id="x"), visit(store, company_id="x", unit_id="u2")
    gone(store, "x", y)
    assert store.follow_merges("u1").ids == {("visit", own)}
    assert value(store, "visit", others, "company_id") == "x"
    assert store.follow_merges("u2").ids == {("visit", others)}


def test_a_circle_of_another_unit_is_left_to_it(store: Store) -> None:
    for id, into in (("x", "y"), ("y", "x")):
        land(store, id, 5, deleted=True, name=id, merged_into=into, unit_id="u2")
    assert not store.follow_merges("u1")
    assert store.follow_merges("u2").ids == {("company", "x")}


def test_a_claim_follows_though_it_is_written_once(store: Store, y: str) -> None:
    with store.write(actor="周敏", label="test") as work:
        claim = work.create("claim", {"title": "恒力石化", "company_id": "x"})
    gone(store, "x", y)
    assert store.follow_merges().ids == {("claim", claim)}
    assert value(store, "claim", claim, "company_id") == y
