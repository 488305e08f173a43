"""The four lists 四张清单 (systems.md B9): who is on which since when, their sum, who came and went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.model.changes import ChangeSet
from app.model.life import LISTS
from app.model.row import Row
from app.reasons import Reason
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.kept_rows import kept_rows
from app.services.records import checked_values, required_row
from app.store.reading import Filter

LISTING = "listing"
Listed = tuple[Sequence[Row], dict[str, Row]]
"""Every entry, and the projects that they are of by id."""


@dataclass(frozen=True, slots=True)
class KeyList:
    """One list on one day: its entries with their projects, and the sum of their investment in 万元."""

    name: str
    entries: tuple[tuple[Row, Row], ...]
    investment: Decimal
    unknown: int  # projects whose investment is not known


@dataclass(frozen=True, slots=True)
class Roll:
    """A project that came onto a list (``into``) or left it on ``day``."""

    day: date
    into: bool
    entry: Row
    project: Row
    reason: str


def put_on_list(
    desk: Desk, project: str, name: str, *, since: Any = None, reason: str = ""
) -> tuple[str, ChangeSet]:
    """Put a project on a list, from today unless told.

    Raises:
        InvalidRecord: it is on the list already, or a value is refused. RecordNotFound: no such project.
    """
    required_row(desk, "project", project)
    raw = {"project_id": project, "list": name, "since": since or desk.today(), "reason": reason}
    values = checked_values(desk, LISTING, raw, complete=True)
    if any(row["list"] == name for row in listings_of(desk, project) if is_on(row, values["since"])):
        raise InvalidRecord([Problem("list", Reason("rules.life.on_list"))])
    with desk.store.write(actor=desk.actor, label="create.listing") as work:
        id = work.create(LISTING, values)
    return id, work.changes


def take_off_list(desk: Desk, project: str, name: str, *, on: Any = None, reason: str = "") -> ChangeSet:
    """Take a project off a list, from today unless told; the entry stays as history.

    Raises:
        InvalidRecord: it is not on the list, or the day is before it came. RecordNotFound: no such project.
    """
    required_row(desk, "project", project)
    raw = {"until": on or desk.today(), "reason_out": reason}
    values = checked_values(desk, LISTING, raw, complete=False)
    current = [row for row in listings_of(desk, project) if row["list"] == name and row["until"] is None]
    if not current:
        raise InvalidRecord([Problem("list", Reason("rules.life.not_on_list"))])
    if any(values["until"] < row["since"] for row in current):
        raise InvalidRecord([Problem("until", Reason("rules.life.before_since"))])
    with desk.store.write(actor=desk.actor, label="change.listing") as work:
        for row in current:
            work.update(LISTING, row.id, values)
    return work.changes


def listings_of(desk: Desk, project: str) -> list[Row]:
    """Every entry of a project, the first one first."""
    found = desk.store.ids(LISTING, filters=[Filter("project_id", "eq", project)])
    return sorted(desk.store.rows(LISTING, found), key=lambda row: (row["since"], row.id))


def key_lists(desk: Desk, on: date | None = None, listed: Listed | None = None) -> tuple[KeyList, ...]:
    """The four lists on a day, today unless told; the largest investment first. ``listed``: read before."""
    day, (entries, projects) = on or desk.today(), listed or all_listed(desk)
    found = []
    for name in LISTS:
        pairs = [
            (row, projects[row["project_id"]])
            for row in entries
            if row["list"] == name and is_on(row, day) and row["project_id"] in projects
        ]
        pairs.sort(key=lambda pair: (-(pair[1]["investment"] or Decimal(0)), pair[0]["since"], pair[0].id))
        known = [project["investment"] for _, project in pairs if project["investment"] is not None]
        found.append(KeyList(name, tuple(pairs), sum(known, Decimal(0)), len(pairs) - len(known)))
    return tuple(found)


def rolls(desk: Desk, first: date, last: date, listed: Listed | None = None) -> list[Roll]:
    """Who came onto the lists and who left them from ``first`` to ``last``, the latest first."""
    entries, projects = listed or all_listed(desk)
    found = []
    for row in entries:
        project = projects.get(row["project_id"])
        for day, into, reason in (
            (row["since"], True, row["reason"]),
            (row["until"], False, row["reason_out"]),
        ):
            if project is not None and day is not None and first <= day <= last:
                found.append(Roll(day, into, row, project, reason or ""))
    return sorted(found, key=lambda roll: (roll.day, roll.entry.id, not roll.into), reverse=True)


def is_on(row: Row, day: date) -> bool:
    """Whether an entry holds on the day: from the day it came to the day before it left."""
    return bool(row["since"] <= day and (row["until"] is None or day < row["until"]))


def all_listed(desk: Desk) -> Listed:
    """All that was ever written of the lists; what did not change since is not read again."""
    with desk.looking():
        entries = kept_rows(desk, LISTING, desk.store.ids(LISTING), "lists")
        wanted = sorted({row["project_id"] for row in entries.values()})
        projects = kept_rows(desk, "project", wanted, "lists")
    return list(entries.values()), {id: row for id, row in projects.items() if not row.deleted}
