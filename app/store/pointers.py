"""Reading who points at a record."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    String,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from app.model.field import Type
from app.model.pointing import hangs_on, pointing_fields
from app.model.prepared import Prepared
from app.model.registry import KINDS, Kind

# The "+" keeps SQLite from walking all live records instead of the index of a reference: for the ten lines of
# a project 200,000 lines of funds.
_LIVE = literal_column("+deleted", Boolean).is_(False)
_FEW = 8  # ids that are looked for in the text of a list before it is taken apart


def pointing(
    connection: Connection, kind: str, ids: Iterable[str], unit: str | None = None
) -> list[tuple[str, str]]:
    """Kind and id of every live record that points at one of ``ids``, newest first within each kind.

    With ``unit`` only records of that unit, and those that headquarters has given to none yet.
    """
    wanted = sorted(ids)
    if len(wanted) == 1 and unit is None:
        asked = _pointing_at_one(kind)
        of = {"id": wanted[0]}
        return [(other, found) for other, query in asked for (found,) in query.bare(connection, of)]
    found: list[tuple[str, str]] = []
    for other in KINDS.values():
        if tests := list(_tests(other, kind, wanted)):
            table = other.table
            query = select(table.c.id).where(_LIVE, or_(*tests))
            if unit is not None:
                query = query.where(or_(table.c.unit_id == unit, table.c.unit_id.is_(None)))
            found += [
                (other.name, id) for id in connection.execute(query.order_by(table.c.id.desc())).scalars()
            ]
    return found


@cache
def _pointing_at_one(kind: str) -> list[tuple[str, Prepared]]:
    """What asks each kind for the records that point at one of ``kind``, put into words once."""
    found: list[tuple[str, Prepared]] = []
    for other in KINDS.values():
        if tests := list(_tests(other, kind, [bindparam("id", type_=String)])):
            ids = other.table.c.id
            found.append((other.name, Prepared(select(ids).where(_LIVE, or_(*tests)).order_by(ids.desc()))))
    return found


def _tests(other: Kind, kind: str, ids: Sequence[Any]) -> Iterator[ColumnElement[bool]]:
    for field in pointing_fields(other, kind):
        column = other.table.c[field.name]
        if field.type is Type.REFERENCES:
            each = func.json_each(func.coalesce(column, "[]")).table_valued("value")
            named = exists(select(literal_column("1")).select_from(each).where(each.c.value.in_(ids)))
            few = [func.instr(column, id) > 0 for id in ids] if len(ids) <= _FEW else [column.is_not(None)]
            yield and_(or_(*few), named)  # taking every list apart takes longer than looking for the id in it
        else:
            yield column.in_(ids)
    if hangs_on(other):
        yield and_(other.table.c.parent_kind == kind, other.table.c.parent_id.in_(ids))
