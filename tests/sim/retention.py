"""Half a year in one seed's world: headquarters forgets what was deleted long ago while a laptop is away.

A tombstone goes only when every laptop that is still about has read past it; the one that was away reads
everything afresh, loses what was deleted meanwhile, and no edit of its own. Nothing else ever leaves a laptop
because it did not come.
"""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.model.registry import KINDS
from sync.client.place import CURSOR
from sync.hq import compaction
from tests.sim.watch import Violation

if TYPE_CHECKING:
    from tests.sim.faults import Faults
    from tests.sim.laptop import Laptop
    from tests.sim.world import World

SHARE = 0.5  # of the worlds without disasters and moves
HALF_A_YEAR = 184 * 86_400_000  # ms

LEAVES = ("next_step", "contact", "attachment")

Key = tuple[str, str]


class Retention:
    """Who is away, when half a year passes, and what headquarters may forget."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.rnd = random.Random(f"retention/{world.seed}")
        self.on = self.rnd.random() < SHARE and _is_quiet(world.faults)
        self.away: Laptop | None = None
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
        return [*plan, (forgets, self._forget), (self.rnd.randrange(forgets + 1, steps), self.heal)]

    def is_away(self, laptop: "Laptop") -> bool:
        """Whether a laptop cannot reach headquarters because its owner is far."""
        return laptop is self.away

    # --- what happens ----------------------------------------------------------------------------------

    def _leave(self) -> None:
        laptop = self.rnd.choice(self.world.laptops)
        if not laptop.syncing:
            laptop.sync()
        self.away = laptop
        self.world.count("laptop away")

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
        if self.rnd.random() < 0.7:
            self._all_sync()

    def _all_sync(self) -> None:
        for laptop in self.world.living():
            if laptop is not self.away and not laptop.syncing:
                laptop.sync()

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


def _read_to(laptop: "Laptop") -> int:
    row = laptop.raw.execute("SELECT value FROM meta WHERE name = ?", (CURSOR,)).fetchone()
    parts = str(row[0]).split(".") if row else []
    return int(parts[1], 16) if len(parts) > 1 else 0
