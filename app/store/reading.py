"""Reading: ids in order, rows by key, history. Everything returned is frozen; nothing here writes."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Connection,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    text,
)

from app.model.prepared import Prepared
from app.model.registry import KINDS, Kind
from app.model.row import Row
from app.store import errors, rows
from app.store.indexing import Indexing
from app.store.pointers import pointing
from app.store.tables import HISTORY, OUTBOX
from app.store.work import WAITING, known_kind

Condition = Callable[[Any, Any], ColumnElement[bool]]
_CARD = KINDS["conflict"].table.c
_IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
_WAITING = Prepared(
    select(OUTBOX.c.id, OUTBOX.c.state, func.count().label("n"))
    .where(OUTBOX.c.kind == bindparam("of_kind"), OUTBOX.c.id.in_(_IDS), OUTBOX.c.state.in_(WAITING))
    .group_by(OUTBOX.c.id, OUTBOX.c.state)
)
_DISPUTED = Prepared(
    select(_CARD.target_id)
    .where(_CARD.status == "open", _CARD.deleted.is_(False))
    .where(_CARD.target_kind == bindparam("of_kind"), _CARD.target_id.in_(_IDS))
)
OPERATIONS: Mapping[str, Condition] = {
    "eq": lambda column, value: column == value,
    "ne": lambda column, value: or_(column != value, column.is_(None)),
    "in": lambda column, value: column.in_(list(value)),
    "contains": lambda column, value: column.contains(value, autoescape=True),
    "ge": lambda column, value: column >= value,
    "le": lambda column, value: column <= value,
    "lt": lambda column, value: column < value,
    "empty": lambda column, value: column.is_(None),
    "filled": lambda column, value: column.is_not(None),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on a list. ``op``: one of ``OPERATIONS``; ``value`` in Python values."""

    field: str
    op: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of the global search."""

    kind: str
    id: str
    title: str
    row: Row


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of one record: ``fields`` name → (before, after) in wire values."""

    at: datetime
    by: str
    action: str
    origin: str
    fields: dict[str, tuple[Any, Any]]
    change_id: str


def read_rows(connection: Connection, kind: str, ids: Sequence[str]) -> list[Row]:
    """The records of ``ids`` that exist, in that order, with what waits for each."""
    known = known_kind(kind)
    found = rows.load(connection, known, ids)
    waiting = _waiting(connection, kind, list(found))
    disputed = _disputed(connection, kind, list(found))
    return [
        Row(
            kind=kind,
            id=id,
            values=rows.record_values(known, found[id]),
            rev=found[id]["rev"],
            deleted=found[id]["deleted"],
            changed_at=found[id]["changed_at"],
            changed_by=found[id]["changed_by"],
            pending=waiting[id, "pending"],
            refused=waiting[id, "refused"],
            in_conflict=id in disputed,
        )
        for id in ids
        if id in found
    ]


def _waiting(connection: Connection, kind: str, ids: list[str]) -> Counter[tuple[str, str]]:
    found = _WAITING.all(connection, {"of_kind": kind, "ids": ids}) if ids else ()
    return Counter({(row.id, row.state): row.n for row in found})


def _disputed(connection: Connection, kind: str, ids: list[str]) -> set[str]:
    found = _DISPUTED.all(connection, {"of_kind": kind, "ids": ids}) if ids else ()
    return {row.target_id for row in found}


def condition(kind: Kind, one: Filter) -> ColumnElement[bool]:
    """A filter in SQL.

    Raises:
        UnknownField: the kind has no such field.
    """
    if one.field not in kind.table.c:
        raise errors.UnknownField(
            field=one.field, kind=kind.name, name=one.field, known=", ".join(kind.fields)
        )
    return OPERATIONS[one.op](kind.table.c[one.field], one.value)


def standing(kind: Kind, filters: Iterable[Filter], *, deleted: bool = False) -> ColumnElement[bool]:
    """Whether a record is live, or ``deleted``, said so that SQLite takes the best index there is.

    Every kind has an index of its live records. SQLite knows no figures and takes that before the index of a
    reference: it would read 200,000 visits for the three of one firm. The "+" keeps it from doing so.
    """
    column = kind.table.c.deleted
    if any(_finds_few(kind, one) for one in filters):
        return literal_column("+deleted", Boolean).is_(deleted)
    return column.is_(deleted)


def _finds_few(kind: Kind, one: Filter) -> bool:
    column = kind.table.c.get(one.field)
    return column is not None and bool(column.index) and one.op in ("eq", "in") and one.value is not None


def read_hits(
    connection: Connection, indexing: Indexing, typed: str, limit: int, kinds: Sequence[str]
) -> list[Hit]:
    """The best matches over all kinds: names before other words, newest first within each."""
    expression = indexing.match(typed)
    if not expression:
        return []
    found: dict[tuple[str, str], str] = {}
    for scope in ("{title} : ", ""):
        query = text(
            "SELECT d.kind, d.id, d.title FROM search s JOIN search_doc d ON d.docid = s.rowid "
            "WHERE search MATCH :expression ORDER BY s.rowid DESC LIMIT :limit"
        ).bindparams(expression=f"{scope}({expression})", limit=limit if not kinds else limit * 10)
        for kind, id, title in connection.execute(query):
            if len(found) == limit:
                break
            if not kinds or kind in kinds:
                found.setdefault((kind, id), title)
        if len(found) == limit:
            break
    return _with_rows(connection, found)


def _with_rows(connection: Connection, found: dict[tuple[str, str], str]) -> list[Hit]:
    by_kind: dict[str, list[str]] = {}
    for kind, id in found:
        by_kind.setdefault(kind, []).append(id)
    loaded = {
        (kind, row.id): row for kind, ids in by_kind.items() for row in read_rows(connection, kind, ids)
    }
    return [Hit(kind, id, title, loaded[kind, id]) for (kind, id), title in found.items()]


def read_referring(connection: Connection, kind: str, id: str) -> list[Row]:
    """Every live record that points at this one, attachments included, newest first within each kind."""
    by_kind: dict[str, list[str]] = {}
    for other, found in pointing(connection, kind, [id]):
        by_kind.setdefault(other, []).append(found)
    return [row for other, ids in by_kind.items() for row in read_rows(connection, other, ids)]


def read_history(connection: Connection, kind: str, id: str) -> list[HistoryEntry]:
    """Everything that happened to a record, newest first."""
    query = select(HISTORY).where(HISTORY.c.kind == kind, HISTORY.c.id == id)
    return [
        HistoryEntry(
            at=row.at,
            by=row.by,
            action=row.action,
            origin=row.origin,
            fields={name: (pair[0], pair[1]) for name, pair in row.fields.items()},
            change_id=row.change_id,
        )
        for row in connection.execute(query.order_by(HISTORY.c.seq.desc()))
    ]
