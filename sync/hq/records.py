"""Records in the database: read for a batch under lock, written in bulk, never one by one."""

from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update

from app.model.prepared import Prepared
from app.model.values import written
from sync.hq.tables import RECORD
from sync.protocol.judge import PENDING, Held

Key = tuple[str, str]  # kind and id
_Row = tuple[str | int | None, ...]

_decode = msgspec.json.decode
_encode = msgspec.json.encode

# A batch names at most this many ids in one statement; SQLite takes 32,766 variables.
_SLICE = 1000


_LOCKED = Prepared(
    select(RECORD)
    .where(RECORD.c.tenant == bindparam("of_tenant"), RECORD.c.kind == bindparam("of_kind"))
    .where(RECORD.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(RECORD.c.id)
    .with_for_update()
)


def load(connection: Connection, tenant: int, keys: Iterable[Key]) -> dict[Key, Held]:
    """The records named by ``keys`` that exist, locked until the transaction ends.

    They are locked in one order everywhere, so that two batches rarely wait for each other in a circle.
    """
    by_kind: dict[str, list[str]] = {}
    for kind, record_id in sorted(set(keys)):
        by_kind.setdefault(kind, []).append(record_id)
    found: dict[Key, Held] = {}
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), _SLICE):
            some = {"of_tenant": tenant, "of_kind": kind, "ids": ids[start : start + _SLICE]}
            for row in _LOCKED.all(connection, some):
                found[kind, row.id] = _held(row)
    return found


def _held(row: Any) -> Held:
    doc, revs = _decode(row.doc), _decode(row.field_revs)
    return Held(
        doc=doc,
        deleted=row.deleted,
        rev=row.rev,
        field_revs=dict.fromkeys(doc, revs) if isinstance(revs, int) else revs,
        field_times=_decode(row.field_times),
        device=row.device,
        other_rev=row.other_rev,
        at=row.at,
        by=row.by,
        unit=row.unit,
    )


def save(
    connection: Connection,
    tenant: int,
    rev: int,
    changed: Mapping[Key, Held],
    *,
    known: Container[Key],
    docs: Mapping[Key, str] = MappingProxyType({}),
) -> None:
    """Write every record of ``changed`` with revision ``rev``; ``known`` are those that exist already.

    ``docs``: documents that were ``written`` before.

    Raises:
        IntegrityError: another transaction created one of the others meanwhile; judge again.
    """
    new: list[_Row] = []
    old: list[_Row] = []
    for key in sorted(changed):
        doc = docs.get(key) or written(changed[key].doc).decode()
        row = _row(tenant, key, changed[key], rev, doc, _revs(changed[key], rev))
        (old if key in known else new).append(row)
    _INSERT.run_rows(connection, _COLUMNS, new)
    _UPDATE.run_rows(connection, _BOUND, old)


def _revs(held: Held, rev: int) -> str:
    """The revisions of a record's fields as JSON: one number where all that it tells is of ``rev``."""
    field_revs = held.field_revs
    if field_revs.keys() == held.doc.keys() and _ONLY.issuperset(field_revs.values()):
        return f"{rev}"
    # No name holds a colon, and no other revision that number: the bytes are what was encoded with ``rev``.
    return _encode(field_revs).replace(_PENDING, b":%d" % rev).decode()


def _row(tenant: int, key: Key, held: Held, rev: int, doc: str, revs: str) -> _Row:
    """The values of ``_COLUMNS``; ``doc``: the document as text, ``revs``: the revisions of its fields."""
    kind, record_id = key
    is_file = kind == "attachment"
    return (
        tenant,
        kind,
        record_id,
        rev,
        held.unit,
        held.deleted,
        doc,
        revs,
        _encode(held.field_times).decode(),
        held.device,
        rev if held.other_rev == PENDING else held.other_rev,
        held.at,
        held.by,
        held.doc.get("sha256") if is_file else None,
        held.doc.get("thumbnail_sha256") if is_file else None,
    )


_PENDING = b":%d" % PENDING
_ONLY = frozenset({PENDING})
_KEYS = ("tenant", "kind", "id")
_COLUMNS = (
    *_KEYS,
    *("rev", "unit", "deleted", "doc", "field_revs", "field_times", "device", "other_rev"),
    *("at", "by", "sha256", "thumbnail"),
)
_BOUND = tuple(f"b_{name}" for name in _COLUMNS)
_INSERT = Prepared(insert(RECORD))
_UPDATE = Prepared(
    update(RECORD)
    .where(*(RECORD.c[name] == bindparam(f"b_{name}") for name in _KEYS))
    .values({name: bindparam(f"b_{name}") for name in RECORD.c.keys() if name not in _KEYS})  # noqa: SIM118
)
