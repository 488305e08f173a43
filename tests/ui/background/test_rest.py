"""After a stretch of work memory is let go of, once, and not while anything is under way."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.background import rest
from ui.background.database_thread import DatabaseThread
from ui.background.rest import Rest

SOON = 60  # milliseconds


@pytest.fixture
def database(qapp: QObject, monkeypatch: pytest.MonkeyPatch) -> Iterator[DatabaseThread]:
    monkeypatch.setattr(rest, "AFTER", SOON)
    thread = DatabaseThread()
    yield thread
    thread.shutdown()


def test_it_comes_once_after_a_stretch_of_work(qtbot: QtBot, database: DatabaseThread) -> None:
    let_go: list[str] = []
    resting = Rest(database, lambda: let_go.append(threading.current_thread().name))
    qtbot.wait(3 * SOON)
    assert let_go == []  # nothing was done
    for expected in (["database"], ["database"] * 2):
        database.submit(lambda: None)
        qtbot.waitUntil(lambda expected=expected: let_go == expected)  # type: ignore[misc]
        qtbot.wait(3 * SOON)
        assert let_go == expected
    resting.stop()


def test_it_waits_until_nothing_is_under_way(qtbot: QtBot, database: DatabaseThread) -> None:
    let_go: list[bool] = []
    resting, gate = Rest(database, lambda: let_go.append(True)), threading.Event()
    database.submit(lambda: None)
    qtbot.waitUntil(lambda: not database.busy)
    database.submit(lambda: gate.wait(10))
    qtbot.wait(3 * SOON)
    assert let_go == []
    gate.set()
    qtbot.waitUntil(lambda: bool(let_go))
    resting.stop()


def test_none_comes_any_more_when_the_window_closes(qtbot: QtBot, database: DatabaseThread) -> None:
    let_go: list[bool] = []
    resting = Rest(database, lambda: let_go.append(True))
    database.submit(lambda: None)
    qtbot.waitUntil(lambda: not database.busy)
    resting.stop()
    qtbot.wait(3 * SOON)
    assert let_go == []
