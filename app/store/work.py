"""The unit of work: the only way a person's change reaches the file.

Rows, history and outbox operations are written in the same transaction, one operation per changed row with
only its changed fields (``sync.md`` Capture), so that row = headquarters' version + waiting operations.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, text

from app.model.changes import LOCAL, ChangeSet
from app.model.columns import EPOCH
from app.model.identity import Randomness, operation_id, record_id
from app.model.prepared import Prepared
from app.model.record import EVERYBODY
from app.model.registry import KINDS, Kind
from app.model.row import Row
from app.model.values import document, to_wire
from app.store import errors, rows
from app.store.indexing import Indexing
from app.store.pointers import pointing
from app.store.tables import BASE, CHANGE, HISTORY, META, OUTBOX

USER = "user"  # under these names the store remembers what headquarters says: this person, the unit
UNIT_ID = "unit_id"
UNIT_NAME = "unit"
ROLE = "role"  # of this person: officer, leader or hq
PACK = "pack"  # the policy pack that headquarters judges by
RULES_KEY = "rules_key"  # its public key, by which what it publishes is known (base64)
HQ_TIME = "hq_time"  # headquarters' clock in milliseconds when it was last heard

# States of an operation that headquarters has not taken. The others: acked, and dropped (given up here).
WAITING = ("pending", "refused")

_OWNER = Prepared(select(META.c.name, META.c.value).where(META.c.name.in_((USER, UNIT_ID))))
_RAISE_COUNTER = Prepared(
    text(
        "INSERT INTO meta (name, value) VALUES ('counter', '1') "
        "ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) RETURNING value"
    ).columns(META.c.value)
)
_HELD_BASES = Prepared(select(BASE.c.kind, BASE.c.id).where(BASE.c.id.in_(bindparam("ids", expanding=True))))
_LAST_MADE = Prepared(
    select(HISTORY.c.fields)
    .where(HISTORY.c.kind == bindparam("of_kind"), HISTORY.c.action == "create")
    .where(HISTORY.c.origin == bindparam("of_origin"))
    .order_by(HISTORY.c.seq.desc())
    .limit(1)
)
_KEEP_CHANGE, _KEEP_BASES, _QUEUE, _REMEMBER = (
    Prepared(insert(table)) for table in (CHANGE, BASE, OUTBOX, HISTORY)
)

LASTING = "keep"  # the role of a step that undo passes over: what it wrote stays as it is

Fields = dict[str, tuple[Any, Any]]  # name → (before, after) in wire values
_DELETED = "deleted"  # among names of fields: whether the record is deleted


@dataclass
class _Touched:
    kind: Kind
    before: rows.Columns | None  # None: the record is new
    now: rows.Columns
    shown: set[str] = field(default_factory=set)  # what changes on the screen only: nothing of it is queued


def known_kind(name: str) -> Kind:
    """The kind called ``name``.

    Raises:
        UnknownKind: this version has no such kind.
    """
    if (kind := KINDS.get(name)) is None:
        raise errors.UnknownKind(kind=name, known=", ".join(KINDS))
    return kind


class UnitOfWork:
    """Changes made together: all or nothing, one undo step. Not for two threads."""

    def __init__(
        self,
        connection: Connection,
        *,
        actor: str,
        label: str,
        now: datetime,
        randomness: Randomness,
        indexing: Indexing,
        role: str = "do",
        target: str | None = None,
    ) -> None:
        self.actor = actor
        self.now = now.replace(microsecond=now.microsecond // 1000 * 1000)  # as the file keeps it
        self.changes = ChangeSet(frozenset())
        self.counter = 0  # the store's write counter once this is written; 0: nothing was
        self._connection = connection
        self.randomness = randomness
        self._indexing = indexing
        self._change_id = record_id(self._milliseconds, randomness)
        self._step = {"label": label, "role": role, "target": target}
        self._touched: dict[tuple[str, str], _Touched] = {}

    @cached_property
    def _owner(self) -> dict[str, str]:
        """Who the laptop is to headquarters, so that new records need no correction; empty when alone."""
        return {row.name: row.value for row in _OWNER.all(self._connection) if row.value}

    @property
    def _milliseconds(self) -> int:
        return (self.now - EPOCH) // timedelta(milliseconds=1)

    def create(self, kind: str, values: Mapping[str, Any], *, id: str = "") -> str:
        """Make a record from Python values and return its id; fields left out stay empty."""
        known = known_kind(kind)
        _check_fields(known, values)
        new_id = id or record_id(self._milliseconds, self.randomness, len(self._touched))
        columns: rows.Columns = {c.name: None for c in known.table.columns}
        columns |= {"id": new_id, "rev": 0, "deleted": False}
        columns |= {"created_at": self.now, "created_by": self._owner.get(USER) or self.actor}
        columns["unit_id"] = EVERYBODY if known.for_everybody else self._owner.get(UNIT_ID) or None
        columns |= values
        self._touched[kind, new_id] = _Touched(known, None, columns)
        return new_id

    def update(self, kind: str, id: str, values: Mapping[str, Any]) -> None:
        """Change the named fields of a record; the others stay."""
        touched = self._touch(kind, id)
        _check_fields(touched.kind, values)
        touched.now |= values

    def show(self, kind: str, id: str, values: Mapping[str, Any], *, deleted: bool | None = None) -> None:
        """Change what is shown of a record and queue nothing: the outbox says it already, or no longer."""
        touched = self._touch(kind, id)
        _check_fields(touched.kind, values)
        touched.now |= values
        touched.shown |= values.keys()
        if deleted is not None:
            touched.now["deleted"] = deleted
            touched.shown.add(_DELETED)

    def delete(self, kind: str, id: str) -> None:
        """Mark a record deleted; its values stay, so that it can be restored."""
        self._touch(kind, id).now["deleted"] = True

    def restore(self, kind: str, id: str) -> None:
        """Bring a deleted record back."""
        now = self._touch(kind, id).now
        now["deleted"] = False
        if "merged_into" in now:
            now["merged_into"] = None  # a live record is nobody else

    def row(self, kind: str, id: str) -> Row | None:
        """The record as this unit of work sees it, changes included."""
        try:
            touched = self._touch(kind, id)
        except errors.RecordNotFound:
            return None
        now = touched.now
        values = rows.record_values(touched.kind, now)
        return Row(kind, id, values, now["rev"], now["deleted"], now["changed_at"], now["changed_by"])

    def last_made(self, kind: str) -> dict[str, Any]:
        """What the newest record of a kind made on this laptop began with, in wire values; {} where none was.

        From history, which stays when the record has left this laptop since.
        """
        found = _LAST_MADE.one(self._connection, {"of_kind": kind, "of_origin": LOCAL})
        return {name: after for name, (_, after) in found.fields.items()} if found is not None else {}

    def pointing(self, kind: str, id: str) -> list[tuple[str, str]]:
        """Kind and id of every live record that pointed at this one when the unit of work began."""
        return pointing(self._connection, kind, [id])

    def _touch(self, kind: str, id: str) -> _Touched:
        if (kind, id) not in self._touched:
            known = known_kind(kind)
            found = rows.load(self._connection, known, [id]).get(id)
            if found is None:
                raise errors.RecordNotFound(kind=kind, id=id)
            self._touched[kind, id] = _Touched(known, found, dict(found))
        return self._touched[kind, id]

    def flush(self) -> None:
        """Write everything gathered; called once, by the store, before it commits."""
        actions = [(t, action, fields) for t in self._touched.values() for action, fields in _actions(t)]
        if not actions:
            return
        self._keep_bases([t for t, _, _ in actions])
        self._save_rows({id(t): t for t, _, _ in actions}.values())
        self._capture(actions)
        step = {"change_id": self._change_id, "actor": self.actor, "at": self.now, "undone": False}
        if any(t.kind.lasting and t.before is None for t, _, _ in actions):
            self._step["role"] = LASTING
        _KEEP_CHANGE.run(self._connection, step | self._step)
        self.counter = raise_counter(self._connection)
        ids = frozenset((t.kind.name, t.now["id"]) for t, _, _ in actions)
        self.changes = ChangeSet(ids, LOCAL, self._change_id)

    def _keep_bases(self, touched: list[_Touched]) -> None:
        """Put headquarters' version aside where this is the first waiting change on top of it."""
        wanted = {(t.kind.name, t.now["id"]): t for t in touched if t.before and t.before["rev"]}
        ids = [record for _, record in wanted]
        held = {(row.kind, row.id) for row in _HELD_BASES.all(self._connection, {"ids": ids})} if ids else ()
        new = [
            {
                "kind": kind,
                "id": record,
                "deleted": t.before["deleted"],
                "doc": stored_document(t.kind, t.before),
            }
            for (kind, record), t in wanted.items()
            if (kind, record) not in held and t.before
        ]
        _KEEP_BASES.run_many(self._connection, new)

    def _save_rows(self, touched: Any) -> None:
        by_kind: dict[str, list[_Touched]] = {}
        for one in touched:
            one.now |= {"changed_at": self.now, "changed_by": self.actor}
            by_kind.setdefault(one.kind.name, []).append(one)
        for kind, some in by_kind.items():
            before = {one.now["id"]: one.before for one in some if one.before}
            rows.save(self._connection, KINDS[kind], [one.now for one in some], before, self._indexing)

    def _capture(self, actions: list[tuple[_Touched, str, Fields]]) -> None:
        outbox, history = [], []
        for touched, action, fields in actions:
            common = {"change_id": self._change_id, "kind": touched.kind.name, "id": touched.now["id"]}
            common |= {"action": action, "fields": fields}
            history.append(common | {"at": self.now, "by": self.actor, "origin": LOCAL})
            if (queued := self._queued(touched, action, fields)) is not None:
                outbox.append(
                    common
                    | {"action": queued[0], "fields": queued[1]}
                    | {"op_id": operation_id(self.randomness), "base_rev": touched.now["rev"]}
                    | {"at": self._milliseconds, "state": "pending"}
                )
        _QUEUE.run_many(self._connection, outbox)
        _REMEMBER.run_many(self._connection, history)

    def _queued(self, touched: _Touched, action: str, fields: Fields) -> tuple[str, Fields] | None:
        """What is to be sent of a change; None where the outbox needs nothing for it."""
        if action == "update":
            queued = {name: pair for name, pair in fields.items() if name not in touched.shown}
            return (action, queued) if queued and not self._made_anew(touched) else None
        if action != "create" and _DELETED in touched.shown:
            return None
        if action == "restore" and self._made_anew(touched):
            made = document(touched.kind, touched.now)
            return "create", {name: (None, value) for name, value in made.items()}
        return action, fields

    def _made_anew(self, touched: _Touched) -> bool:
        """Whether a restored record must be created at headquarters: its creation was given up."""
        before = touched.before
        if before is None or before["rev"] or not before["deleted"] or touched.now["deleted"]:
            return False
        creation = select(OUTBOX.c.seq).where(
            OUTBOX.c.kind == touched.kind.name,
            OUTBOX.c.id == touched.now["id"],
            OUTBOX.c.action == "create",
            OUTBOX.c.state.in_(WAITING),
        )
        return self._connection.execute(creation).first() is None


def _check_fields(kind: Kind, values: Mapping[str, Any]) -> None:
    for name in values:
        if name not in kind.fields:
            raise errors.UnknownField(field=name, kind=kind.name, name=name, known=", ".join(kind.fields))


def _actions(touched: _Touched) -> list[tuple[str, Fields]]:
    """The operations that lead from the row before to the row now, in an order headquarters can follow."""
    kind, before, now = touched.kind, touched.before, touched.now
    if before is None:
        made = {name: (None, value) for name, value in document(kind, now).items()}
        return [] if now["deleted"] else [("create", made)]
    fields = changed_fields(kind, before, now)
    change: list[tuple[str, Fields]] = [("update", fields)] if fields else []
    if before["deleted"] == now["deleted"]:
        return change
    return [*change, ("delete", {})] if now["deleted"] else [("restore", {}), *change]


def changed_fields(kind: Kind, before: Mapping[str, Any], now: Mapping[str, Any]) -> Fields:
    """The fields that differ, with both values as the wire writes them."""
    found: Fields = {}
    for name, spec in kind.fields.items():
        if before[name] != now[name]:
            pair = to_wire(spec, before[name]), to_wire(spec, now[name])
            if pair[0] != pair[1]:
                found[name] = pair
    return found


def stored_document(kind: Kind, columns: Mapping[str, Any]) -> dict[str, Any]:
    """A row as a document, with the fields that only a newer version knows."""
    return document(kind, columns) | (columns["extra"] or {})


def raise_counter(connection: Connection) -> int:
    """Count one more acknowledged write; a counter that went back shows a restored image (trust.md 4.4)."""
    return int(_RAISE_COUNTER.one(connection).value)
