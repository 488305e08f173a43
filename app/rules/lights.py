"""The light of a project 红黄绿: the gravest of its alerts, and every reason for it (systems.md D1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from app.reasons import Reason

Level = Literal["red", "yellow", "green"]


@dataclass(frozen=True, slots=True)
class Light:
    """``why``: every reason for it, the gravest first; green has none."""

    level: Level
    why: tuple[Reason, ...]


GREEN = Light("green", ())


def light_of(lit: Iterable[tuple[str, Reason]]) -> Light:
    """One light of the levels and reasons of many."""
    found = sorted(lit, key=lambda one: one[0] != "red")
    if not found:
        return GREEN
    return Light("red" if found[0][0] == "red" else "yellow", tuple(why for _, why in found))
