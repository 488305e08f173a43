"""The side of the store that sync writes: headquarters' rows, verdicts and the place read up to, in one go.

``row = headquarters' version + waiting operations`` is kept here and by the unit of work, nowhere else.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from app.model.changes import SYNC, ChangeSet
from app.model.columns import EPOCH
from app.model.field import Merge
from app.model.identity import Randomness, record_id
from app.model.registry import KINDS
from app.model.values import Document, record_sum
from app.reasons import Reason
from app.store import documents, rows, statements, units
from app.store.captured import Captured, Fields, each, read, within
from app.store.changed import LEFT
from app.store.documents import Local
from app.store.indexing import Indexing
from app.store.named import keep_meta
from app.store.tables import OUTBOX

KEEP_ACKED = timedelta(days=30)
KEEP_RUNS = 200
_MILLISECOND = timedelta(milliseconds=1)
OFFERS = ("offer", "offer_gone")  # what is captured of a record, live or deleted, that headquarters lost
_DEATH = ""  # among the names of fields: whether the record is deleted
FIRST = -(1 << 62)  # before every sequence number; what was put in front of all others has a negative one
SWEEP_EVERY = 20  # runs: looking through what was acknowledged is not for every sync of nothing


class Incoming(msgspec.Struct, frozen=True, gc=False):
    """A record as headquarters has it now, and as this laptop shall show it (waiting operations on top)."""

    id: str
    rev: int
    hq_doc: Document
    hq_deleted: bool
    doc: Document
    deleted: bool
    waiting: bool
    at: int | None
    by: str


class Replica:
    """One write transaction of sync. ``changes`` is filled when it commits."""

    def __init__(
        self, connection: Connection, *, now: datetime, randomness: Randomness, indexing: Indexing
    ) -> None:
        self.changes = ChangeSet(frozenset(), SYNC)
        self._connection = self.connection = connection
        self._now = now
        self._indexing = self.indexing = indexing
        self._change_id = record_id(round(now.timestamp() * 1000), randomness)

    # --- what the store remembers for sync -------------------------------------------------------------

    def get(self, name: str, default: str = "") -> str:
        """A named value (cursor, device …)."""
        return self._meta.get(name) or default

    def set(self, name: str, value: str) -> None:
        """Keep a named value."""
        keep_meta(self._connection, name, value)
        self._meta[name] = value

    @cached_property
    def _meta(self) -> dict[str, str]:
        """Everything the store remembers about itself, read once: sync asks for it again and again."""
        return dict(statements.NAMED.bare(self._connection))

    def counter(self) -> int:
        """How many units of work this store has acknowledged in its life."""
        return int(self.get("counter", "0"))

    # --- outbox ----------------------------------------------------------------------------------------

    def outgoing(self, max_ops: int, max_bytes: int, after: int = FIRST) -> list[Captured]:
        """The oldest pending operations, at least one, within both limits (bytes of their fields as JSON).

        ``after``: only later ones than that of this sequence number.
        """
        return within(self.oldest_pending(max_ops, after), max_ops, max_bytes)

    def oldest_pending(self, most: int, after: int = FIRST) -> Iterator[Captured]:
        """The same without a limit in bytes, each read from the file when it is asked for."""
        return each(self._connection, statements.OLDEST_PENDING, {"most": most, "after": after})

    def pending(self, op_ids: Sequence[str]) -> list[Captured]:
        """Those of these operations that are pending, oldest first."""
        return read(self._connection, statements.PENDING, {"ids": op_ids})

    def counts_waiting(self) -> int:
        """How many operations are pending."""
        return int(statements.COUNT_PENDING.one(self._connection).n)

    def waiting(
        self, kind: str, ids: Sequence[str], without: Collection[str] = ()
    ) -> dict[str, list[Captured]]:
        """The operations of these records that headquarters has not taken, in the order they were made.

        ``without``: ids of operations that are not looked at, as headquarters has just taken them.
        A refused operation comes without what was corrected since, a refused deletion not at all once the
        record was restored: it must not come back on top of the correction that headquarters has taken.
        """
        found: dict[str, list[Captured]] = {}
        asked = {"of_kind": kind, "ids": ids, "without": without}
        for one in read(self._connection, statements.UNSETTLED, asked):
            found.setdefault(one.id, []).append(one)
        refused = [id for id, of_record in found.items() if any(o.state == "refused" for o in of_record)]
        for id in refused:
            found[id] = self._uncorrected(kind, id, found[id])
        return found

    def _uncorrected(self, kind: str, id: str, waiting: Sequence[Captured]) -> list[Captured]:
        query = select(OUTBOX.c.seq, OUTBOX.c.action, OUTBOX.c.fields).where(
            OUTBOX.c.kind == kind, OUTBOX.c.id == id, OUTBOX.c.state != "dropped"
        )
        written: dict[str, int] = {}
        every = self._connection.execute(query.order_by(OUTBOX.c.seq)).all()
        for row in every:
            written |= dict.fromkeys(_says(row.action, row.fields), row.seq)
        kept = []
        for one in waiting:
            if one.state == "refused" and _DEATH in _says(one.action, ()) and written[_DEATH] > one.seq:
                continue
            fields = {
                name: pair
                for name, pair in one.fields.items()
                if one.state != "refused" or written[name] <= one.seq or _adds_up(kind, name)
            }
            if one.state == "refused":
                later = [row.fields for row in every if row.seq > one.seq]
                fields = {name: _left_of(kind, name, pair, later) for name, pair in fields.items()}
            if fields or not one.fields:
                kept.append(one.saying(fields))
        return kept

    def settle(self, acked: Mapping[str, int] | Sequence[str], refused: Mapping[str, Reason]) -> None:
        """Take operations out of the queue: acknowledged ones rest 30 days, refused ones keep a reason.

        ``acked`` may say at which revision each was taken.
        """
        taken = acked if isinstance(acked, Mapping) else dict.fromkeys(acked, 0)
        for rev in dict.fromkeys(taken.values()):
            ids = [op_id for op_id, at in taken.items() if at == rev]
            statements.SETTLE.run(self._connection, {"ids": ids, "now": self._now, "rev": rev})
        for op_id, reason in refused.items():
            self._connection.execute(
                update(OUTBOX)
                .where(OUTBOX.c.op_id == op_id)
                .values(
                    state="refused",
                    settled_at=self._now,
                    reason={"key": reason.key, "params": dict(reason.params)},
                )
            )

    def send_again(self) -> int:
        """Queue again what headquarters acknowledged in the last 30 days: it was restored from a backup.

        Offers do not go again: what is lost once more is offered anew, as it is by then.
        """
        again = update(OUTBOX).where(OUTBOX.c.state == "acked", OUTBOX.c.action.not_in(OFFERS))
        return self._connection.execute(again.values(state="pending", settled_at=None)).rowcount

    def unlearn(self, kind: str, held: Mapping[str, Local]) -> None:
        """Treat records as ones that headquarters does not have; what is shown stays."""
        self._digest(kind, [(local, None) for local in held.values()])
        self._drop_bases(kind, list(held))
        statements.advance(kind).run(self._connection, {"new_rev": 0, "ids": list(held)})

    # --- records ---------------------------------------------------------------------------------------

    def local(self, kind: str, ids: Iterable[str]) -> dict[str, Local]:
        """The records of ``ids`` that this laptop has."""
        wanted = list(ids)
        if not wanted:
            return {}
        kept = statements.BASES.all(self._connection, {"of_kind": kind, "ids": wanted})
        bases = {row.id: (row.doc, row.deleted) for row in kept}
        return documents.read(self._connection, kind, wanted, bases)

    def unknown(self, kind: str, ids: Sequence[str]) -> frozenset[str]:
        """Those of ``ids`` that are live records here and that headquarters has never had."""
        found = statements.unknown(kind).bare(self._connection, {"ids": ids}) if ids else ()
        return frozenset(id for (id,) in found)

    def ids(self, kind: str) -> list[str]:
        """Every record of a kind on this laptop, deleted ones too."""
        return [id for (id,) in statements.ids_of(kind).bare(self._connection)]

    def write(self, kind: str, incoming: Sequence[Incoming], held: Mapping[str, Local] | None = None) -> None:
        """Bring records to headquarters' state: row, version aside, history, digest; marked for the indexes.

        ``held``: the records as they are, where they have been read already.
        """
        if held is None:
            held = self.local(kind, [one.id for one in incoming])
        new = [_shown(one, held.get(one.id)) for one in incoming]
        self._digest(kind, [(held.get(one.id), one) for one in incoming])
        self._set_bases(kind, incoming, held)
        documents.write(self._connection, kind, new)
        self._remember(kind, new, held)
        names = rows.indexed(kind, self._indexing)
        rows.mark(self._connection, kind, [one.id for one in new if _reads_otherwise(one, held, names)])
        self._told((kind, one.id) for one in incoming)

    def advance(self, kind: str, held: Mapping[str, Local], incoming: Sequence[Incoming]) -> None:
        """Note that headquarters holds records just as this laptop shows them, with nothing waiting.

        ``held``: the records as they are. Only revisions, versions aside and the digest change.
        """
        self._digest(kind, [(held[one.id], one) for one in incoming])
        self._drop_bases(kind, [one.id for one in incoming if held[one.id].base is not None])
        by_rev: dict[int, list[str]] = {}
        for one in incoming:
            by_rev.setdefault(one.rev, []).append(one.id)
        for rev, ids in by_rev.items():
            statements.advance(kind).run(self._connection, {"new_rev": rev, "ids": ids})
        self._told((kind, one.id) for one in incoming)

    def leave(self, kind: str, ids: Sequence[str]) -> None:
        """Take records off this laptop: they left its scope and are not deleted."""
        held = self.local(kind, ids)
        self._digest(kind, [(local, None) for local in held.values()])
        self._drop_bases(kind, ids)
        rows.forget(self._connection, KINDS[kind], list(held))
        self.set(LEFT, str(int(self.get(LEFT, "0")) + 1))
        self._told((kind, id) for id in held)

    def outside(self, kind: str, left: Sequence[str], keep: Sequence[str] | None, limit: int) -> list[str]:
        """Records that lie in units not to be held (``app.store.units``)."""
        return units.outside(self._connection, KINDS[kind], left, keep, limit)

    def digests(self) -> dict[str, tuple[int, int]]:
        """Count and sum of headquarters' live records per kind, as this laptop holds them."""
        return {row.kind: (row.records, int(row.total)) for row in statements.DIGESTS.all(self._connection)}

    def record_run(self, started: datetime, ended: datetime, report: Mapping[str, Any]) -> None:
        """Keep the report of one sync for the sync centre (the last 200 stay) and drop what has rested."""
        run = {"started_at": started, "ended_at": ended, "report": dict(report)}
        newest = statements.KEEP_RUN.one(self._connection, run).seq
        statements.SWEEP_RUNS.run(self._connection, {"newest": newest, "kept": KEEP_RUNS})
        if newest % SWEEP_EVERY == 0:
            statements.SWEEP_ACKED.run(self._connection, {"before": self._now - KEEP_ACKED})

    # --- parts of write --------------------------------------------------------------------------------

    def _remember(self, kind: str, new: Sequence[Local], held: Mapping[str, Local]) -> None:
        """Write the history of records that are written; what a new one began with is the row itself."""
        first = [one.id for one in new if one.id not in held]
        if first:
            stamp = {"in_change": self._change_id, "now": self._now, "ids": first}
            statements.remember_new(kind).run(self._connection, stamp)
        entries = []
        for one in new if held else ():
            action, fields = _what_happened(kind, held.get(one.id, one), one)
            if action:
                at = self._now if one.changed_at is None else EPOCH + one.changed_at * _MILLISECOND
                entries.append(
                    {"change_id": self._change_id, "kind": kind, "id": one.id, "action": action}
                    | {"at": at, "by": one.changed_by or "", "origin": SYNC, "fields": fields}
                )
        statements.REMEMBER.run_many(self._connection, entries)

    def _set_bases(self, kind: str, incoming: Sequence[Incoming], held: Mapping[str, Local]) -> None:
        written = (held.get(one.id) for one in incoming)
        self._drop_bases(kind, [one.id for one in written if one is not None and one.base is not None])
        kept = [
            {"kind": kind, "id": one.id, "deleted": one.hq_deleted, "doc": one.hq_doc}
            for one in incoming
            if one.waiting and one.rev
        ]
        statements.KEEP_BASES.run_many(self._connection, kept)

    def _drop_bases(self, kind: str, ids: Sequence[str]) -> None:
        if ids:
            statements.DROP_BASES.run(self._connection, {"of_kind": kind, "ids": ids})

    def _digest(self, kind: str, pairs: Sequence[tuple[Local | None, Incoming | None]]) -> None:
        count, total = self.digests().get(kind, (0, 0))
        for was, now in pairs:
            if was is not None and was.rev and not was.hq_deleted:
                count, total = count - 1, total - record_sum(kind, was.id, was.hq_doc)
            if now is not None and now.rev and not now.hq_deleted:
                count, total = count + 1, total + record_sum(kind, now.id, now.hq_doc)
        self.set_digest(kind, count, total % (1 << 64))

    def set_digest(self, kind: str, count: int, total: int) -> None:
        """Keep how many records of a kind headquarters has here, and their sum."""
        values = {"kind": kind, "records": count, "total": str(total)}
        statements.KEEP_DIGEST.run(self._connection, values)

    def _told(self, ids: Iterable[tuple[str, str]]) -> None:
        self.changes = self.changes.joined([ChangeSet(frozenset(ids), SYNC)])


def _says(action: str, fields: Iterable[str]) -> set[str]:
    """What an operation speaks about: its fields, and whether the record is deleted."""
    return {*fields, _DEATH} if action in ("delete", "restore") else set(fields)


def _adds_up(kind: str, name: str) -> bool:
    """Whether edits of the field are joined, so that a later one does not replace an earlier."""
    field = KINDS[kind].fields.get(name)
    return field is not None and field.merge in (Merge.UNION, Merge.TEXT)


def _left_of(
    kind: str, name: str, pair: tuple[Any, Any], later: Iterable[Mapping[str, Any]]
) -> tuple[Any, Any]:
    """A refused change of a set without the members that were added or taken out again since."""
    field = KINDS[kind].fields.get(name)
    if field is None or field.merge is not Merge.UNION:
        return pair
    before, after = pair[0] or [], pair[1] or []
    since: set[Any] = set()
    for fields in later:
        old, new = fields.get(name, ((), ()))
        since |= set(old or ()) ^ set(new or ())
    kept = [one for one in after if one in before or one not in since]
    return pair[0], kept + [one for one in before if one not in after and one in since] or None


def _shown(one: Incoming, was: Local | None) -> Local:
    """The record as it is to be written."""
    at = one.at if one.at is not None or was is None else was.changed_at
    by = one.by or (was.changed_by if was is not None else None)
    return Local(one.id, one.rev, one.deleted, one.doc, changed_at=at, changed_by=by)


def _reads_otherwise(one: Local, held: Mapping[str, Local], names: Collection[str]) -> bool:
    """Whether the indexes, which look at ``names``, have to follow."""
    if not names or (was := held.get(one.id)) is None:
        return bool(names)
    return one.deleted != was.deleted or any(one.doc.get(name) != was.doc.get(name) for name in names)


def _what_happened(kind: str, was: Local, now: Local) -> tuple[str, Fields]:
    """The history entry that a row from headquarters earns; ("", {}) where nothing changed for the reader."""
    fields = {
        name: (was.doc.get(name), now.doc.get(name))
        for name in (KINDS[kind].fields if was.doc != now.doc else ())
        if was.doc.get(name) != now.doc.get(name)
    }
    if was.deleted != now.deleted:
        return ("delete" if now.deleted else "restore"), fields
    return ("update", fields) if fields else ("", {})
