"""The rulings on cases 撞单 that are in force for projects, found anew where a case or a claim changes.

A case names claims, a claim its project, or only the enterprise: then it is about the projects that its unit
has with that one and had not signed before.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.model.row import Row
from app.rules.clock import CHINA
from app.rules.ruled_credits import Credits, Ruling, claims_of, credits_of, in_force, ruling_of
from app.services.desk import Desk
from app.store.changed import Changes
from app.store.reading import Filter

SETTLING = frozenset({"clash", "claim"})  # the kinds that rulings are found by
_SLICE = 500
_ASKED = ("investor_id", "unit_id", "contract_on")


@dataclass(frozen=True, slots=True)
class _OnEnterprise:
    """A ruled claim that names no project: whose it is, and the day it was made."""

    ruling: Ruling
    unit: str
    day: date

    def is_about(self, project: Mapping[str, Any]) -> bool:
        signed = project["contract_on"]
        return (project["unit_id"] or self.unit) == self.unit and (signed is None or signed >= self.day)


@dataclass(frozen=True)
class Rulings:
    """``of``: project → the ruling in force, for every one that there is a ruling for."""

    of: Mapping[str, Ruling] = field(default_factory=dict)
    on_projects: Mapping[str, list[Ruling]] = field(default_factory=dict)
    on_companies: Mapping[str, list[_OnEnterprise]] = field(default_factory=dict)

    def credits(self, row: Row) -> Credits:
        """Who has which credit of a project."""
        return credits_of(row["credits"], self.of.get(row.id))

    def applied(self, row: Row) -> Row:
        """The project with its credits as they count, in the shape of its field."""
        if row.id not in self.of:
            return row
        return replace(row, values={**row.values, "credits": self.credits(row).told})

    def other_than(self, before: "Rulings") -> set[str]:
        """The projects for which another ruling is in force than before."""
        if self is before:
            return set()
        return {id for id in {*self.of, *before.of} if self.of.get(id) != before.of.get(id)}


def rulings(desk: Desk) -> Rulings:
    """Those that this laptop knows of; the same ones as long as none of them changed."""

    def made() -> Rulings:
        return _with_projects(desk, _read(desk), None)

    def renewed(known: Rulings, changes: Changes) -> Rulings | None:
        if changes.kinds & SETTLING:
            return None
        ids = changes.changed if known.on_projects or known.on_companies else ()
        return _with_projects(desk, known, ids) if ids else known

    return desk.memory.recall(desk.store.changed, "rulings", made, renewed)


def _read(desk: Desk) -> Rulings:
    """What was ruled on which projects and enterprises."""
    store = desk.store
    cases: dict[str, Row] = {}
    for row in store.rows("clash", sorted(store.ids("clash", filters=[Filter("status", "eq", "ruled")]))):
        # The same row every time: a ruling that waits to be sent is on one of them (``services.clashes``).
        cases.setdefault(row["case_id"], row)
    by_claim: dict[str, list[Ruling]] = defaultdict(list)
    for row in cases.values():
        if (ruling := ruling_of(row.values)) is not None:
            for id in claims_of(row.values):
                by_claim[id].append(ruling)
    projects: dict[str, list[Ruling]] = defaultdict(list)
    companies: dict[str, list[_OnEnterprise]] = defaultdict(list)
    for claim in _rows(desk, "claim", sorted(by_claim)):
        if claim["project_id"]:
            projects[claim["project_id"]] += by_claim[claim.id]
        elif claim["company_id"]:
            unit, day = claim["unit_id"] or "", claim["claimed_at"].astimezone(CHINA).date()
            companies[claim["company_id"]] += [_OnEnterprise(one, unit, day) for one in by_claim[claim.id]]
    return Rulings({}, dict(projects), dict(companies))


def _rows(desk: Desk, kind: str, ids: list[str]) -> Iterable[Row]:
    for at in range(0, len(ids), _SLICE):
        yield from (row for row in desk.store.rows(kind, ids[at : at + _SLICE]) if not row.deleted)


def _with_projects(desk: Desk, known: Rulings, ids: Collection[str] | None) -> Rulings:
    """With the projects of ``ids``, or all, looked at again."""
    store, wanted = desk.store, set(known.on_projects if ids is None else ids)
    if ids is None and known.on_companies:
        wanted.update(store.ids("project", filters=[Filter("investor_id", "in", sorted(known.on_companies))]))
    found = {} if ids is None else {id: one for id, one in known.of.items() if id not in wanted}
    ordered = sorted(wanted)
    for at in range(0, len(ordered), _SLICE):
        for id, told in store.fields("project", ordered[at : at + _SLICE], _ASKED).items():
            on_company = known.on_companies.get(told["investor_id"], ())
            about = [one.ruling for one in on_company if one.is_about(told)]
            if (ruling := in_force([*known.on_projects.get(id, ()), *about])) is not None:
                found[id] = ruling
    return known if found == known.of else replace(known, of=found)
