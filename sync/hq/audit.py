"""The audit record: append-only, each line sealed to the one before (trust.md 4.6). Ids only, no content."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update

from app.model.prepared import Prepared
from sync.hq.tables import AUDIT, TENANT

_OF_TENANT = TENANT.c.id == bindparam("of_tenant")
_TAKE = Prepared(
    update(TENANT)
    .where(_OF_TENANT)
    .values(audit_seq=TENANT.c.audit_seq + bindparam("count"))
    .returning(TENANT.c.audit_seq, TENANT.c.audit_hash)
)
_WRITE = Prepared(insert(AUDIT))
_SEAL = Prepared(update(TENANT).where(_OF_TENANT).values(audit_hash=bindparam("hash")))


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to which object, with what result, from where; all ids and codes."""

    action: str
    object: str = ""
    result: str = "ok"
    user_id: str = ""
    device: str = ""
    address: str = ""


def seal(previous: str, seq: int, at: int, event: Event) -> str:
    """SHA-256 over the seal before and this line."""
    line = [seq, at, event.user_id, event.device, event.action, event.object, event.result, event.address]
    return hashlib.sha256(previous.encode() + msgspec.json.encode(line)).hexdigest()


def append(connection: Connection, tenant: int, at: int, events: Iterable[Event]) -> None:
    """Write ``events`` at the end of the chain; locks the tenant's row until the transaction ends."""
    wanted = list(events)
    if not wanted:
        return
    count = len(wanted)
    end = _TAKE.one(connection, {"of_tenant": tenant, "count": count})
    previous = end.audit_hash
    rows = []
    for seq, event in enumerate(wanted, end.audit_seq - count + 1):
        previous = seal(previous, seq, at, event)
        line = {name: getattr(event, name) for name in Event.__slots__}
        rows.append({"tenant": tenant, "seq": seq, "at": at, **line, "hash": previous})
    _WRITE.run_many(connection, rows)
    _SEAL.run(connection, {"of_tenant": tenant, "hash": previous})


@dataclass(frozen=True, slots=True)
class Verified:
    """``count`` lines were read; ``broken`` is the number of the first that does not fit (0: all do)."""

    count: int
    broken: int = 0


def verify(connection: Connection, tenant: int) -> Verified:
    """Recompute the chain and compare it with what is kept, its end included."""
    previous, count = "", 0
    query = select(AUDIT).where(AUDIT.c.tenant == tenant).order_by(AUDIT.c.seq)
    for row in connection.execute(query):
        count += 1
        event = Event(**{name: getattr(row, name) for name in Event.__slots__})
        previous = seal(previous, count, row.at, event)
        if row.seq != count or row.hash != previous:
            return Verified(count, broken=count)
    end = connection.execute(
        select(TENANT.c.audit_seq, TENANT.c.audit_hash).where(TENANT.c.id == tenant)
    ).one()
    return Verified(count, broken=0 if tuple(end) == (count, previous) else count + 1)
