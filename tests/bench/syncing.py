"""A first sync of many records, up from one laptop and down to another, through a headquarters process.

The floor is what no sync can do without: encode, compress, send over loopback, decode, insert; each once.
"""

import socket
import threading
from pathlib import Path

import msgspec

from app.model.values import Document
from app.store.database import writer
from app.store.store import Store
from sync.client.device import enrolment
from sync.client.engine import sync_once
from sync.client.enrol import enrol
from sync.client.http_gateway import HttpGateway
from sync.client.report import SyncReport
from sync.protocol import codec
from tests.bench.data import documents
from tests.bench.figures import Figure, milliseconds
from tests.fakes.hq_process import HqProcess, new_process, utc_now
from tests.fakes.stores import KEY, new_store

UP, DOWN = 5.0, 4.0  # sync.md, Budgets
SMALL = 100
SMALL_UP, SMALL_DOWN, IDLE = 4.0, 16.0, 0.6  # KB


def measure(folder: Path, records: int) -> list[Figure]:
    """``records`` up and down, then a few changes, then nothing."""
    floor = _floor(folder, records)
    process = new_process(folder / "hq")
    process.start()
    try:
        first = _laptop(process, folder / "first", "张三")
        second = _laptop(process, folder / "second", "李四")
        _fill(first.store, records)
        up = _synced(first)
        down = _synced(second)
        assert len(second.store.ids("project")) == records
        _change(first.store, min(SMALL, records))
        small_up, small_down = _synced(first), _synced(second)
        changes = len(codec.compress(msgspec.json.encode([f"陈副市长{n}" for n in range(SMALL)]))[0])
        idle = _synced(second)
        for one in (first, second):
            one.gateway.close()
            one.store.close()
    finally:
        process.stop()
    against = "encode, compress, send, decode, insert"
    return [
        Figure(f"sync {records:,} records up", up.seconds, floor / 1000, "s", against, wanted=UP),
        Figure(f"sync {records:,} records down", down.seconds, floor / 1000, "s", against, wanted=DOWN),
        _bytes(f"{SMALL} changes up", small_up.traffic.up, changes, SMALL_UP),
        _bytes(f"{SMALL} changes down", small_down.traffic.down, changes, SMALL_DOWN),
        _bytes("nothing to sync, both ways", idle.traffic.up + idle.traffic.down, 0, IDLE),
    ]


def _bytes(name: str, ours: int, floor: int, limit: float) -> Figure:
    """Kilobytes on the way, against the bare content compressed."""
    return Figure(name, ours / 1024, floor / 1024, "KB", "the content alone, compressed", limit=limit)


class _Laptop:
    def __init__(self, store: Store, gateway: HttpGateway) -> None:
        self.store = store
        self.gateway = gateway


def _laptop(process: HqProcess, folder: Path, user: str) -> _Laptop:
    store = new_store(folder, seed=len(user) + ord(user[0]))
    enrol(store, process.url, process.inside.code(user), folder.name)
    return _Laptop(store, HttpGateway(enrolment(store)))


def _made(records: int) -> list[Document]:
    wanted = ("name", "stage", "industry", "place", "responsible_unit", "leader", "summary", "note")
    return [{name: doc[name] for name in wanted} for doc in documents("project", records)]


def _fill(store: Store, records: int) -> None:
    """Made here, so that they wait to be sent; one unit of work for each thousand."""
    made = _made(records)
    for start in range(0, records, 1000):
        with store.write(actor="张三", label="bench") as work:
            for doc in made[start : start + 1000]:
                work.create("project", doc)


def _change(store: Store, records: int) -> None:
    for number, id in enumerate(store.ids("project")[:records]):
        with store.write(actor="张三", label="bench") as work:
            work.update("project", id, {"leader": f"陈副市长{number}"})


def _synced(laptop: _Laptop) -> SyncReport:
    report = sync_once(laptop.store, laptop.gateway, utc_now, laptop.store.randomness)
    assert report.error is None, report.error
    return report


def _floor(folder: Path, records: int) -> float:
    made = _made(records)
    engine = writer(folder / "floor-sync.db", KEY)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (id TEXT PRIMARY KEY, doc TEXT)")

    def run() -> None:
        body, encoding = codec.compress(msgspec.json.encode(made))
        received = _sent(body)
        plain = codec.decompress(received, encoding, limit=1 << 30)
        found = msgspec.json.decode(plain)
        with engine.begin() as connection:
            rows = [(f"{n:036d}", msgspec.json.encode(doc).decode()) for n, doc in enumerate(found)]
            connection.exec_driver_sql("INSERT INTO t VALUES (?, ?)", rows)

    took = milliseconds(run)
    engine.dispose()
    return took


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
