"""Which records lie in units that headquarters says this laptop must not hold (any more)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, delete, false, func, or_, select

from app.model.registry import Kind
from app.store.tables import PARKED


def outside(
    connection: Connection, kind: Kind, left: Sequence[str], keep: Sequence[str] | None, limit: int
) -> list[str]:
    """Records that headquarters knows and that lie in a unit of ``left``, or in none of ``keep``."""
    table = kind.table
    query = select(table.c.id).where(table.c.rev > 0, _outside(table.c.unit_id, left, keep))
    return list(connection.execute(query.limit(limit)).scalars())


def unpark(connection: Connection, left: Sequence[str], keep: Sequence[str] | None) -> None:
    """Drop what was parked of units of ``left``, or of none of ``keep``."""
    unit = func.json_extract(PARKED.c.row, "$.doc.unit_id", type_=String)
    connection.execute(delete(PARKED).where(_outside(unit, left, keep)))


def _outside(
    unit: ColumnElement[Any], left: Sequence[str], keep: Sequence[str] | None
) -> ColumnElement[bool]:
    lies_in = func.coalesce(unit, "")
    return or_(lies_in.in_(left), false() if keep is None else lies_in.not_in(keep))
