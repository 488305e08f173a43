"""Reading the ledger of funds and what the rules ask of its projects."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from app.model.row import Row
from app.model.rulebooks import PACK
from app.policy.pack import Pack
from app.policy.shipped import shipped_names, shipped_pack
from app.rules.attribution import Credit, Rulings
from app.rules.fund_ledger import Component, Entry, Source
from app.rules.periods import months_later
from app.services.desk import Desk
from app.services.policy import pack_of, published
from app.services.published_lines import as_told, read_lines
from app.store.reading import Filter

ENTRY, LOCK, PROJECT = "fund_entry", "month_lock", "project"
REOPENING = "month_reopening"
PUBLISHING = frozenset({LOCK, REOPENING})  # what changes which months are published
_LINE = ("project_id", "month", "component", "source", "amount", "real_estate", "corrects")
_PAGE = 10_000  # SQLite takes 32,766 variables
# Field of a project → fact that the tables of counting and placement ask for.
FACTS: Mapping[str, str] = {
    "counted_kind": "kind",
    "brought_by": "brought_by",
    "landed_at": "place",
    "consent": "consent",
    "legal_person": "legal_person",
    "guaranteed_return": "guaranteed_return",
    "floor_area": "floor_area",
    "stars": "stars",
    "investment": "investment",
    "land": "land",
}


# What a published month keeps of a project.
KEPT_FIELDS = ("responsible_unit", "landing_unit", "credits", *FACTS, "continues", "added_amount")


def entries(
    desk: Desk, *, until: date | None = None, projects: Collection[str] = (), ids: Collection[str] = ()
) -> list[Entry]:
    """The live lines of the ledger booked up to the month ``until``, of ``projects``, of ``ids`` or all."""
    filters = [Filter("month", "le", until)] if until else []
    if ids:
        filters.append(Filter("id", "in", sorted(ids)))
    if projects:
        filters.append(Filter("project_id", "in", sorted(projects)))
    found = desk.store.ids(ENTRY, filters=filters)
    pages = (desk.store.fields(ENTRY, found[at : at + _PAGE], _LINE) for at in range(0, len(found), _PAGE))
    told = (_entry(id, values) for page in pages for id, values in page.items())
    return [line for line in told if line is not None]


def _entry(id: str, values: Mapping[str, Any]) -> Entry | None:
    """A line as the rules take it; None for one of which only a newer version knows what it is."""
    known = values["component"] in list(Component) and values["source"] in list(Source)
    if not known or values["amount"] is None or values["month"] is None:
        return None
    return Entry(
        id,
        str(values["project_id"] or ""),
        values["month"].replace(day=1),
        Component(values["component"]),
        Source(values["source"]),
        values["amount"],
        bool(values["real_estate"]),
        str(values["corrects"] or ""),
    )


def locks(desk: Desk) -> list[Row]:
    """Every published month, the latest first; of one unit and month the one that was written first.

    What was opened again is none.
    """
    open_again = reopenings(desk)
    found = [row for row in desk.store.rows(LOCK, desk.store.ids(LOCK)) if row.id not in open_again]
    first: dict[tuple[str, date], Row] = {}
    for row in sorted(found, key=lambda row: (row["created_at"], row.id)):
        first.setdefault((row["unit_id"] or "", row["month"].replace(day=1)), row)
    return [row for _, row in sorted(first.items(), key=lambda one: (one[0][1], one[0][0]), reverse=True)]


def reopenings(desk: Desk) -> dict[str, Row]:
    """A lock's id → how it was opened again, the first time anybody did."""
    found = desk.store.rows(REOPENING, desk.store.ids(REOPENING))
    return {row["lock_id"]: row for row in sorted(found, key=_written, reverse=True)}


def _written(row: Row) -> tuple[Any, str]:
    return row["created_at"], row.id


_NEVER: Mapping[date, tuple[Row, Mapping[str, Any]]] = MappingProxyType({})


class Locks:
    """Every published month. A project keeps those it was published in, wherever it has gone since."""

    def __init__(self, desk: Desk) -> None:
        self._of_unit: dict[tuple[str, date], Row] = {}
        self._of_project: dict[str, dict[date, tuple[Row, Mapping[str, Any]]]] = {}
        self._units: set[str] = set()
        for lock in locks(desk):
            month = lock["month"].replace(day=1)
            self._of_unit[lock["unit_id"] or "", month] = lock
            self._units.add(lock["unit_id"] or "")
            for id, told in read_lines(lock).items():
                self._of_project.setdefault(id, {})[month] = lock, told

    def __bool__(self) -> bool:
        """Whether any month was published."""
        return bool(self._of_unit or self._of_project)

    def holds(self, unit: str) -> bool:
        """Whether any month of a unit was published."""
        return unit in self._units

    def of(self, row: Row, month: date) -> Row | None:
        """The lock under which a project's month was published; None while it is open."""
        return self.at(row.id, row["unit_id"] or "", month)

    def at(self, project: str, unit: str, month: date) -> Row | None:
        """The same by the project's id and the unit that it lies in."""
        kept = self.of_project(project).get(month)
        return kept[0] if kept else self.of_unit(unit, month)

    def of_project(self, project: str) -> Mapping[date, tuple[Row, Mapping[str, Any]]]:
        """The months that a project was published in, with their locks and what they keep of it."""
        return self._of_project.get(project, _NEVER)

    def of_unit(self, unit: str, month: date) -> Row | None:
        """The lock of a unit's month; None while it is open."""
        return self._of_unit.get((unit, month))

    def told(self, project: str, month: date) -> Mapping[str, Any] | None:
        """What the published month keeps of a project; None where it keeps nothing."""
        kept = self.of_project(project).get(month)
        return kept[1] if kept else None

    def as_published(self, row: Row, month: date) -> Row:
        """The project as its month was published with it, else as it is."""
        told = self.told(row.id, month)
        return row if told is None else as_told(row, told, KEPT_FIELDS)

    def first_open(self, row: Row, after: date) -> date:
        """The first month after ``after`` that is open for a project."""
        month = months_later(after, 1)
        while self.of(row, month) is not None:
            month = months_later(month, 1)
        return month


def locked_by_unit(desk: Desk) -> dict[tuple[str, date], Row]:
    """(unit's id, month) → its lock."""
    return {(row["unit_id"] or "", row["month"].replace(day=1)): row for row in locks(desk)}


class Packs:
    """The pack of each month, looked up once: the one a month was published under, else that of its end."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: dict[tuple[str, int] | date, Pack] = {}

    def of(self, month: date, lock: Row | None) -> Pack:
        """The pack that a month is computed by; where it is not here, the one in force at its end."""
        key = month if lock is None else (str(lock["pack"]), int(lock["pack_version"]))
        if key not in self._found:
            self._found[key] = self._look_up(month, lock)
        return self._found[key]

    def _look_up(self, month: date, lock: Row | None) -> Pack:
        name, version = (str(lock["pack"]), lock["pack_version"]) if lock is not None else ("", 0)
        for one in published(self._desk, PACK) if lock is not None else ():
            if not one.trouble and (one.book.name, one.book.version) == (name, version):
                return one.book.pack
        if name in shipped_names() and shipped_pack(name).version == version:
            return shipped_pack(name)
        return pack_of(self._desk, months_later(month, 1) - timedelta(days=1))


def facts_of(row: Row) -> dict[str, object]:
    """What counting and placement ask of a project, as far as it tells."""
    return {fact: row[name] for name, fact in FACTS.items() if row[name] is not None}


def rulings_of(credits: object) -> Rulings:
    """Who has which credit of a project, by its field; what does not add up to 100 % is left out."""
    found: dict[Credit, Mapping[str, Fraction]] = {}
    given = credits if isinstance(credits, dict) else {}
    for credit in Credit:
        shares = _shares(given.get(credit.value))
        if shares and sum(shares.values()) == 1:
            found[credit] = shares
    return found


def _shares(given: object) -> dict[str, Fraction]:
    try:
        pairs: Iterable[tuple[object, object]] = given.items() if isinstance(given, dict) else ()
        shares = {str(unit): Fraction(str(percent)) / 100 for unit, percent in pairs}
    except (ValueError, ZeroDivisionError):
        return {}
    return shares if all(share >= 0 for share in shares.values()) else {}
