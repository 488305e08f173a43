"""Runs on demand and on schedule, one at a time, and says how each run ended."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.background.sync_worker import Schedule, SyncOutcome, SyncWorker


class NoRoute(Exception):
    pass


Make = Callable[[Callable[[], object], Schedule], SyncWorker]


@pytest.fixture
def make(qapp: QObject) -> Iterator[Make]:
    made: list[SyncWorker] = []

    def build(run_once: Callable[[], object], schedule: Schedule) -> SyncWorker:
        made.append(SyncWorker(run_once, schedule))
        return made[-1]

    yield build
    for worker in made:
        assert worker.stop(10)


def never(outcome: SyncOutcome | None) -> float | None:
    return None


def test_a_request_runs_once_on_its_own_thread(qtbot: QtBot, make: Make) -> None:
    worker = make(lambda: threading.current_thread().name, never)
    worker.start()
    with qtbot.waitSignals([worker.started, worker.finished], order="strict") as _:
        worker.request()
    with qtbot.waitSignal(worker.finished) as told:
        worker.request()
    assert told.args == ["sync"]


def test_nothing_runs_before_start_or_unasked(qtbot: QtBot, make: Make) -> None:
    ran: list[int] = []
    worker = make(lambda: ran.append(1), never)
    worker.request()
    qtbot.wait(30)
    assert ran == []
    with qtbot.waitSignal(worker.finished):
        worker.start()
    assert ran == [1], "what was asked for earlier is not forgotten"


def test_the_schedule_sees_how_the_last_run_ended(qtbot: QtBot, make: Make) -> None:
    seen: list[SyncOutcome | None] = []

    def schedule(outcome: SyncOutcome | None) -> float | None:
        seen.append(outcome)
        return 0.0 if len(seen) < 3 else None

    reports = iter(["first", "second"])
    worker = make(lambda: next(reports), schedule)
    ended: list[object] = []
    worker.finished.connect(ended.append)
    worker.start()
    qtbot.waitUntil(lambda: ended == ["first", "second"])
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen[0] is None
    assert [one.report for one in seen[1:] if one is not None] == ["first", "second"]


def test_an_error_is_told_and_the_schedule_decides_about_the_next_try(qtbot: QtBot, make: Make) -> None:
    tries: list[int] = []

    def run() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise NoRoute("总部连不上")
        return "through"

    def schedule(outcome: SyncOutcome | None) -> float | None:
        return 0.0 if outcome is None or outcome.error is not None else None

    worker = make(run, schedule)
    failures: list[BaseException] = []
    worker.failed.connect(failures.append)
    with qtbot.waitSignal(worker.finished) as told:
        worker.start()
    assert told.args == ["through"]
    assert [type(error) for error in failures] == [NoRoute, NoRoute]


def test_requests_during_a_run_make_one_more(qtbot: QtBot, make: Make) -> None:
    entered, opened, ran = threading.Event(), threading.Event(), list[int]()

    def run() -> int:
        ran.append(1)
        entered.set()
        assert opened.wait(10)
        return len(ran)

    worker = make(run, never)
    ended: list[object] = []
    worker.finished.connect(ended.append)
    worker.start()
    worker.request()
    assert entered.wait(10)
    assert worker.running
    for _ in range(5):
        worker.request()
    opened.set()
    qtbot.waitUntil(lambda: ended == [1, 2])
    qtbot.wait(30)
    assert len(ran) == 2
    assert not worker.running


def test_reschedule_asks_again_without_running(qtbot: QtBot, make: Make) -> None:
    asked: list[int] = []
    due = [False]

    def schedule(outcome: SyncOutcome | None) -> float | None:
        asked.append(1)
        return 0.0 if due[0] and outcome is None else None

    worker = make(lambda: "ran", schedule)
    worker.start()
    qtbot.waitUntil(lambda: len(asked) == 1)
    with qtbot.assertNotEmitted(worker.started, wait=30):
        worker.reschedule()
        qtbot.waitUntil(lambda: len(asked) == 2)
    due[0] = True
    with qtbot.waitSignal(worker.finished):
        worker.reschedule()


def test_stop_waits_for_the_run_under_way_and_starts_no_other(qtbot: QtBot, make: Make) -> None:
    entered, opened, ended = threading.Event(), threading.Event(), list[str]()

    def run() -> None:
        entered.set()
        assert opened.wait(10)
        ended.append("whole")

    worker = make(run, lambda outcome: 0.0)
    worker.start()
    assert entered.wait(10)
    assert not worker.stop(0.01), "still under way"
    opened.set()
    assert worker.stop(10)
    assert ended == ["whole"]


def test_stopping_what_never_started_is_fine(make: Make) -> None:
    assert make(lambda: None, never).stop(1)
