"""Which records lie in units that headquarters says this laptop must not hold (any more)."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, false, func, or_, select

from app.model.prepared import Prepared
from app.model.registry import KINDS, Kind


def outside(
    connection: Connection, kind: Kind, left: Sequence[str], keep: Sequence[str] | None, limit: int
) -> list[str]:
    """Records that headquarters knows and that lie in a unit of ``left``, or in none of ``keep``."""
    values = {"left": left, "most": limit} | ({} if keep is None else {"keep": keep})
    return [row.id for row in _outside(kind.name, keep is not None).all(connection, values)]


@cache
def _outside(kind: str, keeps: bool) -> Prepared:
    table = KINDS[kind].table.c
    keep: BindParameter[Any] | None = bindparam("keep", expanding=True) if keeps else None
    outside = lies_outside(table.unit_id, bindparam("left", expanding=True), keep)
    return Prepared(select(table.id).where(table.rev > 0, outside).limit(bindparam("most")))


Ids = Sequence[str] | BindParameter[Any]


def lies_outside(unit: ColumnElement[Any], left: Ids, keep: Ids | None) -> ColumnElement[bool]:
    """The condition on a unit's id; an empty one lies in none."""
    lies_in = func.coalesce(unit, "")
    return or_(lies_in.in_(left), false() if keep is None else lies_in.not_in(keep))
