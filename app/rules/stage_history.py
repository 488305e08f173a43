"""In which stage a project was on a day, from the moves kept of it (systems.md B1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.rules.stages import Stage


@dataclass(frozen=True, slots=True)
class Moved:
    """One move: on ``day``, written at ``at``."""

    day: date
    at: datetime
    before: Stage | None
    after: Stage


def in_order(moves: Iterable[Moved]) -> list[Moved]:
    """By the day of the move; of one day by when they were written."""
    return sorted(moves, key=lambda move: (move.day, move.at, move.after))


def stage_on(day: date, moves: Iterable[Moved], current: Stage, known_since: date | None) -> Stage | None:
    """The stage at the end of ``day``; None before ``known_since``, when there was no such project.

    A move written later for an earlier day counts from that day. Before the first move it was what that
    move left.
    """
    if known_since is not None and day < known_since:
        return None
    ordered = in_order(moves)
    if not ordered:
        return current
    so_far = [move for move in ordered if move.day <= day]
    return so_far[-1].after if so_far else ordered[0].before


def reached(moves: Iterable[Moved]) -> dict[Stage, date]:
    """The day on which each stage was last entered."""
    return {move.after: move.day for move in in_order(moves)}
