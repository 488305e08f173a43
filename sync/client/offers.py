"""Bringing back to a restored headquarters what it lost and perhaps nobody else holds (sync.md, 9)."""

import logging
from collections.abc import Sequence
from datetime import datetime

from app.model.identity import Randomness
from app.model.registry import KINDS
from app.store import offering
from app.store.parking import set_aside
from app.store.replica import Replica
from sync.client.place import EPOCH
from sync.client.verdicts import Verdicts
from sync.protocol.messages import Reply

log = logging.getLogger(__name__)


def was_restored(replica: Replica, reply: Reply, now: datetime, randomness: Randomness) -> bool:
    """Whether headquarters came back from a backup; what it may have lost is queued, all is to be read again.

    Cards and their like are of headquarters' own making: those it still has come back, for the others it
    makes new ones when what brought them about comes again.
    """
    known = replica.get(EPOCH)
    if not reply.epoch or reply.epoch == known:
        return False
    replica.set(EPOCH, reply.epoch)
    if not known:
        return False
    log.warning("headquarters was restored: %d operations go up again", replica.send_again())
    _offer_again(replica, reply.lost, now, randomness)
    set_aside(replica.connection, reply.lost)
    for kind in (name for name, of_kind in KINDS.items() if of_kind.hq_made):
        replica.leave(kind, replica.ids(kind))
    return True


def _offer_again(
    replica: Replica, losses: Sequence[tuple[int, int]], now: datetime, randomness: Randomness
) -> None:
    """Queue what this laptop holds of the states that headquarters lost between each pair of revisions."""
    offered = offering.offer_again(replica, losses, now, randomness)
    if offered:
        log.warning("headquarters lost %d states that this laptop holds: they go up again", offered)


def let_go(replica: Replica, verdicts: Verdicts) -> None:
    """Take off this laptop what headquarters has elsewhere or had deleted; what waits on it stays with it.

    Of a record that is still here as headquarters had it the feed has yet to tell that it left: until then
    the operation waits, so that what is shown stays headquarters' version with what waits on top of it.
    """
    gone, verdicts.let_go = verdicts.let_go, {}
    for (kind, id), taken in gone.items():
        held = replica.local(kind, [id]).get(id)
        if held is not None and held.rev:
            verdicts.awaiting.setdefault((kind, id), []).extend(taken)
            continue
        replica.settle([one.captured.op_id for one in taken], {})
        if held is not None and not replica.waiting(kind, [id]):
            replica.leave(kind, [id])
