"""Many records and a few changes over a bad link."""

import random
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.figures import Figure
from tests.bench.laptops import laptop
from tests.fakes.hq_process import new_process
from tests.faults.relay import Link, Relay

BAD = Link(delay=0.15, rate=125_000, loss=0, reset=0, cut=1e6)  # 150 ms each way, 1 Mbit/s
AWAY = "150 ms away at 1 Mbit/s"
SMALL = 100
WAIT = 0.8  # seconds, sync.md, Budgets


def measure(folder: Path, records: int) -> list[Figure]:
    """``records`` up from one laptop and down to another, then ``SMALL`` changes, over the link."""
    process = new_process(folder / "far-hq")
    process.start()
    parts = urlsplit(process.url)
    assert parts.hostname is not None and parts.port is not None
    relay = Relay((parts.hostname, parts.port), BAD, random.Random(1))
    try:
        first = laptop(process, folder / "far-first", "张三", url=relay.url)
        second = laptop(process, folder / "far-second", "李四", url=relay.url)
        first.fill(records)
        up, down = first.sync(), second.sync()
        assert len(second.store.ids("project")) == records
        second.change(min(SMALL, records))
        few = second.sync()
        first.close()
        second.close()
    finally:
        relay.stop()
        process.stop()
    assert few.tally.sent == min(SMALL, records) and few.traffic.requests <= 2
    trip = 2 * BAD.delay
    against = "these bytes and one round trip"
    return [
        Figure(f"{records:,} records up, {AWAY}", up.seconds, up.traffic.up / BAD.rate + trip, "s", against),
        Figure(
            f"{records:,} records down, {AWAY}",
            down.seconds,
            down.traffic.down / BAD.rate + trip,
            "s",
            against,
        ),
        Figure(f"{SMALL} changes, {AWAY}", few.seconds, trip, "s", "one round trip", limit=WAIT),
    ]
