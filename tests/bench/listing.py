"""Lists of a million records: ids in order, groups and sums; the floor is SQLite asked for the same."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import text

from app.store.reading import Filter
from app.store.store import Store
from tests.bench.figures import Figure, median, milliseconds
from tests.fakes.stores import new_store

RUNS = 3
_FILL = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
    "INSERT INTO project (id, rev, deleted, name, stage, investment, responsible_unit) "
    "SELECT printf('01a00000-0000-7000-8000-%012x', i), 1, 0, '项目' || i, "
    "CASE i % 4 WHEN 0 THEN 'signed' WHEN 1 THEN 'landed' WHEN 2 THEN 'lead' ELSE 'producing' END, "
    "(i * 7919 % 500000) * 1000000, '招商' || (i % 40) || '局' FROM n"
)


def measure(folder: Path, count: int) -> list[Figure]:
    """Fill a store of its own and ask it for its list."""
    store = new_store(folder)
    with store._write() as connection:
        connection.execute(_FILL, {"count": count})
    found = _figures(store, f"{count:,} projects")
    store.close()
    return found


def _figures(store: Store, named: str) -> list[Figure]:
    ids = store.ids("project")
    asked: list[tuple[str, Callable[[], object], str]] = [
        ("list", partial(store.ids, "project"), "SELECT id FROM project ORDER BY id DESC"),
        (
            "sort by amount",
            partial(store.ids, "project", sort=[("investment", True)]),
            "SELECT id FROM project ORDER BY investment DESC",
        ),
        (
            "sort by stage, unit",
            partial(store.ids, "project", sort=[("stage", False), ("responsible_unit", False)]),
            "SELECT id, stage, responsible_unit FROM project ORDER BY stage, responsible_unit",
        ),
        (
            "filter by stage",
            partial(store.ids, "project", filters=[Filter("stage", "in", ("signed",))]),
            "SELECT id FROM project WHERE stage = 'signed'",
        ),
        (
            "board by stage with sums",
            partial(store.groups, "project", ids, "stage", ("investment",)),
            "SELECT id, stage, investment FROM project",
        ),
    ]
    return [
        Figure(
            f"{name}, {named}",
            median([milliseconds(ours) for _ in range(RUNS)]),
            median([milliseconds(partial(_raw, store, floor)) for _ in range(RUNS)]),
            *("ms", "the same from SQLite alone"),
        )
        for name, ours, floor in asked
    ]


def _raw(store: Store, query: str) -> list[object]:
    with store._read() as connection:
        return list(connection.execute(text(query)))
