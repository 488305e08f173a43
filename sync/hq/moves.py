"""The log of records that went from one unit to another, for the laptops they left and for late edits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from sqlalchemy import Connection, and_, bindparam, exists, insert, select

from app.model.prepared import Prepared
from sync.hq.records import Key
from sync.hq.scopes import SCOPES, Scope
from sync.hq.tables import MOVED, RECORD

# An edit made before a move is taken this long after it; later ones go to headquarters' attention.
LATE_EDITS = timedelta(days=180)

_OF_RECORDS = Prepared(
    select(MOVED.c.kind, MOVED.c.id, MOVED.c.rev, MOVED.c.from_unit, MOVED.c.to_unit, MOVED.c.at)
    .where(MOVED.c.tenant == bindparam("of_tenant"), MOVED.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(MOVED.c.rev)
)


@dataclass(frozen=True, slots=True)
class Move:
    """One record's way from a unit to another at revision ``rev``; ``at`` in ms."""

    rev: int
    from_unit: str
    to_unit: str
    at: int


def note(connection: Connection, tenant: int, moves: Mapping[Key, Move]) -> None:
    """Write the moves of one revision down."""
    rows = [
        {"tenant": tenant, "kind": kind, "id": id, "rev": move.rev, "at": move.at}
        | {"from_unit": move.from_unit, "to_unit": move.to_unit}
        for (kind, id), move in moves.items()
    ]
    if rows:
        connection.execute(insert(MOVED), rows)


def of_records(connection: Connection, tenant: int, keys: Iterable[Key]) -> dict[Key, list[Move]]:
    """Every move of the records named."""
    wanted = set(keys)
    if not wanted:
        return {}
    ids = sorted({id for _, id in wanted})
    found: dict[Key, list[Move]] = {}
    for kind, id, *move in _OF_RECORDS.bare(connection, {"of_tenant": tenant, "ids": ids}):
        if (kind, id) in wanted:
            found.setdefault((kind, id), []).append(Move(*move))
    return found


def left(
    connection: Connection, tenant: int, visible: Scope, after: int, *, limit: int
) -> list[tuple[int, Key]]:
    """The first ``limit`` moves after a revision out of what is ``visible``, of records that stay away."""
    if visible.rest != "none":
        return []
    found = _left(tenant, visible).all(connection, {"after": after, "most": limit})
    return [(row.rev, (row.kind, row.id)) for row in found]


@lru_cache(maxsize=SCOPES)
def _left(tenant: int, visible: Scope) -> Prepared:
    same = and_(RECORD.c.tenant == MOVED.c.tenant, RECORD.c.kind == MOVED.c.kind, RECORD.c.id == MOVED.c.id)
    return Prepared(
        select(MOVED.c.rev, MOVED.c.kind, MOVED.c.id)
        .where(MOVED.c.tenant == tenant, visible.clause(MOVED.c.from_unit))
        .where(MOVED.c.rev > bindparam("after"))
        .where(~exists().where(same, visible.clause(RECORD.c.unit)))
        .order_by(MOVED.c.rev)
        .limit(bindparam("most"))
    )
