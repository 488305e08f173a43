"""What a serving headquarters does by itself once a day: removing tombstones that nobody needs any more."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from app.errors import OutpostError
from sync.hq.compaction import Compacted, compact, last_run
from sync.hq.exchange import Clock
from sync.hq.store import HqStore
from sync.protocol.times import milliseconds

log = logging.getLogger(__name__)

_DAY = 24 * 60 * 60 * 1000  # ms
LOOK_EVERY = 60 * 60.0  # seconds


def compact_when_due(store: HqStore, now: int) -> Compacted | None:
    """Compact unless some process of this headquarters did within a day; ``now`` in ms."""
    with store.read() as connection:
        if now - last_run(connection, store.tenant) < _DAY:
            return None
    return compact(store, now=now)


@contextmanager
def compacting_daily(store: HqStore, clock: Clock, *, look_every: float = LOOK_EVERY) -> Iterator[None]:
    """Compact in a thread of its own while the body runs; ``look_every`` seconds pass before each look."""
    ended = Event()

    def run() -> None:
        while not ended.wait(look_every):
            try:
                compact_when_due(store, milliseconds(clock()))
            except OutpostError as error:  # the disk or the database: looked at again in an hour
                log.error("compaction did not go through: %s", error.code)

    thread = Thread(target=run, name="compaction", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
