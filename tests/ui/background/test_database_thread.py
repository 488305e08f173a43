"""One thread, first in first out, results on the main thread, stale queries dropped, writes never."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.background.database_thread import DatabaseThread


class DiskFull(Exception):
    pass


@pytest.fixture
def database(qapp: QObject) -> Iterator[DatabaseThread]:
    thread = DatabaseThread()
    yield thread
    thread.shutdown()


class Gate:
    """A job that waits until the test opens it."""

    def __init__(self) -> None:
        self.entered, self.opened = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.entered.set()
        assert self.opened.wait(10)
        return "gate"


def test_work_runs_elsewhere_and_the_result_comes_here(qtbot: QtBot, database: DatabaseThread) -> None:
    seen: list[tuple[str, str]] = []
    database.submit(
        lambda: threading.current_thread().name,
        lambda name: seen.append((name, threading.current_thread().name)),
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("database", "MainThread")]


def test_jobs_run_in_the_order_given(qtbot: QtBot, database: DatabaseThread) -> None:
    ran: list[int] = []
    done: list[int] = []

    def job(number: int) -> int:
        ran.append(number)
        return number

    for number in range(50):
        database.submit(partial(job, number), done.append)
    qtbot.waitUntil(lambda: len(done) == 50)
    assert ran == done == list(range(50))


def test_an_error_goes_to_its_handler(qtbot: QtBot, database: DatabaseThread) -> None:
    errors: list[BaseException] = []

    def fail() -> None:
        raise DiskFull("磁盘已满")

    database.submit(fail, on_error=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], DiskFull)


def test_an_error_without_handler_is_told_to_everyone(qtbot: QtBot, database: DatabaseThread) -> None:
    def fail() -> None:
        raise DiskFull("磁盘已满")

    with qtbot.waitSignal(database.failed) as told:
        database.submit(fail)
    assert isinstance(told.args[0], DiskFull)


def test_the_thread_survives_an_error(qtbot: QtBot, database: DatabaseThread) -> None:
    done: list[str] = []

    def fail() -> None:
        raise DiskFull

    database.submit(fail, on_error=lambda _: None)
    database.submit(lambda: "still here", done.append)
    qtbot.waitUntil(lambda: done == ["still here"])


def test_only_the_latest_query_of_a_key_counts(qtbot: QtBot, database: DatabaseThread) -> None:
    gate, ran, done = Gate(), list[str](), list[str]()

    def find(text: str) -> str:
        ran.append(text)
        return text

    database.submit(gate)
    for text in ("q", "qd", "qdp", "qdpj"):
        database.submit(partial(find, text), done.append, key="search")
    gate.opened.set()
    qtbot.waitUntil(lambda: bool(done))
    assert done == ran == ["qdpj"]


def test_a_query_overtaken_while_it_ran_is_not_delivered(qtbot: QtBot, database: DatabaseThread) -> None:
    gate, done = Gate(), list[str]()
    database.submit(gate, done.append, key="search")
    assert gate.entered.wait(10)
    database.submit(lambda: "newer", done.append, key="search")
    gate.opened.set()
    qtbot.waitUntil(lambda: not database.busy)
    assert done == ["newer"]


def test_an_overtaken_query_may_fail_unseen(qtbot: QtBot, database: DatabaseThread) -> None:
    gate, errors = Gate(), list[BaseException]()

    def fail() -> None:
        gate()
        raise DiskFull

    database.failed.connect(errors.append)
    database.submit(fail, on_error=errors.append, key="search")
    assert gate.entered.wait(10)
    database.submit(lambda: None, key="search")
    gate.opened.set()
    qtbot.waitUntil(lambda: not database.busy)
    assert errors == []


def test_different_keys_do_not_disturb_each_other(qtbot: QtBot, database: DatabaseThread) -> None:
    done: list[str] = []
    database.submit(lambda: "left", done.append, key="left")
    database.submit(lambda: "right", done.append, key="right")
    qtbot.waitUntil(lambda: done == ["left", "right"])


def test_nothing_is_delivered_to_an_owner_that_is_gone(qtbot: QtBot, database: DatabaseThread) -> None:
    gate, done, owner = Gate(), list[str](), QObject()
    database.submit(gate, done.append, owner=owner)
    assert gate.entered.wait(10)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gate.opened.set()
    qtbot.waitUntil(lambda: not database.busy)
    assert done == []


def test_busy_is_told_when_it_begins_and_ends(qtbot: QtBot, database: DatabaseThread) -> None:
    told: list[bool] = []
    database.busy_changed.connect(told.append)
    for _ in range(3):
        database.submit(lambda: None)
    assert database.busy
    qtbot.waitUntil(lambda: not database.busy)
    assert told == [True, False]


def test_a_callback_that_raises_does_not_stop_the_others(qtbot: QtBot, database: DatabaseThread) -> None:
    done: list[str] = []

    def stumble(_: object) -> None:
        raise DiskFull("in a page")

    with qtbot.captureExceptions() as caught:
        database.submit(lambda: "first", stumble)
        database.submit(lambda: "second", done.append)
        qtbot.waitUntil(lambda: done == ["second"])
    assert [error for _, error, _ in caught if isinstance(error, DiskFull)]
    assert not database.busy


def test_shutdown_finishes_writes_and_skips_queries(qapp: QObject) -> None:
    database, gate, ran = DatabaseThread(), Gate(), list[str]()
    database.submit(gate)
    assert gate.entered.wait(10)
    database.submit(lambda: ran.append("write"))
    database.submit(lambda: ran.append("query"), key="search")
    database.submit(lambda: ran.append("another write"))
    gate.opened.set()
    assert database.shutdown() == []
    assert ran == ["write", "another write"]


def test_shutdown_hands_over_the_errors_of_writes_nobody_can_hear_of(qapp: QObject) -> None:
    database = DatabaseThread()

    def fail() -> None:
        raise DiskFull

    database.submit(fail)
    assert [type(error) for error in database.shutdown()] == [DiskFull]
    assert database.shutdown() == []


def test_nothing_is_taken_after_shutdown(qapp: QObject) -> None:
    database = DatabaseThread()
    database.shutdown()
    with pytest.raises(RuntimeError, match="shut down"):
        database.submit(lambda: None)
    assert not [thread for thread in threading.enumerate() if thread.name == "database"]


def test_a_glance_does_not_wait_for_a_long_write(qtbot: QtBot, database: DatabaseThread) -> None:
    gate, done = Gate(), list[str]()
    database.submit(gate, done.append)
    assert gate.entered.wait(10)
    database.submit(lambda: "list", done.append)
    database.submit(lambda: threading.current_thread().name, done.append, key="search", glance=True)
    qtbot.waitUntil(lambda: done == ["glances"])
    assert database.busy, "what waits behind the write is still to come"
    gate.opened.set()
    qtbot.waitUntil(lambda: not database.busy)
    assert done == ["glances", "gate", "list"]


def test_of_glances_too_only_the_latest_counts(qtbot: QtBot, database: DatabaseThread) -> None:
    gate, done = Gate(), list[str]()
    database.submit(gate, done.append, key="search", glance=True)
    assert gate.entered.wait(10)
    for word in ("王", "王建"):
        database.submit(lambda word=word: word, done.append, key="search", glance=True)  # type: ignore[misc]
    gate.opened.set()
    qtbot.waitUntil(lambda: not database.busy)
    assert done == ["王建"]


def test_a_shutdown_waits_for_a_glance_too(database: DatabaseThread) -> None:
    seen: list[str] = []
    gate = Gate()
    gate.opened.set()
    database.submit(lambda: seen.append(gate()), glance=True)
    assert gate.entered.wait(10)
    assert database.shutdown() == [] and seen == ["gate"]


def test_what_is_asked_while_one_types_is_begun_when_one_pauses(
    qtbot: QtBot, database: DatabaseThread
) -> None:
    asked, done = list[str](), list[None]()
    for word in ("王", "王建"):
        work = partial(asked.append, word)
        database.submit(work, done.append, key="line", glance=True, after=30)
        database.submit(partial(asked.append, "list"), glance=True)
    assert database.busy
    qtbot.waitUntil(lambda: not database.busy)
    assert asked == ["list", "list", "王建"] and len(done) == 1


def test_what_was_to_begin_later_is_let_go_at_the_shutdown(qtbot: QtBot, database: DatabaseThread) -> None:
    asked = list[str]()
    database.submit(partial(asked.append, "王"), key="line", glance=True, after=1)
    database.shutdown()
    qtbot.wait(20)
    assert asked == []
