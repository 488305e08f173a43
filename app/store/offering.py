"""Offers in the outbox: records that headquarters lost go up whole from a laptop that still holds them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, func, insert, or_, select

from app.model.columns import EPOCH
from app.model.identity import Randomness, operation_id, record_id
from app.model.registry import KINDS, Kind
from app.store.replica import OFFERS, Local, Replica
from app.store.tables import OUTBOX


def offer_again(
    replica: Replica, losses: Sequence[tuple[int, int]], now: datetime, chance: Randomness
) -> int:
    """Queue an offer of every record whose state a restored headquarters lost; returns how many.

    It lost what has a revision after the first and before the second of one of ``losses``. Kinds that
    only headquarters makes are not offered.
    """
    offered = 0
    for kind in (known for known in KINDS.values() if not known.hq_made):
        held = replica.local(kind.name, _lost(replica.connection, kind, losses))
        if held:
            _queue(replica.connection, kind.name, held.values(), now, chance)
            replica.unlearn(kind.name, held)
            offered += len(held)
    return offered


def _lost(connection: Connection, kind: Kind, losses: Sequence[tuple[int, int]]) -> list[str]:
    rev = kind.table.c.rev
    between = [and_(rev > after, rev < before) for after, before in losses]
    if not between:
        return []
    return list(connection.execute(select(kind.table.c.id).where(or_(*between))).scalars())


def _queue(
    connection: Connection, kind: str, held: Collection[Local], now: datetime, chance: Randomness
) -> None:
    """Put offers before everything that waits: what was captured on such a record waits for its offer."""
    first = connection.execute(select(func.min(OUTBOX.c.seq))).scalar()
    start = (1 if first is None else first) - len(held)
    at = (now - EPOCH) // timedelta(milliseconds=1)
    change_id = record_id(at, chance)
    connection.execute(
        insert(OUTBOX),
        [
            {"seq": start + number, "op_id": operation_id(chance), "change_id": change_id}
            | {"kind": kind, "id": one.id, "action": OFFERS[one.hq_deleted]}
            | {"base_rev": one.rev, "at": at, "state": "pending"}
            | {"fields": {name: (None, value) for name, value in one.hq_doc.items()}}
            for number, one in enumerate(held)
        ],
    )
