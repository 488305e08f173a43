"""The way to headquarters as the desktop sees it: who we are there, joining, one run of the sync."""

import random
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.errors import OutpostError
from app.store.store import Store
from sync.client.errors import Busy, NotEnrolled
from sync.client.report import SyncReport
from sync.client.schedule import Situation, next_sync
from sync.client.watched import Watch, Watched
from sync.protocol.messages import DevicesReply
from ui.background.sync_worker import SyncOutcome

FILES_PAUSED = "files.paused"  # the setting that keeps attachments back


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Who this laptop is to headquarters, in words."""

    url: str
    user: str
    unit: str
    device_id: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a person types to join: address, one-time code, and headquarters' certificate file if any."""

    url: str
    code: str
    authority: Path | None = None


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """One run: the records' report and the files' known trouble, if any (``error`` of the report first).

    ``files_moved``: files that came, went or were refused, so that pages show them anew.
    """

    report: SyncReport
    files_error: OutpostError | None = None
    files_moved: int = 0


class SyncRunner(Protocol):
    """What the desktop needs of the sync; every method may block, so none is called on the main thread."""

    def enrolled(self) -> Enrolled | None:
        """Who we are there; None while the profile works alone."""
        ...

    def enrol(self, invitation: Invitation) -> Enrolled:
        """Join; raises ``SyncError`` when it fails."""
        ...

    def run(self, *, allow_deletions: bool = False, watch: Watch | None = None) -> RunOutcome:
        """Exchange everything once; raises ``NotEnrolled`` while the profile works alone.

        ``watch`` is told what has moved, and may stop the run between two requests.
        """
        ...

    def devices(self) -> DevicesReply:
        """How every laptop stands; raises ``RequestRefused`` where this person may not see it."""
        ...


class Headquarters:
    """The real one, over HTTP. The libraries of the network are loaded with the first use."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def enrolled(self) -> Enrolled | None:
        from sync.client.device import enrolment

        try:
            found = enrolment(self._store)
        except NotEnrolled:
            return None
        return Enrolled(found.address.url, found.user, found.unit, found.device_id)

    def enrol(self, invitation: Invitation) -> Enrolled:
        from sync.client.enrol import enrol

        made = enrol(self._store, invitation.url, invitation.code, socket.gethostname(), invitation.authority)
        return Enrolled(made.address.url, made.user, made.unit, made.device_id)

    def devices(self) -> DevicesReply:
        from sync.client.device import enrolment
        from sync.client.http_gateway import HttpGateway

        gateway = HttpGateway(enrolment(self._store))
        try:
            return gateway.devices()
        finally:
            gateway.close()

    def run(self, *, allow_deletions: bool = False, watch: Watch | None = None) -> RunOutcome:
        from sync.client.attachments import sync_files
        from sync.client.device import enrolment
        from sync.client.engine import sync_once
        from sync.client.http_gateway import HttpGateway
        from sync.client.read_ahead import ReadAhead

        store = self._store
        with closing(HttpGateway(enrolment(store))) as gateway, ReadAhead(gateway) as ahead:
            way = Watched(ahead, watch or Watch())
            report = sync_once(store, way, store.clock, store.randomness, allow_deletions=allow_deletions)
            if report.error is not None or store.settings.get(FILES_PAUSED, False):
                return RunOutcome(report)
            files = sync_files(store, way, busy=_newer_than(store, store.counts().pending))
        moved = files.uploaded + files.downloaded + files.refused + files.dropped
        return RunOutcome(report, files.error, moved)


def _newer_than(store: Store, pending: int) -> Callable[[], bool]:
    """Whether something was saved since: records go first, the timetable has them sent in a moment."""
    return lambda: store.counts().pending > pending


class Timetable:
    """When to sync by itself: soon after saves, every few minutes, later and later while it fails."""

    def __init__(self, *, waiting_for_enrolment: bool) -> None:
        self._lock = threading.Lock()
        self._situation = Situation(woke=time.monotonic())
        self._asleep = waiting_for_enrolment
        self._uniform = random.SystemRandom().uniform

    def saved(self) -> None:
        """Something was saved."""
        now = time.monotonic()
        with self._lock:
            old = self._situation
            self._situation = Situation(
                old.last_run, old.failures, old.retry_after, old.first_save or now, now, old.woke
            )

    def enrolled(self) -> None:
        """The profile joined a headquarters: from now on the clock counts."""
        with self._lock:
            self._asleep = False

    def __call__(self, outcome: SyncOutcome | None) -> float | None:
        """Seconds until the next run; called on the sync thread before every wait."""
        with self._lock:
            if outcome is not None and outcome is not self._seen:
                self._take(outcome)
            return None if self._asleep else next_sync(time.monotonic(), self._situation, self._uniform)

    _seen: SyncOutcome | None = None

    def _take(self, outcome: SyncOutcome) -> None:
        self._seen = outcome
        error = outcome.error
        if error is None and isinstance(outcome.report, RunOutcome):
            error = outcome.report.report.error
        failures = self._situation.failures + 1 if error is not None else 0
        retry = error.retry_after if isinstance(error, Busy) else None
        self._situation = Situation(time.monotonic(), failures, retry)
