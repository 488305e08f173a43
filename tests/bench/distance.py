"""A few changes over a bad link, and what many records cost headquarters in memory."""

import random
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.figures import Figure
from tests.bench.laptops import laptop, peak_of
from tests.fakes.hq_process import new_process
from tests.faults.relay import Link, Relay

BAD = Link(delay=0.15, rate=125_000, loss=0, reset=0, cut=1e6)  # 150 ms each way, 1 Mbit/s
SMALL = 100
WAIT = 0.8  # seconds, sync.md, Budgets
PEAK = 120.0  # MB at 50,000 records, sync.md, Budgets


def measure(folder: Path, records: int) -> list[Figure]:
    """``records`` up and down, and ``SMALL`` changes of them over a bad link."""
    process = new_process(folder / "far-hq")
    process.start()
    parts = urlsplit(process.url)
    assert parts.hostname is not None and parts.port is not None
    relay = Relay((parts.hostname, parts.port), BAD, random.Random(1))
    try:
        near = laptop(process, folder / "near", "张三")
        near.fill(records)
        near.sync()
        far = laptop(process, folder / "far", "李四", url=relay.url)
        far.sync()  # everything, over the bad link; it is signed in from then on
        assert len(far.store.ids("project")) == records
        far.change(min(SMALL, records))
        sent = far.sync()
        peak = peak_of(process)
        near.close()
        far.close()
    finally:
        relay.stop()
        process.stop()
    assert sent.tally.sent == min(SMALL, records) and sent.traffic.requests <= 2
    trip = 2 * BAD.delay
    against = "one round trip"
    return [
        Figure(f"{SMALL} changes, 150 ms away at 1 Mbit/s", sent.seconds, trip, "s", against, limit=WAIT),
        Figure(f"headquarters' memory, {records:,} records", peak, 0, "MB", "nothing", limit=PEAK),
    ]
