"""Half a year in one seed's world: headquarters forgets what was deleted long ago while a laptop is away.

A tombstone goes only when every laptop that is still about has read past it; the one that was away reads
everything afresh, loses what was deleted meanwhile, and no edit of its own. Nothing else ever leaves a laptop
because it did not come.
"""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.model.registry import KINDS, SCHEMA
from sync.client.place import CURSOR
from sync.hq import compaction
from sync.protocol import codec
from sync.protocol.messages import Request
from tests.sim.watch import Violation

if TYPE_CHECKING:
    from tests.sim.faults import Faults
    from tests.sim.laptop import Laptop
    from tests.sim.world import World

SHARE = 0.5  # of the worlds without disasters and moves
HALF_A_YEAR = 184 * 86_400_000  # ms
ASLEEP = 0.3  # of them: somebody else does not sync either

LEAVES = ("next_step", "contact", "attachment")

Key = tuple[str, str]


class Retention:
    """Who is away, when half a year passes, and what headquarters may forget."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.rnd = random.Random(f"retention/{world.seed}")
        self.on = self.rnd.random() < SHARE and _is_quiet(world.faults)
        self.away: Laptop | None = None
        self._asleep: Laptop | None = None  # until half a year has passed
        self._noted = ""  # what was noted last where nobody is now
        self.forgotten: dict[Key, int] = {}  # what headquarters removed, and the revision of its tombstone
        self.passed = False  # half a year has
        self.operations: set[str] = set()  # that went with it

    def planned(self, steps: int) -> list[tuple[int, Callable[[], None]]]:
        """Somebody goes away, others delete, half a year passes, headquarters forgets, everybody is back."""
        if not self.on:
            return []
        gone = self.rnd.randrange(10, 18)
        passed = self.rnd.randrange(gone + 7, 30)
        plan = [(gone, self._leave), (passed, self._pass)]
        plan += [(self.rnd.randrange(gone, passed), self._delete) for _ in range(self.rnd.randint(4, 8))]
        forgets = self.rnd.randrange(passed + 1, passed + 6)
        plan += [(forgets, self._forget), (self.rnd.randrange(forgets + 1, steps), self.heal)]
        return [*plan, (self.rnd.randrange(gone + 1, passed), self._delete_what_was_noted)]

    def is_away(self, laptop: "Laptop") -> bool:
        """Whether a laptop cannot reach headquarters because its owner is far."""
        return laptop in (self.away, self._asleep)

    # --- what happens ----------------------------------------------------------------------------------

    def _leave(self) -> None:
        """The last thing that is noted there and arrives is what the others delete meanwhile."""
        laptop = self.rnd.choice(self.world.laptops)
        laptop.do(lambda: self._note(laptop))
        self.world.sync_well(laptop)
        self.away = laptop
        self.world.count("laptop away")
        others = [one for one in self.world.living() if one.principal.unit_id != laptop.principal.unit_id]
        if self.rnd.random() < ASLEEP and others:
            self._asleep = self.rnd.choice(others)

    def _note(self, laptop: "Laptop") -> None:
        with laptop.store.write(actor=laptop.principal.user, label="create") as work:
            self._noted = work.create("contact", {"name": laptop.person.text()})

    def _delete_what_was_noted(self) -> None:
        """A colleague who has read it; where the laptop dies in it, it is done again."""
        units = {one.principal.unit_id for one in self.world.laptops if one is self.away}
        for laptop in self.world.living():
            if laptop is self.away or laptop.principal.unit_id not in units:
                continue
            self.world.sync_well(laptop)
            for _ in range(2):
                laptop.do(lambda one=laptop: self._delete_noted(one))  # type: ignore[misc]
            self.world.sync_well(laptop)

    def _delete_noted(self, laptop: "Laptop") -> None:
        if self._noted in laptop.store.ids("contact"):
            with laptop.store.write(actor=laptop.principal.user, label="delete") as work:
                work.delete("contact", self._noted)
            self.world.count("deleted while somebody is away")

    def heal(self) -> None:
        """Whoever was away is back."""
        self.away = None

    def _delete(self) -> None:
        laptop = self.rnd.choice([one for one in self.world.laptops if one is not self.away])
        if not laptop.syncing:
            laptop.do(lambda: self._delete_a_leaf(laptop))
            laptop.sync()

    def _delete_a_leaf(self, laptop: "Laptop") -> None:
        """Something that nothing hangs on, which might keep it."""
        found = [(kind, id) for kind in LEAVES if kind in KINDS for id in sorted(laptop.store.ids(kind))[:4]]
        if found:
            with laptop.store.write(actor=laptop.principal.user, label="delete") as work:
                work.delete(*self.rnd.choice(found))

    def _pass(self) -> None:
        """Everybody else syncs before and after."""
        self._all_sync()
        self.world.milliseconds += HALF_A_YEAR
        self.passed = True
        self._wake_up()
        if self.rnd.random() < 0.7:
            self._all_sync()

    def _wake_up(self) -> None:
        """A laptop that has not read for half a year asks, and never hears the answer: it is about again."""
        laptop, self._asleep = self._asleep, None
        if laptop is None or laptop.device in self.world.hq.revoked:
            return
        hq, request = self.world.hq, Request(schema=SCHEMA, cursor=_cursor(laptop))
        with hq._quiet():
            hq.answer(laptop.device, codec.encode(request), self.world.time)
        self.world.count("asked in vain after half a year")

    def _all_sync(self) -> None:
        for laptop in self.world.living():
            if laptop is not self.away:
                self.world.sync_well(laptop)

    def _forget(self) -> None:
        hq = self.world.hq
        before, logged = self._standing(), hq.logged()
        with hq._quiet():
            compaction.compact(hq.store, now=self.world.milliseconds)
        gone = before.keys() - self._standing().keys()
        self.operations |= logged - hq.logged()
        for key in sorted(gone):
            rev, deleted = before[key]
            self.world.count("tombstone forgotten")
            if not deleted:
                raise Violation(f"headquarters forgot {key}, which is not deleted")
            for laptop in self._about():
                if (read := _read_to(laptop)) < rev:
                    raise Violation(
                        f"headquarters forgot {key} of {rev}, {laptop.name} has read up to {read}"
                    )
            self.forgotten[key] = rev

    def _standing(self) -> dict[Key, tuple[int, bool]]:
        rows = self.world.hq.rows("SELECT kind, id, rev, deleted FROM record")
        return {(kind, id): (rev, bool(deleted)) for kind, id, rev, deleted in rows}

    def _about(self) -> list["Laptop"]:
        """The laptops that were not withdrawn and were seen in the last half year."""
        since = self.world.milliseconds - compaction.DAYS * 86_400_000
        seen = {id for (id,) in self.world.hq.rows(f"SELECT id FROM device WHERE synced_at >= {since}")}
        return [laptop for laptop in self.world.living() if laptop.device in seen]


def _is_quiet(faults: "Faults") -> bool:
    return not (
        faults.hq_restores
        or faults.image_restores
        or faults.twins
        or faults.transfers
        or faults.moves
        or faults.grants
        or faults.hostile
    )


def _cursor(laptop: "Laptop") -> str:
    row = laptop.raw.execute("SELECT value FROM meta WHERE name = ?", (CURSOR,)).fetchone()
    return str(row[0]) if row else ""


def _read_to(laptop: "Laptop") -> int:
    parts = _cursor(laptop).split(".")
    return int(parts[1], 16) if len(parts) > 1 else 0
