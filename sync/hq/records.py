"""Records in the database: read for a batch under lock, written in bulk, never one by one."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update

from app.model.prepared import Prepared
from sync.hq.tables import RECORD
from sync.protocol.judge import PENDING, Held

Key = tuple[str, str]  # kind and id

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
    return Held(
        doc=_decode(row.doc),
        deleted=row.deleted,
        rev=row.rev,
        field_revs=_decode(row.field_revs),
        field_times=_decode(row.field_times),
        device=row.device,
        other_rev=row.other_rev,
        at=row.at,
        by=row.by,
        unit=row.unit,
    )


def save(
    connection: Connection, tenant: int, rev: int, changed: Mapping[Key, Held], *, known: Iterable[Key]
) -> None:
    """Write every record of ``changed`` with revision ``rev``; ``known`` are those that exist already.

    Raises:
        IntegrityError: another transaction created one of the others meanwhile; judge again.
    """
    existing = set(known)
    rows = [(key, _row(tenant, key, held, rev)) for key, held in sorted(changed.items())]
    new = [row for key, row in rows if key not in existing]
    old = [{f"b_{name}": value for name, value in row.items()} for key, row in rows if key in existing]
    _INSERT.run_many(connection, new)
    _UPDATE.run_many(connection, old)


def _row(tenant: int, key: Key, held: Held, rev: int) -> dict[str, Any]:
    kind, record_id = key
    revs = {name: rev if then == PENDING else then for name, then in held.field_revs.items()}
    return {
        "tenant": tenant,
        "kind": kind,
        "id": record_id,
        "rev": rev,
        "unit": held.unit,
        "deleted": held.deleted,
        "doc": _encode(held.doc).decode(),
        "field_revs": _encode(revs).decode(),
        "field_times": _encode(held.field_times).decode(),
        "device": held.device,
        "other_rev": rev if held.other_rev == PENDING else held.other_rev,
        "at": held.at,
        "by": held.by,
        "sha256": held.doc.get("sha256") if kind == "attachment" else None,
        "thumbnail": held.doc.get("thumbnail_sha256") if kind == "attachment" else None,
    }


_KEYS = ("tenant", "kind", "id")
_INSERT = Prepared(insert(RECORD))
_UPDATE = Prepared(
    update(RECORD)
    .where(*(RECORD.c[name] == bindparam(f"b_{name}") for name in _KEYS))
    .values({name: bindparam(f"b_{name}") for name in RECORD.c.keys() if name not in _KEYS})  # noqa: SIM118
)
