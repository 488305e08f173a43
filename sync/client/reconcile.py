"""A laptop that was away for longer than headquarters keeps tombstones (sync.md, Tombstones).

It reads everything afresh. What does not come and carries nothing unsent leaves this laptop; what carries
edits goes up as the tombstone that headquarters has forgotten, the edits behind it: so a person is asked
whether to restore it with them. Absence is never taken for more than that.
"""

import logging
from collections.abc import Collection, Iterable

from app.model.identity import Randomness
from app.model.registry import KINDS
from app.reasons import Reason
from app.store import offering, unconfirmed
from app.store.replica import Replica
from app.store.store import Clock
from sync.client.apply import ROWS_AT_ONCE
from sync.client.page import PageRow, RecordKey
from sync.client.verdicts import Verdicts

log = logging.getLogger(__name__)

FORGOTTEN = Reason("sync.refused.never_created")
_HORIZON = "horizon"  # up to which revision headquarters may have removed tombstones


def begin(replica: Replica) -> None:
    """Everything is read again from here on."""
    unconfirmed.begin(replica.connection)


def note_horizon(replica: Replica, horizon: int) -> None:
    """Keep what headquarters says with the first page."""
    if horizon:
        replica.set(_HORIZON, str(horizon))


def confirm(replica: Replica, keys: Iterable[RecordKey]) -> None:
    """Headquarters has these, or has said that they left."""
    by_kind: dict[str, list[str]] = {}
    for kind, id in keys:
        by_kind.setdefault(kind, []).append(id)
    for kind, ids in by_kind.items():
        unconfirmed.confirm(replica.connection, kind, ids)


def confirm_rows(replica: Replica, rows: Iterable[PageRow]) -> None:
    """See ``confirm``."""
    confirm(replica, (row.key for row in rows))


def part_with_unconfirmed(replica: Replica, verdicts: Verdicts, clock: Clock, chance: Randomness) -> int:
    """At the end of the feed: let go of what did not come and may have been compacted; returns how many.

    Anything else that did not come stays: nobody has said that it was deleted.
    """
    parted, horizon = 0, int(replica.get(_HORIZON, "0"))
    for kind in KINDS:
        ids = unconfirmed.remaining(replica.connection, kind, horizon)
        for start in range(0, len(ids), ROWS_AT_ONCE):
            parted += part_with(replica, kind, ids[start : start + ROWS_AT_ONCE], verdicts, clock, chance)
    unconfirmed.forget(replica.connection)
    if parted:
        log.warning("headquarters no longer has %d records that were here", parted)
    return parted


def part_with(
    replica: Replica, kind: str, ids: Collection[str], verdicts: Verdicts, clock: Clock, chance: Randomness
) -> int:
    """Take records that headquarters does not have off this laptop, unless something waits on them."""
    known = {id: local for id, local in replica.local(kind, ids).items() if local.rev}
    waiting = {} if KINDS[kind].hq_made else replica.waiting(kind, list(known))
    replica.leave(kind, [id for id in known if id not in waiting])
    _bury(replica, [(kind, id) for id in known if id in waiting], verdicts, clock, chance)
    return len(known)


def bury_compacted(replica: Replica, verdicts: Verdicts, clock: Clock, chance: Randomness) -> None:
    """Send the tombstones of records whose edits came too late: headquarters has forgotten them.

    Of a record that has left this laptop there is none to send: its edits go back to the person.
    """
    told, verdicts.compacted = verdicts.compacted, set()
    for kind, id in told:
        if not replica.local(kind, [id]):
            waiting = replica.waiting(kind, [id]).get(id, ())
            replica.settle([], {one.op_id: FORGOTTEN for one in waiting if one.state == "pending"})
    _bury(replica, told, verdicts, clock, chance)


def _bury(
    replica: Replica, keys: Iterable[RecordKey], verdicts: Verdicts, clock: Clock, chance: Randomness
) -> None:
    for kind, id in keys:
        held = {found: local for found, local in replica.local(kind, [id]).items() if local.rev}
        if held and not KINDS[kind].hq_made:
            offering.offer_tombstones(replica, kind, held, clock(), chance)
            verdicts.put_off.discard((kind, id))
