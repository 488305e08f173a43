"""One profile's store: the encrypted file, opened, with everything that can be asked of it.

Threads: any thread may read; writes are serialised here and belong on the database thread of the desktop.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.model.changes import ChangeSet
from app.model.identity import Randomness
from app.model.registry import SCHEMA
from app.model.row import Row
from app.model.values import digests_check
from app.store import (
    database,
    errors,
    filing,
    grouping,
    integrity,
    listing,
    merges,
    migrate,
    nominating,
    notices,
    reading,
    rewording,
    statements,
    undo,
)
from app.store.agenda import Agenda
from app.store.captured import Captured, captured
from app.store.changed import Changed
from app.store.counter_file import CounterFile
from app.store.counts import Counts, read_counts
from app.store.file_cache import FileCache
from app.store.files import Files
from app.store.grouping import Group
from app.store.indexing import Indexing
from app.store.late_indexing import LateIndexing
from app.store.lists import Lists
from app.store.log_folding import LogFolding
from app.store.named import meta
from app.store.nominating import Filed
from app.store.notices import Notice
from app.store.parking import adopt
from app.store.reading import Filter, HistoryEntry, Hit
from app.store.reads import Reads
from app.store.replica import Replica
from app.store.settings import Settings
from app.store.tallies import Tallies
from app.store.tray import Tray, parked_rows
from app.store.turns import Turns
from app.store.undo import Undone
from app.store.watching import Watching
from app.store.work import UnitOfWork

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One operation that waits or came back, for the sync centre."""

    operation: Captured
    reason: dict[str, Any] | None


class Store:
    """An opened store. Make one with ``create`` or ``open``; ``close`` it."""

    _counter_file: CounterFile | None = None  # none beside a store that is in no file

    def __init__(
        self, path: Path, key: bytes, *, clock: Clock, randomness: Randomness, indexing: Indexing
    ) -> None:
        self.path, self.clock, self.randomness, self.indexing = path, clock, randomness, indexing
        self._writer, self._reader = database.writer(path, key), database.reader(path, key)
        self.rest = partial(database.let_go, self._reader, self._writer)  # while nobody works
        self.reads = Reads(partial(database.transaction, self._reader, path))
        self._turns, self._beside = Turns(), LogFolding(self._reader).after(self._write)
        self.files = Files(path.parent / "files", key, self._writer, path)
        self.file_cache = FileCache(self.files, self._read, self._write)
        self.settings = Settings(self._read, self._write)
        self.late_indexing = LateIndexing(self._read, self._beside, indexing, self._turns)
        self.agenda, self.tallies = Agenda(self._read), Tallies(self._read)
        self.watching, self.changed = Watching(self._read), Changed(self._read)
        self.lists, self._counter_file = Lists(self._read, self.late_indexing), CounterFile(path, key)

    @classmethod
    def create(
        cls, path: Path, key: bytes, *, clock: Clock, randomness: Randomness, indexing: Indexing
    ) -> "Store":
        """Make a new store at ``path`` under a 32-byte key.

        Raises:
            StoreExists, ReadOnlyStore, DiskFull: as they say; nothing is left behind then.
        """
        if path.exists() and path.stat().st_size > 0:  # an empty one: a process died while it began one
            raise errors.StoreExists(path=str(path))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise errors.ReadOnlyStore(path=str(path)) from error
        store = cls(path, key, clock=clock, randomness=randomness, indexing=indexing)
        try:
            store._migrate()
        except BaseException:
            store.close()
            path.unlink(missing_ok=True)
            raise
        return store

    @classmethod
    def open(
        cls, path: Path, key: bytes, *, clock: Clock, randomness: Randomness, indexing: Indexing
    ) -> "Store":
        """Open the store at ``path``, bringing an older one to this version's shape (copied first).

        Raises:
            StoreMissing, NotADatabase, WrongKey, NewerDatabase, ReadOnlyStore, DiskFull, DamagedStore: as
            they say; the file is untouched then.
        """
        database.check(path, key)
        store = cls(path, key, clock=clock, randomness=randomness, indexing=indexing)
        try:
            with store._read() as connection:
                migrate.refuse_newer(migrate.revision_of(connection), path)
            store._migrate()
            store._look_back()
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Let go of the file; its write-ahead log is folded in where nobody else reads."""
        self.keep_counter()
        self._reader.dispose()
        self._writer.dispose()

    # --- writing ---------------------------------------------------------------------------------------

    @contextmanager
    def write(self, *, actor: str, label: str) -> Iterator[UnitOfWork]:
        """One unit of work: committed at the end of the block, rolled back if it raises."""
        self.indexing.ready()  # here and below: before anybody has to wait for it
        with self._write() as connection:
            work = self._work(connection, actor, label)
            yield work
            work.flush()
        self._counted(work)

    def keep_counter(self) -> None:
        """Make the write counter beside the file outlive a power cut: when idle, after a sync, at exit."""
        if self._counter_file is not None:
            self._counter_file.settle()

    def notices(self, *, seen: bool = False) -> list[Notice]:
        """What the person is to be told, newest first; ``seen`` adds what was dismissed."""
        with self._read() as connection:
            return notices.read(connection, seen=seen)

    def dismiss_notice(self, seq: int) -> None:
        """The person has read a notice."""
        with self._write() as connection:
            notices.dismiss(connection, seq)

    def undo(self, *, actor: str) -> Undone | None:
        """Take back the last thing done on this laptop; None where there is nothing."""
        return self._invert(actor, undo.next_undo, "undo")

    def redo(self, *, actor: str) -> Undone | None:
        """Take back the last undo; None where there is none or something new was done since."""
        return self._invert(actor, undo.next_redo, "redo")

    def follow_merges(self, unit: str | None = None) -> ChangeSet:
        """Point what others' merges left behind at the survivors; only records of ``unit``, if given."""
        with self._read() as connection:
            found = merges.unfinished(connection, unit)
        if not found:
            return ChangeSet(frozenset())
        with self._write() as connection:
            begin = partial(self._echo, connection)
            done = [*merges.set_right(connection, merges.unfinished(connection, unit), begin)]
        return ChangeSet(frozenset()).joined(work.changes for work in done)

    @contextmanager
    def replica(self) -> Iterator[Replica]:
        """One write transaction of sync."""
        with self._beside() as connection:
            yield self._replica(connection)

    @contextmanager
    def tray(self, *, actor: str, label: str) -> Iterator[Tray]:
        """One unit of work on what headquarters refused, and one step of undo."""
        self.indexing.ready()
        with self._write() as connection:
            tray = Tray(connection, self._work(connection, actor, label), self._replica(connection))
            yield tray
            tray.finish()

    # --- reading ---------------------------------------------------------------------------------------

    def get(self, kind: str, id: str) -> Row | None:
        """One record, deleted or not; None where there is none."""
        return next(iter(self.rows(kind, [id])), None)

    def rows(self, kind: str, ids: Sequence[str]) -> list[Row]:
        """Records by key, in the order asked; unknown ids are left out."""
        with self._read() as connection:
            return reading.read_rows(connection, kind, ids)

    def ids(
        self,
        kind: str,
        *,
        find: str = "",
        filters: Iterable[Filter] = (),
        sort: Iterable[tuple[str, bool]] = (),
        deleted: bool = False,
    ) -> list[str]:
        """The ids of a list, in order (see ``listing.read_ids``)."""
        order, late = tuple(sort), self.late_indexing
        with (late.complete if find else late.nearly_complete if order else self._read)() as connection:
            return listing.read_ids(
                connection, self.indexing, kind, find=find, filters=filters, sort=order, deleted=deleted
            )

    def groups(self, kind: str, ids: Sequence[str], by: str, sums: Sequence[str] = ()) -> list[Group]:
        """Records by the value of a field, in order, with their sums; ``by`` "": all as one, unnamed."""
        with self._read() as connection:
            return grouping.grouped(kind, grouping.read_told(connection, kind, ids, by, sums), ids, sums)

    def find(self, text: str, *, limit: int = 20, kinds: Sequence[str] = ()) -> list[Hit]:
        """Search everything, or only some kinds."""
        with self.late_indexing.complete() as connection:
            return reading.read_hits(connection, self.indexing, text, limit, kinds)

    def referring(self, kind: str, id: str) -> list[Row]:
        """Every live record that points at this one."""
        with self._read() as connection:
            return reading.read_referring(connection, kind, id)

    def filed(self, kind: str, keys: Collection[str] | None = None, *, begin: str = "") -> Filed:
        """Ids of live records by the duplicate keys they are filed under: ``keys``, or all with ``begin``."""
        with self.late_indexing.complete() as connection:
            if keys is None:
                return nominating.read_all_filed(connection, kind, begin)
            return nominating.read_filed(connection, kind, keys)

    def fields(self, kind: str, ids: Collection[str], names: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The named fields (and ``id``) of the live ones among ``ids``, by id."""
        with self._read() as connection:
            return nominating.read_fields(connection, kind, ids, names)

    def history(self, kind: str, id: str) -> list[HistoryEntry]:
        """Everything that happened to a record, newest first."""
        with self._read() as connection:
            return reading.read_history(connection, kind, id)

    def counts(self) -> Counts:
        """What the status chip shows."""
        with self._read() as connection:
            return read_counts(connection)

    def remembered(self, name: str) -> str:
        """What the store keeps for sync under ``name`` (``unit_id``, ``hq_time`` …); "" where nothing is."""
        with self._read() as connection:
            return meta(connection, name)

    def outbox(self, *, state: str = "pending", limit: int = 500) -> list[OutboxItem]:
        """Operations of one state (pending, refused), oldest first."""
        with self._read() as connection:
            found = statements.OF_STATE.all(connection, {"of_state": state, "most": limit})
            return [OutboxItem(captured(row), row.reason) for row in found]

    def sync_runs(self, limit: int = 50) -> list[dict[str, Any]]:
        """The last syncs, newest first: ``started_at``, ``ended_at`` and the report's own entries."""
        with self._read() as connection:
            return [
                {"started_at": row.started_at, "ended_at": row.ended_at} | row.report
                for row in statements.NEWEST_RUNS.all(connection, {"most": limit})
            ]

    def parked(self) -> list[tuple[str, str, dict[str, Any]]]:
        """(kind, id, row as it came) of what headquarters sent and this version cannot read."""
        with self._read() as connection:
            return parked_rows(connection)

    def undo_label(self) -> str | None:
        """The label of what undo would take back."""
        with self._read() as connection:
            step = undo.next_undo(connection)
            return None if step is None else str(step.label)

    def redo_label(self) -> str | None:
        """The label of what redo would bring back."""
        with self._read() as connection:
            step = undo.next_redo(connection)
            return None if step is None else str(step.label)

    # --- soundness -------------------------------------------------------------------------------------

    def content_sums(self) -> dict[str, tuple[int, int]]:
        """Count and 64-bit sum of every kind's live records."""
        with self._read() as connection:
            return integrity.content_sums(connection)

    def content_hash(self) -> str:
        """16 hexadecimal digits over all live records: equal hashes, equal content."""
        return digests_check(self.content_sums())

    def integrity(self) -> list[integrity.Problem]:
        """Everything found wrong with the file, its promises and the attachments; slow, for ``doctor``."""
        with self._read() as connection:
            found = integrity.problems(connection)
        return found or self.files.problems()

    def copy_to(self, target: Path) -> None:
        """Write an encrypted copy, under the same key, while saving goes on; see ``database.copy``."""
        database.copy(self._reader, target)

    # --- inside ----------------------------------------------------------------------------------------

    def _work(
        self, connection: Connection, actor: str, label: str, role: str = "do", target: str | None = None
    ) -> UnitOfWork:
        return UnitOfWork(
            connection,
            actor=actor,
            label=label,
            now=self.clock().astimezone(UTC),
            randomness=self.randomness,
            indexing=self.indexing,
            role=role,
            target=target,
        )

    def _replica(self, connection: Connection) -> Replica:
        return Replica(connection, now=self.clock(), randomness=self.randomness, indexing=self.indexing)

    def _echo(self, connection: Connection, actor: str, target: str | None) -> UnitOfWork:
        return self._work(connection, actor, merges.LABEL, merges.ECHO, target)

    def _invert(self, actor: str, choose: Callable[[Connection], Any], role: str) -> Undone | None:
        self.indexing.ready()
        with self._write() as connection:
            step = choose(connection)
            if step is None:
                return None
            work = self._work(connection, actor, step.label, role, step.change_id)
            lasting, kept = undo.passed_over(connection, step), undo.invert(connection, work, step)
            work.flush()
        self._counted(work)
        return Undone(step.label, work.changes, kept, lasting)

    def _counted(self, work: UnitOfWork) -> None:
        if self._counter_file is not None and work.counter:
            self._counter_file.note(work.counter)

    def _look_back(self) -> None:
        """Notice a file that is older than it was (trust.md R11); take in what an older version carried."""
        with self._read() as connection:
            counter, schema = int(meta(connection, "counter", "0")), meta(connection, "schema")
        if self._counter_file is not None and (lost := self._counter_file.begin(counter)):
            log.warning("the file is %d acknowledged writes older than it was", lost)
            with self._write() as connection:
                notices.add(connection, notices.WRITES_LOST, self.clock(), {"lost": lost})
        if schema != str(SCHEMA):
            with self.replica() as replica:
                adopt(replica, self.clock(), self.randomness)
                replica.set("schema", str(SCHEMA))

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._turns.held() as begun, database.transaction(self._writer, self.path) as connection:
            begun()
            yield connection

    def _read(self) -> AbstractContextManager[Connection]:
        return self.reads()

    def _migrate(self) -> None:
        with self._turns.held(), database.known_errors(self.path):
            migrate.migrate(self._writer, self.path)
        with self._read() as connection:
            begun = filing.is_filed_by(connection, self.indexing)
        if not begun:
            with self._write() as connection:
                rewording.begin(connection, self.indexing)
