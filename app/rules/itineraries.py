"""The days of a reception: in order, with time for the way, and nobody in two places (feature 22)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_HOUR = re.compile(r"([01]?\d|2[0-3])[:：.]([0-5]\d)")
_DAY = (0, 24 * 60)
AT_LEAST = 30  # minutes that a stop takes where its end is not told


@dataclass(frozen=True, slots=True)
class Planned:
    """One stop; ``begins`` and ``ends`` in minutes of the day, None where it is not told."""

    id: str
    day: date
    begins: int | None
    ends: int | None
    travel: int = 0
    people: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Short:
    """Between two stops of a day too little time is left: ``missing`` minutes for a way of ``travel``."""

    before: str
    after: str
    travel: int
    missing: int


@dataclass(frozen=True, slots=True)
class Engaged:
    """Somebody is taken up on the days ``first`` to ``last``, by the record ``id`` of ``kind``.

    ``hours``: minutes of its first day, or the whole of all its days.
    """

    kind: str
    id: str
    person: str
    first: date
    last: date
    hours: tuple[int, int] = _DAY


@dataclass(frozen=True, slots=True)
class Twice:
    """``person`` is wanted at ``ours`` and at ``other`` at one time, first on ``day``."""

    person: str
    day: date
    ours: Engaged
    other: Engaged


def minutes(told: str | None) -> int | None:
    """An hour as people write it (9:30, 09：30) in minutes; None where it is none."""
    found = _HOUR.fullmatch((told or "").strip())
    return int(found[1]) * 60 + int(found[2]) if found else None


def in_order(stops: Iterable[Planned]) -> list[Planned]:
    """By day and hour; those without an hour behind the others of their day."""
    return sorted(stops, key=lambda one: (one.day, one.begins is None, one.begins or 0, one.id))


def too_short(stops: Iterable[Planned]) -> list[Short]:
    """Where a stop begins before the one before it has ended and its way is made; stops without an hour and
    ends before their beginning say nothing.
    """
    timed = [one for one in in_order(stops) if one.begins is not None]
    found = []
    for before, after in pairwise(timed):
        assert before.begins is not None and after.begins is not None
        if before.day != after.day:
            continue
        ends = before.ends if before.ends is not None and before.ends >= before.begins else before.begins
        missing = ends + after.travel - after.begins
        if missing > 0:
            found.append(Short(before.id, after.id, after.travel, missing))
    return found


def backwards(stops: Iterable[Planned]) -> list[str]:
    """The stops that end before they begin."""
    return [
        one.id for one in stops if one.begins is not None and one.ends is not None and one.ends < one.begins
    ]


def engagements(
    kind: str, id: str, people: Iterable[str], span: tuple[date, date], stops: Sequence[Planned] = ()
) -> list[Engaged]:
    """When who is taken up by a reception or trip.

    Who is named at stops is wanted there alone, for the stop and the way to it; anybody else on every day.
    """
    found: list[Engaged] = []
    for person in dict.fromkeys(people):
        own = [one for one in stops if person in one.people]
        if not own:
            found.append(Engaged(kind, id, person, *span))
        for one in own:
            begins = one.begins
            if begins is None:
                hours = _DAY
            else:
                ends = one.ends if one.ends is not None and one.ends >= begins else begins + AT_LEAST
                hours = (max(begins - one.travel, 0), ends)
            found.append(Engaged(kind, id, person, one.day, one.day, hours))
    return found


def twice(ours: Sequence[Engaged], others: Sequence[Engaged]) -> list[Twice]:
    """Who is wanted by ``ours`` and by another at one time; each pair of records once for a person."""
    found: dict[tuple[str, str], Twice] = {}
    for own in sorted(ours, key=lambda one: (one.first, one.hours)):
        for other in sorted(others, key=lambda one: (one.first, one.hours)):
            if own.person == other.person and (day := _meeting(own, other)) is not None:
                found.setdefault((own.person, other.id), Twice(own.person, day, own, other))
    return sorted(found.values(), key=lambda one: (one.day, one.person, one.other.id))


def _meeting(one: Engaged, other: Engaged) -> date | None:
    """The first day on which both want the person at one time."""
    first, last = max(one.first, other.first), min(one.last, other.last)
    if first > last:
        return None
    overlap = one.hours[0] < other.hours[1] and other.hours[0] < one.hours[1]
    return first if overlap else None
