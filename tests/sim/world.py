"""One seed's world: a virtual clock, headquarters, laptops, and what happens to them in which order."""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from app.model.registry import SCHEMA
from sync.client.errors import SyncError
from sync.protocol.messages import Action, Operation, Request
from tests.sim import faults as faults_of
from tests.sim.faults import HqDown
from tests.sim.hq import START, Hq
from tests.sim.laptop import Laptop
from tests.sim.memory import copied

STEPS = 60
ROUNDS = 12  # after healing everybody must be done by then


class World:
    """Everything random in it comes from ``seed``."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.rnd = random.Random(f"world/{seed}")
        self.faults = faults_of.drawn(self.rnd)
        self.stats: Counter[str] = Counter()
        self.healed = False
        self._milliseconds = START
        self._queue: list[tuple[int, int, Callable[[], None]]] = []
        self._number = 0
        self._depth = 0
        self._hq_rnd = random.Random(f"hq/{seed}")
        self.hq = Hq(random.Random(f"hq ids/{seed}"), lambda: self._milliseconds, self._hq_edge)
        self.laptops = [Laptop(self, f"机{n}", who) for n, who in enumerate(self.hq.people)]
        self.lost_with_image: set[str] = set()
        self.forged: set[str] = set()
        for laptop in self.laptops:
            self._skew(laptop)

    # --- time and chance -------------------------------------------------------------------------------

    def time(self) -> datetime:
        """The true time."""
        return datetime.fromtimestamp(self._milliseconds / 1000, tz=UTC)

    def count(self, what: str) -> None:
        """Note that something happened."""
        self.stats[what] += 1

    def later(self, action: Callable[[], None]) -> None:
        """Do something within the next twenty minutes."""
        self._number += 1
        due = self._milliseconds + self.rnd.randrange(1_200_000)
        heapq.heappush(self._queue, (due, self._number, action))

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
        chance = self.faults.hq_before if edge == "before" else self.faults.hq_after
        if not self.healed and self._hq_rnd.random() < chance:
            raise HqDown(edge)

    # --- what happens ----------------------------------------------------------------------------------

    def run(self) -> None:
        """The troubled time, then peace until everybody is done."""
        disasters = self._disasters()
        for step in range(STEPS):
            self._milliseconds += self.rnd.randrange(1000, 600_000)
            self._due()
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
            laptop.sync()
        elif self.faults.skew:
            self._skew(laptop)

    def _due(self) -> None:
        while self._queue and self._queue[0][0] <= self._milliseconds:
            heapq.heappop(self._queue)[2]()

    def _disasters(self) -> dict[int, list[Callable[[], None]]]:
        plan: dict[int, list[Callable[[], None]]] = {}

        def at(action: Callable[[], None], low: int, high: int) -> int:
            step = self.rnd.randrange(low, high)
            plan.setdefault(step, []).append(action)
            return step

        if self.faults.hq_restore:
            at(self.hq.restore, at(self.hq.back_up, 5, 30) + 1, STEPS)
        if self.faults.image_restore:
            laptop = self.rnd.choice(self.laptops)
            at(lambda: self._restore_image(laptop), at(laptop.keep_image, 5, 30) + 1, STEPS)
        if self.faults.twins:
            at(lambda: self._twin(self.rnd.choice(self.laptops)), 10, 40)
        if self.faults.revoke:
            at(lambda: self.hq.revoke(self.laptops[1].principal.device_id), 10, STEPS)
        if self.faults.hostile:
            for _ in range(3):
                at(self._attack, 10, STEPS)
        return plan

    def _restore_image(self, laptop: Laptop) -> None:
        if not laptop.busy:
            self.lost_with_image |= set(laptop.restore_image())
            self.count("image restored")

    def _twin(self, laptop: Laptop) -> None:
        raw = copied(laptop.store.connection)  # type: ignore[attr-defined]
        twin = Laptop(self, f"{laptop.name}副", laptop.principal, raw)
        twin.seen, twin.acknowledged = laptop.seen, list(laptop.acknowledged)
        self.laptops.append(twin)
        self.count("twin")

    def _attack(self) -> None:
        """A laptop of office B pushes edits of a record of office A, and one that makes itself an owner."""
        victims = self.laptops[0].store_ids("company")
        attacker = self.laptops[3]
        if not victims:
            return
        id = self.rnd.choice(sorted(victims))
        attacks: tuple[tuple[Action, dict[str, tuple[Any, Any]]], ...] = (
            ("update", {"name": (None, "forged")}),
            ("update", {"unit_id": (None, attacker.principal.unit_id)}),
            ("delete", {}),
        )
        forged = [
            Operation(f"{self.rnd.getrandbits(128):032x}", "company", id, action, 10**6, 0, fields)
            for action, fields in attacks
        ]
        self.forged |= {op.op_id for op in forged}
        self.count("attack")
        with suppress(SyncError):
            attacker.link.exchange(Request(schema=SCHEMA, ops=tuple(forged)))

    # --- peace -----------------------------------------------------------------------------------------

    def living(self) -> list[Laptop]:
        """The laptops that were not withdrawn."""
        return [one for one in self.laptops if one.principal.device_id not in self.hq.revoked]

    def heal(self) -> None:
        """No more faults; everybody syncs until there is nothing left to say."""
        self.healed = True
        while self._queue:
            heapq.heappop(self._queue)[2]()
        for _ in range(ROUNDS):
            self._milliseconds += 60_000
            reports = [laptop.sync() for laptop in self.living()]
            if all(r is not None and r.error is None and not r.waiting for r in reports) and not any(
                r is not None and (r.tally.sent or r.tally.received) for r in reports
            ):
                return
