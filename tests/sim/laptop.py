"""A laptop in the simulation: the real store and engine, a skewed clock, a bad link, a process that dies."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.model.registry import KINDS
from app.store.errors import DiskFull, StoreError
from app.store.reading import Filter
from app.store.store import Store
from app.store.work import UNIT_ID, USER
from sync.client.conflicts import HQ, MINE, open_conflicts, take
from sync.client.engine import sync_once
from sync.client.report import SyncReport
from sync.hq.scopes import Principal
from tests.sim.faults import Crash
from tests.sim.link import Link
from tests.sim.memory import MemoryStore, copied, empty_store

if TYPE_CHECKING:
    from tests.sim.world import World

WORDS = ("恒力", "青岛", "华能", "煤矸石", "光热", "氢能")


@dataclass(frozen=True)
class Edit:
    """One operation that was acknowledged to the person at the keyboard."""

    op_id: str
    laptop: str


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
        self.rnd = random.Random(f"{world.seed}/{name}")
        self.clock = SkewedClock(world.time)
        self.link = Link(world, principal)
        self.image: Any = None
        self.acknowledged: list[str] = []
        self.seen = 0  # outbox sequence up to which edits were noted as acknowledged
        self.busy = False
        self._open(connection or copied(empty_store()))
        if connection is None and self.rnd.random() < 0.7:  # else as before it was enrolled
            raw = self.store.connection  # type: ignore[attr-defined]
            for pair in ((USER, principal.user), (UNIT_ID, principal.unit_id)):
                raw.execute("INSERT INTO meta (name, value) VALUES (?, ?)", pair)

    def _open(self, connection: Any) -> None:
        self.store: Store = MemoryStore(connection, clock=self.clock, randomness=self.rnd, edge=self._edge)

    def _edge(self, edge: str) -> None:
        """A commit is about to happen or has just happened."""
        if self.world.healed:
            return
        if edge == "before" and self.rnd.random() < self.world.faults.full:
            raise DiskFull(path="memory")
        if self.rnd.random() < self.world.faults.crash:
            raise Crash(f"{self.name} {edge}")

    # --- what people do --------------------------------------------------------------------------------

    def edit(self) -> None:
        """Something a person saves; it counts once the commit is through."""
        try:
            self.rnd.choice(
                (
                    self._create,
                    self._change,
                    self._change,
                    self._change,
                    self._delete,
                    self._restore,
                    self._resolve,
                    self._undo,
                )
            )()
        except (Crash, StoreError):
            self.world.count("edit interrupted")
        self._acknowledge()

    def _acknowledge(self) -> None:
        raw = self.store.connection  # type: ignore[attr-defined]
        for seq, op_id in raw.execute(
            "SELECT seq, op_id FROM outbox WHERE seq > ? ORDER BY seq", (self.seen,)
        ).fetchall():
            self.acknowledged.append(op_id)
            self.seen = seq

    def _create(self) -> None:
        with self.store.write(actor=self.principal.user, label="create") as work:
            firm = work.create("company", {"name": self._text(), "tags": [self._text()]})
            if self.rnd.random() < 0.5:
                work.create("project", {"name": self._text(), "stage": "lead", "investor_id": firm})

    def _any(self, *, deleted: bool = False) -> tuple[str, str] | None:
        kind = self.rnd.choice(("company", "company", "project"))
        ids = self.store.ids(kind, deleted=deleted)
        return (kind, self.rnd.choice(sorted(ids)[:4])) if ids else None

    def _change(self) -> None:
        chosen = self._any()
        if chosen is None:
            return
        kind, id = chosen
        with self.store.write(actor=self.principal.user, label="change") as work:
            row = work.row(kind, id)
            assert row is not None
            work.update(kind, id, self._changes(kind, row.values))

    def _changes(self, kind: str, values: Any) -> dict[str, Any]:
        fields = ["name", "industry", "tags", "note"] + (["city"] if kind == "company" else ["stage"])
        changed: dict[str, Any] = {}
        for name in self.rnd.sample(fields, self.rnd.randint(1, 2)):
            match name:
                case "tags":
                    old = list(values["tags"] or [])
                    if old and self.rnd.random() < 0.3:
                        old.pop(self.rnd.randrange(len(old)))
                    changed[name] = [*old, self._text()]
                case "note":
                    changed[name] = "\n".join(filter(None, (values["note"], self._text())))
                case "stage":
                    changed[name] = self.rnd.choice(KINDS["project"].fields["stage"].choices)
                case "industry" if self.rnd.random() < 0.3:
                    changed[name] = None
                case _:
                    changed[name] = self._text()
        return changed

    def _delete(self) -> None:
        if chosen := self._any():
            with self.store.write(actor=self.principal.user, label="delete") as work:
                work.delete(*chosen)

    def _restore(self) -> None:
        if chosen := self._any(deleted=True):
            with self.store.write(actor=self.principal.user, label="restore") as work:
                work.restore(*chosen)

    def _undo(self) -> None:
        (self.store.redo if self.rnd.random() < 0.3 else self.store.undo)(actor=self.principal.user)

    def _resolve(self) -> None:
        cards = open_conflicts(self.store)
        if not cards:
            return
        card = self.rnd.choice(cards)
        if card.target is None:
            return
        take(self.store, card.id, self.rnd.choice((MINE, HQ)), self.principal.user)

    def _text(self) -> str:
        """A value nobody else writes."""
        return f"{self.rnd.choice(WORDS)}{self.name}.{self.rnd.getrandbits(40):x}"

    # --- what the machine does -------------------------------------------------------------------------

    def sync(self) -> SyncReport | None:
        """One run; None where the process died in it."""
        if self.busy:  # only one sync at a time in one process
            return None
        self.busy = True
        try:
            return sync_once(self.store, self.link, self.clock, self.rnd, allow_deletions=True)
        except Crash:
            self.world.count("laptop died")
            return None
        except StoreError:
            self.world.count("disk full")
            return None
        finally:
            self.busy = False

    def keep_image(self) -> None:
        """Somebody makes an image of the disk."""
        self.image = copied(self.store.connection), self.seen, len(self.acknowledged)  # type: ignore[attr-defined]

    def restore_image(self) -> list[str]:
        """The disk is put back as it was; returns the operations only this disk may have held."""
        connection, self.seen, count = self.image
        lost = self.acknowledged[count:]
        del self.acknowledged[count:]
        self._open(copied(connection))
        return lost

    def open_count(self) -> int:
        """Operations that still wait."""
        return self.store.counts().pending

    def shown(self, kind: str) -> dict[str, dict[str, Any]]:
        """What the store holds of a kind, by id, headquarters' version where something waits."""
        with self.store.replica() as replica:
            ids = [*self.store_ids(kind)]
            return {id: dict(local.hq_doc) for id, local in replica.local(kind, ids).items() if local.rev}

    def store_ids(self, kind: str) -> list[str]:
        """Every id of a kind on this laptop."""
        raw = self.store.connection  # type: ignore[attr-defined]
        return [id for (id,) in raw.execute(f'SELECT id FROM "{kind}"').fetchall()]

    def refused(self) -> set[str]:
        """Operations that came back."""
        return {item.operation.op_id for item in self.store.outbox(state="refused", limit=10_000)}

    def cards(self) -> list[str]:
        """The open cards on this laptop."""
        return self.store.ids("conflict", filters=(Filter("status", "eq", "open"),))
