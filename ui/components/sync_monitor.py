"""How this laptop stands towards headquarters, as the chip and the sync centre tell it."""

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import OutpostError
from app.model.changes import SYNC, ChangeSet
from app.store.counts import Counts
from sync.client.errors import NotEnrolled
from ui.background.sync_worker import SyncWorker
from ui.context.context import Context
from ui.context.headquarters import Enrolled, RunOutcome, Timetable
from ui.widgets.status_chip import Standing

NOTHING = Counts(0, 0, 0, 0, None)


class SyncMonitor(QObject):
    """Listens to the sync worker and to saves; counts what waits on the database thread."""

    changed = Signal()
    """Counts, enrolment, progress or the last error."""

    def __init__(self, ctx: Context, worker: SyncWorker, timetable: Timetable) -> None:
        super().__init__(ctx)
        self._ctx, self._worker, self._timetable = ctx, worker, timetable
        self.counts = NOTHING
        self.error: OutpostError | None = None
        self.online = self.syncing = False
        self.enrolled: Enrolled | None = None
        worker.started.connect(self._started)
        worker.finished.connect(self._finished)
        worker.failed.connect(self._failed)
        ctx.hub.published.connect(self._published)
        ctx.sync_asked.connect(lambda _allow: self.sync_now())
        # A file sent or fetched changes counts without a change set; a slow beat catches that while syncing.
        self._beat = QTimer(self)
        self._beat.setInterval(1000)
        self._beat.timeout.connect(self.recount)

    def standing(self) -> Standing:
        """What the chip says."""
        counts = self.counts
        return Standing(
            online=self.online,
            pending=counts.pending + counts.files_waiting,
            conflicts=counts.conflicts,
            last_sync=self._ctx.formats.clock(counts.last_sync),
            syncing=self.syncing,
        )

    @property
    def last_sync(self) -> datetime | None:
        return self.counts.last_sync

    def sync_now(self) -> None:
        """F5: exchange now; working alone, say how to join."""
        if self.enrolled is None:
            self._ctx.trouble(NotEnrolled())
            return
        self._worker.request()

    def recount(self) -> None:
        """Read the counts and the enrolment again."""
        ctx = self._ctx
        ctx.read(
            lambda: (ctx.desk.store.counts(), ctx.runner.enrolled()),
            self._take,
            key=("standing", id(self)),
            owner=self,
        )

    def joined(self, enrolled: Enrolled) -> None:
        """The profile has just been enrolled: sync, and go on by the clock."""
        self.enrolled = enrolled
        self._timetable.enrolled()
        self._worker.reschedule()
        self._worker.request()
        self.recount()

    # ---- inside
    def _take(self, found: tuple[Counts, Enrolled | None]) -> None:
        self.counts, self.enrolled = found
        self.changed.emit()

    def _published(self, changes: ChangeSet) -> None:
        if changes.origin != SYNC:
            self._timetable.saved()
            self._worker.reschedule()
        self.recount()

    def _started(self) -> None:
        self.syncing = True
        self._beat.start()
        self.changed.emit()

    def _finished(self, outcome: RunOutcome) -> None:
        self._ended(outcome.report.error or outcome.files_error)
        changes = outcome.report.changes
        if outcome.files_moved:  # pages show where files are, though no record changed
            changes = changes.joined([ChangeSet(frozenset({("attachment", "")}), SYNC)])
        self._ctx.hub.publish(changes)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, OutpostError):
            self._ended(error)
        else:
            self._ended(None)
            self.online = False
            self._ctx.bug_met.emit(error)

    def _ended(self, error: OutpostError | None) -> None:
        self.syncing, self.error = False, error
        self.online = error is None
        self._beat.stop()
        self.recount()
