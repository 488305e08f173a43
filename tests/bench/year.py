"""A year of projects and funds told anew; the floor is one aggregation of the same rows by SQLite."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import text

from app.services.alerts import alerts
from app.services.desk import Desk
from app.services.scores.board import board
from app.store.store import Store
from tests.bench.figures import Figure, median, milliseconds
from tests.bench.year_data import LINES, year_store

RUNS = 3
WANTED = 5.0  # times one aggregation
# What any report of funds comes to: everybody's sums by month, component and who says so.
_FLOOR = text(
    "SELECT p.responsible_unit, f.month, f.component, f.source, sum(f.amount), count(*) "
    "FROM fund_entry f JOIN project p ON p.id = f.project_id "
    "WHERE f.deleted = 0 AND p.deleted = 0 GROUP BY 1, 2, 3, 4"
)


def measure(folder: Path, projects: int) -> list[Figure]:
    """Make a year and tell everything about it, each time as if nothing of it were known."""
    store = year_store(folder, projects)
    told, floors = [], []
    for _ in range(RUNS):  # in turn, so that a busy moment of the machine meets both
        floors.append(milliseconds(partial(_floor, store)))
        told.append([milliseconds(partial(ask, Desk(store, "周敏"))) for ask in ASKED.values()])
    floor = median(floors)
    of = f"{projects:,} projects, {projects * LINES:,} lines"
    found = [
        Figure(name, median([times[at] for times in told]), floor, "ms", "one aggregation by SQLite")
        for at, name in enumerate(ASKED)
    ]
    whole = median([sum(times) for times in told])
    name = f"rates, scores, ranks and alerts of {of}"
    found.append(Figure(name, whole, floor, "ms", "one aggregation by SQLite", wanted=WANTED))
    store.close()
    return found


ASKED: dict[str, Callable[[Desk], object]] = {
    "rates, scores and ranks of a year": board,
    "alerts of a year": alerts,
}


def _floor(store: Store) -> None:
    with store._read() as connection:
        assert connection.execute(_FLOOR).all()
