"""Which records lie in units that headquarters says this laptop must not hold (any more)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, false, func, or_, select

from app.model.registry import Kind


def outside(
    connection: Connection, kind: Kind, left: Sequence[str], keep: Sequence[str] | None, limit: int
) -> list[str]:
    """Records that headquarters knows and that lie in a unit of ``left``, or in none of ``keep``."""
    table = kind.table
    query = select(table.c.id).where(table.c.rev > 0, lies_outside(table.c.unit_id, left, keep))
    return list(connection.execute(query.limit(limit)).scalars())


def lies_outside(
    unit: ColumnElement[Any], left: Sequence[str], keep: Sequence[str] | None
) -> ColumnElement[bool]:
    """The condition on a unit's id; an empty one lies in none."""
    lies_in = func.coalesce(unit, "")
    return or_(lies_in.in_(left), false() if keep is None else lies_in.not_in(keep))
