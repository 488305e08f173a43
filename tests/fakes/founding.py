"""Headquarters founded quickly: in SQLite its tables are copied, not made by all migrations once more."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from app.model.identity import Randomness
from sync.hq import setup
from sync.hq.database import Database
from sync.hq.migrate import migrate
from sync.hq.store import HqStore

NAME = "测试招商局"


@cache
def _tables() -> bytes:
    """An SQLite file with all tables and no row."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / setup._DATABASE
        database = Database(f"sqlite:///{path}")
        migrate(database)
        database.close()
        return path.read_bytes()


def found(folder: Path, *, database: str = "", now: int, randomness: Randomness) -> HqStore:
    """A new headquarters in ``folder``, as ``setup.initialise`` gives it back."""
    if not database:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / setup._DATABASE).open("xb") as file:
            file.write(_tables())
    return setup.initialise(folder, name=NAME, database=database, now=now, randomness=randomness)
