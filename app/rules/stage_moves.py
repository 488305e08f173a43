"""Whether a project may move to a stage, and what is missing for it (systems.md B1).

The laptop asks before it writes, headquarters when the change arrives: the same rules on both ends.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.policy.pack import Pack
from app.policy.requirements import Requirement
from app.policy.table import Row
from app.reasons import Reason
from app.rules.requirements import Children, Line, Values, checklist
from app.rules.stages import ORDER, Stage, is_active


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
_FORWARD = (Direction.FORWARD, Direction.SKIPPING)
EXIT_REASON = "exit_reason"


@dataclass(frozen=True, slots=True)
class Move:
    """A move judged. ``missing``: conditions not met, words of the vocabulary ``requirement``;
    ``skipped``: the stages left out.
    """

    allowed: bool
    direction: Direction
    missing: tuple[str, ...]
    reason_missing: bool
    skipped: tuple[Stage, ...]
    row: Row


@dataclass(frozen=True, slots=True)
class Checked:
    """A move judged by what the project is, with the line of every condition asked for."""

    move: Move
    lines: tuple[Line, ...]

    @property
    def missing(self) -> tuple[Line, ...]:
        """The lines that are not met."""
        return tuple(line for line in self.lines if not line.met)


def judge_move(
    pack: Pack,
    before: Stage,
    after: Stage,
    has: Collection[str],
    reason: str = "",
    exit_reason: str = "",
) -> Move:
    """Judge a move by the exit conditions of ``before`` and the entry conditions of ``after``.

    A move back asks for a reason only; one out of the project's life for one of the pack's exit reasons, or
    where the pack has none for a reason in words. ``has``: the requirements that are met.

    Raises:
        NoSuchTable: the pack has no stages.
    """
    order = [Stage(row.id) for row in pack.table("stages").rows if is_active(Stage(row.id))]
    direction, skipped = _direction(order, before, after)
    row = pack.table("stages").row(after)
    assert row is not None  # the loader sees to it that every stage has its row
    known = {one.id for one in exit_reasons(pack, after)}
    gone = exit_reason in known if known else bool(reason.strip())
    met = {*has} | ({EXIT_REASON} if gone else set())
    missing = tuple(one for one in asked_for(pack, before, after) if one not in met)
    told = reason.strip() or (direction is Direction.OUT and gone)
    reason_missing = direction in _NEEDS_REASON and not told
    allowed = not missing and not reason_missing and direction is not Direction.NONE
    return Move(allowed, direction, missing, reason_missing, skipped, row)


def asked_for(pack: Pack, before: Stage, after: Stage) -> tuple[str, ...]:
    """The requirements of a move, each once: what ``before`` asks of those who leave, then ``after``'s."""
    order = [Stage(row.id) for row in pack.table("stages").rows if is_active(Stage(row.id))]
    direction, _ = _direction(order, before, after)
    if direction in (Direction.BACK, Direction.NONE):
        return ()
    exits = _words(pack, before, "exits") if direction in _FORWARD else ()
    return tuple(dict.fromkeys((*exits, *_words(pack, after, "needs"))))


def requirements_of(pack: Pack, before: Stage, after: Stage) -> tuple[Requirement, ...]:
    """The same with what each looks at; a pack without conditions looks at nothing."""
    asked = asked_for(pack, before, after)
    return tuple(pack.requirements[one] for one in asked if one in pack.requirements)


def judge_change(pack: Pack, before: Values, after: Values, children: Children) -> Checked:
    """Judge the move that leads from the project ``before`` to the project ``after``.

    The reasons of the move are ``after``'s ``stage_reason`` and ``exit_reason``.
    """
    left, entered = stage_of(before), stage_of(after)
    move = {"reason": after.get("stage_reason"), EXIT_REASON: after.get(EXIT_REASON)}
    reasons = {name: str(value or "") for name, value in move.items()}
    lines = checklist(requirements_of(pack, left, entered), after, children, reasons)
    met = [line.requirement.id for line in lines if line.met and line.requirement.id != EXIT_REASON]
    judged = judge_move(pack, left, entered, met, reasons["reason"], reasons[EXIT_REASON])
    return Checked(judged, tuple(_agreeing(lines, judged)))


def _agreeing(lines: Iterable[Line], judged: Move) -> Iterable[Line]:
    """The line of the exit reason is met by a word of the pack only, which the judgement has looked up."""
    for line in lines:
        is_reason = line.requirement.id == EXIT_REASON
        yield Line(line.requirement, EXIT_REASON not in judged.missing, line.seen) if is_reason else line


def stage_of(project: Values) -> Stage:
    """The stage; a project that has none, or one that only a newer version knows, counts as a lead."""
    stage = project.get("stage")
    return Stage(stage) if stage in ORDER else Stage.LEAD


def missing_reason(pack: Pack, lines: Sequence[Line]) -> Reason:
    """What is missing, in the words of the pack and both languages."""
    words = [pack.word("requirement", line.requirement.id) for line in lines]
    said = {"zh": "、".join(word.zh for word in words), "en": "; ".join(word.en for word in words)}
    return Reason("rules.life.missing", {"count": len(lines), "missing": said})


def refusal(pack: Pack, checked: Checked) -> Reason | None:
    """Why the move may not be made, in one sentence; None where it may."""
    missing = [line for line in checked.missing if line.requirement.id != EXIT_REASON]
    if missing:
        return missing_reason(pack, missing)
    if EXIT_REASON in checked.move.missing:
        return Reason("rules.life.exit_reason")
    if checked.move.reason_missing:
        return Reason("rules.life.reason")
    return None


def exit_reasons(pack: Pack, stage: Stage) -> tuple[Row, ...]:
    """The reasons for which a project may be ``paused`` or ``lost``; none for other stages."""
    table = pack.tables.get("exit_reasons")
    if table is None or is_active(stage):
        return ()
    return tuple(row for row in table.rows if row.results[stage.value] is True)


def _words(pack: Pack, stage: Stage, column: str) -> tuple[str, ...]:
    row = pack.table("stages").row(stage)
    words = row.results.get(column) if row is not None else None
    return words if isinstance(words, tuple) else ()


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
