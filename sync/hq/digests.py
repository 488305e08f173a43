"""Count and sum of the live records of every unit and kind, kept with each change in its transaction."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, case, delete, insert, select, update

from app.model.prepared import Prepared
from sync.hq.drafts import Draft, draft
from sync.hq.records import Key
from sync.hq.scopes import EVERYTHING, SCOPES, Scope
from sync.hq.tables import DIGEST, RECORD
from sync.protocol.judge import Held

_MODULUS = 1 << 64


class Changes:
    """What a batch does to the digests."""

    def __init__(self) -> None:
        self._by_place: dict[Key, list[int]] = {}  # by unit and kind: count, sum, sum as seen masked

    def note(self, key: Key, before: Held | None, after: Held, drafted: Draft | None = None) -> None:
        """Take the record out as it was and put it in as it is; ``drafted``: as it is, where that is made."""
        if before is not None and not before.deleted:
            self._add(key, draft(key, before), -1)
        if not after.deleted:
            self._add(key, drafted or draft(key, after), 1)

    def _add(self, key: Key, one: Draft, sign: int) -> None:
        place = self._by_place.setdefault((one.held.unit, key[0]), [0, 0, 0])
        place[0] += sign
        place[1] += sign * one.whole
        place[2] += sign * one.masked

    def save(self, connection: Connection, tenant: int) -> None:
        """Add the changes to what is kept. The tenant's row must be locked by this transaction."""
        if not self._by_place:
            return
        units = sorted({unit for unit, _ in self._by_place})
        found = _KEPT.all(connection, {"of_tenant": tenant, "units": units})
        kept = {(row.unit, row.kind): (row.count, int(row.total), int(row.masked)) for row in found}
        old: list[dict[str, Any]] = []
        new: list[dict[str, Any]] = []
        for place, (count, total, masked_total) in self._by_place.items():
            before = kept.get(place, (0, 0, 0))
            row = {
                "b_tenant": tenant,
                "b_unit": place[0],
                "b_kind": place[1],
                "b_count": before[0] + count,
                "b_total": str((before[1] + total) % _MODULUS),
                "b_masked": str((before[2] + masked_total) % _MODULUS),
            }
            (old if place in kept else new).append(row)
        _UPDATE.run_many(connection, old)
        _INSERT.run_many(connection, new)


_KEYS = ("tenant", "unit", "kind")
_PLACE = (DIGEST.c.unit, DIGEST.c.kind, DIGEST.c.count, DIGEST.c.total, DIGEST.c.masked)
_KEPT = Prepared(
    select(*_PLACE).where(
        DIGEST.c.tenant == bindparam("of_tenant"), DIGEST.c.unit.in_(bindparam("units", expanding=True))
    )
)
_VALUES: dict[str, Any] = {name: bindparam(f"b_{name}") for name in ("count", "total", "masked")}
_UPDATE = Prepared(
    update(DIGEST).where(*(DIGEST.c[name] == bindparam(f"b_{name}") for name in _KEYS)).values(_VALUES)
)
_INSERT = Prepared(insert(DIGEST).values({**{name: bindparam(f"b_{name}") for name in _KEYS}, **_VALUES}))


def read(connection: Connection, tenant: int, scope: Scope) -> dict[str, tuple[int, int]]:
    """Kind → (count, sum) over the live records within ``scope``, masked where they are seen so."""
    found = _within(scope).all(connection, {"of_tenant": tenant})
    return added((kind, count, int(total)) for kind, count, total in found)


@lru_cache(maxsize=SCOPES)
def _within(scope: Scope) -> Prepared:
    total = case((scope.full_clause(DIGEST.c.unit), DIGEST.c.total), else_=DIGEST.c.masked).label("total")
    return Prepared(
        select(DIGEST.c.kind, DIGEST.c.count, total).where(
            DIGEST.c.tenant == bindparam("of_tenant"), scope.clause(DIGEST.c.unit)
        )
    )


def rebuild(connection: Connection, tenant: int) -> None:
    """Compute what is kept from the records: after a change of what is summed or masked."""
    columns = (RECORD.c.kind, RECORD.c.id, RECORD.c.unit, RECORD.c.doc)
    query = select(*columns).where(RECORD.c.tenant == tenant, RECORD.c.deleted.is_(False))
    changes = Changes()
    for kind, id, unit, text in connection.execute(query, execution_options={"yield_per": 1000}):
        changes.note((kind, id), None, Held(msgspec.json.decode(text), unit=unit))
    connection.execute(delete(DIGEST).where(DIGEST.c.tenant == tenant))
    changes.save(connection, tenant)


def added(parts: Iterable[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    """The (kind, count, sum) of several units as one."""
    digests: dict[str, tuple[int, int]] = {}
    for kind, count, total in parts:
        before = digests.get(kind, (0, 0))
        digests[kind] = (before[0] + count, (before[1] + total) % _MODULUS)
    return digests


def computed(records: Mapping[Key, Held], scope: Scope = EVERYTHING) -> dict[str, tuple[int, int]]:
    """The same from the records themselves: what the kept figures must equal."""
    seen = [(key, held) for key, held in records.items() if not held.deleted and scope.covers(held.unit)]
    drafts = [(key[0], draft(key, held)) for key, held in seen]
    return added((kind, 1, one.whole if scope.writes(one.held.unit) else one.masked) for kind, one in drafts)
