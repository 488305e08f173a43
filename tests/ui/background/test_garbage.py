"""What no longer is needed is taken apart on the main thread, whichever thread makes objects meanwhile."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.background.database_thread import DatabaseThread
from ui.background.garbage import MIDDLE, OLD, YOUNG, Garbage


class Widget:
    """Something with a cycle in it, as dialogs have; notes on which thread it ended."""

    def __init__(self, ended: list[str]) -> None:
        self.myself, self._ended = self, ended

    def __del__(self) -> None:
        self._ended.append(threading.current_thread().name)


def elsewhere(count: int = 100_000) -> list[list[int]]:
    """Objects made on another thread; they stay, as those of a query do."""
    made: list[list[int]] = []
    thread = threading.Thread(
        target=lambda: made.extend([number] for number in range(count)), name="elsewhere"
    )
    thread.start()
    thread.join()
    return made


@pytest.fixture
def garbage(qapp: QObject) -> Iterator[Garbage]:
    gc.collect()
    one = Garbage()
    yield one
    one.stop()


def test_the_interpreter_by_itself_would_do_it_on_any_thread() -> None:
    gc.collect()
    ended: list[str] = []
    Widget(ended)
    made = elsewhere()
    assert ended == ["elsewhere"] and len(made) == 100_000


def test_only_the_main_thread_looks_for_garbage(garbage: Garbage) -> None:
    ended: list[str] = []
    Widget(ended)
    made = elsewhere()
    assert not ended and made
    garbage.look()
    assert ended == ["MainThread"]


def test_it_looks_by_itself_and_leaves_a_few_objects_for_later(qtbot: QtBot, garbage: Garbage) -> None:
    ended: list[str] = []
    Widget(ended)
    garbage.look()
    assert not ended
    made = [[number] for number in range(YOUNG)]
    qtbot.waitUntil(lambda: bool(ended), timeout=5000)
    assert ended == ["MainThread"] and made


def test_what_has_grown_old_is_found_too(garbage: Garbage) -> None:
    ended: list[str] = []
    kept = [Widget(ended)]
    gc.collect()  # it is among the old ones now
    kept.clear()
    made = []
    for _ in range((OLD + 1) * (MIDDLE + 1)):
        made.append([[number] for number in range(YOUNG)])
        garbage.look()
    assert ended == ["MainThread"]


def test_afterwards_the_interpreter_looks_for_it_again(qapp: QObject) -> None:
    first = Garbage()
    second = Garbage()
    assert not gc.isenabled()
    second.stop()
    assert not gc.isenabled(), "the first one is still there"
    first.stop()
    assert gc.isenabled()


def test_the_database_thread_is_never_the_last_to_hold_a_widget(qtbot: QtBot) -> None:
    """It keeps its last job until it gets another one, and a job holds whoever asked."""
    database = DatabaseThread()
    ended: list[str] = []

    class Asker:
        def __del__(self) -> None:
            ended.append(threading.current_thread().name)

    def ask() -> None:
        asker = Asker()
        told: list[Asker] = []
        database.submit(lambda: asker, told.append)

    ask()
    qtbot.waitUntil(lambda: not database.busy)
    assert ended == ["MainThread"]
    database.shutdown()
