"""Repairing a laptop that differs: only the records of the buckets that differ are sent (sync.md, Scopes)."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, select

from app.model.values import record_sum
from app.rules.masking import masked
from sync.hq import pull
from sync.hq.scopes import Scope
from sync.hq.tables import RECORD
from sync.protocol import buckets
from sync.protocol.messages import Repair

MOST_ROWS = 1000  # of all repairs in a reply; a laptop that differs in more reads everything again


def repairs(
    connection: Connection, tenant: int, visible: Scope, held: Mapping[str, str]
) -> tuple[Repair, ...]:
    """The records of every bucket in which a laptop differs from what it should hold.

    ``held``: the laptop's sums by kind (``sync.protocol.buckets``). Empty where there would be too many.
    """
    found: list[Repair] = []
    rows = 0
    for kind, text in sorted(held.items()):
        theirs = buckets.unpacked(text)
        if not theirs:
            continue
        differing, ids = _differing(connection, tenant, visible, kind, theirs)
        rows += len(ids)
        if rows > MOST_ROWS:
            return ()
        if differing:
            sent = pull.records(connection, tenant, visible, kind, ids)
            found.append(Repair(kind, tuple(sorted(differing)), sent))
    return tuple(found)


def _differing(
    connection: Connection, tenant: int, visible: Scope, kind: str, theirs: list[int]
) -> tuple[set[int], list[str]]:
    """The buckets that differ, and the ids of all records in them."""
    columns = (RECORD.c.id, RECORD.c.deleted, RECORD.c.unit, RECORD.c.doc)
    query = (
        select(*columns)
        .where(RECORD.c.tenant == tenant, RECORD.c.kind == kind)
        .where(visible.clause(RECORD.c.unit))
    )
    ours, ids = [0] * len(theirs), []
    for row in connection.execute(query.execution_options(yield_per=1000)):
        at = buckets.bucket(row.id, len(theirs))
        ids.append((at, row.id))
        if not row.deleted:
            doc = msgspec.json.decode(row.doc)
            seen = doc if visible.writes(row.unit) else masked(kind, doc)
            ours[at] = (ours[at] + record_sum(kind, row.id, seen)) % (1 << 64)
    differing = {at for at, total in enumerate(theirs) if total != ours[at]}
    return differing, [id for at, id in ids if at in differing]
