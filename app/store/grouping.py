"""Records of a list put into groups by one field, and the sums of each: what boards and sums bars show."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Connection, bindparam, func, literal, select, type_coerce
from sqlalchemy.dialects.sqlite.pysqlite import dialect as sqlite_dialect

from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.store.work import known_kind

Told = dict[str, list[Any]]
"""By id: the id, the value that the record is grouped by, and its figures as the file keeps them."""
ID, VALUE, FIGURES = range(3)
_DIALECT = sqlite_dialect()


@dataclass(frozen=True, slots=True)
class Group:
    """The records whose field has ``value`` (None: none), in the order asked; ``sums`` leave out zeros."""

    value: Any
    ids: Sequence[str] = ()
    count: int = 0
    sums: Mapping[str, Decimal] = field(default_factory=dict)


def read_told(
    connection: Connection, kind: str, ids: Sequence[str] | None, by: str, sums: Sequence[str]
) -> Told:
    """What all records tell, or those of ``ids`` that exist; without ``by`` all tell None."""
    given = {} if ids is None else {"ids": ids}
    ((told,),) = _told(known_kind(kind).name, by, tuple(sums), ids is not None).bare(connection, given)
    return {one[ID]: one for one in msgspec.json.decode(told)}


def grouped(kind: str, told: Told, ids: Sequence[str], sums: Sequence[str]) -> list[Group]:
    """``ids`` in groups, those that tell nothing left out; where all tell None it is one group."""
    return [
        Group(
            value,
            tuple(one[ID] for one in found),
            len(found),
            sums_of(kind, sums, raw_sums(found, len(sums))),
        )
        for value, found in together(told, ids).items()
    ]


def together(told: Told, ids: Sequence[str]) -> Mapping[Any, list[list[Any]]]:
    """What ``ids`` tell, by value."""
    by_value: dict[Any, list[list[Any]]] = defaultdict(list)
    for one in filter(None, map(told.get, ids)):
        by_value[one[VALUE]].append(one)
    return by_value


def raw_sums(told: Sequence[list[Any]], count: int) -> list[int]:
    """The sums of so many figures, as the file keeps them."""
    return [sum(filter(None, map(itemgetter(FIGURES + at), told))) for at in range(count)]


def sums_of(kind: str, names: Sequence[str], raw: Sequence[int]) -> dict[str, Decimal]:
    """The sums of figures that are not nought."""
    columns, found = KINDS[kind].table.c, dict[str, Any]()
    for name, total in zip(names, raw, strict=True):
        if total:
            converted = columns[name].type.result_processor(_DIALECT, None)
            found[name] = converted(total) if converted else total
    return found


@cache
def _told(kind: str, by: str, sums: tuple[str, ...], some: bool) -> Prepared:
    """All in one value: for every row that it hands out the driver would wait for the interpreter."""
    table = KINDS[kind].table
    group = table.c[by] if by else literal(None)
    figures = (type_coerce(table.c[name], BigInteger) for name in sums)
    each = func.json_array(table.c.id, group, *figures)
    query = select(func.json_group_array(each))
    return Prepared(query.where(table.c.id.in_(bindparam("ids", expanding=True))) if some else query)
