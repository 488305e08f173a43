"""The thread that exchanges changes with headquarters, on demand and on schedule."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class SyncOutcome:
    """How the last run ended: a report, or the error that stopped it."""

    report: Any = None
    error: BaseException | None = None


Schedule = Callable[[SyncOutcome | None], float | None]
"""From how the last run ended (None = none yet) to seconds until the next (None = only on demand)."""


class SyncWorker(QObject):
    """Calls ``run_once`` on its own thread, one run at a time.

    Requests made during a run are remembered and answered by one more run, so a change saved meanwhile is not
    left behind.
    """

    started = Signal()
    finished = Signal(object)
    """A run ended well; carries its report."""
    failed = Signal(object)
    """A run raised; carries the exception. The schedule decides when to try again."""

    def __init__(
        self, run_once: Callable[[], object], schedule: Schedule, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._run_once, self._schedule = run_once, schedule
        self._wake = threading.Condition()
        self._requested = self._rescheduled = self._stopping = self._running = False
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether a run is under way right now."""
        return self._running

    def start(self) -> None:
        """Start the thread; it first asks the schedule."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._loop, name="sync", daemon=False)
            self._thread.start()

    def request(self) -> None:
        """Run now, or once more as soon as the run under way has ended."""
        with self._wake:
            self._requested = True
            self._wake.notify_all()

    def reschedule(self) -> None:
        """Ask the schedule again, because something it looks at has changed (a save, the network)."""
        with self._wake:
            self._rescheduled = True
            self._wake.notify_all()

    def stop(self, timeout: float | None = None) -> bool:
        """Start no further run and wait up to ``timeout`` seconds for the one under way; True = all ended."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _loop(self) -> None:
        outcome: SyncOutcome | None = None
        while self._wait_for_turn(outcome):
            self._running = True
            self.started.emit()
            outcome = self._run()
            self._running = False
            if outcome.error is None:
                self.finished.emit(outcome.report)
            else:
                self.failed.emit(outcome.error)

    def _run(self) -> SyncOutcome:
        try:
            return SyncOutcome(report=self._run_once())
        except Exception as error:  # noqa: BLE001 - told to the main thread through `failed`
            return SyncOutcome(error=error)

    def _wait_for_turn(self, outcome: SyncOutcome | None) -> bool:
        """Wait until a run is due (True) or the worker is to stop (False)."""
        while True:
            delay = self._schedule(outcome)
            with self._wake:
                woken = self._wake.wait_for(
                    lambda: self._requested or self._rescheduled or self._stopping, delay
                )
                if self._stopping:
                    return False
                if self._requested or not woken:
                    self._requested = self._rescheduled = False
                    return True
                self._rescheduled = False
