"""Bringing back to a restored headquarters what it lost and perhaps nobody else holds (sync.md, 9)."""

import logging
from collections.abc import Sequence

from app.model.identity import Randomness
from app.store import offering
from app.store.replica import Replica
from app.store.store import Clock
from sync.client.verdicts import Verdicts

log = logging.getLogger(__name__)


def offer_again(
    replica: Replica, losses: Sequence[tuple[int, int]], clock: Clock, randomness: Randomness
) -> None:
    """Queue what this laptop holds of the states that headquarters lost between each pair of revisions.

    Cards are of headquarters' own making and are not offered: those it still has come back, for the others
    it makes new ones when the edits that clashed come again.
    """
    offered = offering.offer_again(replica, losses, clock(), randomness)
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
