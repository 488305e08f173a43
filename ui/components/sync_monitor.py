"""How this laptop stands towards headquarters, as the chip and the sync centre tell it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from app.errors import OutpostError
from app.model.changes import DAY, SYNC, ChangeSet
from app.store.counts import Counts
from sync.client.conflict_rules import Applied, apply_rules
from sync.client.errors import Cancelled, NotEnrolled
from sync.client.page import CARD
from sync.client.watched import Watch
from sync.protocol.messages import DevicesReply
from ui.background.sync_worker import SyncWorker
from ui.context.context import Context
from ui.context.headquarters import Enrolled, RunOutcome, SyncRunner, Timetable
from ui.widgets.status_chip import Standing


class _DevicesReading(QObject):
    """One question to headquarters on a thread of the pool; its answers arrive on the main thread."""

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: SyncRunner) -> None:
        super().__init__()
        self._runner = runner

    def run(self) -> None:
        try:
            reply = self._runner.devices()
        except OutpostError as error:
            self.failed.emit(error)
        else:
            self.done.emit(reply)


NOTHING = Counts(0, 0, 0, 0, None)
LATE = 3000  # ms


class SyncMonitor(QObject):
    """Listens to the sync worker and to saves; counts what waits on the database thread."""

    changed = Signal()
    """Counts, enrolment, progress or the last error."""

    def __init__(self, ctx: Context, worker: SyncWorker, timetable: Timetable, watch: Watch) -> None:
        super().__init__(ctx)
        self._ctx, self._worker, self._timetable, self.watch = ctx, worker, timetable, watch
        self.counts = NOTHING
        self.error: OutpostError | None = None
        self.online = self.syncing = False
        self.enrolled: Enrolled | None = None
        worker.started.connect(self._started)
        worker.finished.connect(self._finished)
        worker.failed.connect(self._failed)
        ctx.hub.published.connect(self._published)
        ctx.hub.settled.connect(lambda _changes: self.recount())
        ctx.sync_asked.connect(lambda _allow: self.sync_now())
        # A file sent or fetched changes counts without a change set; a slow beat catches that while syncing.
        self._beat = QTimer(self)
        self._beat.setInterval(1000)
        self._beat.timeout.connect(self.recount)
        self._beat.timeout.connect(self._index)  # what came so far, while the next page is on its way
        self._late = QTimer(self)
        """When the desktop has opened: words that an earlier run, or an older version, left to be made."""
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._index)
        self._late.start(LATE)
        self.pulse = QTimer(self)
        """Beats while a run goes on, often enough to watch it."""
        self.pulse.setInterval(200)

    def standing(self) -> Standing:
        """What the chip says."""
        counts = self.counts
        return Standing(
            online=self.online,
            pending=counts.pending + counts.files_waiting,
            conflicts=counts.conflicts,
            refused=counts.refused,
            last_sync=self._ctx.formats.clock(counts.last_sync),
            syncing=self.syncing,
            sentence=self.sentence(),
        )

    def sentence(self) -> str:
        """Everything the chip says, and why, as one would say it to a colleague."""
        ctx, counts = self._ctx, self.counts
        state = "alone" if self.enrolled is None else "online" if self.online else "offline"
        parts = [ctx.tr(f"ui.chip.{state}")]
        waiting = counts.pending + counts.files_waiting
        parts.append(ctx.tr("ui.chip.pending", count=waiting) if waiting else ctx.tr("ui.chip.nothing"))
        for key, count in (("conflicts", counts.conflicts), ("refused", counts.refused)):
            if count:
                parts.append(ctx.tr(f"ui.chip.{key}", count=count))
        if counts.last_sync is not None:
            parts.append(ctx.tr("ui.chip.last", when=ctx.formats.moment(counts.last_sync)))
        if self.error is not None:
            parts.append(ctx.sentence(self.error))
        return "".join(parts)

    def progress(self) -> str:
        """What the run under way has moved so far."""
        watch, formats = self.watch, self._ctx.formats
        if self.watch.stopping:
            return self._ctx.tr("ui.sync.stopping")
        up, down = formats.size(watch.traffic.up), formats.size(watch.traffic.down)
        return self._ctx.tr("ui.sync.progress", page=max(watch.pages, 1), up=up, down=down)

    def cancel(self) -> None:
        """End the run under way before its next request."""
        self.watch.stop()
        self.changed.emit()

    @property
    def last_sync(self) -> datetime | None:
        return self.counts.last_sync

    def sync_now(self) -> None:
        """F5: exchange now; working alone, say how to join."""
        if self.enrolled is None:
            self._ctx.trouble(NotEnrolled())
            return
        self._worker.request()

    def ask_devices(
        self, done: Callable[[DevicesReply], None], failed: Callable[[BaseException], None]
    ) -> None:
        """Ask headquarters how every laptop stands, beside the database and the sync."""
        reading = self._reading = _DevicesReading(self._ctx.runner)
        reading.done.connect(done)
        reading.failed.connect(failed)
        QThreadPool.globalInstance().start(reading.run)

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
        if changes.origin not in (SYNC, DAY):
            self._timetable.saved()
            self._worker.reschedule()

    def _started(self) -> None:
        self.syncing = True
        self._beat.start()
        self.pulse.start()
        self.changed.emit()

    def _finished(self, outcome: RunOutcome) -> None:
        self._ended(outcome.report.error or outcome.files_error)
        changes = outcome.report.changes
        if outcome.files_moved:  # pages show where files are, though no record changed
            changes = changes.joined([ChangeSet(frozenset({("attachment", "")}), SYNC)])
        self._ctx.hub.publish(changes)
        self._index()
        if CARD in changes.kinds:
            self._settle_by_rules()

    def _index(self) -> None:
        """Make what came ready for searches, piece by piece, so that whatever else is asked goes between."""
        some = self._ctx.desk.store.late_indexing.some
        self._ctx.read(some, lambda more: self._index() if more else None, key="late_indexing", owner=self)

    def _settle_by_rules(self) -> None:
        """New cards of a sort that the person ticked are settled at once, and told with a way back."""
        ctx = self._ctx
        device = self.enrolled.device_id if self.enrolled is not None else ""

        def told(applied: Applied) -> None:
            if applied.by_rule:
                ctx.say(ctx.tr("ui.said.by_rule", count=applied.by_rule), undo=True)

        ctx.change(
            lambda: apply_rules(ctx.desk.store, ctx.desk.actor, device),
            changes=lambda applied: applied.changes,
            done=told,
        )

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, OutpostError):
            self._ended(error)
        else:
            self._ended(None)
            self.online = False
            self._ctx.bug_met.emit(error)

    def _ended(self, error: OutpostError | None) -> None:
        self.syncing = False
        if not isinstance(error, Cancelled):  # that one was wished for: it says nothing of the network
            self.error, self.online = error, error is None
        self._beat.stop()
        self.pulse.stop()
        self.recount()
