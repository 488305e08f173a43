"""Moving a project through its life (systems.md B1): what is missing, the move, and what moves there were."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.model.changes import ChangeSet
from app.model.row import Row
from app.rules.clock import CHINA
from app.rules.stage_history import Moved, in_order, stage_on
from app.rules.stage_moves import EXIT_REASON, Checked, stage_of
from app.rules.stages import ORDER, Stage, is_active
from app.services.desk import Desk
from app.services.moving import MOVE, PROJECT, checked_move, in_stage, write_move
from app.services.records import checked_values, required_row
from app.store.reading import Filter
from app.store.store import Store


@dataclass(frozen=True, slots=True)
class MoveMade:
    """What a move was: ``id`` of its record."""

    id: str
    changes: ChangeSet


def next_stage(stage: Stage) -> Stage | None:
    """The stage after this one; None at the end of the life and outside it."""
    following = [one for one in Stage if is_active(one) and ORDER[one] == ORDER[stage] + 1]
    return following[0] if following and is_active(stage) else None


def check_move(desk: Desk, id: str, after: Stage, raw: Mapping[str, Any] | None = None) -> Checked:
    """What a move of the project to ``after`` would meet and miss, with ``raw`` filled in.

    Raises:
        InvalidRecord: a value of ``raw`` is refused. RecordNotFound: no such project.
    """
    row = required_row(desk, PROJECT, id)
    values = checked_values(desk, PROJECT, raw or {}, complete=False)
    return checked_move(desk, row.values, {**in_stage(row.values, after), **values, "stage": after.value}, id)


def missing_for_next(desk: Desk, row: Row) -> tuple[Stage, Checked] | None:
    """The next stage of a project with the checklist for it; None where there is none.

    A reason that only the person knows is not looked at.
    """
    following = next_stage(stage_of(row.values))
    if row.deleted or following is None:
        return None
    return following, checked_move(desk, row.values, {**row.values, "stage": following.value}, row.id)


def move_stage(
    desk: Desk,
    id: str,
    after: Stage,
    *,
    on: Any = None,
    reason: str = "",
    exit_reason: str = "",
    facts: Mapping[str, Any] | None = None,
) -> MoveMade:
    """Move a project, filling ``facts`` (fields of the project, as typed) in the same unit of work.

    ``on``: the day of the move as typed, today by default. Nothing takes a move back but another one.

    Raises:
        InvalidRecord: a value is refused, a condition is not met, or a reason is missing.
        RecordNotFound: no such project.
    """
    raw = {"stage_on": on or desk.today(), "stage_reason": reason, EXIT_REASON: exit_reason}
    values = checked_values(desk, PROJECT, {**(facts or {}), **raw}, complete=False)
    with desk.store.write(actor=desk.actor, label="move.project") as work:
        row = required_row(desk, PROJECT, id)
        made = write_move(desk, work, row, {**values, "stage": after.value})
    return MoveMade(made, work.changes)


def moves_of(store: Store, id: str) -> list[Row]:
    """The moves kept of a project, the first one first."""
    rows = store.rows(MOVE, store.ids(MOVE, filters=[Filter("project_id", "eq", id)]))
    return sorted(rows, key=lambda row: (row["moved_on"], row["created_at"], row.id))


def stage_on_day(desk: Desk, id: str, day: date) -> Stage | None:
    """In which stage the project was at the end of ``day``; None before it was known.

    Raises:
        RecordNotFound: no such project.
    """
    row = required_row(desk, PROJECT, id)
    made = row["created_at"].astimezone(CHINA).date() if row["created_at"] else None
    first = min((one for one in (row["reported_on"], made) if one is not None), default=None)
    moves = [told for move in moves_of(desk.store, id) if (told := moved(move)) is not None]
    if moves and first is not None:
        first = min(first, in_order(moves)[0].day)
    return stage_on(day, moves, stage_of(row.values), first)


def moved(row: Row) -> Moved | None:
    """A move as the rules take it; None where only a newer version knows its stage."""
    if row["after"] not in ORDER or row["moved_on"] is None or row["created_at"] is None:
        return None
    before = Stage(row["before"]) if row["before"] in ORDER else None
    return Moved(row["moved_on"], row["created_at"], before, Stage(row["after"]))
