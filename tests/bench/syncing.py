"""A first sync of many records, up from one laptop and down to another, through a headquarters process.

The floor is what no sync can do without: encode, compress, send over loopback, decode, insert; each once.
"""

import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.store.database import writer
from sync.protocol import codec
from tests.bench.figures import Figure, median, milliseconds
from tests.bench.laptops import Spent, laptop, made, peak_of, timed
from tests.fakes.hq_process import new_process
from tests.fakes.stores import KEY

UP, DOWN = 5.0, 4.0  # sync.md, Budgets
PEAK = 120.0  # MB of headquarters at 50,000 records, sync.md, Budgets
SMALL = 100
SMALL_UP, SMALL_DOWN, IDLE = 4.0, 16.0, 0.6  # KB


def measure(folder: Path, records: int, *, rounds: int = 1) -> list[Figure]:
    """``records`` up and down, then a few changes, then nothing; of each figure the middle one of all rounds.

    The floor is taken before and after what is held against it: a shared machine is quick one second and slow
    the next.
    """
    folder.mkdir()
    done = [_round(folder / f"{number}", records) for number in range(rounds)]
    return [sorted(alike, key=lambda one: one.ratio)[rounds // 2] for alike in zip(*done, strict=True)]


def _round(folder: Path, records: int) -> list[Figure]:
    folder.mkdir()
    process = new_process(folder / "hq")
    process.start()
    try:
        empty = peak_of(process)
        first = laptop(process, folder / "first", "张三")
        second = laptop(process, folder / "second", "李四")
        first.fill(records)
        before = _floors(folder, records)
        up, sent = timed(process, first)
        between = _floors(folder, records)
        down, taken = timed(process, second)
        after = _floors(folder, records)
        assert len(second.store.ids("project")) == records
        indexing = milliseconds(lambda: second.store.ids("project", find="x")) / 1000
        first.change(min(SMALL, records))
        small_up, small_down = first.sync(), second.sync()
        changes = len(codec.compress(msgspec.json.encode([f"陈副市长{n}" for n in range(SMALL)]))[0])
        idle = second.sync()
        peak = peak_of(process)
        first.close()
        second.close()
    finally:
        process.stop()
    assert small_up.traffic.requests + small_down.traffic.requests <= 2 and idle.traffic.requests == 1
    against = "encode, compress, send, decode, insert"
    least_up, least_down = _middle(before + between), _middle(between + after)
    return [
        Figure(f"sync {records:,} records up", up.seconds, least_up.wall, "s", against, wanted=UP),
        Figure(f"sync {records:,} records down", down.seconds, least_down.wall, "s", against, wanted=DOWN),
        *_processors(f"{records:,} up", sent, least_up),
        *_processors(f"{records:,} down", taken, least_down),
        Figure(f"first search after {records:,} down", indexing, least_down.wall, "s", against),
        _bytes(f"{SMALL} changes up", small_up.traffic.up, changes, SMALL_UP),
        _bytes(f"{SMALL} changes down", small_down.traffic.down, changes, SMALL_DOWN),
        _bytes("nothing to sync, both ways", idle.traffic.up + idle.traffic.down, 0, IDLE),
        Figure(f"headquarters' memory, {records:,} records", peak, empty, "MB", "at its start", limit=PEAK),
    ]


def _processors(what: str, spent: Spent, floor: "_Floor") -> list[Figure]:
    against = "processor time of the same"
    return [
        Figure(f"laptop's processor, {what}", spent.laptop, floor.cpu, "s", against),
        Figure(f"headquarters' processor, {what}", spent.headquarters, floor.cpu, "s", against),
    ]


def _bytes(name: str, ours: int, floor: int, limit: float) -> Figure:
    """Kilobytes on the way, against the bare content compressed."""
    return Figure(name, ours / 1024, floor / 1024, "KB", "the content alone, compressed", limit=limit)


@dataclass(frozen=True)
class _Floor:
    """Seconds: as they pass, and of the processor."""

    wall: float
    cpu: float


def _middle(floors: Sequence[_Floor]) -> _Floor:
    return _Floor(median([one.wall for one in floors]), median([one.cpu for one in floors]))


def _floors(folder: Path, records: int) -> list[_Floor]:
    return [_floor(folder, records) for _ in range(3)]


def _floor(folder: Path, records: int) -> _Floor:
    projects = made(records)
    engine = writer(folder / "floor-sync.db", KEY)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS t (id TEXT PRIMARY KEY, doc TEXT)")

    def run() -> None:
        body, encoding = codec.compress(msgspec.json.encode(projects))
        received = _sent(body)
        plain = codec.decompress(received, encoding, limit=1 << 30)
        found = msgspec.json.decode(plain)
        with engine.begin() as connection:
            rows = [(f"{n:036d}", msgspec.json.encode(doc).decode()) for n, doc in enumerate(found)]
            connection.exec_driver_sql("INSERT INTO t VALUES (?, ?)", rows)

    cpu = time.process_time()
    wall = milliseconds(run) / 1000
    cpu = time.process_time() - cpu
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM t")
    engine.dispose()
    return _Floor(wall, cpu)


def _sent(body: bytes) -> bytes:
    """``body`` through a socket of this computer."""
    parts: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def receive() -> None:
            near, _ = server.accept()
            with near:
                while part := near.recv(65536):
                    parts.append(part)

        thread = threading.Thread(target=receive)
        thread.start()
        with socket.create_connection(server.getsockname()) as far:
            far.sendall(body)
        thread.join()
    return b"".join(parts)
