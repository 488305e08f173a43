"""A laptop whose store went back in time, as headquarters tells it by the write counter (sync.md, 9)."""

import logging
from datetime import datetime

from app.store import notices
from app.store.replica import Replica
from sync.protocol.messages import Reply

log = logging.getLogger(__name__)

_GENERATION = "generation"


def generation(replica: Replica) -> int:
    """Which life of this laptop's store it is."""
    return int(replica.get(_GENERATION, "0"))


def went_back(replica: Replica, reply: Reply, now: datetime) -> bool:
    """Take the new generation that headquarters gives to a store that went back; whether there is one.

    What waits to be sent is kept, and the person is told of it: it was saved before the disk was put back.
    """
    if reply.generation <= generation(replica):
        return False
    waiting = replica.counts_waiting()
    log.warning("this store went back in time: generation %d, %d wait", reply.generation, waiting)
    replica.set(_GENERATION, str(reply.generation))
    notices.add(replica.connection, notices.WENT_BACK, now, {"waiting": waiting})
    return True
