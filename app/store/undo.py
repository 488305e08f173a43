"""Undo and redo as ordinary changes: the inverse of a change group, written through the unit of work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select, update

from app.model.changes import ChangeSet
from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.model.values import from_wire, to_wire
from app.store.tables import CHANGE, HISTORY
from app.store.work import LASTING, UnitOfWork

UNDOABLE = ("do", "redo")


_NEWEST = select(CHANGE).order_by(CHANGE.c.seq.desc()).limit(1)
_NEXT_UNDO = Prepared(_NEWEST.where(CHANGE.c.undone.is_(False), CHANGE.c.role.in_(UNDOABLE)))
_LAST_STEP = Prepared(
    _NEWEST.where(or_(CHANGE.c.role == "do", and_(CHANGE.c.role == "undo", CHANGE.c.undone.is_(False))))
)
_PASSED = Prepared(
    select(CHANGE.c.label)
    .where(CHANGE.c.role == LASTING, CHANGE.c.seq > bindparam("of_seq"))
    .order_by(CHANGE.c.seq.desc())
)
_ENTRIES = Prepared(
    select(HISTORY).where(HISTORY.c.change_id == bindparam("of_change")).order_by(HISTORY.c.seq.desc())
)
_UNDONE = Prepared(update(CHANGE).where(CHANGE.c.seq == bindparam("of_seq")).values(undone=True))


@dataclass(frozen=True)
class Undone:
    """What was undone or redone.

    ``kept`` names fields (kind, id, name) left alone because they changed again since; the name is "" for a
    record that is no longer on this laptop. ``lasting``: labels of later steps that undo passed over, newest
    first, because what they wrote is never taken back.
    """

    label: str
    changes: ChangeSet
    kept: tuple[tuple[str, str, str], ...] = field(default=())
    lasting: tuple[str, ...] = field(default=())


def next_undo(connection: Connection) -> Any:
    """The change group that undo would take back, or None."""
    return _NEXT_UNDO.one(connection)


def next_redo(connection: Connection) -> Any:
    """The undo that redo would take back, or None where something new was done since.

    Something new counts even when it was undone itself: what it ended must not come back.
    """
    last = _LAST_STEP.one(connection)
    return last if last is not None and last.role == "undo" else None


def passed_over(connection: Connection, step: Any) -> tuple[str, ...]:
    """Labels of what was done after ``step`` and lasts."""
    return tuple(row.label for row in _PASSED.all(connection, {"of_seq": step.seq}))


def invert(connection: Connection, work: UnitOfWork, step: Any) -> tuple[tuple[str, str, str], ...]:
    """Write the inverse of ``step`` through ``work``; return the fields that were left alone.

    A field that changed again since (a colleague's edit that sync brought) keeps its newer value: undo
    takes back what this person did, never what another did after.
    """
    kept: list[tuple[str, str, str]] = []
    for entry in _ENTRIES.all(connection, {"of_change": step.change_id}):
        match entry.action:
            case "create" | "restore" | "delete" if work.row(entry.kind, entry.id) is None:
                kept.append((entry.kind, entry.id, ""))
            case "create" | "restore":
                work.delete(entry.kind, entry.id)
            case "delete":
                work.restore(entry.kind, entry.id)
            case _:
                kept += _put_back(work, entry.kind, entry.id, entry.fields)
    _UNDONE.run(connection, {"of_seq": step.seq})
    return tuple(kept)


def _put_back(
    work: UnitOfWork, kind: str, id: str, fields: Mapping[str, tuple[Any, Any]]
) -> list[tuple[str, str, str]]:
    row = work.row(kind, id)
    if row is None:
        return [(kind, id, name) for name in fields]
    specs = KINDS[kind].fields
    back, kept = {}, []
    for name, (before, after) in fields.items():
        now = to_wire(specs[name], row[name])
        if now == after:
            back[name] = from_wire(specs[name], before)
        elif now != before:  # bringing the record back may have put it right already
            kept.append((kind, id, name))
    work.update(kind, id, back)
    return kept
