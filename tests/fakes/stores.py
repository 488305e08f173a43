"""Real stores on real files, made quickly, for tests of everything above them."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.services.desk import Desk
from app.services.indexing import ChineseIndexing
from app.store.database import DATABASE_NAME
from app.store.store import Store

KEY = bytes(range(32))
START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # nine in the morning in China


class SteppingClock:
    """A clock that moves one second at each look, so that order is visible and repeatable."""

    def __init__(self, start: datetime = START) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def new_store(folder: Path, *, seed: int = 1, clock: Callable[[], datetime] | None = None) -> Store:
    """A new store in ``folder`` whose ids and times come from ``seed`` and a stepping clock."""
    return Store.create(
        folder / DATABASE_NAME,
        KEY,
        clock=clock or SteppingClock(),
        randomness=random.Random(seed),
        indexing=ChineseIndexing(),
    )


def reopened(store: Store) -> Store:
    """The same store closed and opened again, as after a restart."""
    store.close()
    return Store.open(
        store.path, KEY, clock=store.clock, randomness=store.randomness, indexing=store.indexing
    )


def new_desk(folder: Path, actor: str = "周敏", *, seed: int = 1) -> Desk:
    """A desk on a new store."""
    return Desk(new_store(folder, seed=seed), actor)
