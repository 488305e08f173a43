"""Reads of a store: each its own transaction, or all of a block as one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.services.desk import Desk
from app.services.records import create_record
from app.store.changed import Changes
from app.store.reads import Reads
from app.store.store import Store
from tests.fakes.stores import new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    yield made
    made.store.close()


def names(store: Store) -> set[object]:
    return {row["name"] for row in store.rows("project", store.ids("project"))}


def note(known: set[object], _changes: Changes) -> set[object] | None:
    return None  # made anew


def test_a_block_sees_one_state_of_the_store(desk: Desk) -> None:
    store = desk.store
    create_record(desk, "project", {"name": "储能"})
    with store.reads.as_one():
        assert names(store) == {"储能"}
        create_record(desk, "project", {"name": "光伏"})
        assert names(store) == {"储能"}
        with store.reads.as_one():
            assert names(store) == {"储能"}, "a block inside is part of it"
        assert names(store) == {"储能"}
    assert names(store) == {"储能", "光伏"}


def test_other_threads_read_for_themselves(desk: Desk) -> None:
    store, seen = desk.store, list[set[object]]()
    with store.reads.as_one():
        assert names(store) == set()
        create_record(desk, "project", {"name": "储能"})
        thread = threading.Thread(target=lambda: seen.append(names(store)))
        thread.start()
        thread.join()
    assert seen == [{"储能"}]


def test_one_transaction_is_begun_for_a_block(desk: Desk) -> None:
    begun = list[int]()

    @contextmanager
    def begin() -> Iterator[Connection]:
        with desk.store._read() as connection:
            begun.append(1)
            yield connection

    reads = Reads(begin)
    with reads() as one, reads() as another:
        assert one is not another and len(begun) == 2
    del begun[:]
    with reads.as_one():
        with reads() as one, reads.as_one(), reads() as another:
            assert one is another is reads.held
        with reads() as another:
            assert one is another
    assert len(begun) == 1 and reads.held is None


def test_a_block_that_fails_lets_go_of_its_transaction(desk: Desk) -> None:
    for _ in range(9):  # more than there are connections
        with pytest.raises(ValueError), desk.looking():
            raise ValueError
    assert desk.store.reads.held is None and names(desk.store) == set()


def test_what_is_recalled_while_others_write_is_brought_up_to_date_later(desk: Desk) -> None:
    """The mark is older than what the block reads, so nothing is missed after it."""
    store = desk.store

    def recall() -> set[object]:
        return desk.memory.recall(store.changed, "names", lambda: names(store), note)

    with desk.looking():
        assert recall() == set()
        thread = threading.Thread(target=lambda: create_record(desk, "project", {"name": "储能"}))
        thread.start()
        thread.join()
        assert recall() == set()
    assert recall() == {"储能"}
