"""Applications for approval (systems.md B5, B6, B10): the route, its steps, who is waited for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import OutpostError
from app.model.changes import ChangeSet
from app.model.row import Row
from app.reasons import Reason
from app.rules.approvals import (
    PASSED,
    WITHDRAWN,
    Standing,
    case_of,
    computed,
    judge_approval,
    judge_step,
    standing,
)
from app.rules.counting import Placed, place
from app.rules.routing import Route, route
from app.rules.validation import Problem
from app.rules.working_days import WorkingDays
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.policy import holidays_of, pack_of
from app.services.records import checked_values, required_row
from app.store.changed import Changes
from app.store.reading import Filter
from app.store.work import UnitOfWork

APPROVAL, STEP = "approval", "approval_step"
# Which of the project's facts are the pack's facts on where it may land, by the pack's names (B10).
_PLACING = {"kind": "counted_kind", "place": "landed_at", "brought_by": "brought_by", "consent": "consent"}


@dataclass(frozen=True, slots=True)
class Application:
    """``waited``: working days that the next step has been waited for; 0 where there is none."""

    row: Row
    steps: tuple[Row, ...]
    standing: Standing
    waited: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the project may land and who counts it, or the sentence why that cannot be told yet."""

    placed: Placed | None
    trouble: OutpostError | None


def case_values(desk: Desk, project: Row, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an application from what was typed, the rest as the project has it.

    Raises:
        InvalidRecord: a value is refused.
    """
    known = {
        "title": project["name"],
        "filed_on": desk.today(),
        "applicant": project["responsible_unit"],
        "land": project["land"],
        "investment": project["investment"],
    }
    return checked_values(desk, APPROVAL, {**known, **raw, "project_id": project.id}, complete=False)


def route_of(desk: Desk, project: str, raw: Mapping[str, Any]) -> Route:
    """The route that the pack gives a project with ``raw`` typed over what is known of it.

    Raises:
        InvalidRecord, RecordNotFound: as ``file_approval``. FactsMissing and its kin: no row answers yet.
    """
    return route(pack_of(desk), case_of(case_values(desk, required_row(desk, "project", project), raw)))


def placement_of(desk: Desk, project: Row) -> Placement:
    """Where the project may land and who counts it, by what is known of it (B10)."""
    known: dict[str, object] = {name: project[field] for name, field in _PLACING.items()}
    known["investment"] = project["investment"]
    try:
        return Placement(place(pack_of(desk), known), None)
    except OutpostError as error:
        return Placement(None, error)


def file_approval(desk: Desk, project: str, raw: Mapping[str, Any]) -> tuple[str, ChangeSet]:
    """File an application: its route is computed from the pack in force and kept with its reason.

    ``raw``: ``categories``, ``land``, ``special``, ``special_terms``, ``zone`` and what else an application
    holds, as typed; headquarters judges it again when it arrives.

    Raises:
        InvalidRecord: a value is refused, its day has not come, another is open, or facts are missing.
        RecordNotFound: no such project.
    """
    values = case_values(desk, required_row(desk, "project", project), raw)
    if values["filed_on"] > desk.today():
        raise InvalidRecord([Problem("filed_on", Reason("approval.future"))])
    pack = pack_of(desk)
    try:
        values |= computed(pack, values)
    except OutpostError as error:
        named = str(error.params.get("facts") or error.field).split(", ")[0]
        field = {"category": "categories"}.get(named, "land")
        told = {name: str(value) for name, value in error.params.items()}
        raise InvalidRecord([Problem(field, Reason(f"error.{error.code}", told))]) from error
    others = [(one.row.values, [step.values for step in one.steps]) for one in approvals_of(desk, project)]
    if (reason := judge_approval(pack, values, [], others)) is not None:
        raise InvalidRecord([Problem("project_id", reason)])
    with desk.store.write(actor=desk.actor, label="create.approval") as work:
        id = work.create(APPROVAL, values)
    return id, work.changes


def record_step(desk: Desk, approval: str, raw: Mapping[str, Any], *, language: str = "") -> ChangeSet:
    """Record what the body whose turn it is said: ``outcome``, ``who``, ``opinion``, ``decided_on`` as typed.

    The step that ends the route decides the application; a passed one fills the project's date.

    Raises:
        InvalidRecord: a value is refused, or nobody's turn it is. RecordNotFound: no such application.
    """
    row = required_row(desk, APPROVAL, approval)
    with desk.store.write(actor=desk.actor, label="create.approval_step") as work:
        write_step(desk, work, row, raw, language=language)
    return work.changes


def write_step(desk: Desk, work: UnitOfWork, row: Row, raw: Mapping[str, Any], *, language: str = "") -> str:
    """``record_step`` inside a larger unit of work; returns the step's id."""
    taken = steps_of(desk, row.id)
    stands = standing(row.values, [one.values for one in taken])
    if not stands.is_open or not stands.step:
        raise InvalidRecord([Problem("outcome", Reason("approval.closed"))])
    links = {"project_id": row["project_id"], "approval_id": row.id}
    known = {
        "number": stands.number,
        "step": stands.step,
        "title": step_word(desk, stands.step, language),
        "decided_on": desk.today(),
    }
    values = checked_values(desk, STEP, {**known, **raw, **links}, complete=True)
    if values["decided_on"] > desk.today():
        raise InvalidRecord([Problem("decided_on", Reason("approval.future"))])
    if (reason := judge_step(row.values, [one.values for one in taken], values)) is not None:
        raise InvalidRecord([Problem("decided_on", reason)])
    id = work.create(STEP, values)
    then = standing(row.values, [*(one.values for one in taken), values])
    if not then.is_open:
        work.update(APPROVAL, row.id, {"outcome": then.state, "decided_on": values["decided_on"]})
        project = work.row("project", row["project_id"])
        if then.state == PASSED and project is not None and project["approved_on"] is None:
            work.update("project", project.id, {"approved_on": values["decided_on"]})
    return id


def withdraw_approval(desk: Desk, approval: str, reason: str = "") -> ChangeSet:
    """Take an open application back; another may be filed then.

    Raises:
        InvalidRecord: it is decided already. RecordNotFound: no such application.
    """
    row = required_row(desk, APPROVAL, approval)
    if not application(desk, row).standing.is_open:
        raise InvalidRecord([Problem("outcome", Reason("approval.closed"))])
    note = "\n".join(one for one in (row["note"], reason.strip()) if one)
    with desk.store.write(actor=desk.actor, label="withdraw.approval") as work:
        closed = {"outcome": WITHDRAWN, "decided_on": desk.today(), "note": note or None}
        work.update(APPROVAL, approval, closed)
    return work.changes


def approvals_of(desk: Desk, project: str) -> list[Application]:
    """The applications of a project, the latest first."""
    found = desk.store.ids(APPROVAL, filters=[Filter("project_id", "eq", project)])
    rows = sorted(desk.store.rows(APPROVAL, found), key=lambda row: (row["filed_on"], row.id), reverse=True)
    return [application(desk, row) for row in rows]


def open_approvals(desk: Desk) -> list[Application]:
    """The applications that wait for somebody, the one that has waited longest first; what did not change
    since is not read again.
    """

    def renewed(known: Mapping[str, Application], changes: Changes) -> Mapping[str, Application] | None:
        if "rulebook" in changes.kinds:
            return None
        touched = _touched(desk, known, changes)
        if not touched:
            return known
        return {id: one for id, one in known.items() if id not in touched} | _open_ones(desk, sorted(touched))

    key = ("open approvals", desk.today())
    with desk.looking():
        found = desk.memory.recall(desk.store.changed, key, lambda: _open_ones(desk), renewed)
    return sorted(found.values(), key=lambda one: (str(one.standing.since or ""), one.row.id))


def _touched(desk: Desk, known: Mapping[str, Application], changes: Changes) -> set[str]:
    """The applications that changed, or that one of the steps that changed is or was taken of."""
    steps = changes.ids.get(STEP, frozenset())
    now = desk.store.fields(STEP, sorted(steps), ["approval_id"]) if steps else {}
    of_steps = {str(one["approval_id"]) for one in now.values()}
    were = {id for id, one in known.items() if steps and any(step.id in steps for step in one.steps)}
    return {*changes.ids.get(APPROVAL, ()), *of_steps, *were}


def _open_ones(desk: Desk, ids: Sequence[str] | None = None) -> dict[str, Application]:
    """Those that wait for somebody by their ids, all or of ``ids``."""
    named = [] if ids is None else [Filter("id", "in", tuple(ids))]
    found = desk.store.ids(APPROVAL, filters=[Filter("outcome", "empty", None), *named])
    steps, days = _steps_of_all(desk, found), holidays_of(desk)
    waiting = (_stands(desk, row, steps.get(row.id, []), days) for row in desk.store.rows(APPROVAL, found))
    return {one.row.id: one for one in waiting if one.standing.is_open}


def application(desk: Desk, row: Row) -> Application:
    """An application with its steps and how it stands today."""
    return _stands(desk, row, steps_of(desk, row.id), holidays_of(desk))


def _stands(desk: Desk, row: Row, steps: Sequence[Row], days: WorkingDays) -> Application:
    stands = standing(row.values, [one.values for one in steps])
    waits = stands.is_open and stands.since is not None
    waited = days.passed(stands.since, desk.today()) if waits and stands.since else 0
    return Application(row, tuple(steps), stands, waited)


def steps_of(desk: Desk, approval: str) -> list[Row]:
    """The steps taken, by their numbers."""
    return _steps_of_all(desk, [approval]).get(approval, [])


def _steps_of_all(desk: Desk, approvals: Sequence[str]) -> dict[str, list[Row]]:
    """The steps taken of each, by their numbers."""
    found: dict[str, list[Row]] = {}
    ids = desk.store.ids(STEP, filters=[Filter("approval_id", "in", tuple(approvals))]) if approvals else []
    for row in sorted(desk.store.rows(STEP, ids), key=lambda row: (row["number"] or 0, row.id)):
        found.setdefault(row["approval_id"], []).append(row)
    return found


def step_word(desk: Desk, step: str, language: str) -> str:
    """What the pack calls a step; the word itself where the pack at hand does not know it."""
    word = pack_of(desk).words.get("step", {}).get(step)
    return word.said(language) if word else step
