"""Undo and redo are ordinary changes, and never take back what somebody else did."""

from app.store.replica import Incoming
from app.store.store import Store


def make(store: Store, name: str) -> str:
    with store.write(actor="周敏", label=f"make {name}") as work:
        return work.create("company", {"name": name})


def rename(store: Store, id: str, name: str) -> None:
    with store.write(actor="周敏", label=f"rename {name}") as work:
        work.update("company", id, {"name": name})


def name(store: Store, id: str) -> str | None:
    row = store.get("company", id)
    return None if row is None or row.deleted else row["name"]


def test_undo_walks_back_and_redo_forward(store: Store) -> None:
    empty = store.content_hash()
    id = make(store, "甲")
    rename(store, id, "乙")
    full = store.content_hash()
    assert [u.label for u in iter(lambda: store.undo(actor="周敏"), None)] == ["rename 乙", "make 甲"]
    assert store.content_hash() == empty
    assert [u.label for u in iter(lambda: store.redo(actor="周敏"), None)] == ["make 甲", "rename 乙"]
    assert store.content_hash() == full


def test_something_new_ends_redo(store: Store) -> None:
    id = make(store, "甲")
    rename(store, id, "乙")
    store.undo(actor="周敏")
    rename(store, id, "丙")
    assert store.redo_label() is None
    assert store.redo(actor="周敏") is None
    assert store.undo_label() == "rename 丙"


def test_redo_does_not_bring_back_what_something_new_ended(store: Store) -> None:
    """Not even once the new thing was taken back and done again itself."""
    make(store, "甲")
    store.undo(actor="周敏")
    make(store, "乙")
    store.undo(actor="周敏")
    redone = store.redo(actor="周敏")
    assert redone is not None and redone.label == "make 乙"
    assert store.redo_label() is None
    assert store.redo(actor="周敏") is None


def test_undo_passes_over_a_record_that_left_this_laptop(store: Store) -> None:
    with store.write(actor="周敏", label="both") as work:
        gone, kept = (work.create("company", {"name": n}) for n in ("甲", "乙"))
    theirs = {"name": "甲"}
    with store.replica() as replica:
        replica.settle([item.operation.op_id for item in store.outbox()], {})
        replica.write("company", [Incoming(gone, 3, theirs, False, theirs, False, False, 1, "李强")])
        replica.leave("company", [gone])
    undone = store.undo(actor="周敏")
    assert undone is not None and undone.kept == (("company", gone, ""),)
    assert name(store, kept) is None
    assert store.undo_label() is None


def test_undo_redo_undo_returns_to_the_same_place(store: Store) -> None:
    id = make(store, "甲")
    rename(store, id, "乙")
    for _ in range(3):
        store.undo(actor="周敏")
        assert name(store, id) == "甲"
        store.redo(actor="周敏")
        assert name(store, id) == "乙"


def test_undo_of_a_large_unit_is_one_step(store: Store) -> None:
    before = store.content_hash()
    with store.write(actor="周敏", label="import") as work:
        firm = work.create("company", {"name": "恒力"})
        for n in range(700):
            work.create("contact", {"name": f"人{n}", "company_id": firm})
    store.undo(actor="周敏")
    assert store.content_hash() == before
    assert store.ids("contact") == []
    assert store.integrity() == []


def test_undo_leaves_alone_what_a_colleague_changed_since(store: Store) -> None:
    id = make(store, "甲")
    with store.write(actor="周敏", label="both") as work:
        work.update("company", id, {"name": "乙", "city": "苏州"})
    theirs = {"name": "丙", "city": "苏州"}
    with store.replica() as replica:
        replica.settle([item.operation.op_id for item in store.outbox()], {})
        replica.write("company", [Incoming(id, 3, theirs, False, theirs, False, False, 1, "李强")])
    undone = store.undo(actor="周敏")
    assert undone is not None
    assert undone.kept == (("company", id, "name"),)
    row = store.get("company", id)
    assert row is not None
    assert (row["name"], row["city"]) == ("丙", None)


def test_undo_survives_a_restart(store: Store) -> None:
    from tests.fakes.stores import reopened

    id = make(store, "甲")
    again = reopened(store)
    again.undo(actor="周敏")
    assert name(again, id) is None
    again.close()
