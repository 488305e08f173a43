"""Whether a project may move to a stage, and what is missing for it (systems.md B1)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from app.policy.pack import Pack
from app.policy.table import Row
from app.rules.stages import Stage, is_active


class Direction(StrEnum):
    """Which way a move goes along a project's life."""

    FORWARD = "forward"
    SKIPPING = "skipping"
    BACK = "back"
    OUT = "out"  # paused or lost
    RETURN = "return"  # from there into its life again
    NONE = "none"


# These need a reason: whoever reads the history must understand them.
_NEEDS_REASON = (Direction.SKIPPING, Direction.BACK, Direction.OUT)


@dataclass(frozen=True, slots=True)
class Move:
    """A move judged. ``missing``: entry conditions not met, words of the vocabulary ``requirement``;
    ``skipped``: the stages left out.
    """

    allowed: bool
    direction: Direction
    missing: tuple[str, ...]
    reason_missing: bool
    skipped: tuple[Stage, ...]
    row: Row


def judge_move(pack: Pack, before: Stage, after: Stage, has: Collection[str], reason: str = "") -> Move:
    """Judge a move by the entry conditions of ``after``; a move back asks for a reason only.

    ``has``: the requirements that are met. A reason that is given meets ``exit_reason``.

    Raises:
        NoSuchTable: the pack has no stages.
    """
    order = [Stage(row.id) for row in pack.table("stages").rows if is_active(Stage(row.id))]
    direction, skipped = _direction(order, before, after)
    row = pack.table("stages").row(after)
    assert row is not None  # the loader sees to it that every stage has its row
    met = {*has, *(["exit_reason"] if reason.strip() else [])}
    needs = row.results.get("needs")
    asked = needs if isinstance(needs, tuple) and direction is not Direction.BACK else ()
    missing = tuple(one for one in asked if one not in met)
    reason_missing = direction in _NEEDS_REASON and not reason.strip()
    allowed = not missing and not reason_missing and direction is not Direction.NONE
    return Move(allowed, direction, missing, reason_missing, skipped, row)


def _direction(order: list[Stage], before: Stage, after: Stage) -> tuple[Direction, tuple[Stage, ...]]:
    if before is after:
        return Direction.NONE, ()
    if not is_active(after):
        return Direction.OUT, ()
    if not is_active(before):
        return Direction.RETURN, ()
    start, end = order.index(before), order.index(after)
    if end < start:
        return Direction.BACK, ()
    skipped = tuple(order[start + 1 : end])
    return (Direction.SKIPPING if skipped else Direction.FORWARD), skipped
