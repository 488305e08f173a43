"""Several server processes on one PostgreSQL behind a balancer; one of them dies under load."""

import contextlib
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sync.client.device import enrolment
from sync.client.engine import sync_once
from sync.client.http_gateway import HttpGateway
from tests.fakes.hq_process import HqProcess, new_process, utc_now
from tests.fakes.postgres import Postgres
from tests.faults.balancer import Balancer
from tests.faults.laptops import LaptopOnDisk, join, new_laptop, sync_until_quiet, unlike_headquarters
from tests.faults.ports import free_ports

EDITS = 12


@pytest.fixture
def processes(postgres: Postgres, tmp_path: Path) -> Iterator[list[HqProcess]]:
    first = new_process(tmp_path / "hq", database=postgres.empty_database())
    both = [first, HqProcess(first.folder, first.inside)]
    for process, port in zip(both, free_ports(2), strict=True):
        process.url = f"http://127.0.0.1:{port}"
        process.start()
    yield both
    for process in reversed(both):
        if process.process is not None and process.process.poll() is None:
            process.kill()
    first.inside.store.close()


def test_two_processes_serve_one_headquarters_and_one_may_die(
    processes: list[HqProcess], tmp_path: Path
) -> None:
    first, second = processes
    balancer = Balancer([int(one.url.rpartition(":")[2]) for one in processes])
    laptops = [new_laptop(tmp_path / f"laptop{n}", f"人{n}") for n in range(3)]
    for laptop in laptops:
        join(laptop, first.inside, balancer.url)

    def work(laptop: LaptopOnDisk) -> int:
        """Save and sync; the runs that failed."""
        failed = 0
        with laptop.opened() as store, contextlib.closing(HttpGateway(enrolment(store))) as gateway:
            for number in range(EDITS):
                with store.write(actor=laptop.name, label="create") as unit:
                    unit.create("company", {"name": f"{laptop.name}的公司{number}"})
                failed += sync_once(store, gateway, utc_now, random.SystemRandom()).error is not None
                if number == EDITS // 2 and laptop is laptops[0]:
                    second.kill()
        return failed

    with ThreadPoolExecutor(len(laptops)) as pool:
        failed = list(pool.map(work, laptops))
    for laptop in (*laptops, *laptops):
        sync_until_quiet(laptop)
    balancer.stop()
    assert [unlike_headquarters(laptop, first.inside) for laptop in laptops] == [[], [], []]
    with laptops[0].opened() as store:
        assert len(store.ids("company")) == len(laptops) * EDITS
    # Only what was under way at the moment of death may fail.
    assert sum(failed) <= 2 * len(laptops), failed
