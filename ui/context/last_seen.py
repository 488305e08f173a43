"""What the first page showed when it was last there: enough to show it again before the store is open.

Kept in the encrypted store; it goes with the records it tells of (``app.store.rows.forget``).
"""

from typing import Any

import msgspec


class Figure(msgspec.Struct, frozen=True):
    """A key figure: what it is of, itself, its unit, the line below and its tone."""

    label: str
    figure: str
    unit: str
    below: str
    tone: str


class Task(msgspec.Struct, frozen=True):
    """A line of what is to be done: where it leads, the day in words and in figures, and what it says."""

    kind: str
    id: str
    when: str
    day: str
    tone: str
    title: str
    detail: str
    badge: str


class LastSeen(msgspec.Struct, frozen=True):
    """``day`` as ISO has it and, as ``title``, in words; ``counts`` by place of the rail."""

    day: str
    language: str
    title: str
    counts: dict[str, int]
    person: tuple[str, str]
    figures: tuple[Figure, ...]
    heading: str
    count: str
    tasks: tuple[Task, ...]


def as_kept(seen: LastSeen) -> Any:
    """What the store's settings keep under ``LAST_SEEN``."""
    return msgspec.to_builtins(seen)


def from_kept(value: Any) -> LastSeen | None:
    """What was kept; None where nothing was, or an older version kept something else."""
    try:
        return msgspec.convert(value, LastSeen)
    except msgspec.ValidationError:
        return None
