"""Rows of record tables and of the search index, loaded and written many at a time, on a given connection."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, bindparam, delete, func, select, text
from sqlalchemy.dialects.sqlite import insert

from app.model.prepared import Prepared
from app.model.registry import KINDS, Kind
from app.store import filing
from app.store.indexing import Indexing
from app.store.raw import LAST_SEEN
from app.store.tables import SEARCH_DOC, SETTING

Columns = dict[str, Any]  # every column of a record's table, in Python values

_IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
_DOCIDS = Prepared(
    select(SEARCH_DOC.c.docid).where(SEARCH_DOC.c.kind == bindparam("of_kind"), SEARCH_DOC.c.id.in_(_IDS))
)
_LAST_DOCID = Prepared(select(func.max(SEARCH_DOC.c.docid).label("docid")))
_INDEX_DOC = Prepared(insert(SEARCH_DOC))
_INDEX_WORDS = Prepared(text("INSERT INTO search (rowid, title, body) VALUES (:docid, :title, :body)"))
_UNINDEX_DOC = Prepared(text("DELETE FROM search_doc WHERE docid = :docid"))
_MARK = Prepared(
    text("INSERT OR IGNORE INTO unindexed (kind, id) SELECT :of_kind, value FROM json_each(:ids)")
)
_UNINDEX_WORDS = Prepared(text("DELETE FROM search WHERE rowid = :docid"))
_UNSEE = Prepared(delete(SETTING).where(SETTING.c.name == bindparam("seen")))


def load(connection: Connection, kind: Kind, ids: Iterable[str]) -> dict[str, Columns]:
    """The rows of ``ids`` that exist, deleted ones too."""
    wanted = list(ids)
    found = _by_ids(kind.name).dicts(connection, {"ids": wanted}) if wanted else ()
    return {row["id"]: row for row in found}


def load_indexed(
    connection: Connection, kind: Kind, ids: Sequence[str], indexing: Indexing
) -> dict[str, Columns]:
    """What the indexes look at of the rows of ``ids`` that exist: a third of a row in a third of the time."""
    names = ("id", "deleted", *sorted(indexed(kind.name, indexing)))
    found = _columns_by_ids(kind.name, names).dicts(connection, {"ids": ids}) if ids else ()
    return {row["id"]: row for row in found}


@cache
def _columns_by_ids(kind: str, names: tuple[str, ...]) -> Prepared:
    table = KINDS[kind].table
    return Prepared(select(*(table.c[name] for name in names)).where(table.c.id.in_(_IDS)))


@cache
def _by_ids(kind: str) -> Prepared:
    table = KINDS[kind].table
    return Prepared(select(table).where(table.c.id.in_(_IDS)))


def save(
    connection: Connection,
    kind: Kind,
    rows: Sequence[Columns],
    before: Mapping[str, Columns],
    indexing: Indexing,
) -> None:
    """Insert or replace ``rows`` (complete, each id once) and bring the search index in step.

    ``before`` holds the rows that existed, by id: what reads as it did is not indexed again.
    """
    if not rows:
        return
    _upsert(kind.name).run_many(connection, rows)
    filing.file_rows(connection, kind, rows, before, indexing)
    names = _searched(kind.name)
    stale = [row for row in rows if _differs(row, before.get(row["id"]), names)]
    index_anew(connection, kind, [row["id"] for row in stale if row["id"] in before], stale, indexing)


def mark(connection: Connection, kind: str, ids: Sequence[str]) -> None:
    """Note that these are gone, or read otherwise than the search index and the duplicate keys say."""
    if ids:
        _MARK.run(connection, {"of_kind": kind, "ids": msgspec.json.encode(ids).decode()})


def indexed(kind: str, indexing: Indexing) -> frozenset[str]:
    """The fields that the indexes look at; none for a kind that is in no index."""
    return frozenset({*_searched(kind), *indexing.filed.get(kind, ())} - {"deleted"})


def is_searched(kind: Kind) -> bool:
    """Whether records of the kind are in the search index."""
    return bool(_searched(kind.name))


@cache
def _searched(kind: str) -> tuple[str, ...]:
    """The columns that an index entry is made of; none for a kind that is not searched."""
    fields = KINDS[kind].fields
    names = tuple(name for name, field in fields.items() if field.search)
    return ("deleted", *names, *(name for name in ("reading",) if name in fields)) if names else ()


def _differs(row: Columns, before: Columns | None, names: Collection[str]) -> bool:
    return bool(names) and (before is None or any(row[name] != before[name] for name in names))


@cache
def _upsert(kind: str) -> Prepared:
    """The statement that writes a complete row."""
    statement = insert(KINDS[kind].table)
    changed = {c.name: statement.excluded[c.name] for c in statement.table.columns if c.name != "id"}
    return Prepared(statement.on_conflict_do_update(index_elements=["id"], set_=changed))


def forget(connection: Connection, kind: Kind, ids: Sequence[str]) -> None:
    """Take rows off this laptop altogether (they left its scope), and what the first page told of them."""
    _delete(kind.name).run(connection, {"ids": ids})
    _UNSEE.run(connection, {"seen": LAST_SEEN})
    mark(connection, kind.name, ids)


@cache
def _delete(kind: str) -> Prepared:
    table = KINDS[kind].table
    return Prepared(delete(table).where(table.c.id.in_(_IDS)))


def index_anew(
    connection: Connection, kind: Kind, old: Sequence[str], rows: Sequence[Columns], indexing: Indexing
) -> None:
    """Make the entries of ``rows``, in place of those that the records ``old`` may have.

    Deleted records have none, so that searches never meet them.
    """
    if not _searched(kind.name):
        return
    free = (_LAST_DOCID.one(connection).docid or 0) + 1  # behind those that go: ``rewording`` counts on it
    gone = _DOCIDS.dicts(connection, {"of_kind": kind.name, "ids": old}) if old else []
    _UNINDEX_WORDS.run_many(connection, gone)
    _UNINDEX_DOC.run_many(connection, gone)
    docs, words = [], []
    for docid, row in enumerate((r for r in rows if not r["deleted"]), start=free):
        entry = indexing.entry(kind, row)
        docs.append(
            {"docid": docid, "kind": kind.name, "id": row["id"]}
            | {"title": entry.title, "sort_key": entry.sort_key}
        )
        words.append({"docid": docid, "title": entry.title_words, "body": entry.body_words})
    _INDEX_DOC.run_many(connection, docs)
    _INDEX_WORDS.run_many(connection, words)


def record_values(kind: Kind, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The fields among ``columns``."""
    return {name: columns[name] for name in kind.fields}
