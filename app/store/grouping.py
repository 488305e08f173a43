"""Records of a list put into groups by one field, and the sums of each: what boards and sums bars show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, literal, select

from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.store.work import known_kind


@dataclass(frozen=True, slots=True)
class Group:
    """The records whose field has ``value`` (None: none), in the order asked; ``sums`` leave out zeros."""

    value: Any
    ids: Sequence[str] = ()
    count: int = 0
    sums: Mapping[str, Decimal] = field(default_factory=dict)


def read_groups(
    connection: Connection, kind: str, ids: Sequence[str], by: str, sums: Sequence[str]
) -> list[Group]:
    """``ids`` grouped by the field ``by``, unknown ones left out; without ``by`` one group without ids."""
    known = known_kind(kind).name
    if not ids:
        return []
    added = {row[0]: row for row in _added(known, by, tuple(sums)).all(connection, {"ids": ids})}
    if not by:
        return [Group(None, (), row[1], _named(sums, row)) for row in added.values()]
    members: dict[Any, list[str]] = {}
    values = {row.id: row[1] for row in _members(known, by).all(connection, {"ids": ids})}
    for id in ids:
        if id in values:
            members.setdefault(values[id], []).append(id)
    return [
        Group(value, tuple(found), len(found), _named(sums, added[value])) for value, found in members.items()
    ]


def _named(sums: Sequence[str], row: Any) -> dict[str, Decimal]:
    return {name: value for name, value in zip(sums, row[2:], strict=True) if value}


def _ids() -> BindParameter[list[str]]:
    return bindparam("ids", expanding=True)


@cache
def _members(kind: str, by: str) -> Prepared:
    table = KINDS[kind].table
    return Prepared(select(table.c.id, table.c[by]).where(table.c.id.in_(_ids())))


@cache
def _added(kind: str, by: str, sums: tuple[str, ...]) -> Prepared:
    table = KINDS[kind].table
    group = table.c[by] if by else literal("")
    columns = [group, func.count(), *(func.sum(table.c[name]) for name in sums)]
    return Prepared(select(*columns).where(table.c.id.in_(_ids())).group_by(group))
