"""The unit of work: rows, history and outbox in step, all or nothing."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store import errors
from app.store.store import Store
from tests.fakes.stores import new_store


def project(store: Store, **values: object) -> str:
    with store.write(actor="周敏", label="create.project") as work:
        return work.create("project", {"name": "光热采暖项目", "stage": "lead", **values})


def waiting(store: Store) -> list[tuple[str, dict[str, tuple[object, object]]]]:
    return [(item.operation.action, item.operation.fields) for item in store.outbox()]


def test_a_created_record_is_read_back_with_exact_values(store: Store) -> None:
    id = project(store, investment=Decimal("225100.000001"), land=Decimal("86.5"), tags=["外资", "重点"])
    row = store.get("project", id)
    assert row is not None
    assert (row["investment"], row["land"], row["tags"]) == (
        Decimal("225100.000001"),
        Decimal("86.5"),
        ["外资", "重点"],
    )
    assert (row["created_by"], row.changed_by, row.rev, row.pending) == ("周敏", "周敏", 0, 1)


def test_one_operation_for_each_changed_row_with_only_its_changed_fields(store: Store) -> None:
    id = project(store, place="大通县")
    with store.write(actor="周敏", label="change.project") as work:
        work.update("project", id, {"stage": "negotiating", "place": "大通县"})
        work.update("project", id, {"stage": "signed", "investment": Decimal(5000)})
    assert waiting(store)[1:] == [("update", {"stage": ("lead", "signed"), "investment": (None, "5000")})]


def test_a_change_to_the_same_value_writes_nothing(store: Store) -> None:
    id = project(store)
    with store.write(actor="周敏", label="change.project") as work:
        work.update("project", id, {"stage": "lead"})
    assert not work.changes
    assert len(waiting(store)) == 1


def test_a_record_made_and_dropped_in_one_unit_never_existed(store: Store) -> None:
    with store.write(actor="周敏", label="x") as work:
        work.delete("company", work.create("company", {"name": "恒力"}))
    assert (waiting(store), store.ids("company", deleted=True)) == ([], [])


def test_an_exception_rolls_everything_back(store: Store) -> None:
    before = store.content_hash()
    with pytest.raises(RuntimeError), store.write(actor="周敏", label="x") as work:
        work.create("company", {"name": "恒力"})
        raise RuntimeError
    assert (store.content_hash(), waiting(store)) == (before, [])


def test_edit_then_delete_and_restore_with_edit_go_out_in_an_order_that_can_be_followed(store: Store) -> None:
    id = project(store)
    with store.write(actor="周敏", label="x") as work:
        work.update("project", id, {"note": "流失"})
        work.delete("project", id)
    with store.write(actor="周敏", label="x") as work:
        work.restore("project", id)
        work.update("project", id, {"note": "又来了"})
    assert [action for action, _ in waiting(store)] == ["create", "update", "delete", "restore", "update"]


def test_changes_name_what_was_touched_once_committed(store: Store) -> None:
    with store.write(actor="周敏", label="x") as work:
        firm = work.create("company", {"name": "恒力"})
        person = work.create("contact", {"name": "单女士", "company_id": firm})
    assert work.changes.ids == {("company", firm), ("contact", person)}
    assert work.changes.origin == "local"


def test_unknown_kinds_fields_and_ids_are_named(store: Store) -> None:
    with pytest.raises(errors.UnknownKind), store.write(actor="周敏", label="x") as work:
        work.create("bogus", {})
    with pytest.raises(errors.UnknownField), store.write(actor="周敏", label="x") as work:
        work.create("project", {"bogus": 1})
    with pytest.raises(errors.RecordNotFound), store.write(actor="周敏", label="x") as work:
        work.update("project", "no-such-id", {"name": "x"})


def test_the_write_counter_counts_every_unit_that_wrote(store: Store) -> None:
    id = project(store)
    with store.write(actor="周敏", label="x") as work:
        work.update("project", id, {"note": "一"})
    with store.write(actor="周敏", label="x"):
        pass
    with store.replica() as replica:
        assert replica.counter() == 2


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_any_text_comes_back_as_it_was(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = new_store(Path(tmp_path_factory.mktemp("texts")))
    id = project(store, note=text)
    row = store.get("project", id)
    store.close()
    assert row is not None and row["note"] == text
