"""Scenario ``points`` (trust.md R5): a laptop that takes in its pages is killed at exact system calls.

``strace`` delivers SIGKILL at the n-th write, sync or truncation; n steps on until a run is no longer hit.
"""

import contextlib
import queue
import random
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.model.values import record_sum
from app.store.errors import StoreError, StoreExists
from app.store.replica import Replica
from app.store.store import Store
from sync.client.device import Enrolment, enrolment
from sync.client.engine import sync_once
from sync.client.flight import kept
from sync.client.page import read_page
from sync.client.place import CURSOR
from sync.protocol.messages import Reply, Request
from tests.fakes.headquarters import Headquarters
from tests.fakes.hq_process import HqProcess, new_process, utc_now
from tests.faults.acknowledged import Saved
from tests.faults.laptops import (
    KEY,
    LaptopOnDisk,
    join,
    lost,
    new_laptop,
    operations_at,
    outbox_of,
    sync_until_quiet,
    unlike_headquarters,
    unsound,
)
from tests.faults.outcome import Outcome, Setting
from tests.faults.processes import forking, started
from tests.faults.pulling import DONE, SignedInGateway, bought_token, make, pull

CALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink")
BEYOND = ("pwrite64", "ftruncate")  # with these a run must come through, or the points do not cover it
WORKERS = 2
PATIENCE = 60

Digests = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Point:
    """The ``number``-th ``call`` of the process."""

    call: str
    number: int


class WatchedGateway(SignedInGateway):
    """Notes which rows of headquarters the laptop holds at every place it has read up to."""

    def __init__(self, known: Enrolment, token: str, store: Store) -> None:
        super().__init__(known, token)
        self._store = store
        self.held: dict[str, Digests] = {}

    def exchange(self, request: Request) -> Reply:
        """See ``Gateway.exchange``."""
        self.note()
        return super().exchange(request)

    def note(self) -> None:
        """Remember the place and the rows."""
        with self._store.replica() as replica:
            self.held[replica.get(CURSOR)] = _of_its_place(replica)


@dataclass
class Bench:
    """A laptop that is about to pull, kept to be copied, and what its runs must come to."""

    folder: Path
    inside: Headquarters
    token: str
    original: LaptopOnDisk
    made_here: list[Saved]
    held: dict[str, Digests]

    def copied(self, name: str) -> LaptopOnDisk:
        """A laptop like the original."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.original.folder, folder)
        return LaptopOnDisk(self.original.name, folder)


def points(setting: Setting) -> Iterator[Outcome]:
    """Every sync and truncation of one run, and so many of its writes that all of it is covered."""
    headquarters = new_process(setting.folder / "hq")
    headquarters.start()
    try:
        yield _stepped(setting, headquarters)
    finally:
        headquarters.stop()
    yield _made(setting)


def _stepped(setting: Setting, headquarters: HqProcess) -> Outcome:
    began = time.monotonic()
    bench = _bench(setting, headquarters)
    calls = _counted(bench)
    wanted = _chosen(calls, setting.pick(5, 400))
    results = _run_all(bench, wanted)
    violations = [text for _, _, found in results for text in found]
    hit = sum(1 for _, was_hit, _ in results if was_hit)
    figures = {
        "points": len(results),
        "killed": hit,
        **{call: calls[call] for call in CALLS if calls[call]},
        "pages": len(bench.held) - 1,
        "rows": sum(count for count, _ in list(bench.held.values())[-1].values()),
        "violations": len(violations),
        "seconds": round(time.monotonic() - began),
    }
    if hit < 0.9 * (len(results) - len(BEYOND)) or hit == len(results):
        violations.append("the points do not run over the whole of the sync and beyond its end")
    return Outcome("points", figures, violations)


def _bench(setting: Setting, headquarters: HqProcess) -> Bench:
    """Headquarters with some pages of rows, and a laptop that holds none and has edits waiting."""
    writer, reader = (new_laptop(setting.folder / name, name) for name in ("写者", "读者"))
    for laptop in (writer, reader):
        join(laptop, headquarters.inside, headquarters.url)
    with writer.opened() as store:
        for part in range(setting.pick(5, 11)):
            with store.write(actor=writer.name, label="import") as work:
                for number in range(100):
                    work.create("company", {"name": f"公司{part}-{number}", "note": f"备注{number}" * 20})
    sync_until_quiet(writer)
    made = []
    with reader.opened() as store:
        for number in range(5):
            with store.write(actor=reader.name, label="create") as work:
                id = work.create("contact", {"name": f"客商{number}"})
            made.append(Saved("contact", id, "create", "name", f"客商{number}"))
        known = enrolment(store)
    token = bought_token(known)
    bench = Bench(setting.folder, headquarters.inside, token, reader, made, {})
    # Once in full, so that headquarters has what this laptop sends and every run after it is the same.
    with (
        bench.copied("reference").opened() as store,
        contextlib.closing(SignedInGateway(known, token)) as way,
    ):
        assert sync_once(store, way, utc_now, random.SystemRandom()).error is None
    with bench.copied("reference").opened() as store:
        with contextlib.closing(WatchedGateway(known, token, store)) as gateway:
            assert sync_once(store, gateway, utc_now, random.SystemRandom()).error is None
            gateway.note()
        bench.held = gateway.held
    return bench


def _counted(bench: Bench) -> Counter[str]:
    """How often one whole run makes each call."""
    trace = bench.folder / "calls.txt"
    code = _traced(bench, bench.copied("counted"), ["-o", str(trace), "-e", f"trace={','.join(CALLS)}"])
    assert code == DONE, code
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    return Counter(call for line in lines for call in CALLS if f" {call}(" in f" {line}")


def _chosen(calls: Counter[str], most: int) -> list[Point]:
    """All points where that is few enough, else evenly spread ones; two beyond the end of each call."""
    total = sum(calls.values())
    stride = max(1, -(-total // most))
    found = []
    for call in CALLS:
        step = stride if calls[call] > most // 8 else 1
        found += [Point(call, number) for number in range(1, calls[call] + 1, step)]
    return [*found, *(Point(call, calls[call] + 50) for call in BEYOND)]


def _run_all(bench: Bench, wanted: list[Point]) -> list[tuple[Point, bool, list[str]]]:
    todo: queue.SimpleQueue[Point | None] = queue.SimpleQueue()
    for point in [*wanted, *[None] * WORKERS]:
        todo.put(point)
    results: list[tuple[Point, bool, list[str]]] = []

    def step(name: str) -> None:
        while (point := todo.get()) is not None:
            results.append((point, *_hit(bench, point, name)))

    workers = [threading.Thread(target=step, args=(f"worker{number}",)) for number in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    missing = len(wanted) - len(results)
    return results + [(wanted[0], False, [f"{missing} points were not run"])] * (missing > 0)


def _hit(bench: Bench, point: Point, name: str) -> tuple[bool, list[str]]:
    """Kill one run at one point: whether it was hit, and what is wrong afterwards and after it resumed."""
    laptop = bench.copied(name)
    inject = f"inject={point.call}:signal=KILL:when={point.number}"
    code = _traced(bench, laptop, ["-o", "/dev/null", "-e", f"trace={point.call}", "-e", inject])
    if code not in (DONE, -9):
        return False, [f"{point}: the run ended with {code}"]
    try:
        found = _wrong(bench, laptop)
    except StoreError as error:
        found = [f"does not open: {error}"]
    return code != DONE, [f"{point}: {one}" for one in found]


def _wrong(bench: Bench, laptop: LaptopOnDisk) -> list[str]:
    with laptop.opened() as store:
        with store.replica() as replica:
            cursor, digests = replica.get(CURSOR), _of_its_place(replica)
        found = unsound(store)
        if bench.held.get(cursor) != digests:
            found.append(f"the place read up to and the rows are apart: {cursor!r} {digests}")
        found += lost(store, bench.made_here, operations_at(bench.inside))
        with contextlib.closing(SignedInGateway(enrolment(store), bench.token)) as gateway:
            report = sync_once(store, gateway, utc_now, random.SystemRandom())
        found += [f"does not go on: {report.error}"] if report.error else []
        found += unsound(store)
        found += [
            f"still waits: {item.operation}" for item in outbox_of(store) if item.operation.state != "acked"
        ]
    return found + unlike_headquarters(laptop, bench.inside)


def _of_its_place(replica: Replica) -> Digests:
    """The digests without what has come of a page that is kept until all of it is here."""
    digests = replica.digests()
    owed = kept(replica, replica.get(CURSOR))
    for row in read_page(owed[1].kinds).rows if owed is not None else ():
        held = replica.local(row.kind, [row.id]).get(row.id)
        if held is not None and held.rev == row.rev and not row.deleted:
            count, total = digests[row.kind]
            digests[row.kind] = count - 1, (total - record_sum(row.kind, row.id, row.doc)) % (1 << 64)
    return {kind: (count, total) for kind, (count, total) in digests.items() if count or total}


def _made(setting: Setting) -> Outcome:
    """A laptop killed while it makes its store: afterwards the store opens, or can be made."""
    violations, number, step = [], 1, setting.pick(200, 3)
    killed = points = 0
    for call in ("openat", "pwrite64", "fsync"):
        number = 1
        while True:
            folder = setting.folder / f"made-{call}-{number}"
            inject = f"inject={call}:signal=KILL:when={number}"
            code = _run_traced(
                ["-o", "/dev/null", "-e", f"trace={call}", "-e", inject], make, str(folder), KEY
            )
            points, killed = points + 1, killed + (code != DONE)
            violations += [f"{call} {number}: {one}" for one in _unusable(folder)]
            shutil.rmtree(folder, ignore_errors=True)
            if code == DONE:
                break
            number += 1 if call == "fsync" else step
    return Outcome("points.create", {"points": points, "killed": killed}, violations)


def _unusable(folder: Path) -> list[str]:
    """Why the folder of a store whose making was interrupted is good for nothing."""
    laptop = LaptopOnDisk("新人", folder)
    try:
        with contextlib.suppress(StoreExists):  # made far enough to be opened
            new_laptop(folder, "新人")
        with laptop.opened() as store, store.write(actor="新人", label="create") as work:
            work.create("contact", {"name": "王伟"})
        with laptop.opened() as store:
            return unsound(store)
    except StoreError as error:
        return [f"neither opens nor can be made: {error}"]


def _traced(bench: Bench, laptop: LaptopOnDisk, options: list[str]) -> int:
    """Run one pull under strace; its exit code."""
    return _run_traced(options, pull, str(laptop.database), KEY, bench.token)


def _run_traced(options: list[str], target: Callable[..., None], *arguments: Any) -> int:
    """Run ``target`` in a process under strace; its exit code."""
    context = forking()
    ours, theirs = context.Pipe()
    process = started(context, target, theirs, *arguments)
    command = ["strace", "-f", *options, "-p", str(process.pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        attached = tracer.stderr.readline()
        assert "attached" in attached, attached
        ours.send("go")
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
            process.join()
        tracer.stderr.read()
    assert process.exitcode is not None
    return process.exitcode
