"""Rows that only a newer version can read: carried, counted, and made records once this version can.

Rows of kinds that this version does not know count in the digest as they came, so that both ends agree. At
the first opening after an upgrade they become records, and values carried in ``extra`` move into their
columns; nothing has to be read again (sync.md, guarantee 8).

What a restored headquarters lost of them stays set aside, and counts no more unless it comes again: nobody
here can say whether it went elsewhere meanwhile. After an upgrade it is offered like any other record.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, String, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from app.model.identity import Randomness
from app.model.prepared import Prepared
from app.model.registry import KINDS, Kind
from app.model.values import is_readable, python_values, record_sum
from app.store import offering, rows, units
from app.store.indexing import Indexing
from app.store.replica import Incoming, Replica
from app.store.tables import HQ_DIGEST, PARKED

Parked = Mapping[str, Any]  # rev, deleted, left, at, by, doc

_KEEP = insert(PARKED)
_KINDS = Prepared(select(PARKED.c.kind).distinct().order_by(PARKED.c.kind))


@cache
def _carrying(kind: str) -> Prepared:
    table = KINDS[kind].table
    return Prepared(select(table).where(table.c.extra.is_not(None)))


def park(connection: Connection, kind: str, rows_by_id: Mapping[str, Parked]) -> None:
    """Keep rows as they came; one that left this laptop's scope is dropped."""
    _drop(connection, kind, list(rows_by_id))
    kept = {id: row for id, row in rows_by_id.items() if not row["left"]}
    if not kept:
        return
    counted = kind not in KINDS  # a record that cannot be read any more keeps counting as it was
    values = [{"kind": kind, "id": id, "row": {**row, "counted": counted}} for id, row in kept.items()]
    connection.execute(_KEEP, values)
    if counted:
        _count(connection, kind, kept, 1)


def set_aside(connection: Connection, losses: Sequence[tuple[int, int]]) -> None:
    """Count what has a revision between those of one of ``losses`` no more: headquarters lost it."""
    for kind in _kinds(connection):
        lost = {
            id: row
            for id, row in _parked(connection, kind).items()
            if row.get("counted") and any(after < row["rev"] < before for after, before in losses)
        }
        _drop(connection, kind, list(lost))
        aside = {id: {**row, "counted": False, "lost": True} for id, row in lost.items()}
        values = [{"kind": kind, "id": id, "row": row} for id, row in aside.items()]
        if values:
            connection.execute(_KEEP, values)


def unpark(connection: Connection, left: Sequence[str], keep: Sequence[str] | None) -> None:
    """Drop what was parked of units of ``left``, or of none of ``keep``."""
    unit = func.json_extract(PARKED.c.row, "$.doc.unit_id", type_=String)
    found = connection.execute(select(PARKED.c.kind, PARKED.c.id).where(units.lies_outside(unit, left, keep)))
    for kind, id in found.all():
        _drop(connection, kind, [id])


def adopt(replica: Replica, now: datetime, chance: Randomness) -> int:
    """Make records of what this version can read now; returns how many rows changed.

    What headquarters lost is offered, and is headquarters' own again once it comes from there.
    """
    adopted, connection = 0, replica.connection
    waiting = _kinds(connection)
    for kind in KINDS.values():
        parked = _parked(connection, kind.name) if kind.name in waiting else {}
        ready = {id: row for id, row in parked.items() if is_readable(kind, row["doc"])}
        _drop(connection, kind.name, list(ready))
        if kind.hq_made:  # what headquarters lost of these it makes anew
            ready = {id: row for id, row in ready.items() if not row.get("lost")}
        if ready:
            replica.write(kind.name, [_incoming(id, row) for id, row in ready.items()])
            lost = replica.local(kind.name, [id for id, row in ready.items() if row.get("lost")])
            offering.offer(replica, kind.name, lost, now, chance)
        adopted += len(ready) + _unfold(connection, kind, replica.indexing)
    return adopted


def _incoming(id: str, row: Parked) -> Incoming:
    doc, gone = row["doc"], row["deleted"]
    return Incoming(id, row["rev"], doc, gone, doc, gone, waiting=False, at=row["at"], by=row["by"])


def _kinds(connection: Connection) -> list[str]:
    """The kinds of which something is parked."""
    return [row.kind for row in _KINDS.all(connection)]


def _parked(connection: Connection, kind: str) -> dict[str, Parked]:
    query = select(PARKED.c.id, PARKED.c.row).where(PARKED.c.kind == kind)
    return {row.id: row.row for row in connection.execute(query)}


def _unfold(connection: Connection, kind: Kind, indexing: Indexing) -> int:
    """Move values out of ``extra`` into the columns that this version has for them."""
    before = {row["id"]: row for row in _carrying(kind.name).dicts(connection)}
    after = []
    for columns in before.values():
        known = {name: value for name, value in columns["extra"].items() if name in kind.fields}
        if known and is_readable(kind, known):
            values = python_values(kind, known)
            rest = {name: value for name, value in columns["extra"].items() if name not in known}
            after.append({**columns, **{name: values[name] for name in known}, "extra": rest or None})
    rows.save(connection, kind, after, before, indexing)
    return len(after)


def _drop(connection: Connection, kind: str, ids: Sequence[str]) -> None:
    known = _parked(connection, kind) if ids else {}
    old = {id: known[id] for id in ids if id in known}
    _count(connection, kind, {id: row for id, row in old.items() if row.get("counted")}, -1)
    for id in old:
        connection.execute(delete(PARKED).where(PARKED.c.kind == kind, PARKED.c.id == id))


def _count(connection: Connection, kind: str, parked: Mapping[str, Parked], sign: int) -> None:
    live = [(id, row["doc"]) for id, row in parked.items() if not row["deleted"]]
    if not live:
        return
    held = connection.execute(select(HQ_DIGEST).where(HQ_DIGEST.c.kind == kind)).one_or_none()
    count, total = (held.records, int(held.total)) if held is not None else (0, 0)
    total += sign * sum(record_sum(kind, id, doc) for id, doc in live)
    values = {"records": count + sign * len(live), "total": str(total % (1 << 64))}
    statement = insert(HQ_DIGEST).values(kind=kind, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["kind"], set_=values))
