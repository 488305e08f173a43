"""Target lists 拟招引企业: how far they are covered, by list, industry and person (A12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.model.changes import ChangeSet
from app.model.row import Row
from app.rules.target_coverage import Coverage, contacted, coverage
from app.rules.visits import took_place
from app.services.desk import Desk
from app.services.records import add_record, required_row
from app.store.reading import Filter

BY = ("list", "industry", "assignee", "unit")
_FIELDS = (
    *("name", "list_id", "company_id", "industry", "assigned_unit"),
    *("assigned_to", "standing", "contacted_on", "created_at"),
)


@dataclass(frozen=True, slots=True)
class Covered:
    """Coverage of all targets, and by list id, industry, assignee or unit; ``open_ids``: to contact."""

    whole: Coverage
    groups: Mapping[str, tuple[Coverage, ...]]
    open_ids: tuple[str, ...]


def covered(desk: Desk, *, list_id: str = "") -> Covered:
    """Read every target, or those of one list."""
    filters = [Filter("list_id", "eq", list_id)] if list_id else []
    targets = desk.store.fields("target", desk.store.ids("target", filters=filters), _FIELDS)
    rows = list(targets.values())
    visited = visited_firms(desk, {one["company_id"] for one in rows if one["company_id"]})
    whole = coverage(rows, lambda one: "", visited)
    fields = {"list": "list_id", "industry": "industry", "assignee": "assigned_to", "unit": "assigned_unit"}
    groups = {by: coverage(rows, _named(fields[by]), visited) for by in BY}
    open_ids = tuple(id for id, one in targets.items() if not contacted(one, visited))
    return Covered(whole[0] if whole else Coverage("", 0, 0, 0), groups, open_ids)


def mark_contacted(desk: Desk, ids: Iterable[str]) -> ChangeSet:
    """Somebody was in touch with the targets today, as one undo.

    Raises:
        RecordNotFound: no such target; nothing was written.
    """
    with desk.store.write(actor=desk.actor, label="contact.target") as work:
        for id in dict.fromkeys(ids):
            row = required_row(desk, "target", id)
            standing = {"standing": "contacted"} if row["standing"] in (None, "not_yet") else {}
            work.update("target", id, {"contacted_on": desk.today(), **standing})
    return work.changes


def raise_leads(desk: Desk, ids: Iterable[str]) -> tuple[list[str], ChangeSet]:
    """Make a lead of each target and tie it to it, as one undo; one that has its project is left out.

    Returns the leads' ids and what changed.

    Raises:
        InvalidRecord, RecordNotFound: as they say; nothing was written.
    """
    made: list[str] = []
    with desk.store.write(actor=desk.actor, label="raise.target") as work:
        for id in dict.fromkeys(ids):
            row = required_row(desk, "target", id)
            if not has_project(desk, row):
                made.append(add_record(desk, work, "project", beginning_lead(row)))
                work.update("target", id, {"project_id": made[-1]})
    return made, work.changes


def has_project(desk: Desk, target: Row) -> bool:
    """Whether a project that was not deleted came of the target."""
    project = desk.store.get("project", target["project_id"]) if target["project_id"] else None
    return project is not None and not project.deleted


def beginning_lead(target: Row) -> dict[str, Any]:
    """What a lead raised from a target begins with."""
    found = {
        "name": target["name"],
        "investor_id": target["company_id"],
        "industry": target["industry"],
        "channel": "chain",
        "responsible_unit": target["assigned_unit"],
    }
    return {name: value for name, value in found.items() if value}


def _named(field: str) -> Any:
    return lambda one: one[field] or ""


def visited_firms(desk: Desk, companies: set[str]) -> frozenset[str]:
    """Those of the firms (ids) that somebody visited; a visit planned or called off is none."""
    ids = (
        desk.store.ids("visit", filters=[Filter("company_id", "in", sorted(companies))]) if companies else []
    )
    visits = desk.store.fields("visit", ids, ("company_id", "state"))
    return frozenset(one["company_id"] for one in visits.values() if took_place(one))
