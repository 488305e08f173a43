"""A laptop for tests: a real encrypted store, a virtual clock and a way to headquarters."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.store.raw import DATABASE_NAME
from app.store.store import Store
from sync.client.engine import sync_once
from sync.client.gateway import Gateway
from sync.client.report import SyncReport
from tests.fakes.stores import founded
from tests.fakes.virtual_time import VirtualClock


@dataclass
class Laptop:
    """``name`` is its user and its device."""

    name: str
    store: Store
    gateway: Gateway
    clock: VirtualClock
    randomness: random.Random

    def sync(self, *, allow_deletions: bool = False) -> SyncReport:
        """One run, whatever becomes of it."""
        return sync_once(
            self.store, self.gateway, self.clock, self.randomness, allow_deletions=allow_deletions
        )

    def synced(self) -> SyncReport:
        """One run that must go through."""
        report = self.sync()
        assert report.error is None, report.error
        return report

    def create(self, kind: str, /, **values: Any) -> str:
        """A new record."""
        with self.store.write(actor=self.name, label="create") as work:
            return work.create(kind, values)

    def update(self, kind: str, id: str, /, **values: Any) -> None:
        """Change a record."""
        with self.store.write(actor=self.name, label="change") as work:
            work.update(kind, id, values)

    def delete(self, kind: str, id: str) -> None:
        """Delete a record."""
        with self.store.write(actor=self.name, label="delete") as work:
            work.delete(kind, id)

    def restore(self, kind: str, id: str) -> None:
        """Bring a record back."""
        with self.store.write(actor=self.name, label="restore") as work:
            work.restore(kind, id)

    def value(self, kind: str, id: str, field: str) -> Any:
        """What the screen shows."""
        row = self.store.get(kind, id)
        assert row is not None
        return row[field]


Open = Callable[[str], Laptop]
"""Opens a laptop by the name of its user."""


def open_laptop(folder: Path, name: str, gateway: Gateway, *, seed: int = 0) -> Laptop:
    """A laptop with an empty store in ``folder``, under the key of all stores of tests."""
    clock = VirtualClock()
    randomness = random.Random(f"{name}{seed}")
    store = founded(folder / name / DATABASE_NAME, clock=clock, randomness=randomness)
    return Laptop(name, store, gateway, clock, randomness)
