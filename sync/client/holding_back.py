"""Operations that headquarters' version does not know yet: they stay here until it is upgraded.

Headquarters tells with its hello which schema it serves. What is newer would be put off at every sync, or
kept there without the rules that come with it (how edits join, what is masked), so it does not go at all;
nor does what was done to the same record after it. With the first hello of a newer headquarters it leaves by
itself (docs/adr/0019).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from app.model.registry import SCHEMA, schema_of
from app.store.captured import Captured, within
from app.store.replica import FIRST, Replica
from sync.protocol.messages import Hello

FIRST_SCHEMA = 1  # what every headquarters knows, also one that has not yet said what it is


def read_hello(text: str) -> Hello | None:
    """Headquarters' last hello as the store keeps it; None before the first."""
    return msgspec.json.decode(text, type=Hello) if text else None


def newest_served(hello: Hello | None) -> int:
    """The newest schema that headquarters serves, by its last word."""
    return hello.schema[1] if hello else FIRST_SCHEMA


def is_held_back(kind: str, fields: Mapping[str, Any], newest: int) -> bool:
    """Whether a change of these fields waits until headquarters serves more than ``newest``."""
    return schema_of(kind, fields) > newest


def outgoing(
    replica: Replica, hello: Hello | None, most: int, size: int, after: int = FIRST
) -> Sequence[Captured]:
    """The oldest pending operations that headquarters knows; the limits are those of ``Replica.outgoing``.

    While headquarters is older, what it does not know may stand in front: it is looked past.
    """
    newest = newest_served(hello)
    if newest >= SCHEMA:
        return replica.outgoing(most, size, after)
    waiting = replica.oldest_pending(replica.counts_waiting())
    return within(_known(waiting, newest), most, size)


def _known(waiting: Iterable[Captured], newest: int) -> Iterator[Captured]:
    """What of ``waiting`` goes to a headquarters that serves ``newest``; each is looked at when asked for."""
    held: set[tuple[str, str]] = set()
    for one in waiting:
        if (one.kind, one.id) in held or is_held_back(one.kind, one.fields, newest):
            held.add((one.kind, one.id))
        else:
            yield one
