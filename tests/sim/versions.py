"""Programs of different versions in one world: laptops older than headquarters, and older headquarters.

Today's registry is given a history, as if its fields and kinds had come one release after another. A laptop
begins with one of the last releases, or with one that is too old to be served, and may be upgraded while the
story runs; so may headquarters. What a program does not know it must carry, and what headquarters does not
know must wait on the laptop.
"""

import json
import random
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from app.model.registry import SCHEMA
from sync.protocol.messages import Request
from tests.fakes.older_versions import SERVED, Lacks, Version, acting, history
from tests.sim.watch import Violation

if TYPE_CHECKING:
    from tests.sim.laptop import Laptop
    from tests.sim.world import World

NEWEST = SCHEMA + SERVED
# Of every way in which values join there is something that an older program does not know.
CAME: dict[int, Lacks] = {
    NEWEST: {"company": ("industry", "tags"), "contact": ("last_contact_on",), "attachment": ()},
    NEWEST - 1: {"company": ("note",), "next_step": ("visit_id", "done_on"), "visit": ()},
    NEWEST - 2: {"project": ("investment", "tags")},
}
TWIN = "副"  # ends the name of a laptop that runs from another's image, and so begins with its program
SHARE = 0.25  # of the worlds that have more than one version

Held = tuple[dict[str, Any], int, bool]  # document, revision, deleted


@cache
def programs() -> dict[int, Version]:
    """The releases, by schema; the oldest of them is not served by the newest headquarters."""
    return history(CAME)


def came_with(kind: str, names: Iterable[str]) -> int:
    """The release with which a kind and these fields of it were all known; 0: they always were."""
    wanted = set(names)
    return max(
        (
            schema
            for schema, lacks in CAME.items()
            if kind in lacks and (not lacks[kind] or wanted & set(lacks[kind]))
        ),
        default=0,
    )


@cache
def unknown_to(schema: int) -> dict[str, tuple[str, ...]]:
    """The fields that a release does not know of the kinds that it knows."""
    newest, known = programs()[NEWEST].kinds, programs()[schema].kinds
    found = {kind: tuple(newest[kind].fields.keys() - known[kind].fields.keys()) for kind in known}
    return {kind: tuple(sorted(names)) for kind, names in found.items() if names}


class Versions:
    """Who runs which program. In most worlds all run the same, and nothing here does anything."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.rnd = random.Random(f"versions/{world.seed}")
        self.mixed = self.rnd.random() < SHARE
        self.hq = NEWEST
        self._of: dict[str, int] = {}
        if self.mixed and self.rnd.random() < 0.4:
            self.hq = NEWEST - 1
            world.count("older headquarters")

    # --- acting ----------------------------------------------------------------------------------------

    def today(self) -> AbstractContextManager[None]:
        """The newest program: the tests themselves look with its eyes."""
        return acting(programs()[NEWEST]) if self.mixed else nullcontext()

    def laptop(self, name: str) -> AbstractContextManager[None]:
        """The program on a laptop."""
        return acting(programs()[self.schema_on(name)]) if self.mixed else nullcontext()

    def headquarters(self) -> AbstractContextManager[None]:
        """The program at headquarters."""
        return acting(programs()[self.hq]) if self.mixed else nullcontext()

    def schema_on(self, name: str) -> int:
        """The release on a laptop; drawn when it is first asked for."""
        if name not in self._of:
            first = name.removesuffix(TWIN)
            self._of[name] = self._of[first] if first in self._of else self._drawn()
        return self._of[name]

    def _drawn(self) -> int:
        behind = self.rnd.choice((1, 1, 2, 2, 3)) if self.mixed and self.rnd.random() < 0.6 else 0
        if behind:
            self.world.count(f"laptop of version N-{behind}")
        return NEWEST - behind

    def knows(self, name: str, kind: str, field: str = "") -> bool:
        """Whether the program on a laptop knows a kind, or a field of it."""
        if not self.mixed:
            return True
        known = programs()[self.schema_on(name)].kinds.get(kind)
        return known is not None and (not field or field in known.fields)

    # --- upgrades --------------------------------------------------------------------------------------

    def planned(self, steps: int) -> list[tuple[int, Callable[[], None]]]:
        """Who is upgraded before which step."""
        if not self.mixed:
            return []
        plan: list[tuple[int, Callable[[], None]]] = []
        for laptop in self.world.laptops:
            if self.schema_on(laptop.name) < NEWEST and self.rnd.random() < 0.6:
                plan.append((self.rnd.randrange(5, steps), partial(self.upgrade, laptop)))
        if self.hq < NEWEST and self.rnd.random() < 0.5:
            plan.append((self.rnd.randrange(7, steps), self.upgrade_headquarters))
        if self.world.faults.moves:
            step = random.Random(f"meetings/{self.world.seed}").randrange(4, 17)
            plan.append((step, self._meet))
        return plan

    def _meet(self) -> None:
        """What older laptops only carry is made and read in the office that somebody leaves later."""
        office = self.world.laptops[0].principal.unit_id
        colleagues = [one for one in self.world.laptops if one.principal.unit_id == office]
        for laptop in sorted(colleagues, key=lambda one: self.schema_on(one.name), reverse=True):
            if not laptop.syncing:
                laptop.do(laptop.person.meet)
                laptop.sync()

    def upgrade(self, laptop: "Laptop") -> None:
        """Somebody closes the program, installs a newer one and opens it."""
        if laptop.syncing or self.schema_on(laptop.name) == NEWEST:
            return
        self._of[laptop.name] = self.rnd.randint(self.schema_on(laptop.name) + 1, NEWEST)
        laptop.open_again()
        self.world.count("laptop upgraded")

    def upgrade_headquarters(self) -> None:
        """From now on it serves everything."""
        self.hq = NEWEST
        self.world.count("headquarters upgraded")

    def heal(self) -> None:
        """Who is not served is upgraded; headquarters perhaps."""
        if self.mixed and self.hq < NEWEST and self.rnd.random() < 0.5:
            self.upgrade_headquarters()
        for laptop in self.world.laptops if self.mixed else ():
            while self.schema_on(laptop.name) < self.hq - SERVED:
                self.upgrade(laptop)

    # --- what must be so at every step -----------------------------------------------------------------

    def look_at(self, laptop: "Laptop", request: Request) -> None:
        """Raise ``Violation`` where what headquarters does not know is sent, or something past it."""
        held = self.held_back(laptop)
        if held:
            self.world.count("held back")
        if beyond := [op for op in request.ops if op.op_id in held]:
            raise Violation(f"{laptop.name} sent what headquarters' version does not know: {beyond}")

    def look_into(self, laptop: "Laptop") -> None:
        """Raise ``Violation`` where a laptop shows what its program does not know, or carries it altered."""
        if not self.mixed or self.schema_on(laptop.name) == NEWEST:
            return
        schema = self.schema_on(laptop.name)
        for kind, names in unknown_to(schema).items():
            columns = ", ".join(f'"{name}"' for name in names)
            shown = " OR ".join(f'"{name}" IS NOT NULL' for name in names)
            if found := laptop.raw.execute(f'SELECT id, {columns} FROM "{kind}" WHERE {shown}').fetchall():
                raise Violation(f"{laptop.name} shows {kind} with what its version does not know: {found}")
            self._carries(laptop, kind, names)

    def _carries(self, laptop: "Laptop", kind: str, names: Collection[str]) -> None:
        theirs = {
            (id, rev): json.loads(doc)
            for id, rev, doc in self.world.hq.rows(f"SELECT id, rev, doc FROM record WHERE kind = '{kind}'")
        }
        rows = laptop.raw.execute(f'SELECT id, rev, extra FROM "{kind}" WHERE rev > 0').fetchall()
        for id, rev, extra in rows:
            carried = json.loads(extra) if extra else {}
            doc = theirs.get((id, rev), carried)
            if {name: doc[name] for name in names if name in doc} != carried:
                raise Violation(f"{laptop.name} carries {carried} of {kind} {id}, headquarters has {doc}")
            if carried:
                self.world.count("carried")

    # --- what waits and what is carried ----------------------------------------------------------------

    def held_back(self, laptop: "Laptop") -> set[str]:
        """The operations that headquarters' program does not know, and what stands behind them."""
        if self.hq == NEWEST:
            return set()
        behind: set[tuple[str, str]] = set()
        found = set()
        for op_id, kind, id, fields in laptop.raw.execute(
            "SELECT op_id, kind, id, fields FROM outbox WHERE state = 'pending' ORDER BY seq"
        ).fetchall():
            if (kind, id) in behind or came_with(kind, json.loads(fields)) > self.hq:
                behind.add((kind, id))
                found.add(op_id)
        return found

    def parked(self, laptop: "Laptop", kind: str) -> dict[str, Held]:
        """The records of a kind that a laptop carries because its program does not know it."""
        rows = laptop.raw.execute("SELECT id, row FROM parked WHERE kind = ?", (kind,)).fetchall()
        told = {id: json.loads(text) for id, text in rows}
        windows = self.world.hq.rows("SELECT lost_after, begins FROM epoch")
        for id, row in told.items():
            if row.get("lost") and not any(after < row["rev"] < begins for after, begins in windows):
                raise Violation(f"{laptop.name} set {kind} {id} aside, which headquarters never lost")
        forgotten = self.world.retention.forgotten
        carried = (
            (id, row)
            for id, row in told.items()
            if not row.get("lost") and not (row["deleted"] and (kind, id) in forgotten)
        )
        return {id: (row["doc"], row["rev"], bool(row["deleted"])) for id, row in carried}
