"""The records that were here when everything began to be read afresh, and that have not come since.

A record that is still among them at the end of the feed is one that headquarters does not have (any more).
"""

from collections.abc import Iterable
from functools import cache

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, literal, select

from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.store.tables import UNCONFIRMED

_AT_ONCE = 500
_OF_KIND = UNCONFIRMED.c.kind == bindparam("of_kind")
_FORGET = Prepared(delete(UNCONFIRMED))
_CONFIRM = Prepared(
    delete(UNCONFIRMED).where(_OF_KIND, UNCONFIRMED.c.id.in_(bindparam("ids", expanding=True)))
)


@cache
def _listing(kind: str) -> Prepared:
    held = KINDS[kind].table.c
    known = select(literal(kind), held.id).where(held.rev > 0)
    return Prepared(insert(UNCONFIRMED).from_select(["kind", "id"], known))


@cache
def _old(kind: str) -> Prepared:
    held = KINDS[kind].table.c
    listed = select(UNCONFIRMED.c.id).where(_OF_KIND)
    horizon: BindParameter[int] = bindparam("horizon")
    return Prepared(select(held.id).where(held.id.in_(listed), held.rev > 0, held.rev <= horizon))


def begin(connection: Connection) -> None:
    """List every record that headquarters is thought to have."""
    forget(connection)
    for kind in KINDS:
        _listing(kind).run(connection)


def confirm(connection: Connection, kind: str, ids: Iterable[str]) -> None:
    """Take records off the list: they came, or headquarters said what they are."""
    wanted = list(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        _CONFIRM.run(connection, {"of_kind": kind, "ids": wanted[start : start + _AT_ONCE]})


def remaining(connection: Connection, kind: str, horizon: int) -> list[str]:
    """Those that have not come and were last read at a revision up to ``horizon``."""
    return [row.id for row in _old(kind).all(connection, {"of_kind": kind, "horizon": horizon})]


def forget(connection: Connection) -> None:
    """Empty the list."""
    _FORGET.run(connection)
