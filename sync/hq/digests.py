"""Count and sum of the live records of every unit and kind, kept with each change in its transaction."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from app.model.prepared import Prepared
from app.model.values import record_sum
from sync.hq.records import Key
from sync.hq.scopes import Scope
from sync.hq.tables import DIGEST
from sync.protocol.judge import Held

_MODULUS = 1 << 64


class Changes:
    """What a batch does to the digests."""

    def __init__(self) -> None:
        self._by_place: dict[Key, list[int]] = {}

    def note(self, key: Key, before: Held | None, after: Held) -> None:
        """Take the record out as it was and put it in as it is."""
        if before is not None and not before.deleted:
            self._add(key, before, -1)
        if not after.deleted:
            self._add(key, after, 1)

    def _add(self, key: Key, held: Held, sign: int) -> None:
        kind, record_id = key
        place = self._by_place.setdefault((held.unit, kind), [0, 0])
        place[0] += sign
        place[1] += sign * record_sum(kind, record_id, held.doc)

    def save(self, connection: Connection, tenant: int) -> None:
        """Add the changes to what is kept. The tenant's row must be locked by this transaction."""
        if not self._by_place:
            return
        units = sorted({unit for unit, _ in self._by_place})
        found = _KEPT.all(connection, {"of_tenant": tenant, "units": units})
        kept = {(unit, kind): (count, int(total)) for unit, kind, count, total in found}
        old: list[dict[str, Any]] = []
        new: list[dict[str, Any]] = []
        for place, (count, total) in self._by_place.items():
            before = kept.get(place, (0, 0))
            row = {
                "b_tenant": tenant,
                "b_unit": place[0],
                "b_kind": place[1],
                "b_count": before[0] + count,
                "b_total": str((before[1] + total) % _MODULUS),
            }
            (old if place in kept else new).append(row)
        _UPDATE.run_many(connection, old)
        _INSERT.run_many(connection, new)


_KEYS = ("tenant", "unit", "kind")
_PLACE = (DIGEST.c.unit, DIGEST.c.kind, DIGEST.c.count, DIGEST.c.total)
_KEPT = Prepared(
    select(*_PLACE).where(
        DIGEST.c.tenant == bindparam("of_tenant"), DIGEST.c.unit.in_(bindparam("units", expanding=True))
    )
)
_VALUES: dict[str, Any] = {name: bindparam(f"b_{name}") for name in ("count", "total")}
_UPDATE = Prepared(
    update(DIGEST).where(*(DIGEST.c[name] == bindparam(f"b_{name}") for name in _KEYS)).values(_VALUES)
)
_INSERT = Prepared(insert(DIGEST).values({**{name: bindparam(f"b_{name}") for name in _KEYS}, **_VALUES}))


def read(connection: Connection, tenant: int, scope: Scope) -> dict[str, tuple[int, int]]:
    """Kind → (count, sum) over the live records within ``scope``."""
    query = select(DIGEST.c.kind, DIGEST.c.count, DIGEST.c.total).where(
        DIGEST.c.tenant == tenant, scope.clause(DIGEST.c.unit)
    )
    return added((kind, count, int(total)) for kind, count, total in connection.execute(query))


def added(parts: Iterable[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    """The (kind, count, sum) of several units as one."""
    digests: dict[str, tuple[int, int]] = {}
    for kind, count, total in parts:
        before = digests.get(kind, (0, 0))
        digests[kind] = (before[0] + count, (before[1] + total) % _MODULUS)
    return digests


def computed(records: Mapping[Key, Held]) -> dict[str, tuple[int, int]]:
    """The same from the records themselves: what the kept figures must equal."""
    live = ((key, held) for key, held in records.items() if not held.deleted)
    return added((kind, 1, record_sum(kind, record_id, held.doc)) for (kind, record_id), held in live)
