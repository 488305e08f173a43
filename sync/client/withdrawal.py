"""Taking whole units off this laptop that headquarters says it must not hold (any more)."""

from app.model.registry import KINDS
from app.store.parking import unpark
from app.store.replica import Replica
from sync.client.apply import ROWS_AT_ONCE, land_leaving
from sync.client.place import WITHDRAWING
from sync.client.verdicts import Verdicts
from sync.protocol.messages import Reply


def is_due(reply: Reply) -> bool:
    """Whether the reply tells of units that left."""
    return bool(reply.left_units) or reply.keep_units is not None


def withdraw(replica: Replica, reply: Reply, verdicts: Verdicts) -> int:
    """Take some of these units' records off; returns how many, 0 when none is left.

    Nothing is deleted: what waits to be sent stays, and records never sent lie in no unit of headquarters'.
    """
    for kind in KINDS:
        ids = replica.outside(kind, reply.left_units, reply.keep_units, ROWS_AT_ONCE)
        if ids:
            replica.set(WITHDRAWING, "1")
            return land_leaving(replica, kind, ids, verdicts)
    unpark(replica.connection, reply.left_units, reply.keep_units)
    return 0


def is_unfinished(replica: Replica) -> bool:
    """Whether this laptop died between giving units up and noting a place that says so."""
    return bool(replica.get(WITHDRAWING))


def over(replica: Replica) -> None:
    """The place that is noted in the same transaction says what was given up."""
    replica.set(WITHDRAWING, "")
