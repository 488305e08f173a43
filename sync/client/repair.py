"""Repairing what this laptop holds where it differs from headquarters, without reading everything again."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from app.model.identity import Randomness
from app.model.registry import KINDS
from app.model.values import digest_sum, record_sum
from app.store.replica import Replica
from app.store.rows import forget
from app.store.store import Clock
from sync.client.apply import land_rows
from sync.client.page import read_page
from sync.client.reconcile import part_with
from sync.client.verdicts import Verdicts
from sync.protocol import buckets
from sync.protocol.messages import Repair

log = logging.getLogger(__name__)

_AT_ONCE = 1000
_EVERY = timedelta(days=7)
_RECOUNTED = "recounted"


def recounted(replica: Replica) -> dict[str, str]:
    """The sums of headquarters' records as this laptop really holds them, by kind and packed.

    The running digests are set to what was counted: they do not see what went wrong beside the store.
    """
    found = {}
    for kind in KINDS:
        content = _content(replica, kind)
        replica.set_digest(kind, len(content), digest_sum(total for _, total in content))
        found[kind] = buckets.packed(buckets.sums(content, buckets.size(len(content))))
    return found


def recount_when_due(replica: Replica, now: datetime) -> None:
    """Count once a week, so that what went wrong beside the store is met and repaired."""
    last = replica.get(_RECOUNTED)
    if last and now - datetime.fromisoformat(last) < _EVERY:
        return
    if last:  # what was never counted is new
        recounted(replica)
    replica.set(_RECOUNTED, now.isoformat())


def _content(replica: Replica, kind: str) -> list[tuple[str, int]]:
    content, ids = [], replica.ids(kind)
    for start in range(0, len(ids), _AT_ONCE):
        for local in replica.local(kind, ids[start : start + _AT_ONCE]).values():
            if local.rev and not local.hq_deleted:
                content.append((local.id, record_sum(kind, local.id, local.hq_doc)))
    return content


def take_repairs(
    replica: Replica,
    repairs: Sequence[Repair],
    asked: Mapping[str, str],
    verdicts: Verdicts,
    clock: Clock,
    chance: Randomness,
) -> int:
    """Bring the buckets that differ to headquarters' state; returns how many records changed.

    What headquarters does not have there leaves this laptop, unless something waits on it.
    """
    changed = 0
    for one in repairs:
        rows = read_page([one.rows]).rows
        held = replica.local(one.kind, [row.id for row in rows])
        # What is missing may have left entries in the indexes.
        gone = [row.id for row in rows if row.id not in held]
        forget(replica.connection, KINDS[one.kind], gone)
        changed += land_rows(replica, rows, verdicts, afresh=True)
        beyond = _beyond(replica, one, {row.id for row in rows}, len(buckets.unpacked(asked[one.kind])))
        changed += part_with(replica, one.kind, beyond, verdicts, clock, chance)
    if changed:
        log.warning("this laptop and headquarters differed: %d records repaired", changed)
    return changed


def _beyond(replica: Replica, repair: Repair, there: set[str], count: int) -> list[str]:
    """The records of the differing buckets that headquarters does not have."""
    differing = set(repair.buckets)
    inside = (id for id in replica.ids(repair.kind) if buckets.bucket(id, count) in differing)
    return [id for id in inside if id not in there]
