"""Real stores on real files, made quickly, for tests of everything above them.

The migrations run once in a process; every further store begins as a copy of what they left (``founded``).
Only tests of creating, opening and migrating themselves ask for one that is ``created``.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from app.model.identity import Randomness
from app.services.desk import Desk
from app.services.indexing import ChineseIndexing
from app.store.raw import DATABASE_NAME
from app.store.store import Clock, Store
from app.store.work import PACK

KEY = bytes(range(32))
START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # nine in the morning in China


class SteppingClock:
    """A clock that moves one second at each look, so that order is visible and repeatable."""

    def __init__(self, start: datetime = START) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def created(folder: Path) -> Store:
    """A new store in ``folder`` by ``Store.create``, every migration and all."""
    return Store.create(
        folder / DATABASE_NAME,
        KEY,
        clock=SteppingClock(),
        randomness=random.Random(1),
        indexing=ChineseIndexing(),
    )


@cache
def _unwritten() -> bytes:
    """The file of a store under ``KEY`` in which nothing was written yet."""
    with TemporaryDirectory() as folder:
        store = created(Path(folder))
        store.close()
        return store.path.read_bytes()


def founded(path: Path, *, clock: Clock, randomness: Randomness) -> Store:
    """A new store at ``path`` under ``KEY``, as ``Store.create`` gives it back, in a tenth of the time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(_unwritten())
    return Store(path, KEY, clock=clock, randomness=randomness, indexing=ChineseIndexing())


def new_store(folder: Path, *, seed: int = 1, clock: Callable[[], datetime] | None = None) -> Store:
    """A new store in ``folder`` whose ids and times come from ``seed`` and a stepping clock."""
    return founded(folder / DATABASE_NAME, clock=clock or SteppingClock(), randomness=random.Random(seed))


def reopened(store: Store) -> Store:
    """The same store closed and opened again, as after a restart."""
    store.close()
    return Store.open(
        store.path, KEY, clock=store.clock, randomness=store.randomness, indexing=store.indexing
    )


def new_desk(folder: Path, actor: str = "周敏", *, seed: int = 1) -> Desk:
    """A desk on a new store."""
    return Desk(new_store(folder, seed=seed), actor)


def ruled_by(desk: Desk, pack: str) -> None:
    """Have headquarters judge by ``pack``."""
    with desk.store.replica() as replica:
        replica.set(PACK, pack)
