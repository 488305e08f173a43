"""The records that were here when everything began to be read afresh, and that have not come since.

A record that is still among them at the end of the feed is one that headquarters does not have (any more).
"""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, literal, select

from app.model.registry import KINDS
from app.store.tables import UNCONFIRMED

_AT_ONCE = 500


def begin(connection: Connection) -> None:
    """List every record that headquarters is thought to have."""
    forget(connection)
    for kind in KINDS.values():
        known = select(literal(kind.name), kind.table.c.id).where(kind.table.c.rev > 0)
        connection.execute(insert(UNCONFIRMED).from_select(["kind", "id"], known))


def confirm(connection: Connection, kind: str, ids: Iterable[str]) -> None:
    """Take records off the list: they came, or headquarters said what they are."""
    wanted = list(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        some = UNCONFIRMED.c.id.in_(wanted[start : start + _AT_ONCE])
        connection.execute(delete(UNCONFIRMED).where(UNCONFIRMED.c.kind == kind, some))


def remaining(connection: Connection, kind: str, horizon: int) -> list[str]:
    """Those that have not come and were last read at a revision up to ``horizon``."""
    listed = select(UNCONFIRMED.c.id).where(UNCONFIRMED.c.kind == kind)
    held = KINDS[kind].table.c
    old = select(held.id).where(held.id.in_(listed), held.rev > 0, held.rev <= horizon)
    return list(connection.execute(old).scalars())


def forget(connection: Connection) -> None:
    """Empty the list."""
    connection.execute(delete(UNCONFIRMED))
