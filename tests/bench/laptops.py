"""Laptops of the measurements: filled with projects, enrolled at a headquarters process, synced."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.model.registry import KINDS
from app.model.values import Document, python_values
from app.store.store import Store
from sync.client.device import enrolment
from sync.client.engine import sync_once
from sync.client.enrol import enrol
from sync.client.http_gateway import HttpGateway
from sync.client.read_ahead import ReadAhead
from sync.client.report import SyncReport
from tests.bench.data import documents
from tests.fakes.hq_process import HqProcess, utc_now
from tests.fakes.stores import new_store

AT_ONCE = 1000  # records of one unit of work


@dataclass
class BenchLaptop:
    """One store and its way to headquarters."""

    store: Store
    gateway: HttpGateway

    def sync(self) -> SyncReport:
        """One run, which must go through."""
        with ReadAhead(self.gateway) as way:
            report = sync_once(self.store, way, utc_now, self.store.randomness)
        assert report.error is None, report.error
        return report

    def fill(self, records: int) -> None:
        """Make projects here, so that they wait to be sent."""
        waiting = made(records)
        for start in range(0, records, AT_ONCE):
            with self.store.write(actor="张三", label="bench") as work:
                for doc in waiting[start : start + AT_ONCE]:
                    work.create("project", _typed(doc))

    def change(self, records: int) -> None:
        """One edit each of so many projects."""
        for number, id in enumerate(self.store.ids("project")[:records]):
            with self.store.write(actor="张三", label="bench") as work:
                work.update("project", id, {"leader": f"陈副市长{number}"})

    def close(self) -> None:
        """Let go of both."""
        self.gateway.close()
        self.store.close()


def laptop(process: HqProcess, folder: Path, user: str, *, url: str = "") -> BenchLaptop:
    """A new laptop of ``user``; ``url``: what stands between it and headquarters."""
    store = new_store(folder, seed=len(user) + ord(user[0]))
    enrol(store, url or process.url, process.inside.code(user), folder.name)
    return BenchLaptop(store, HttpGateway(enrolment(store)))


def made(records: int) -> list[Document]:
    """Projects as wire values: on average 484 bytes of JSON each, within a hundredth."""
    return [{n: v for n, v in doc.items() if n != "created_by"} for doc in documents("project", records)]


def _typed(doc: Document) -> dict[str, Any]:
    """A project's wire values as the store takes them."""
    values = python_values(KINDS["project"], doc)
    return {name: values[name] for name in doc}


def cpu_of(process: HqProcess) -> float:
    """Seconds of processor time that headquarters has used."""
    assert process.process is not None
    clock = (~process.process.pid << 3) | 2  # clock_getcpuclockid(3) of Linux: finer than the ticks of /proc
    return time.clock_gettime(clock)


def peak_of(process: HqProcess) -> float:
    """Megabytes of memory that headquarters held at most."""
    assert process.process is not None
    lines = Path(f"/proc/{process.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


@dataclass(frozen=True)
class Spent:
    """Seconds of processor time that a sync took at each end."""

    laptop: float
    headquarters: float


def timed(process: HqProcess, syncing: BenchLaptop) -> tuple[SyncReport, Spent]:
    """One run, and what it took at both ends."""
    here, there = time.process_time(), cpu_of(process)
    report = syncing.sync()
    return report, Spent(time.process_time() - here, cpu_of(process) - there)
