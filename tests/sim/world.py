"""One seed's world: a virtual clock, headquarters, laptops, and what happens to them in which order."""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeGuard

import psycopg
import sqlcipher3.dbapi2 as sqlite
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from sync.client.report import SyncReport
from sync.hq.scopes import Principal
from tests.sim import faults as faults_of
from tests.sim import ledgers
from tests.sim.claims import Claims
from tests.sim.disasters import planned
from tests.sim.faults import HqDown
from tests.sim.ground import START, Ground
from tests.sim.hq import Hq
from tests.sim.laptop import Laptop
from tests.sim.masks import Masks
from tests.sim.retention import Retention
from tests.sim.versions import Versions

STEPS = 48
TRIES = 4
ROUNDS = 12  # after healing everybody must be done by then


class World:
    """Everything random in it comes from ``seed``."""

    def __init__(self, seed: int, ground: Ground) -> None:
        self.seed = seed
        self.rnd = random.Random(f"world/{seed}")
        self.faults = faults_of.drawn(self.rnd)
        self.stats: Counter[str] = Counter()
        self.healed = False
        self.milliseconds = START
        self._queue: list[tuple[int, int, Callable[[], None]]] = []
        self._number = 0
        self._depth = 0
        self._hq_rnd = random.Random(f"hq/{seed}")
        ids = random.Random(f"hq ids/{seed}")
        self.versions = Versions(self)
        self.claims = Claims(self)
        self.masks = Masks(self)
        self.retention = Retention(self)
        self.hq = Hq(ground, ids, lambda: self.milliseconds, self._hq_edge)
        self.hq.program = self.versions.headquarters
        self.laptops = [Laptop(self, f"机{n}", who) for n, who in enumerate(self.hq.people)]
        self.lost_with_image: set[str] = set()
        self.forged: set[str] = set()
        self.pretended: dict[str, Principal] = {}  # record id → who really made it
        for laptop in self.laptops:
            self._skew(laptop)

    # --- time and chance -------------------------------------------------------------------------------

    def time(self) -> datetime:
        """The true time."""
        return datetime.fromtimestamp(self.milliseconds / 1000, tz=UTC)

    def count(self, what: str) -> None:
        """Note that something happened."""
        self.stats[what] += 1

    def later(self, action: Callable[[], None]) -> None:
        """Do something within the next twenty minutes."""
        self._number += 1
        due = self.milliseconds + self.rnd.randrange(1_200_000)
        heapq.heappush(self._queue, (due, self._number, action))

    def pass_time(self, seconds: int) -> None:
        """Up to ``seconds`` pass; what is due in them happens."""
        self.milliseconds += self.rnd.randrange(1000, seconds * 1000)
        self._due()

    def meanwhile(self) -> None:
        """Something else happens while a request is under way."""
        if self.healed or self._depth > 1 or self.rnd.random() >= self.faults.meanwhile:
            return
        self._depth += 1
        try:
            self._something()
        finally:
            self._depth -= 1

    def _skew(self, laptop: Laptop) -> None:
        laptop.clock.skew = timedelta(seconds=self.rnd.uniform(-1, 1) * self.faults.skew)

    def _hq_edge(self, edge: str) -> None:
        """What befalls headquarters' database as a transaction begins, before it commits and after."""
        if self.healed:
            return
        faults, roll = self.faults, self._hq_rnd.random
        if edge == "begin":
            if roll() < faults.hq_away:
                self.count("headquarters' database away")
                raise OperationalError("BEGIN", {}, psycopg.OperationalError("connection refused"))
            return
        if roll() < (faults.hq_before if edge == "before" else faults.hq_after):
            self.count(f"headquarters died {edge} a commit")
            raise HqDown(edge)
        if edge == "before" and roll() < faults.hq_full:
            self.count("headquarters' disk full")
            raise OperationalError("COMMIT", {}, sqlite.OperationalError("database or disk is full"))

    def hq_keeps(self) -> None:
        """Headquarters writes a batch into its log; its database may fail at that for a reason of its own."""
        if self.healed or self._hq_rnd.random() >= self.faults.hq_balks:
            return
        self.count("headquarters' database balked")
        if self._hq_rnd.random() < 0.5:
            raise IntegrityError("INSERT", {}, sqlite.IntegrityError("UNIQUE constraint failed: record"))
        raise DataError("INSERT", {}, sqlite.DataError("out of range"))

    # --- what happens ----------------------------------------------------------------------------------

    def run(self) -> None:
        """The troubled time, then peace until everybody is done."""
        disasters = planned(self, STEPS)
        for step, action in (
            *self.versions.planned(STEPS),
            *self.claims.planned(STEPS),
            *ledgers.planned(self, STEPS),
            *self.masks.planned(STEPS),
            *self.retention.planned(STEPS),
        ):
            disasters.setdefault(step, []).append(action)
        for step in range(STEPS):
            self.pass_time(600)
            for action in disasters.pop(step, ()):
                action()
            self._something()
        self.heal()

    def _something(self) -> None:
        laptop = self.rnd.choice(self.laptops)
        roll = self.rnd.random()
        if roll < 0.62:
            laptop.edit()
        elif roll < 0.97:
            self._sync(laptop)
        elif self.faults.skew and self.faults.jumps:
            self._skew(laptop)
            self.count("clock jumped")

    def _sync(self, laptop: Laptop) -> None:
        if laptop.syncing:
            if self.rnd.random() >= self.faults.processes:
                return
            self.count("second process")
        laptop.sync()

    def sync_well(self, laptop: Laptop) -> None:
        """Whatever the link does, try until a run goes through; somebody waits for it."""
        for _ in range(TRIES):
            if laptop.syncing or ((report := laptop.sync()) and report.error is None):
                return

    def _due(self) -> None:
        while self._queue and self._queue[0][0] <= self.milliseconds:
            heapq.heappop(self._queue)[2]()

    # --- peace -----------------------------------------------------------------------------------------

    def living(self) -> list[Laptop]:
        """The laptops that were not withdrawn."""
        return [one for one in self.laptops if one.device not in self.hq.revoked]

    def heal(self) -> None:
        """No more faults; everybody syncs until there is nothing left to say."""
        self.healed = True
        while self._queue:
            heapq.heappop(self._queue)[2]()
        for happens in self.hq.at_the_door.values():
            happens()
        self.hq.at_the_door.clear()
        self.versions.heal()
        self.retention.heal()
        self._sync_until_quiet()

    def _sync_until_quiet(self) -> None:
        """Whoever said all and read all that there is need not ask again; in the end one of them does."""
        level: dict[str, object] = {}
        for _ in range(ROUNDS):
            self.milliseconds += 60_000
            behind = [one for one in self.living() if level.get(one.name) != self._place()]
            drawn = behind or [self.rnd.choice(self.living())]
            for laptop in drawn:
                report = laptop.sync()
                quiet = self._said_all(report, laptop) and (behind or not report.tally.received)
                level[laptop.name] = self._place() if quiet else None
            if not behind and level[drawn[0].name]:
                return

    def _place(self) -> object:
        """How far there is anything to read at headquarters."""
        return self.hq.rows("SELECT epoch, rev FROM tenant")

    def _said_all(self, report: SyncReport | None, laptop: Laptop) -> TypeGuard[SyncReport]:
        if report is None:
            return False
        waiting = len(self.versions.held_back(laptop)) if report.waiting else 0
        return report.error is None and not report.tally.sent and report.waiting == waiting
