"""Saving one edit: with history, outbox and search; the floor is one row committed with the same settings."""

from functools import partial
from pathlib import Path

from app.services.desk import Desk
from app.services.records import change_record, create_record
from app.store.database import writer
from app.store.store import Store
from tests.bench.figures import Figure, median, milliseconds, worst_of_twenty
from tests.fakes.stores import KEY

TIMES = 60
SAVE = 30.0  # milliseconds, journeys.md


def measure(store: Store, folder: Path) -> list[Figure]:
    """New contacts and changed ones in a large store."""
    desk = Desk(store, "周敏")
    made: list[str] = []

    def create() -> None:
        values = {"name": f"欧阳若兰{len(made)}", "phones": ["13912345678"], "note": "展会上认识"}
        made.append(create_record(desk, "contact", values)[0])

    create()
    new = [milliseconds(create) for _ in range(TIMES)]
    changed = [
        milliseconds(partial(change_record, desk, "contact", id, {"title": "投资总监"})) for id in made
    ]
    floor = _floor(folder)
    against = "one encrypted row, committed to disk"
    found, usual, worst = [], median(floor), worst_of_twenty(floor)
    for name, taken in (("save a new contact", new), ("save a change", changed)):
        found.append(Figure(f"{name} (p50)", median(taken), usual, "ms", against))
        found.append(Figure(f"{name} (p95)", worst_of_twenty(taken), worst, "ms", against, limit=SAVE))
    return found


def _floor(folder: Path) -> list[float]:
    engine = writer(folder / "floor.db", KEY)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (id TEXT PRIMARY KEY, doc TEXT)")

    def save(number: int) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO t VALUES (?, ?)", (str(number), "x" * 300))

    times = [milliseconds(partial(save, n)) for n in range(TIMES)]
    engine.dispose()
    return times
