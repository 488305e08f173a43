"""Filing records under the keys by which duplicates are found, in step with every row that is written.

Which keys a record has is a rule (``Indexing.keys``), not storage. Deleted records are not filed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, text

from app.model.prepared import Prepared
from app.model.registry import KINDS, Kind
from app.store.indexing import Indexing
from app.store.named import keep_meta, meta
from app.store.tables import DUPLICATE_KEY

FILED_BY = "duplicate_keys"  # the name under which the store remembers the version of the rule
AT_ONCE = 500

_FILE = Prepared(insert(DUPLICATE_KEY))
_UNFILE = Prepared(
    text("DELETE FROM duplicate_key WHERE kind = :of_kind AND id IN (SELECT value FROM json_each(:ids))")
)


def file_rows(
    connection: Connection,
    kind: Kind,
    rows: Sequence[Mapping[str, Any]],
    before: Mapping[str, Mapping[str, Any]],
    indexing: Indexing,
) -> None:
    """File ``rows`` under their keys of now; ``before`` holds those that existed, as they were, by id."""
    if (names := indexing.filed.get(kind.name)) is None:
        return
    watched = ("deleted", *names)
    stale = [row for row in rows if _differs(row, before.get(row["id"]), watched)]
    unfile(connection, kind.name, [row["id"] for row in stale if row["id"] in before])
    filed = [
        {"kind": kind.name, "key": key, "id": row["id"]}
        for row in stale
        if not row["deleted"]
        for key in sorted(indexing.keys(kind, row))
    ]
    _FILE.run_many(connection, filed)


def _differs(row: Mapping[str, Any], before: Mapping[str, Any] | None, names: Sequence[str]) -> bool:
    return before is None or any(row[name] != before[name] for name in names)


def unfile(connection: Connection, kind: str, ids: Sequence[str]) -> None:
    """Take records out of the files."""
    if ids:
        _UNFILE.run(connection, {"of_kind": kind, "ids": msgspec.json.encode(ids).decode()})


def is_filed_by(connection: Connection, indexing: Indexing) -> bool:
    """Whether the files are in step with this version's rule."""
    return meta(connection, FILED_BY) == indexing.keys_version


def file_everything(connection: Connection, indexing: Indexing) -> None:
    """File every record anew: the store is new to keys, or the rule has changed."""
    connection.execute(delete(DUPLICATE_KEY))
    for name in sorted(indexing.filed):
        table = KINDS[name].table
        query = select(table).where(table.c.deleted.is_(False))
        for some in connection.execute(query).mappings().partitions(AT_ONCE):
            file_rows(connection, KINDS[name], [dict(row) for row in some], {}, indexing)
    keep_meta(connection, FILED_BY, indexing.keys_version)
