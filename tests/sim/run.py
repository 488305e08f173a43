"""Runs seeds: ``python -m tests.sim --seeds n --start s`` (over all cores), or one for a closer look."""

import argparse
import ctypes
import gc
import logging
import multiprocessing
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection

from sync.client import parts
from sync.hq import change_log, exchange, pull, push
from tests.fakes.postgres import running_postgres
from tests.sim import memory, oracle
from tests.sim.ground import SqliteGround
from tests.sim.postgres import ground_at
from tests.sim.watch import Violation
from tests.sim.world import World

M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD = -1, -2, -3  # options of malloc (malloc.h)
KEPT = 1 << 26  # bytes

DATABASES = {
    "sqlite": "SQLite",
    "postgresql": "PostgreSQL",
    "both": "SQLite and PostgreSQL, in the same state on both",
}


@dataclass
class Outcome:
    """What came of one seed; ``failure`` is empty where every promise held."""

    seed: int
    state: str = ""
    failure: str = ""
    stats: Counter[str] = field(default_factory=Counter)


def run_seed(seed: int, url: str = "") -> Outcome:
    """Run one seed from nothing, headquarters on SQLite or on the PostgreSQL server at ``url``."""
    memory.engines().release()
    world = World(seed, ground_at(url) if url else SqliteGround())
    try:
        with small_world(world), world.versions.today():
            world.run()
            oracle.check(world)
        return Outcome(seed, oracle.state_hash(world), stats=world.stats)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in a seed is what we came for
        place = "" if isinstance(error, Violation) else traceback.format_exc(limit=-6)
        return Outcome(seed, "", f"{type(error).__name__}: {error}\n{place}".strip(), world.stats)


@contextmanager
def small_world(world: World) -> Iterator[None]:
    """Batches and pages of a few rows, so that a short story has many; headquarters' log hears of faults."""
    save = change_log.save

    def saved(connection: Connection, *arguments: Any) -> None:
        save(connection, *arguments)
        world.hq_keeps()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exchange, "MAX_OPS", world.faults.max_ops)
        patch.setattr(push, "REVISION_OPS", max(1, world.faults.max_ops // 2))
        patch.setattr(pull, "PAGE_ROWS", world.faults.page_rows)
        patch.setattr(parts, "FIRST", max(1, world.faults.page_rows // 3))  # so few are never measured
        patch.setattr(change_log, "save", saved)
        yield


def run_on_both(seed: int, url: str) -> Outcome:
    """Run one seed with headquarters on SQLite and again on PostgreSQL: the same must come of it."""
    lite, big = run_seed(seed), run_seed(seed, url)
    if lite.failure or big.failure or lite.state == big.state:
        return lite if lite.failure else big
    return Outcome(seed, "", f"SQLite ends in {lite.state}, PostgreSQL in {big.state}", lite.stats)


def run_seeds(
    seeds: Iterable[int], processes: int, run: Callable[[int], Outcome] = run_seed
) -> Iterable[Outcome]:
    """Run many, in order of completion."""
    if processes == 1:
        yield from map(run, seeds)
        return
    with multiprocessing.get_context("spawn").Pool(processes, ready) as pool:
        yield from pool.imap_unordered(run, seeds, chunksize=8)


@contextmanager
def running(database: str) -> Iterator[Callable[[int], Outcome]]:
    """What runs a seed on ``database``: sqlite, postgresql or both."""
    if database == "sqlite":
        yield run_seed
        return
    with running_postgres() as server:
        url = server.empty_database()
        yield partial(run_seed if database == "postgresql" else run_on_both, url=url)


def quiet() -> None:
    """Say nothing in this process but what is printed."""
    logging.disable(logging.CRITICAL)  # lost messages are the point here


def ready() -> None:
    """Make this process quick at many seeds: what the first leaves is never looked through for garbage."""
    quiet()
    run_seed(0)
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)
    _keep_memory()


def _keep_memory() -> None:
    """Let SQLite's small tables on the side not give their memory back to the system every time."""
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        for option in (M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_TOP_PAD):
            library.mallopt(option, KEPT)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every seed held, 1 otherwise; prints how to run a failing seed again."""
    parser = argparse.ArgumentParser(prog="python -m tests.sim", description=__doc__)
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--twice", type=int, default=20, help="seeds run again to see the same state hash")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="sqlite")
    asked = parser.parse_args(arguments)
    quiet()
    began, stats, failed, states = time.monotonic(), Counter[str](), [], {}
    with running(asked.database) as run:
        for outcome in run_seeds(range(asked.start, asked.start + asked.seeds), asked.processes, run):
            stats += outcome.stats
            states[outcome.seed] = outcome.state
            if outcome.failure:
                failed.append(outcome.seed)
                again = f"--seeds 1 --start {outcome.seed} --processes 1 --database {asked.database}"
                print(
                    f"seed {outcome.seed}: {outcome.failure}\n  again: python3 dev.py sim {again}", flush=True
                )
        twice = [seed for seed in list(states)[: asked.twice] if states[seed]]
        differing = [seed for seed in twice if run(seed).state != states[seed]]
    print(", ".join(f"{what} {count}" for what, count in sorted(stats.items())))
    print(
        f"{asked.seeds} seeds from {asked.start} on {DATABASES[asked.database]} in "
        f"{time.monotonic() - began:.0f} s: {len(failed)} broke a promise, "
        f"{len(differing)} of {len(twice)} run twice differed"
    )
    return 1 if failed or differing else 0


if __name__ == "__main__":
    sys.exit(main())
