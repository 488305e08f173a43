"""Scenario ``kill`` (trust.md R4): clients killed at random while they save and sync."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.fakes.headquarters import Headquarters
from tests.fakes.hq_process import HqProcess, new_process
from tests.faults import acknowledged
from tests.faults.acknowledged import Saved
from tests.faults.client import work
from tests.faults.laptops import (
    LaptopOnDisk,
    applied_twice,
    join,
    lost,
    new_laptop,
    operations_at,
    sync_until_quiet,
    unlike_headquarters,
    unreadable,
    unsound,
)
from tests.faults.outcome import Outcome, Setting
from tests.faults.processes import forking, killed, started

LAPTOPS = 4
EARLY = 0.15  # share of the clients that die while they open their store
PATIENCE = 20.0  # seconds for the first save on a busy machine


@dataclass
class Victim:
    """A laptop and everything its processes said was saved."""

    laptop: LaptopOnDisk
    acks: Path
    saved: list[Saved] = field(default_factory=list)

    def size(self) -> int:
        """Bytes told so far."""
        return self.acks.stat().st_size if self.acks.exists() else 0

    def check(self, inside: Headquarters) -> list[str]:
        """What is wrong after its last death; reads the newly acknowledged edits."""
        lines = acknowledged.read(self.acks)
        fresh = acknowledged.saved(lines)[len(self.saved) :]
        self.saved += fresh
        with self.laptop.opened() as store:
            found = unsound(store) + lost(store, self.saved, operations_at(inside)) + unreadable(store, fresh)
        return acknowledged.bugs(lines) + found


class Life:
    """One process of a victim. ``end``: seconds after its first save, or after its start if negative."""

    def __init__(self, victim: Victim, process: BaseProcess, end: float) -> None:
        self.victim = victim
        self.process = process
        self._size = victim.size()
        self._end = time.monotonic() + (-end if end < 0 else PATIENCE)
        self._after_first = end

    def is_over(self) -> bool:
        """Whether it must die now."""
        if self._after_first >= 0 and self.victim.size() > self._size:
            self._end = time.monotonic() + self._after_first
            self._after_first = -1.0
        return time.monotonic() >= self._end or not self.process.is_alive()


def drawn_end(chance: random.Random) -> float:
    """When a client dies."""
    return -chance.uniform(0.0, 0.4) if chance.random() < EARLY else chance.uniform(0.0, 1.2)


def kill(setting: Setting) -> Iterator[Outcome]:
    """Four laptops at once; each death is followed by a check of everything acknowledged so far."""
    deaths = setting.pick(6, 200)
    headquarters = new_process(setting.folder / "hq")
    headquarters.start()
    try:
        yield _killed(setting, headquarters, deaths)
    finally:
        headquarters.stop()


def _killed(setting: Setting, headquarters: HqProcess, deaths: int) -> Outcome:
    began = time.monotonic()
    names = [f"人{number}" for number in range(setting.pick(2, LAPTOPS))]
    victims = [_victim(setting.folder, headquarters, name) for name in names]
    violations: list[str] = []
    chance, context, early = setting.random("kill"), forking(), 0
    for number in range(0, deaths, len(victims)):
        lives = []
        for victim in victims[: deaths - number]:
            orders = victim.laptop.orders(str(victim.acks), f"{victim.laptop.name}r{number}", online=True)
            lives.append(Life(victim, started(context, work, orders), drawn_end(chance)))
        for victim in _dead(lives, violations):
            before = len(victim.saved)
            violations += victim.check(headquarters.inside)
            early += len(victim.saved) == before
    violations += _afterwards(victims, headquarters.inside)
    edits = [edit for victim in victims for edit in victim.saved]
    figures = {
        "kills": deaths,
        "acknowledged": len(edits),
        "attachments": sum(1 for edit in edits if edit.sha256),
        "before_the_first_save": early,
        "violations": len(violations),
        "seconds": round(time.monotonic() - began),
    }
    if len(edits) < deaths:
        violations.append("hardly anything was saved: the test is blind")
    return Outcome("kill", figures, violations)


def _dead(lives: list[Life], violations: list[str]) -> Iterator[Victim]:
    """Kill each when its time has come."""
    while lives:
        for life in [life for life in lives if life.is_over()]:
            lives.remove(life)
            if not killed(life.process):
                violations.append(f"{life.victim.laptop.name} ended by itself: {life.process.exitcode}")
            yield life.victim
        time.sleep(0.005)


def _victim(folder: Path, headquarters: HqProcess, name: str) -> Victim:
    laptop = new_laptop(folder / name, name)
    join(laptop, headquarters.inside, headquarters.url)
    return Victim(laptop, folder / f"{name}.acks")


def _afterwards(victims: list[Victim], inside: Headquarters) -> list[str]:
    """Everybody syncs: all hold the same, everything acknowledged is at headquarters, once."""
    for _ in range(2):
        for victim in victims:
            sync_until_quiet(victim.laptop)
    everything = operations_at(inside)
    found = []
    for victim in victims:
        found += unlike_headquarters(victim.laptop, inside)
        with victim.laptop.opened() as store:
            found += unsound(store) + lost(store, victim.saved, everything) + unreadable(store, victim.saved)
            waiting = store.counts()
        if waiting.pending or waiting.refused or waiting.files_waiting:
            found.append(f"{victim.laptop.name} still has something to send: {waiting}")
        found += applied_twice(inside, victim.saved)
    return found
