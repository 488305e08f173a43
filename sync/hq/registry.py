"""The registry that every laptop holds: one row per enterprise key, how it stands and with whom."""

import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from app.rules.claims import standing
from sync.hq import claim_table
from sync.hq.own_records import OwnRecords
from sync.hq.scopes import EVERYBODY
from sync.hq.tables import UNIT

REGISTRY = "registry"
_NAMES = uuid.UUID("5b3f0c1e-6b0e-5c39-9d3e-1f6a0f1d7a44")


def row_id(key: str) -> str:
    """The id of a key's row; always the same, so that it is made again after a backup was put back."""
    return str(uuid.uuid5(_NAMES, f"registry:{key}"))


def case_id(claim_id: str) -> str:
    """The id of the case that a claim opened."""
    return str(uuid.uuid5(_NAMES, f"case:{claim_id}"))


def party_row_id(case: str, unit: str) -> str:
    """The id of the row of a case that lies with one party."""
    return str(uuid.uuid5(_NAMES, f"party:{case}:{unit}"))


def tell(connection: Connection, tenant: int, own: OwnRecords, keys: Iterable[str]) -> None:
    """Bring the rows of ``keys`` in step with the claims."""
    wanted = sorted(set(keys))
    names = unit_names(connection, tenant) if wanted else {}
    for key in wanted:
        claims = claim_table.by_keys(connection, tenant, [key])
        now = standing(claim.weighed for claim in claims)
        own.put(
            REGISTRY,
            row_id(key),
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
