"""A laptop in the simulation: the real store and engine, a skewed clock, a bad link, a process that dies."""

import json
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.model.registry import KINDS
from app.store.documents import Local
from app.store.errors import DiskFull, StoreError
from app.store.store import Store
from app.store.work import UNIT_ID, USER
from sync.client.engine import sync_once
from sync.client.report import SyncReport
from sync.hq.scopes import Principal
from tests.sim.faults import Crash
from tests.sim.link import Link
from tests.sim.memory import MemoryStore, copied, empty_store, engines
from tests.sim.people import Person
from tests.sim.watch import Violation, Watch

if TYPE_CHECKING:
    from tests.sim.world import World


@dataclass(frozen=True)
class Made:
    """An acknowledged operation: the true time at which it was made, ms, and what it says, of which state."""

    at: int
    said: tuple[str, str, str, dict[str, Any]]  # kind, id, action, fields
    base_rev: int


@dataclass
class SkewedClock:
    """The laptop's own idea of the time; it may jump."""

    now: Callable[[], datetime]
    skew: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return self.now() + self.skew


class Laptop:
    """``name`` is unique; two laptops may speak as one device after a disk was imaged."""

    def __init__(self, world: "World", name: str, principal: Principal, connection: Any = None) -> None:
        self.world = world
        self.name = name
        self.principal = principal
        self.device = principal.device_id
        self.rnd = random.Random(f"{world.seed}/{name}")
        self.clock = SkewedClock(world.time)
        self.link = Link(world, self)
        self.person = Person(lambda: self.store, lambda: self.raw, name, principal.user, self.rnd)
        self.image: tuple[Any, int, set[str]] | None = None
        self.acknowledged: dict[str, Made] = {}  # in the order they were made
        self.seen = 0  # outbox sequence up to which edits were noted as acknowledged
        self.syncing = 0  # processes that sync at this moment
        self._doing = ""
        self._commits: Counter[str] = Counter()
        self._open(connection or engines().begun("a laptop's", empty_store))
        if connection is None and self.rnd.random() < 0.7:  # else as before it was enrolled
            for pair in ((USER, principal.user), (UNIT_ID, principal.unit_id)):
                self.raw.execute("INSERT INTO meta (name, value) VALUES (?, ?)", pair)

    def _open(self, connection: Any) -> None:
        self.raw = connection
        self.store: Store = MemoryStore(connection, clock=self.clock, randomness=self.rnd, edge=self._edge)
        self.watch = Watch(self)
        if self.world.versions.mixed:
            self._take_in_what_was_carried()

    def open_again(self) -> None:
        """The program is started anew: it may be another version."""
        watch = self.watch  # the file is the same: what was seen of it stays true
        self._open(self.raw)
        self.watch = watch

    def _take_in_what_was_carried(self) -> None:
        """What every start does with a file that another version wrote; it may die in it and begin again."""
        self._begin("a start")
        while True:
            with suppress(Crash, StoreError), self.world.versions.laptop(self.name):
                self.store._look_back()
                return

    def _edge(self, edge: str) -> None:
        """A commit is about to happen or has just happened."""
        if self.world.healed:
            return
        number = self._commits[self._doing] = self._commits[self._doing] + (edge == "before")
        if edge == "before" and self.rnd.random() < self.world.faults.full:
            self.world.count("laptop's disk full")
            raise DiskFull(path="memory")
        if self.rnd.random() < self.world.faults.crash:
            self.world.count(f"laptop died {edge} commit {min(number, 5)} of {self._doing}")
            raise Crash(f"{self.name} {edge}")

    # --- what people do --------------------------------------------------------------------------------

    def edit(self) -> None:
        """Something a person saves; it counts once the commit is through."""
        self.do(lambda: self.person.act(0 if self.world.healed else self.world.faults.blunders))

    def do(self, action: Callable[[], object]) -> None:
        """A person does something; the laptop may die in it."""
        self._begin("an edit")
        try:
            with self.world.versions.laptop(self.name):
                action()
        except (Crash, StoreError):
            self.world.count("edit interrupted")
        self.acknowledge()
        self.watch.look(synced=False)

    def acknowledge(self) -> None:
        """Note the operations whose commit went through."""
        for seq, op_id, kind, id, action, fields, base_rev in self.raw.execute(
            "SELECT seq, op_id, kind, id, action, fields, base_rev FROM outbox WHERE seq > ? ORDER BY seq",
            (self.seen,),
        ).fetchall():
            said = kind, id, action, json.loads(fields)
            self.acknowledged[op_id] = Made(self.world.milliseconds, said, base_rev)
            self.seen = seq

    # --- what the machine does -------------------------------------------------------------------------

    def _begin(self, what: str) -> None:
        if not self.syncing:
            self._doing = what
            self._commits.clear()

    def sync(self) -> SyncReport | None:
        """One run; None where the process died in it, or where its owner is far from any link."""
        if self.world.retention.is_away(self):
            return None
        self._begin("a sync")
        self.syncing += 1
        report, withdrawn = None, self.device in self.world.hq.revoked
        try:
            with self.world.versions.laptop(self.name):
                report = sync_once(self.store, self.link, self.clock, self.rnd, allow_deletions=True)
        except Crash:
            self.world.count("laptop died in a sync")
        except StoreError:
            self.world.count("sync stopped by a full disk")
        finally:
            self.syncing -= 1
        if withdrawn and report is not None and report.error is None:
            raise Violation(f"{self.name} was withdrawn and syncs")
        if not self.syncing:
            self.watch.look(report)
        return report

    def keep_image(self) -> None:
        """Somebody makes an image of the disk."""
        self.image = copied(self.raw), self.seen, set(self.acknowledged)

    def restore_image(self) -> set[str]:
        """The disk is put back as it was; returns the operations only this disk may have held."""
        assert self.image is not None
        connection, self.seen, kept = self.image
        lost = set(self.acknowledged) - kept
        self.acknowledged = {op: made for op, made in self.acknowledged.items() if op in kept}
        self._open(copied(connection))
        return lost

    # --- what is on it ---------------------------------------------------------------------------------

    def open_count(self) -> int:
        """Operations that still wait."""
        return self.store.counts().pending

    def refused(self) -> set[str]:
        """Operations that came back."""
        return {item.operation.op_id for item in self.store.outbox(state="refused", limit=10_000)}

    def held(self) -> dict[str, dict[str, Local]]:
        """The records that headquarters has, by kind, as the store holds them."""
        found = {}
        with self.world.versions.laptop(self.name), self.store.replica() as replica:
            for kind in KINDS:
                if ids := self.store_ids(kind):
                    local = replica.local(kind, ids)
                    found[kind] = {id: one for id, one in local.items() if one.rev}
        return found

    def store_ids(self, kind: str) -> list[str]:
        """Every id of a kind on this laptop."""
        return [id for (id,) in self.raw.execute(f'SELECT id FROM "{kind}"').fetchall()]
