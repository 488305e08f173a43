"""The one thread that writes to the store and runs every scan or sort, and a second one for glances.

Jobs run in the order they were handed in. A glance, what is looked up while somebody types, waits for no
other job: it reads the store as it stands while a long import is still being written. Results come back on
the thread that made the ``DatabaseThread`` (the main one) through one queued signal, so a callback may touch
widgets.
"""

import logging
import queue
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Submit(Protocol):
    """What a page or model needs of the database thread."""

    def submit(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[BaseException], None] | None = None,
        *,
        key: Hashable | None = None,
        owner: QObject | None = None,
    ) -> object: ...


@dataclass(eq=False, slots=True)
class _Job:
    """What was handed in, what came of it, and who is told."""

    work: Callable[[], Any]
    on_done: Callable[[Any], None] | None
    on_error: Callable[[BaseException], None] | None
    key: Hashable | None
    owner: QObject | None
    result: Any = None
    error: BaseException | None = None
    ran: bool = False

    def let_go(self) -> None:
        """Hold nothing any more: the thread that ran it keeps the job until it has another one."""
        self.work, self.on_done, self.on_error, self.owner = _nothing, None, None, None
        self.result = self.error = None


def _nothing() -> None:
    """What a job does that is over."""


_Jobs = queue.SimpleQueue[_Job | None]


class DatabaseThread(QObject):
    """Runs jobs first in, first out on a thread of its own, glances on another."""

    failed = Signal(object)
    """A job without ``on_error`` raised; carries the exception."""
    busy_changed = Signal(bool)
    """There is work under way or waiting (True), or none any more (False)."""
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._glances = _Jobs(), _Jobs()
        self._latest: dict[Hashable, _Job] = {}
        self._open: set[_Job] = set()
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._threads = [
            threading.Thread(target=self._run, args=(jobs,), name=name, daemon=False)
            for jobs, name in ((self._jobs, "database"), (self._glances, "glances"))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def busy(self) -> bool:
        return bool(self._open)

    def submit(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[BaseException], None] | None = None,
        *,
        key: Hashable | None = None,
        owner: QObject | None = None,
        glance: bool = False,
        after: int = 0,
    ) -> _Job:
        """Queue ``work``; call from the main thread.

        ``key`` marks a query of which only the latest counts (search as you type): an older one with the same
        key is not run if it still waits, and not delivered if it already ran. Give no key to a write: it
        always runs. With ``owner`` the result is dropped once that object is gone. A ``glance`` only reads,
        and does not wait for what was handed in before it. ``after`` so many milliseconds a job with a
        key is begun, unless a newer one has taken its place.

        Raises:
            RuntimeError: the thread was shut down.
        """
        if self._closed:
            raise RuntimeError("the database thread is shut down")
        job = _Job(work, on_done, on_error, key, owner)
        if key is not None:
            self._latest[key] = job
        self._open.add(job)
        if len(self._open) == 1:
            self.busy_changed.emit(True)
        jobs = self._glances if glance else self._jobs
        if after:
            QTimer.singleShot(after, self, lambda: self._begin(job, jobs))
        else:
            jobs.put(job)
        return job

    def shutdown(self) -> list[BaseException]:
        """Finish every write, skip waiting keyed queries, and join. Nothing is delivered afterwards.

        Returns the errors of writes whose outcome could no longer be told to who asked for them.
        """
        if self._closed:
            return []
        self._closed = True
        self._latest.clear()
        for jobs, thread in zip((self._jobs, self._glances), self._threads, strict=True):
            jobs.put(None)
            thread.join()
        untold = [job.error for job in self._open if job.key is None and job.error is not None]
        self._open.clear()
        return untold

    def _begin(self, job: _Job, jobs: _Jobs) -> None:
        """Its time has come; one that has been replaced troubles no thread."""
        if self._current(job):
            jobs.put(job)
        else:
            self._deliver(job)

    def _run(self, jobs: _Jobs) -> None:
        while (job := jobs.get()) is not None:
            if self._current(job):
                try:
                    job.result = job.work()
                except BaseException as error:  # noqa: BLE001 - handed to the main thread, which decides
                    job.error = error
                job.ran = True
            self._finished.emit(job)

    def _current(self, job: _Job) -> bool:
        return job.key is None or self._latest.get(job.key) is job

    @Slot(object)
    def _deliver(self, job: _Job) -> None:
        if job not in self._open:
            return
        self._open.discard(job)
        wanted = job.ran and self._current(job) and (job.owner is None or isValid(job.owner))
        if job.key is not None and self._current(job):
            del self._latest[job.key]
        try:
            if job.error is not None:
                self._report(job, wanted)
            elif wanted and job.on_done is not None:
                job.on_done(job.result)
        finally:
            job.let_go()
            if not self._open:
                self.busy_changed.emit(False)

    def _report(self, job: _Job, wanted: bool) -> None:
        """A query nobody waits for may fail unseen; a write may not."""
        assert job.error is not None
        if wanted and job.on_error is not None:
            job.on_error(job.error)
        elif wanted or job.key is None:
            _log.info("database job failed: %r", job.error)
            self.failed.emit(job.error)
