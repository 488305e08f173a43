"""Scenario ``failover`` (trust.md B3): the leading database dies under load, again and again.

Two headquarters processes serve one PostgreSQL cluster behind a balancer; laptops save and sync all the
while. Whatever a laptop was told is kept must be there at the end, once.
"""

import contextlib
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

import msgspec
from sqlalchemy import select

from sync.client.device import enrolment
from sync.client.engine import sync_once
from sync.client.http_gateway import HttpGateway
from sync.hq.tables import OPERATION
from tests.fakes.headquarters import Headquarters
from tests.fakes.hq_process import HqProcess, new_process, utc_now
from tests.faults.balancer import Balancer
from tests.faults.cluster import Cluster, running_cluster
from tests.faults.laptops import (
    LaptopOnDisk,
    join,
    new_laptop,
    outbox_of,
    sync_until_quiet,
    unlike_headquarters,
    unsound,
)
from tests.faults.outcome import Outcome, Setting
from tests.faults.ports import free_ports

LAPTOPS = 6
PROCESSES = 2
EDITS_AT_ONCE = 3
BREATH = 0.2  # seconds between two syncs of a laptop
UNDER_LOAD = 5.0  # seconds of good health before each death
LONGEST_GAP = 40.0  # seconds without one acknowledged push, by trust.md B3 and this machine's load


@dataclass
class Shift:
    """What one laptop did: when its pushes were acknowledged, and how its syncs failed."""

    laptop: LaptopOnDisk
    pushed: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)


def failover(setting: Setting) -> Iterator[Outcome]:
    """Kill the leader and everything of it, wait until the cluster is whole again, repeat."""
    began = time.monotonic()
    with (
        running_cluster(setting.folder / "cluster") as cluster,
        _headquarters(setting, cluster) as (first, url),
    ):
        shifts = [Shift(new_laptop(setting.folder / f"laptop{n}", f"人{n}")) for n in range(LAPTOPS)]
        for shift in shifts:
            join(shift.laptop, first.inside, url)
        gaps = _killed_under_load(cluster, shifts, setting.pick(1, 5))
        for shift in shifts:
            sync_until_quiet(shift.laptop)
        # Once more: the first to be quiet has not seen what the last has sent.
        for shift in shifts:
            sync_until_quiet(shift.laptop)
        yield _outcome(first.inside, shifts, gaps, began)


@contextlib.contextmanager
def _headquarters(setting: Setting, cluster: Cluster) -> Iterator[tuple[HqProcess, str]]:
    """Headquarters' processes on one database and the balancer's address before them."""
    first = new_process(setting.folder / "hq", database=cluster.url)
    others = [HqProcess(first.folder, first.inside) for _ in range(PROCESSES - 1)]
    ports = free_ports(PROCESSES)
    for process, port in zip((first, *others), ports, strict=True):
        process.url = f"http://127.0.0.1:{port}"
        process.start()
    balancer = Balancer(ports)
    try:
        yield first, balancer.url
    finally:
        balancer.stop()
        for process in others:
            process.kill()
        first.stop()


def _killed_under_load(cluster: Cluster, shifts: Sequence[Shift], deaths: int) -> list[float]:
    """Let the laptops work through ``deaths`` deaths of the leader; the seconds each stopped them for."""
    stopping = threading.Event()
    working = [threading.Thread(target=_work, args=(shift, stopping)) for shift in shifts]
    for thread in working:
        thread.start()
    gaps = []
    try:
        for _ in range(deaths):
            time.sleep(UNDER_LOAD)
            leader = cluster.leader()
            assert leader is not None, cluster.told()
            died = time.monotonic()
            leader.kill()
            gaps.append(_until_pushed(shifts, died) - died)
            cluster.start(leader)
            cluster.wait_until_safe()
        time.sleep(UNDER_LOAD)
    finally:
        stopping.set()
        for thread in working:
            thread.join()
    return gaps


def _until_pushed(shifts: Sequence[Shift], died: float) -> float:
    """The moment of the first push that was acknowledged by the new leader."""
    settled = died + 1.0  # an answer may still have been on its way
    while time.monotonic() < died + 3 * LONGEST_GAP:
        after = [moment for shift in shifts for moment in shift.pushed[-20:] if moment > settled]
        if after:
            return min(after)
        time.sleep(0.1)
    return float("inf")


def _work(shift: Shift, stopping: threading.Event) -> None:
    numbers = count()
    with shift.laptop.opened() as store, contextlib.closing(HttpGateway(enrolment(store))) as gateway:
        while not stopping.wait(BREATH):
            for number in (next(numbers) for _ in range(EDITS_AT_ONCE)):
                with store.write(actor=shift.laptop.name, label="create") as work:
                    work.create("company", {"name": f"{shift.laptop.name}的公司{number}"})
            report = sync_once(store, gateway, utc_now, random.SystemRandom())
            if report.error is None:
                shift.pushed.append(time.monotonic())
            else:
                shift.failed[report.error.code] += 1


def _outcome(inside: Headquarters, shifts: Sequence[Shift], gaps: Sequence[float], began: float) -> Outcome:
    there, created = _operations(inside)
    violations: list[str] = []
    acknowledged = 0
    for shift in shifts:
        violations += unlike_headquarters(shift.laptop, inside)
        with shift.laptop.opened() as store:
            violations += unsound(store)
            for item in outbox_of(store):
                acknowledged += item.operation.state == "acked"
                if item.operation.op_id not in there:
                    violations.append(f"{shift.laptop.name}: {item.operation.state} and not there: {item}")
    violations += [f"created {times} times: {name}" for name, times in created.items() if times != 1]
    violations += [f"no push for {gap:.0f} s" for gap in gaps if gap > LONGEST_GAP]
    figures = {
        "deaths": len(gaps),
        "acknowledged": acknowledged,
        "at_hq": len(there),
        "syncs": sum(len(shift.pushed) for shift in shifts),
        **dict(sorted(sum((shift.failed for shift in shifts), Counter[str]()).items())),
        "longest_gap": f"{max(gaps):.1f}s",
        "violations": len(violations),
        "seconds": round(time.monotonic() - began),
    }
    return Outcome("failover", figures, violations)


def _operations(inside: Headquarters) -> tuple[set[str], Counter[str]]:
    """The operations headquarters knows, and how often each company was created."""
    with inside.store.read() as connection:
        rows = connection.execute(select(OPERATION.c.op_id, OPERATION.c.action, OPERATION.c.fields)).all()
    names = (msgspec.json.decode(row.fields)["name"][1] for row in rows if row.action == "create")
    return {row.op_id for row in rows}, Counter(map(str, names))
