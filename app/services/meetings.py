"""Meetings that decide on projects (systems.md B4, D4): agenda, outcomes, what is assigned, minutes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.i18n import DEFAULT_LANGUAGE, Translator
from app.model.changes import ChangeSet
from app.model.row import Row
from app.reasons import Reason
from app.rules.approvals import PASSING
from app.rules.stages import Stage
from app.rules.validation import Problem
from app.services.approvals import approvals_of, open_approvals, write_step
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.records import add_record, checked_values, required_row
from app.store.changed import Changes
from app.store.reading import Filter
from app.store.work import UnitOfWork

MEETING, ITEM, ASSIGNMENT = "meeting", "agenda_item", "next_step"
ASSESSING = ("assessment_group", "leading_group")  # bodies whose yes is the assessment (B4)
_BEFORE_ASSESSMENT = (Stage.LEAD, Stage.NEGOTIATING)


@dataclass(frozen=True, slots=True)
class Item:
    """One project before the meeting; ``project`` is None where this laptop does not hold it."""

    row: Row
    project: Row | None
    assignments: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting with its agenda in order."""

    row: Row
    items: tuple[Item, ...]

    @property
    def undecided(self) -> int:
        """Items without an outcome."""
        return sum(item.row["outcome"] is None for item in self.items)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project that could go before a body; ``waits``: an approval waits for this body; ``special``: it asks
    for special support 一事一议 (B6).
    """

    project: Row
    waits: bool
    special: bool


def plan_meeting(
    desk: Desk, raw: Mapping[str, Any], *, language: str = DEFAULT_LANGUAGE
) -> tuple[str, ChangeSet]:
    """Plan a meeting; its round follows the last one of the body in that year, its name both, unless typed.

    Raises:
        InvalidRecord: a value is refused or missing.
    """
    typed = {name: given for name, given in raw.items() if name != "title" or str(given or "").strip()}
    values = checked_values(desk, MEETING, typed, complete=False)
    if values.get("body") and values.get("held_on"):
        year = values["held_on"].year
        rounds = [
            one["round"] or 0
            for one in _rows(desk, MEETING, Filter("body", "eq", values["body"]))
            if one["held_on"].year == year
        ]
        values["round"] = values.get("round") or max(rounds, default=0) + 1
        tr = Translator(language)
        body = tr.tr(f"choice.meeting.body.{values['body']}")
        name = tr.tr("meeting.title", year=year, round=values["round"], body=body)
        values["title"] = values.get("title") or name
    with desk.store.write(actor=desk.actor, label="create.meeting") as work:
        id = add_record(desk, work, MEETING, values)
    return id, work.changes


def put_on_agenda(desk: Desk, meeting: str, projects: Sequence[str], argument: str = "") -> ChangeSet:
    """Put projects on a meeting's agenda, behind what stands on it; those on it already stay where they are.

    Raises:
        RecordNotFound: no such meeting or project.
    """
    row = required_row(desk, MEETING, meeting)
    found = [required_row(desk, "project", id) for id in projects]
    known = _rows(desk, ITEM, Filter("meeting_id", "eq", meeting))
    there, last = (
        {one["project_id"] for one in known},
        max((one["position"] or 0 for one in known), default=0),
    )
    with desk.store.write(actor=desk.actor, label="create.agenda_item") as work:
        for project in found:
            if project.id in there:
                continue
            last += 1
            there.add(project.id)
            values = {"title": project["name"], "meeting_id": meeting, "project_id": project.id}
            values |= {"position": last, "argument": argument.strip() or None}
            work.create(ITEM, {**values, "body": row["body"], "held_on": row["held_on"]})
    return work.changes


def move_on_agenda(desk: Desk, item: str, by: int) -> ChangeSet:
    """Move an item up (-1) or down (1) among those of its meeting."""
    row = required_row(desk, ITEM, item)
    order = [one.id for one in _in_order(_rows(desk, ITEM, Filter("meeting_id", "eq", row["meeting_id"])))]
    at = order.index(item)
    to = min(max(at + by, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    with desk.store.write(actor=desk.actor, label="change.agenda_item") as work:
        for position, id in enumerate(order, start=1):
            work.update(ITEM, id, {"position": position})
    return work.changes


def record_outcome(
    desk: Desk,
    item: str,
    outcome: str,
    *,
    opinion: str = "",
    assignments: Iterable[Mapping[str, Any]] = (),
    language: str = DEFAULT_LANGUAGE,
) -> ChangeSet:
    """Record what a meeting made of an item, and what it assigned to whom, as one step.

    Where an approval of the project waits for this body, its step is recorded with the same outcome; where
    the body assesses projects and this one passed, the project's date of assessment is filled.

    Raises:
        InvalidRecord: a value is refused, or the meeting lies in the future. RecordNotFound: no such item.
    """
    row = required_row(desk, ITEM, item)
    values = checked_values(desk, ITEM, {"outcome": outcome, "opinion": opinion}, complete=False)
    if values["outcome"] is None:
        raise InvalidRecord([Problem("outcome", Reason("rules.value.required"))])
    if row["held_on"] is not None and row["held_on"] > desk.today():
        raise InvalidRecord([Problem("outcome", Reason("approval.future"))])
    with desk.store.write(actor=desk.actor, label="decide.agenda_item") as work:
        work.update(ITEM, item, values)
        for given in assignments:
            links = {"project_id": row["project_id"], "agenda_item_id": item}
            add_record(desk, work, ASSIGNMENT, {**given, **links})
        _tell_project(desk, work, row, values["outcome"])
        _tell_approval(desk, work, row, values, language)
    return work.changes


def sittings(desk: Desk) -> list[Sitting]:
    """All meetings with their agendas, the latest first; the same ones as long as nothing of them changed."""

    def again(known: list[Sitting], changes: Changes) -> list[Sitting] | None:
        return None if changes.kinds & {MEETING, ITEM, ASSIGNMENT, "project"} else known

    found = desk.memory.recall(desk.store.changed, "sittings", lambda: _sittings(desk), again)
    return list(found)


def _sittings(desk: Desk) -> list[Sitting]:
    store = desk.store
    rows = store.rows(MEETING, store.ids(MEETING))
    items = _items(desk, _rows(desk, ITEM))
    found = [Sitting(row, tuple(one for one in items if one.row["meeting_id"] == row.id)) for row in rows]
    return sorted(found, key=lambda one: (str(one.row["held_on"]), one.row.id), reverse=True)


def sitting(desk: Desk, meeting: str) -> Sitting:
    """One meeting with its agenda.

    Raises:
        RecordNotFound: no such meeting.
    """
    row = required_row(desk, MEETING, meeting)
    return Sitting(row, tuple(_items(desk, _rows(desk, ITEM, Filter("meeting_id", "eq", meeting)))))


def agenda_of(desk: Desk, project: str) -> list[Row]:
    """The meetings a project was before, the latest first."""
    rows = _rows(desk, ITEM, Filter("project_id", "eq", project))
    return sorted(rows, key=lambda row: (str(row["held_on"] or ""), row.id), reverse=True)


def candidates(desk: Desk, body: str, limit: int = 200) -> list[Candidate]:
    """Projects that wait for a body; for those that assess, projects that are not assessed yet too."""
    waiting = [one for one in open_approvals(desk) if one.standing.step == body]
    special = {one.row["project_id"] for one in open_approvals(desk) if one.row["special"]}
    ids = [one.row["project_id"] for one in waiting]
    found = [Candidate(row, True, row.id in special) for row in desk.store.rows("project", ids)]
    if body in ASSESSING or body in ("joint", "other"):
        stages = tuple(stage.value for stage in _BEFORE_ASSESSMENT)
        more = desk.store.ids("project", filters=[Filter("stage", "in", stages)], sort=(("stage", True),))
        rows = [row for row in desk.store.rows("project", more[:limit]) if row.id not in ids]
        found += [Candidate(row, False, row.id in special) for row in rows if row["assessed_on"] is None]
    if body in ("office_meeting", "standing_committee"):  # 一事一议 goes before the monthly meeting (B6)
        rows = desk.store.rows("project", sorted(special - set(ids)))
        found += [Candidate(row, False, True) for row in rows]
    return found


def assignments_of(desk: Desk, project: str) -> list[Row]:
    """What meetings assigned about a project: open ones first, by their days."""
    rows = _rows(desk, ASSIGNMENT, Filter("project_id", "eq", project))
    kept = [row for row in rows if row["agenda_item_id"]]
    return sorted(kept, key=lambda row: (row["done_on"] is not None, str(row["due_on"] or "9"), row.id))


def _tell_project(desk: Desk, work: UnitOfWork, item: Row, outcome: str | None) -> None:
    project = work.row("project", item["project_id"])
    if project is None or item["body"] not in ASSESSING or outcome not in PASSING:
        return
    if project["assessed_on"] is None:
        work.update("project", project.id, {"assessed_on": item["held_on"] or desk.today()})


def _tell_approval(desk: Desk, work: UnitOfWork, item: Row, values: Mapping[str, Any], language: str) -> None:
    for one in approvals_of(desk, item["project_id"]):
        waits = one.standing.is_open and one.standing.step == item["body"]
        if not waits or (one.standing.since and item["held_on"] and item["held_on"] < one.standing.since):
            continue
        meeting = work.row(MEETING, item["meeting_id"])
        told = {"outcome": values["outcome"], "opinion": values.get("opinion"), "decided_on": item["held_on"]}
        told |= {"meeting_id": item["meeting_id"], "who": meeting["chair"] if meeting else None}
        write_step(desk, work, one.row, told, language=language)


def _items(desk: Desk, rows: Sequence[Row]) -> list[Item]:
    store = desk.store
    projects = {row.id: row for row in store.rows("project", sorted({one["project_id"] for one in rows}))}
    assigned: dict[str, list[Row]] = {}
    for id in {row.id for row in rows}:
        assigned[id] = _rows(desk, ASSIGNMENT, Filter("agenda_item_id", "eq", id))
    return [Item(row, projects.get(row["project_id"]), tuple(assigned[row.id])) for row in _in_order(rows)]


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["position"] or 10_000, row.id))


def _rows(desk: Desk, kind: str, *filters: Filter) -> list[Row]:
    return desk.store.rows(kind, desk.store.ids(kind, filters=filters))
