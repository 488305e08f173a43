"""Writing a move between stages inside a unit of work, and what keeps it from being made (systems.md B1)."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.model.row import Row
from app.reasons import Reason
from app.rules.requirements import Line, Values, hanging_on, looked_at
from app.rules.stage_moves import (
    EXIT_REASON,
    Checked,
    Direction,
    exit_reasons,
    judge_change,
    missing_reason,
    requirements_of,
    stage_of,
)
from app.rules.stages import Stage
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.policy import pack_of
from app.store.reading import Filter
from app.store.store import Store
from app.store.work import UnitOfWork

PROJECT, MOVE = "project", "stage_move"
# What a move sets in any case.
_OWN = ("stage", "stage_on", "stage_reason", EXIT_REASON)


def write_move(desk: Desk, work: UnitOfWork, row: Row, values: Mapping[str, Any]) -> str:
    """Move the project and keep the move; ``values`` are the project's, checked already. Returns its id.

    Raises:
        InvalidRecord: a condition is not met, or a reason is missing; each with the field that would mend it.
    """
    after = Stage(values["stage"])
    whole = {**in_stage(row.values, after), **values}
    whole["stage_on"] = whole.get("stage_on") or desk.today()
    if whole["stage_on"] > desk.today():
        raise InvalidRecord([Problem("stage_on", Reason("rules.life.future"))])
    _refuse(desk, checked_move(desk, row.values, whole, row.id), whole)
    work.update(PROJECT, row.id, {name: whole[name] for name in (*_OWN, *values)})
    return keep_move(work, row, whole)


def keep_move(work: UnitOfWork, before: Row, after: Values) -> str:
    """Keep a project's move; ``after`` says its stage, the day and the reasons. Returns its id."""
    kept = {"project_id": before.id, "before": before["stage"], "after": after["stage"]}
    kept |= {"moved_on": after["stage_on"], "reason": after["stage_reason"]}
    return work.create(MOVE, {**kept, EXIT_REASON: after[EXIT_REASON]})


def children_of(store: Store, id: str, kinds: Iterable[str]) -> dict[str, list[Values]]:
    """What hangs on a project, by kind, live records only."""
    return {
        kind: [
            row.values
            for row in store.rows(kind, store.ids(kind, filters=[Filter(hanging_on(kind), "eq", id)]))
        ]
        for kind in kinds
    }


def checked_move(desk: Desk, before: Values, after: Values, id: str) -> Checked:
    """The move that leads from the project ``before`` to ``after``, judged by what hangs on it."""
    pack = pack_of(desk)
    asked = requirements_of(pack, stage_of(before), stage_of(after))
    return judge_change(pack, before, after, children_of(desk.store, id, sorted(looked_at(asked))))


def in_stage(values: Values, after: Stage) -> dict[str, Any]:
    """The project's values in the stage ``after``, without the reasons of the move before."""
    return {**values, "stage": after.value, "stage_on": None, "stage_reason": None, EXIT_REASON: None}


def _refuse(desk: Desk, checked: Checked, values: Mapping[str, Any]) -> None:
    """Name every field that keeps the move from being made."""
    move, problems = checked.move, list[Problem]()
    if move.direction is Direction.NONE:
        problems.append(Problem("stage", Reason("rules.life.same_stage")))
    if move.reason_missing and EXIT_REASON not in move.missing:
        problems.append(Problem("stage_reason", Reason("rules.life.reason")))
    for line in checked.missing:
        problems.append(_problem(desk, line, values))
    if problems:
        raise InvalidRecord(problems)


def _problem(desk: Desk, line: Line, values: Mapping[str, Any]) -> Problem:
    pack, asked = pack_of(desk), line.requirement
    if asked.id != EXIT_REASON:
        field = line.in_place or "stage"
        return Problem(field, missing_reason(pack, [line]))
    if not values.get(EXIT_REASON):
        return Problem(EXIT_REASON, Reason("rules.life.exit_reason"))
    known = [row.id for row in exit_reasons(pack, Stage(values["stage"]))]
    return Problem(EXIT_REASON, Reason("rules.life.exit_unknown", {"known": ", ".join(known)}))
