"""The headquarters that tests begin with are what the product makes (``tests.fakes.founding``)."""

import random
from pathlib import Path
from typing import Any

from sqlalchemy import text

from sync.hq import setup
from sync.hq.store import HqStore
from tests.fakes.founding import NAME, found


def whole(store: HqStore) -> dict[str, list[tuple[Any, ...]]]:
    """Every statement that made the database, and every row in it."""
    with store.read() as connection:
        made = [tuple(row) for row in connection.execute(text("SELECT type, name, sql FROM sqlite_master"))]
        names = [name for sort, name, _ in made if sort == "table"]
        rows = {name: connection.execute(text(f"SELECT * FROM {name}")).all() for name in names}
    return {"": made} | {name: [tuple(row) for row in some] for name, some in rows.items()}


def test_a_headquarters_found_quickly_is_as_one_initialised(tmp_path: Path) -> None:
    initialised = setup.initialise(tmp_path / "slowly", name=NAME, now=1, randomness=random.Random(1))
    copied = found(tmp_path / "quickly", now=1, randomness=random.Random(1))
    assert whole(initialised) == whole(copied) and len(whole(copied)) > 10
    for store in (initialised, copied):
        with store.read() as connection:
            assert connection.execute(text("PRAGMA page_size")).scalar_one() == 8192
            assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        store.close()
    names = [sorted(path.name for path in (tmp_path / one).iterdir()) for one in ("slowly", "quickly")]
    assert names[0] == names[1]
    setup.open_store(tmp_path / "quickly").close()
