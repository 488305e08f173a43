"""A year of projects and funds told anew; the floor is one aggregation of the same rows by SQLite."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.services.alerts import alerts
from app.services.desk import Desk
from app.services.fund_entries import enter
from app.services.records import change_record
from app.services.scores.board import board
from app.store.reading import Filter
from app.store.store import Store
from tests.bench.figures import Figure, median, milliseconds
from tests.bench.year_data import LINES, year_store

RUNS = 3
CHANGES = 6
SOON = 50.0  # milliseconds
# What changes under each page, and how many aggregations opening it may take.
PAGES = {
    "alerts": ("a stage moved", None),
    "approvals": ("an application was passed on", None),
    "board": ("a stage moved", None),
    "funds": ("a line was booked", 2.0),
    "lists": ("a project came onto one of the four lists", None),
    "merit": ("a contract was signed, at the marks of the year", None),
    "money": ("a line was booked", None),
    "named": ("a project, in the list by names, got another name", None),
    "project": ("a line was booked or another leader named", None),
    "projects": ("another leader was named", None),
    "scores": ("a contract was signed", None),
    "today": ("a visit was planned", None),
}
LANDED = {"stage": "landed", "stage_on": "2026-11-19", "site_on": "2026-11-19", "obligation_on": "2026-11-18"}
_AGAINST = ("ms", "one aggregation by SQLite")
WANTED = 5.0  # times one aggregation
# What any report of funds comes to: everybody's sums by month, component and who says so.
_FLOOR = text(
    "SELECT p.responsible_unit, f.month, f.component, f.source, sum(f.amount), count(*) "
    "FROM fund_entry f JOIN project p ON p.id = f.project_id "
    "WHERE f.deleted = 0 AND p.deleted = 0 GROUP BY 1, 2, 3, 4"
)


def measure(folder: Path, projects: int, *, pages: Sequence[str] = tuple(PAGES)) -> list[Figure]:
    """Make a year and tell everything about it, as if nothing of it were known; then open ``pages``."""
    store = year_store(folder, projects)
    told, floors = [], []
    for _ in range(RUNS):  # in turn, so that a busy moment of the machine meets both
        floors.append(milliseconds(partial(_floor, store)))
        told.append([milliseconds(partial(ask, Desk(store, "周敏"))) for ask in ASKED.values()])
    floor = median(floors)
    of = f"{projects:,} projects, {projects * LINES:,} lines"
    found = [
        Figure(name, median([times[at] for times in told]), floor, *_AGAINST) for at, name in enumerate(ASKED)
    ]
    whole = median([sum(times) for times in told])
    name = f"rates, scores, ranks and alerts of {of}"
    found.append(Figure(name, whole, floor, *_AGAINST, wanted=WANTED))
    found += _changed(store, floor)
    store.close()
    for page in pages:
        what, opened = PAGES[page]
        seen = _page(folder, page)
        if opened is not None:
            found.append(Figure(f"open the page of {page}", seen["opened"], floor, *_AGAINST, wanted=opened))
        name = f"the page of {page} after {what}"
        first, *rest = seen["changed"]
        found.append(Figure(f"{name}, the first time", first, floor, *_AGAINST))
        found.append(Figure(name, median(rest), floor, *_AGAINST, limit=SOON))
    return found


def _changed(store: Store, floor: float) -> list[Figure]:
    """After one changed row, at a desk that has asked before."""
    desk = Desk(store, "周敏")
    for ask in ASKED.values():
        ask(desk)
    booked, moved = [], []
    for id in store.ids("project", filters=[Filter("stage", "eq", "signed")])[: CHANGES + 1]:
        enter(desk, {"project_id": id, "month": "2026-11", "amount": "12.5"})
        booked.append(milliseconds(partial(_ask, desk)))
        change_record(desk, "project", id, LANDED)
        moved.append(milliseconds(partial(_ask, desk)))
    return [
        Figure("board and alerts after a line of funds", median(booked[1:]), floor, *_AGAINST, limit=SOON),
        Figure("board and alerts after a stage moved", median(moved[1:]), floor, *_AGAINST, limit=SOON),
    ]


def _ask(desk: Desk) -> None:
    for ask in ASKED.values():
        ask(desk)


def _page(folder: Path, page: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.year_page", str(folder), page]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    root = Path(__file__).resolve().parents[2]
    out = subprocess.run(command, cwd=root, env=environment, stdout=subprocess.PIPE, check=True).stdout
    return dict(json.loads(out.splitlines()[-1]))


ASKED: dict[str, Callable[[Desk], object]] = {
    "rates, scores and ranks of a year": board,
    "alerts of a year": alerts,
}


def _floor(store: Store) -> None:
    with store._read() as connection:
        assert connection.execute(_FLOOR).all()
