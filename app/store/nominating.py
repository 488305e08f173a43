"""Reading the files of duplicate keys: which records share a key, without reading the records."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, literal_column, select

from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.store.tables import DUPLICATE_KEY
from app.store.work import known_kind

Filed = Mapping[str, Sequence[str]]
"""Ids by key, the newest record first."""

FEW = 2000  # keys; looking up more of them can cost more than reading all
_FILED = Prepared(
    select(DUPLICATE_KEY.c.key, DUPLICATE_KEY.c.id)
    .where(DUPLICATE_KEY.c.kind == bindparam("of_kind"))
    .where(DUPLICATE_KEY.c.key.in_(bindparam("keys", expanding=True)))
    # "+": else SQLite walks all records of the kind in this order instead of looking the keys up.
    .order_by(literal_column("+id").desc())
)


def read_filed(connection: Connection, kind: str, keys: Collection[str]) -> Filed:
    """Who is filed under ``keys``; keys of nobody are left out."""
    if len(keys) > FEW and len(keys) * 2 > _count(connection, kind):
        return {key: ids for key, ids in read_all_filed(connection, kind).items() if key in keys}
    found: dict[str, list[str]] = defaultdict(list)
    for key, id in _FILED.all(connection, {"of_kind": kind, "keys": sorted(keys)}) if keys else ():
        found[key].append(id)
    return found


def read_all_filed(connection: Connection, kind: str, begin: str = "") -> Filed:
    """Everybody of a kind by their keys, or by those of them that ``begin`` so."""
    found: dict[str, list[str]] = defaultdict(list)
    filed = DUPLICATE_KEY.c
    query = select(filed.key, filed.id).where(filed.kind == kind).order_by(filed.key, filed.id.desc())
    if begin:
        query = query.where(filed.key >= begin, filed.key < begin[:-1] + chr(ord(begin[-1]) + 1))
    for key, id in connection.execute(query):
        found[key].append(id)
    return found


def _count(connection: Connection, kind: str) -> int:
    query = select(func.count()).select_from(DUPLICATE_KEY).where(DUPLICATE_KEY.c.kind == kind)
    return connection.execute(query).scalar_one()


def read_fields(
    connection: Connection, kind: str, ids: Collection[str], names: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Only the named fields of live records, by id: what a comparison of thousands needs and no more."""
    query = _fields(known_kind(kind).name, tuple(names))
    return {row["id"]: row for row in query.dicts(connection, {"ids": sorted(ids)})} if ids else {}


@cache
def _fields(kind: str, names: tuple[str, ...]) -> Prepared:
    table = KINDS[kind].table
    wanted: BindParameter[list[str]] = bindparam("ids", expanding=True)
    columns = [table.c.id, *(table.c[name] for name in names)]
    return Prepared(select(*columns).where(table.c.id.in_(wanted), table.c.deleted.is_(False)))
