"""Offers in the outbox: records that headquarters lost go up whole from a laptop that still holds them.

Tombstones that headquarters has forgotten go up the same way, before the edits that came too late for them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection, bindparam, func, insert, select, update

from app.model.columns import EPOCH
from app.model.identity import Randomness, operation_id, record_id
from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.store.documents import Local
from app.store.replica import OFFERS, Replica
from app.store.tables import FILE, OUTBOX


def offer_again(
    replica: Replica, losses: Sequence[tuple[int, int]], now: datetime, chance: Randomness
) -> int:
    """Queue an offer of every record whose state a restored headquarters lost; returns how many.

    It lost what has a revision after the first and before the second of one of ``losses``. Kinds that
    only headquarters makes are not offered.
    """
    offered = 0
    for kind in (known for known in KINDS.values() if not known.hq_made):
        held = replica.local(kind.name, _lost(replica.connection, kind.name, losses))
        offer(replica, kind.name, held, now, chance)
        offered += len(held)
    return offered


def offer(replica: Replica, kind: str, held: Mapping[str, Local], now: datetime, chance: Randomness) -> None:
    """Queue records as headquarters had them, which it lost."""
    if held:
        offers = [(one, OFFERS[one.hq_deleted]) for one in held.values()]
        _queue(replica.connection, kind, offers, now, chance)
        replica.unlearn(kind, held)


def offer_tombstones(
    replica: Replica, kind: str, held: Mapping[str, Local], now: datetime, chance: Randomness
) -> None:
    """Queue records as headquarters had them before it deleted them, before what waits on them.

    Of attachments it has also removed the bytes: those that are here go up once more.
    """
    _queue(replica.connection, kind, [(one, OFFERS[True]) for one in held.values()], now, chance)
    replica.unlearn(kind, held)
    named = [one.hq_doc.get(name) for one in held.values() for name in ("sha256", "thumbnail_sha256")]
    hashes = [one for one in named if one]
    if kind == "attachment" and hashes:
        again = update(FILE).where(FILE.c.state == "sent", FILE.c.sha256.in_(hashes))
        replica.connection.execute(again.values(state="waiting"))


def _lost(connection: Connection, kind: str, losses: Sequence[tuple[int, int]]) -> list[str]:
    between = ({"lost_after": after, "begins": before} for after, before in losses)
    return [row.id for one in between for row in _between(kind).all(connection, one)]


@cache
def _between(kind: str) -> Prepared:
    held = KINDS[kind].table.c
    return Prepared(select(held.id).where(held.rev > bindparam("lost_after"), held.rev < bindparam("begins")))


def _queue(
    connection: Connection,
    kind: str,
    held: Sequence[tuple[Local, str]],
    now: datetime,
    chance: Randomness,
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
            | {"kind": kind, "id": one.id, "action": action}
            | {"base_rev": one.rev, "at": at, "state": "pending"}
            | {"fields": {name: (None, value) for name, value in one.hq_doc.items()}}
            for number, (one, action) in enumerate(held)
        ],
    )
