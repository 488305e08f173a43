"""Days on trips and what was done on them, by leader and by unit (systems.md A7, A8)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.periods import quarter

PRINCIPAL, DELEGATION = "principal", "delegation"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outing:
    """One trip that was not called off. ``end``: its last day; ``proved``: how many of the visits made have a
    photo of their day; ``firms`` and ``leads``: ids of what was seen and found on it.
    """

    id: str
    start: date
    end: date
    leader: str = ""
    rank: str = ""
    unit: str = ""
    kind: str = ""
    made: int = 0
    planned: int = 0
    firms: frozenset[str] = frozenset()
    leads: frozenset[str] = frozenset()
    proved: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """What one leader or unit did from ``first`` to ``last``; a day counts once however many were out."""

    name: str
    trips: int
    days: int
    principal_trips: int
    delegations: int
    visits: int
    proved: int
    firms: int
    leads: int


def last_day(start: date, end: date | None) -> date:
    """A trip that names no end, or one before it begins, is of one day."""
    return max(start, end or start)


def days_out(spans: Iterable[tuple[date, date]], first: date, last: date) -> int:
    """Calendar days from ``first`` to ``last`` on which at least one of ``spans`` was under way."""
    days, until = 0, first - _DAY
    for start, end in sorted(spans):
        begin, stop = max(start, until + _DAY), min(end, last)
        if stop >= begin:
            days += (stop - begin).days + 1
            until = stop
    return days


def tally(name: str, outings: Sequence[Outing], first: date, last: date) -> Tally:
    """Add up; trips that lie wholly outside do not count."""
    inside = [one for one in outings if one.start <= last and one.end >= first]
    return Tally(
        name=name,
        trips=len(inside),
        days=days_out(((one.start, one.end) for one in inside), first, last),
        principal_trips=sum(one.rank == PRINCIPAL for one in inside),
        delegations=sum(one.kind == DELEGATION for one in inside),
        visits=sum(one.made for one in inside),
        proved=sum(one.proved for one in inside),
        firms=len(frozenset().union(*(one.firms for one in inside))),
        leads=len(frozenset().union(*(one.leads for one in inside))),
    )


def tallies(outings: Iterable[Outing], by: str, first: date, last: date) -> tuple[Tally, ...]:
    """One line per ``leader`` or ``unit``, most days first; trips that name none come under ""."""
    groups: dict[str, list[Outing]] = defaultdict(list)
    for one in outings:
        groups[one.leader if by == "leader" else one.unit].append(one)
    found = [tally(name, group, first, last) for name, group in groups.items()]
    return tuple(sorted((one for one in found if one.trips), key=lambda one: (-one.days, one.name)))


def delegations(outings: Iterable[Outing], year: int) -> Mapping[int, int]:
    """组团 in each quarter of a year: one is owed in every one (000 §5.3)."""
    found = dict.fromkeys((1, 2, 3, 4), 0)
    for one in outings:
        if one.kind == DELEGATION and one.start.year == year:
            found[quarter(one.start)[1]] += 1
    return found
