"""The registry that every laptop holds: one row per enterprise key, how it stands and with whom."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from app.rules.claims import standing
from app.rules.enterprise import registry_id
from sync.hq import claim_table
from sync.hq.own_records import OwnRecords
from sync.hq.scopes import EVERYBODY
from sync.hq.tables import UNIT

REGISTRY = "registry"


def tell(connection: Connection, tenant: int, own: OwnRecords, keys: Iterable[str]) -> None:
    """Bring the rows of ``keys`` in step with the claims."""
    wanted = sorted(set(keys))
    names = unit_names(connection, tenant) if wanted else {}
    for key in wanted:
        claims = claim_table.by_keys(connection, tenant, [key])
        now = standing(claim.weighed for claim in claims)
        own.put(
            REGISTRY,
            registry_id(key),
            {
                "title": key.partition(":")[2],
                "key": key,
                "state": now.state,
                "holder_ids": list(now.units),
                "holders": [names.get(unit, "") for unit in now.units if names.get(unit)],
                "until": now.until.isoformat() if now.until else None,
                "unit_id": EVERYBODY,
            },
            unit=EVERYBODY,
        )


def unit_names(connection: Connection, tenant: int) -> Mapping[str, str]:
    """Unit id → name."""
    rows = connection.execute(select(UNIT.c.id, UNIT.c.name).where(UNIT.c.tenant == tenant))
    return {row.id: row.name for row in rows}
