"""The ids of lists: what asks for them is put into words once, and from then on only given other values."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Select,
    TextClause,
    bindparam,
    func,
    literal_column,
    select,
    text,
)

from app.model.prepared import Prepared
from app.model.registry import KINDS, Kind
from app.store.indexing import Indexing
from app.store.ordering import by_pinyin, sortable, text_key
from app.store.reading import Filter, condition, standing
from app.store.work import known_kind

SHAPES = 512  # of lists that differ in more than their values
MOST = 16  # values of one filter that are told one by one
_COMPARING = ("eq", "ne", "ge", "le", "lt")
_Sort = tuple[tuple[str, bool], ...]
_Shape = tuple[tuple[Filter, ...], _Sort, bool]
"""Filters, order, and whether of deleted records."""


def read_ids(
    connection: Connection,
    indexing: Indexing,
    kind: str,
    *,
    find: str = "",
    filters: Iterable[Filter] = (),
    sort: Iterable[tuple[str, bool]] = (),
    deleted: bool = False,
) -> list[str]:
    """The ids of a kind that match, in order; ``sort`` is (field, descending) pairs, newest first by default.

    Text is sorted by pinyin; values that are empty come last either way.
    """
    known = known_kind(kind)
    filters, sort = tuple(filters), tuple(sort)
    if find.strip():
        if (found := finding(indexing, kind, find)) is None:
            return []
        query = _listed(known, filters, deleted).where(found)
        rows = connection.execute(_in_order(known, query, sort)).all()
    elif (shape := _shape(filters)) is None:
        rows = connection.execute(_in_order(known, _listed(known, filters, deleted), sort)).all()
    else:
        rows = _shaped(kind, (shape, sort, deleted)).all(connection, _values(filters))
    return _ordered(indexing, known, rows, sort)


def finding(indexing: Indexing, kind: str, find: str) -> TextClause | None:
    """Whether a record holds the words ``find``; None where there is nothing in them to find."""
    if not (expression := indexing.match(find)):
        return None
    return text(
        "id IN (SELECT d.id FROM search s JOIN search_doc d ON d.docid = s.rowid "
        "WHERE search MATCH :expression AND d.kind = :find_kind)"
    ).bindparams(expression=expression, find_kind=kind)


def listing_of(kind: Kind, filters: Iterable[Filter], deleted: bool) -> list[ColumnElement[bool]]:
    """What is true of every record of a list."""
    filters = tuple(filters)
    return [standing(kind, filters, deleted=deleted), *(condition(kind, one) for one in filters)]


def _listed(kind: Kind, filters: Iterable[Filter], deleted: bool) -> Select[Any]:
    return select(kind.table.c.id).where(*listing_of(kind, filters, deleted))


# ---- lists that differ in nothing but their values share a statement


def _shape(filters: tuple[Filter, ...]) -> tuple[Filter, ...] | None:
    """The filters with names for their values; None where values are part of the words."""
    found: list[Filter] = []
    for at, one in enumerate(filters):
        name = f"value_{at}"
        if one.op in ("empty", "filled"):
            found.append(Filter(one.field, one.op))
        elif one.op in _COMPARING and one.value is not None:
            found.append(Filter(one.field, one.op, name))
        elif one.op == "in" and len(given := tuple(one.value)) <= MOST and None not in given:
            found.append(Filter(one.field, one.op, tuple(f"{name}_{n}" for n in range(len(given)))))
        else:
            return None
    return tuple(found)


def _values(filters: tuple[Filter, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for at, one in enumerate(filters):
        if one.op in _COMPARING:
            found[f"value_{at}"] = one.value
        elif one.op == "in":
            found |= {f"value_{at}_{n}": value for n, value in enumerate(one.value)}
    return found


@lru_cache(SHAPES)
def _shaped(kind: str, shape: _Shape) -> Prepared:
    named, sort, deleted = shape
    known = KINDS[kind]
    filters = [_bound(known, one) for one in named]
    return Prepared(_in_order(known, _listed(known, filters, deleted), sort))


def _bound(kind: Kind, one: Filter) -> Filter:
    """The filter with what takes its values, as its column has them, in place of their names."""
    if one.value is None or one.field not in kind.table.c:
        return one
    column = kind.table.c[one.field].type
    if isinstance(one.value, str):
        return Filter(one.field, one.op, bindparam(one.value, type_=column))
    return Filter(one.field, one.op, [bindparam(name, type_=column) for name in one.value])


def read_among(
    connection: Connection, kind: str, ids: Sequence[str], filters: tuple[Filter, ...], deleted: bool
) -> list[str]:
    """Those of ``ids`` that a list holds, in no order."""
    known, shape = known_kind(kind), _shape(filters)
    if shape is None:
        words = _among(known, filters, deleted)
        return list(connection.execute(words, {"ids": list(ids)}).scalars())
    given = {**_values(filters), "ids": ids}
    return [id for (id,) in _shaped_among(kind, (shape, (), deleted)).bare(connection, given)]


def _among(kind: Kind, filters: Iterable[Filter], deleted: bool) -> Select[Any]:
    # The "+" keeps SQLite from walking all live records instead of the few of these ids.
    query = select(kind.table.c.id).where(literal_column("+deleted", Boolean).is_(deleted))
    of_these = kind.table.c.id.in_(bindparam("ids", expanding=True))
    return query.where(of_these, *(condition(kind, one) for one in filters))


@lru_cache(SHAPES)
def _shaped_among(kind: str, shape: _Shape) -> Prepared:
    named, _, deleted = shape
    known = KINDS[kind]
    return Prepared(_among(known, [_bound(known, one) for one in named], deleted))


# ---- order


def _in_order(kind: Kind, query: Select[Any], sort: _Sort) -> Select[Any]:
    """The ids in one value where SQLite can put them in order, else ids and what they are sorted by."""
    newest = kind.table.c.id.desc()
    if _is_sorted_here(kind, sort):
        sorts = [sortable(kind, name).label(f"sort_{n}") for n, (name, _) in enumerate(sort)]
        return query.order_by(newest).add_columns(*sorts)
    for name, down in sort:
        column = sortable(kind, name)
        query = query.order_by((column.desc() if down else column.asc()).nulls_last())
    return _at_once(query.order_by(newest))


def _at_once(query: Select[Any]) -> Select[Any]:
    """The ids of ``query`` as one value, in their order, for ``_handed_over``.

    For every row that it hands out the driver lets go of the interpreter, and gets it back behind every other
    thread that reckons: thousands of ids took 17 ms beside two of them that take half a millisecond so.
    """
    return select(func.json_group_array(query.subquery().c.id))


def _is_sorted_here(kind: Kind, sort: _Sort) -> bool:
    """Whether something is sorted by how it is said, but for titles, of which that is kept."""
    return any(by_pinyin(kind, name) and name != kind.title_field for name, _ in sort)


def _ordered(indexing: Indexing, kind: Kind, found: Sequence[Any], sort: _Sort) -> list[str]:
    if not _is_sorted_here(kind, sort):
        return msgspec.json.decode(found[0][0], type=list[str])
    for n, (name, down) in reversed(list(enumerate(sort, start=1))):
        said = by_pinyin(kind, name) and name != kind.title_field
        key = text_key(kind, name, indexing) if said else None
        filled = [row for row in found if row[n] is not None]
        filled.sort(key=lambda row, n=n, key=key: key(row[n]) if key else row[n], reverse=down)  # type: ignore[misc]
        found = [*filled, *(row for row in found if row[n] is None)]
    return [row[0] for row in found]
