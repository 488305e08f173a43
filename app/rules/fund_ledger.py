"""The ledger of funds in place: figures of a month from its entries, reconciled three ways (systems.md C1).

A figure is told by the unit, by the department that measures it, and by what was published; of those there
are, the last of these counts. Corrections of earlier months are told apart from the month's own figures, so
that a department's figure for the month does not swallow a unit's correction of another. A correction counts
by what it changes of what counts of the month that it corrects: a unit that comes round to the department's
figure, which counted already, changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)


class Source(StrEnum):
    """Who says so; a later one outranks an earlier one."""

    UNIT = "unit"
    DEPARTMENT = "department"
    PUBLISHED = "published"


class Component(StrEnum):
    """What the money is."""

    LAND = "land"
    FIXED = "fixed"
    WORKING = "working"


COMPONENTS, SOURCES = tuple(Component), tuple(Source)  # to go through an enumeration takes five times as long


@dataclass(frozen=True, slots=True)
class Entry:
    """One line; ``month`` its first day, ``amount`` 万元, ``corrects`` the id of another line or ""."""

    id: str
    project: str
    month: date
    component: Component
    source: Source
    amount: Decimal
    real_estate: bool = False
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One figure as each source tells it; None: it does not."""

    unit: Decimal | None = None
    department: Decimal | None = None
    published: Decimal | None = None

    @property
    def settled(self) -> Decimal:
        """What counts."""
        for one in (self.published, self.department, self.unit):
            if one is not None:
                return one
        return ZERO

    @property
    def difference(self) -> Decimal | None:
        """Reported − the department's; None where one of the two is silent."""
        return None if self.unit is None or self.department is None else self.unit - self.department

    def of(self, source: Source) -> Decimal | None:
        """What ``source`` tells."""
        found: Decimal | None = getattr(self, source)
        return found


class Standing(StrEnum):
    """How far a project's month is reconciled."""

    EMPTY = "empty"  # nobody told anything
    REPORTED = "reported"  # only the unit did
    UNREPORTED = "unreported"  # the department did, the unit did not
    DIFFERS = "differs"
    AGREES = "agrees"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Figures:
    """A project's month. ``own`` by component: the month's own figures; ``back``: corrections of earlier
    months as they were told; ``moved`` is what they change of what counts, ``apart`` of what the unit and
    the department say of those months. ``several``: components for which a source told more than one figure
    that corrects no other, such as two laptops that booked the same thing.
    """

    own: Mapping[Component, Told]
    back: Mapping[Component, Told]
    real_estate: Decimal = ZERO
    several: frozenset[Component] = frozenset()
    moved: Mapping[Component, Decimal] = field(default_factory=dict)
    apart: Mapping[Component, Decimal] = field(default_factory=dict)

    def amount(self, component: Component) -> Decimal:
        """What counts of a component, corrections included."""
        own = self.own[component].settled if component in self.own else ZERO
        return own + self.moved.get(component, ZERO)

    @property
    def total(self) -> Decimal:
        """What counts of all components."""
        return sum((self.amount(one) for one in COMPONENTS), ZERO)

    def told(self, source: Source, component: Component | None = None) -> Decimal | None:
        """What a source tells, corrections included; None where it is silent. Without component: of all."""
        asked = COMPONENTS if component is None else (component,)
        found = [
            amount
            for told in (self.own, self.back)
            for one in asked
            if one in told and (amount := told[one].of(source)) is not None
        ]
        return sum(found, ZERO) if found else None

    @property
    def differences(self) -> Mapping[Component, Decimal]:
        """Reported − the department's, of the components for which both tell."""
        found: dict[Component, Decimal] = defaultdict(Decimal, self.apart)
        for component, one in self.own.items():
            if one.difference is not None:
                found[component] += one.difference
        return found

    @property
    def difference(self) -> Decimal | None:
        """The sum of the differences; None where nothing can be compared."""
        return sum(self.differences.values(), ZERO) if self.differences else None

    @property
    def standing(self) -> Standing:
        """See ``Standing``. What differs component by component differs, though the sums may agree."""
        told = {source: self.told(source) is not None for source in SOURCES}
        if told[Source.PUBLISHED]:
            return Standing.PUBLISHED
        if told[Source.UNIT] and told[Source.DEPARTMENT]:
            differs = any(self.differences.values())
            return Standing.DIFFERS if differs else Standing.AGREES
        if told[Source.DEPARTMENT]:
            return Standing.UNREPORTED
        return Standing.REPORTED if told[Source.UNIT] else Standing.EMPTY


NOTHING = Figures({}, {})


@dataclass
class _Gathered:
    own: dict[tuple[Component, Source], Decimal] = field(default_factory=dict)
    back: dict[tuple[Component, Source], Decimal] = field(default_factory=dict)
    first: dict[tuple[Component, Source], int] = field(default_factory=lambda: defaultdict(int))
    estate: dict[Source, Decimal] = field(default_factory=dict)
    moved: dict[Component, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    apart: dict[Component, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def figures(self) -> Figures:
        several = frozenset(component for (component, _), count in self.first.items() if count > 1)
        estate = _cell(self.estate).settled if self.estate else ZERO
        back = _told(self.back) if self.back else {}
        return Figures(_told(self.own), back, estate, several, self.moved, self.apart)


def month_of(day: date) -> date:
    """The first day of the month of ``day``."""
    return day.replace(day=1)


def figures(entries: Iterable[Entry]) -> dict[tuple[str, date], Figures]:
    """The figures of every (project, month) that any entry tells of, whatever the order of the entries."""
    all_of_them = {entry.id: entry for entry in entries}
    found: dict[tuple[str, date], _Gathered] = defaultdict(_Gathered)
    corrections: list[tuple[Entry, date]] = []
    for entry in all_of_them.values():
        gathered = found[entry.project, entry.month]
        key = (entry.component, entry.source)
        month = _corrected(entry, all_of_them)
        into = gathered.own if month == entry.month else gathered.back
        into[key] = into.get(key, ZERO) + entry.amount
        if month != entry.month:
            corrections.append((entry, month))
        if not entry.corrects:
            gathered.first[key] += 1
        if entry.real_estate:
            gathered.estate[entry.source] = gathered.estate.get(entry.source, ZERO) + entry.amount
    _move(found, corrections)
    return {key: gathered.figures() for key, gathered in found.items()}


def _corrected(entry: Entry, known: Mapping[str, Entry]) -> date:
    """The earlier month that an entry puts right, through corrections of corrections; else its own."""
    month, seen = entry.month, {entry.id}
    named = known.get(entry.corrects)
    while named is not None and named.month < month and named.id not in seen:
        month = named.month
        seen.add(named.id)
        named = known.get(named.corrects)
    return month


def _move(found: Mapping[tuple[str, date], _Gathered], corrections: list[tuple[Entry, date]]) -> None:
    """Note in the month that corrections were booked in what they change of what counts of another."""
    cells: dict[tuple[str, date, Component], dict[Source, Decimal]] = {}
    for entry, month in sorted(corrections, key=lambda one: (one[0].month, one[0].id)):
        key = (entry.project, month, entry.component)
        if key not in cells:
            own = found[entry.project, month].own if (entry.project, month) in found else {}
            cells[key] = {source: amount for (one, source), amount in own.items() if one is entry.component}
        cell = cells[key]
        before = _cell(cell)
        cell[entry.source] = cell.get(entry.source, ZERO) + entry.amount
        after, here = _cell(cell), found[entry.project, entry.month]
        here.moved[entry.component] += after.settled - before.settled
        if after.difference is not None:
            here.apart[entry.component] += after.difference - (before.difference or ZERO)


def _cell(cell: Mapping[Source, Decimal]) -> Told:
    return Told(**{source.value: amount for source, amount in cell.items()})


def _told(amounts: Mapping[tuple[Component, Source], Decimal]) -> dict[Component, Told]:
    found: dict[Component, dict[str, Decimal]] = {}
    for (component, source), amount in amounts.items():
        found.setdefault(component, {})[source.value] = amount
    return {component: Told(**by_source) for component, by_source in found.items()}
