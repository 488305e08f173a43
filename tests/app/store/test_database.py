"""Waiting for the lock that another process of this profile holds, and what is done before asking for it."""

import ctypes
import importlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.services.indexing import ChineseIndexing
from app.store import database, errors
from app.store.store import Store
from tests.fakes.stores import KEY, SteppingClock, new_store

TRIES = 4
SOON = 10.0  # seconds


@contextmanager
def another(store: Store, indexing: ChineseIndexing | None = None) -> Iterator[Store]:
    """The same file, opened once more as by another process."""
    opened = Store.open(
        store.path,
        KEY,
        clock=SteppingClock(),
        randomness=store.randomness,
        indexing=indexing or ChineseIndexing(),
    )
    yield opened
    opened.close()


def save(store: Store) -> None:
    with store.write(actor="周敏", label="create") as work:
        work.create("company", {"name": "恒力电子"})


def test_who_has_waited_long_sees_at_once_that_the_lock_is_free(store: Store) -> None:
    """SQLite's own waiting looks again after 100 ms by then, and would need 50 on average."""
    late = []
    with another(store) as beside:
        for _ in range(TRIES):
            begun = threading.Event()
            saved: list[float] = []

            def wait(begun: threading.Event = begun, saved: list[float] = saved) -> None:
                begun.set()
                with beside._write():
                    saved.append(time.perf_counter())

            with store._write():
                thread = threading.Thread(target=wait)
                thread.start()
                assert begun.wait(SOON)
                time.sleep(0.35)
            free = time.perf_counter()
            thread.join(SOON)
            late.append(saved[0] - free)
    assert min(late) < 0.02


def test_a_lock_that_is_never_let_go_is_told_in_the_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with another(store) as beside:
        with store._write(), pytest.raises(errors.StoreBusy):
            save(beside)
        save(beside)


def test_a_reader_waits_for_no_writer(store: Store) -> None:
    save(store)
    with another(store) as beside, store._write():
        assert len(beside.ids("company")) == 1


class LoadingIndexing(ChineseIndexing):
    """Notes whether the file could be written while the dictionaries were loaded."""

    def __init__(self) -> None:
        self.store: Store | None = None
        self.free: list[bool] = []

    def ready(self) -> None:
        super().ready()
        if self.store is not None:
            self.free.append(not self.store._turns._taken)


def test_dictionaries_are_loaded_before_the_file_is_held(tmp_path: Path) -> None:
    first, indexing = new_store(tmp_path), LoadingIndexing()
    with another(first, indexing) as store:
        indexing.store = store
        save(store)
        store.undo(actor="周敏")
        with store.tray(actor="周敏", label="x"):
            pass
    assert indexing.free == [True] * 3
    first.close()


def test_pages_are_let_go_of_and_read_again(store: Store) -> None:
    """Nobody who reads meanwhile notices; a connection that is in use keeps its pages."""
    in_use = ctypes.CDLL(importlib.import_module("sqlcipher3._sqlite3").__file__).sqlite3_memory_used
    in_use.restype = ctypes.c_int64
    for number in range(5):
        with store.write(actor="周敏", label="create") as work:
            for _ in range(100):
                work.create("company", {"name": f"恒力电子{number}", "note": "地" * 1000})
    with store.reads.as_one():
        before = len(store.ids("company", sort=(("note", False),)))
        held = in_use()
        store.rest()
        assert in_use() < held - 100_000  # what the writer kept
        assert len(store.ids("company")) == before
    held = in_use()
    store.rest()
    assert in_use() < held - 100_000
    assert len(store.ids("company", sort=(("note", False),))) == before == 500
