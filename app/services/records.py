"""Making, changing, deleting and restoring records: what forms, cells and the command line call."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.model.changes import ChangeSet
from app.model.outings import MADE
from app.model.registry import KINDS
from app.model.row import Row
from app.reasons import Reason
from app.rules.validation import Problem, missing_fields, read_values
from app.rules.visits import first_state, took_place
from app.services.continuing import check_earlier
from app.services.desk import Desk
from app.services.errors import InvalidRecord, NothingToRedo, NothingToUndo, WrittenOnce
from app.services.headquarters import require_own
from app.services.moving import write_move
from app.services.receiving import begin_party
from app.services.signing import fit
from app.services.visit_plans import plan_met
from app.store.errors import RecordNotFound
from app.store.merges import repoint_restored
from app.store.undo import Undone
from app.store.work import UnitOfWork, known_kind

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "project": {"stage": "lead"},
    "visit": {"kind": "outward"},
    "reception": {"state": "planned"},
    "demand": {"state": "open"},
}


def create_record(desk: Desk, kind: str, raw: Mapping[str, Any]) -> tuple[str, ChangeSet]:
    """Make a record from what was typed; return its id.

    Raises:
        InvalidRecord: a field is refused or a required one is empty. UnknownKind: no such kind.
    """
    with desk.store.write(actor=desk.actor, label=f"create.{known_kind(kind).name}") as work:
        id = add_record(desk, work, kind, raw)
    return id, work.changes


def add_record(desk: Desk, work: UnitOfWork, kind: str, raw: Mapping[str, Any]) -> str:
    """``create_record`` inside a larger unit of work."""
    values = checked_values(desk, kind, {**DEFAULTS.get(kind, {}), **raw}, complete=True)
    if kind == "visit" and not values.get("state"):
        values["state"] = first_state(values["visited_on"], desk.today())
    _check_references(work, kind, values)
    id = work.create(kind, values)
    if kind == "visit":
        note_contact(work, values)
    if kind == "reception":
        begin_party(work, id, values)
    fit(work, kind, id, values)
    return id


def checked_values(desk: Desk, kind: str, raw: Mapping[str, Any], *, complete: bool) -> dict[str, Any]:
    """``raw`` as Python values, all of them sound.

    Raises:
        InvalidRecord: see its problems. With ``complete`` required fields must be there too.
    """
    known = known_kind(kind)
    values, problems = read_values(known, raw, today=desk.today())
    if complete:
        named = {problem.field for problem in problems}
        problems += [one for one in missing_fields(known, values) if one.field not in named]
    else:
        problems += [one for one in missing_fields(known, values) if one.field in values]
    if problems:
        raise InvalidRecord(problems)
    return values


def change_record(desk: Desk, kind: str, id: str, raw: Mapping[str, Any]) -> ChangeSet:
    """Change the named fields; an empty text empties a field.

    Raises:
        InvalidRecord, RecordNotFound, UnknownKind, WrittenByHeadquarters: as they say.
    """
    values = checked_values(desk, kind, raw, complete=False)
    require_own(desk, [(kind, id)])
    with desk.store.write(actor=desk.actor, label=f"change.{kind}") as work:
        _check_references(work, kind, values)
        if kind == "project":
            check_earlier(work, id, values)
        row = work.row(kind, id)
        if row is not None and values.get("stage") and values["stage"] != row["stage"]:
            write_move(desk, work, row, values)  # however it is changed, it is a move
        else:
            work.update(kind, id, values)
        fit(work, kind, id, values, row)
        if kind == "visit" and values.get("state") and (visit := work.row(kind, id)) is not None:
            note_contact(work, visit.values)
        if kind == "meeting":
            _retell_agenda(work, id, values)
    return work.changes


def delete_records(desk: Desk, ids: Iterable[tuple[str, str]]) -> ChangeSet:
    """Delete (kind, id) pairs as one undo step; they can be restored.

    Raises:
        WrittenOnce: records of a kind that stays as it was written; nothing was deleted.
        WrittenByHeadquarters: as it says; nothing was deleted.
    """
    given = list(ids)
    require_own(desk, given)
    for kind in {kind for kind, _ in given if known_kind(kind).lasting}:
        raise WrittenOnce(kind=kind)
    with desk.store.write(actor=desk.actor, label="delete") as work:
        for kind, id in given:
            work.delete(kind, id)
    return work.changes


def restore_records(desk: Desk, ids: Iterable[tuple[str, str]]) -> ChangeSet:
    """Bring deleted records back as one undo step.

    Raises:
        WrittenByHeadquarters: as it says; nothing was brought back.
    """
    given = list(ids)
    require_own(desk, given)
    with desk.store.write(actor=desk.actor, label="restore") as work:
        for kind, id in given:
            work.restore(kind, id)
            repoint_restored(work, kind, id)
    return work.changes


def log_visit(
    desk: Desk,
    visit: Mapping[str, Any],
    next_step: Mapping[str, Any] | None = None,
    promise: Mapping[str, Any] | None = None,
    files: Iterable[Mapping[str, Any]] = (),
) -> tuple[str, ChangeSet]:
    """Log a visit, what was agreed to do next and what was promised, as one undo; both point at the visit.

    ``files`` (``attaching.kept_file``) hang on it.

    Raises:
        InvalidRecord: in either part.
    """
    with desk.store.write(actor=desk.actor, label="create.visit") as work:
        id = write_visit(desk, work, visit)
        links = {name: visit.get(name) for name in ("company_id", "project_id")}
        if next_step:
            add_record(desk, work, "next_step", {**links, **next_step, "visit_id": id})
        if promise:
            given = {"side": "ours", "promised_on": visit.get("visited_on"), **links, **promise}
            add_record(desk, work, "promise", {**given, "visit_id": id})
        for file in files:
            add_record(desk, work, "attachment", {"parent_kind": "visit", "parent_id": id, **file})
    return id, work.changes


def write_visit(desk: Desk, work: UnitOfWork, raw: Mapping[str, Any]) -> str:
    """Write a visit down inside a larger unit of work: into the plan it was made by, where there is one."""
    values = checked_values(desk, "visit", {**DEFAULTS["visit"], **raw}, complete=True)
    plan = plan_met(desk, values)
    if plan is None:
        return add_record(desk, work, "visit", raw)
    _check_references(work, "visit", values)
    given = {name: value for name, value in values.items() if value not in (None, "", [])}
    work.update("visit", plan.id, given | {"state": MADE})
    note_contact(work, {**plan.values, **given, "state": MADE})
    return plan.id


def complete_step(desk: Desk, id: str) -> ChangeSet:
    """Mark a next step done today."""
    with desk.store.write(actor=desk.actor, label="complete.next_step") as work:
        work.update("next_step", id, {"done_on": desk.today()})
    return work.changes


def undo(desk: Desk) -> Undone:
    """Take back the last thing done on this laptop.

    Raises:
        NothingToUndo: there is nothing.
    """
    if (undone := desk.store.undo(actor=desk.actor)) is None:
        raise NothingToUndo
    return undone


def redo(desk: Desk) -> Undone:
    """Do again what undo took back.

    Raises:
        NothingToRedo: there is nothing.
    """
    if (redone := desk.store.redo(actor=desk.actor)) is None:
        raise NothingToRedo
    return redone


def required_row(desk: Desk, kind: str, id: str) -> Row:
    """The record, which must exist.

    Raises:
        RecordNotFound, UnknownKind: as they say.
    """
    if (row := desk.store.get(known_kind(kind).name, id)) is None:
        raise RecordNotFound(kind=kind, id=id)
    return row


def note_contact(work: UnitOfWork, visit: Mapping[str, Any]) -> None:
    """The people met were last contacted on the day of the visit (journeys.md, lesson 12)."""
    for id in visit.get("contact_ids") or () if took_place(visit) else ():
        person = work.row("contact", id)
        if person is not None and (person["last_contact_on"] or visit["visited_on"]) <= visit["visited_on"]:
            work.update("contact", id, {"last_contact_on": visit["visited_on"]})


def _retell_agenda(work: UnitOfWork, id: str, values: Mapping[str, Any]) -> None:
    """A meeting that is moved takes its agenda along: items tell its day and body themselves."""
    told = {name: values[name] for name in ("body", "held_on") if name in values}
    for kind, item in work.pointing("meeting", id) if told else ():
        if kind == "agenda_item":
            work.update(kind, item, told)


def _check_references(work: UnitOfWork, kind: str, values: Mapping[str, Any]) -> None:
    problems = []
    for field in KINDS[kind].references:
        given = values.get(field.name) or ()
        for id in [given] if isinstance(given, str) else given:
            if work.row(field.target, id) is None:
                problems.append(Problem(field.name, Reason("rules.value.no_such_record", {"id": id})))
    if problems:
        raise InvalidRecord(problems)
