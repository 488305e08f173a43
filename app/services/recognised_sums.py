"""What counts of all funds in place, by unit and month, added up at once: what targets and ranks ask for.

SQLite adds up the ledger, and the rules are asked once for all projects that a pack cannot tell apart.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from app.model.columns import MONEY_PLACES
from app.policy.pack import Pack
from app.rules.attribution import Rulings as Parts
from app.rules.counted_parts import Weights, weights
from app.rules.fund_ledger import Component, month_of
from app.rules.ruled_credits import credits_of
from app.services.desk import Desk
from app.services.fund_records import Locks, Packs, rulings_of
from app.services.project_classes import FIRST_FACT, OF_PROJECT, RAW, Class, ProjectClasses, as_kept
from app.services.published_lines import ORIGIN
from app.services.ruled_credits import Rulings, rulings
from app.store.fund_sums import Cell

Share = tuple[str, str, int]
Shares = tuple[Share, ...]
"""Unit, month (``2026-03``) and what it has of the project then, in fen."""
WHOLE = "\n"  # no unit is called so: what there is of a project before it is shared
BEYOND = "\r"  # nor so: what a county's book has of it beyond that
_CREDITS = 1 + OF_PROJECT.index("credits")
_FIXED = list(Component).index(Component.FIXED)


@dataclass(frozen=True)
class RecognisedSums:
    """``by_project`` so that one can be added up again; ``by_unit``: unit (or ``WHOLE``) → month → fen."""

    by_project: Mapping[str, Shares] = field(default_factory=dict)
    by_unit: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def with_projects(self, found: Mapping[str, Shares]) -> "RecognisedSums":
        """With these projects in place of what was known of them."""
        units = defaultdict(dict, {unit: dict(months) for unit, months in self.by_unit.items()})
        for id, shares in found.items():
            for sign, some in ((-1, self.by_project.get(id, ())), (1, shares)):
                for unit, month, amount in some:
                    months = units[unit]
                    months[month] = months.get(month, 0) + sign * amount
        return RecognisedSums({**self.by_project, **found}, dict(units))

    def of_project(self, id: str, until: date) -> Decimal:
        """What counts of a project up to the month of ``until``, before it is shared, 万元."""
        end, amount = until.isoformat()[:7], 0
        for unit, month, fen in self.by_project.get(id, ()):
            if unit == WHOLE and month <= end:
                amount += fen
        return Decimal(amount).scaleb(-MONEY_PLACES)

    def whole(self, first: date, last: date) -> Decimal:
        """What the months from that of ``first`` to that of ``last`` add up to, every project once, 万元."""
        begin, end = f"{first:%Y-%m}", f"{last:%Y-%m}"
        whole = (self.by_unit.get(name, {}) for name in (WHOLE, BEYOND))
        amount = sum(fen for months in whole for month, fen in months.items() if begin <= month <= end)
        return Decimal(amount).scaleb(-MONEY_PLACES)

    def of_units(self, first: date, last: date) -> dict[str, Decimal]:
        """What the months from that of ``first`` to that of ``last`` add up to, 万元."""
        begin, end = f"{first:%Y-%m}", f"{last:%Y-%m}"
        sums = {
            unit: sum(amount for month, amount in months.items() if begin <= month <= end)
            for unit, months in self.by_unit.items()
            if unit not in (WHOLE, BEYOND)
        }
        return {unit: Decimal(amount).scaleb(-MONEY_PLACES) for unit, amount in sums.items() if amount}


def recognised_sums(desk: Desk, until: date) -> RecognisedSums:
    """Of every project, in every month up to that of ``until``."""
    return RecognisedSums().with_projects(Book(desk).shares_of(until))


Months = list[tuple[str, list[int]]]


def _by_project(cells: Sequence[Cell], known: Mapping[str, Any]) -> Iterator[tuple[str, Months]]:
    """The months of each project that is known."""
    id, months = "", Months()
    for project, month, *amounts in cells:
        if project != id:
            if id in known:
                yield id, months
            id, months = project, []
        if months and months[-1][0] == month:  # its corrections of earlier months
            months[-1] = month, [one + more for one, more in zip(months[-1][1], amounts, strict=True)]
        else:
            months.append((month, amounts))
    if id in known:
        yield id, months


Terms = tuple[str, str | None, Parts]


def _terms(row: RAW) -> Terms:
    """Whose a project is, where it landed, and who has which credit of it."""
    _, _, unit, landing, ruled = row[:FIRST_FACT]
    return unit or "", landing, rulings_of(msgspec.json.decode(ruled)) if ruled is not None else {}


class Book:
    """What the rules say of projects, each looked up once for all that are alike; good as long as no pack and
    no published month is new. ``rulings``: those by which it last told shares.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk, self.rulings = desk, Rulings()
        self._packs, self._classes, self._locks = Packs(desk), ProjectClasses(desk), Locks(desk)
        self._days: dict[str, date] = {}
        self._open: dict[str, Pack] = {}
        self._weights: dict[Class, Weights] = {}

    def shares_of(self, until: date, ids: Sequence[str] | None = None) -> dict[str, Shares]:
        """What each unit has of each project, or of those of ``ids``, in months up to that of ``until``."""
        sums, last = self._desk.store.tallies.funds, month_of(until)
        projects = {row[0]: row for row in sums.projects(OF_PROJECT, ids)}
        self.rulings = rulings(self._desk)
        for id in self.rulings.of.keys() & projects.keys():
            projects[id] = self._ruled(projects[id])
        cells = _by_project(sums.cells(last, ids), projects)
        found = {id: self._shares(projects[id], months) for id, months in cells}
        return found if ids is None else dict.fromkeys(ids, ()) | found

    def published_origins(self, project: str) -> dict[str, str | None]:
        """Month (``2026-03``) → where the capital of a project came from when the month was published; months
        whose lock does not tell are left out.
        """
        kept = self._locks.of_project(project).items()
        return {f"{month:%Y-%m}": told[ORIGIN] for month, (_, told) in kept if ORIGIN in told}

    def _ruled(self, row: RAW) -> RAW:
        """A project's raw row with the credits that a ruling made."""
        kept = None if row[_CREDITS] is None else msgspec.json.decode(row[_CREDITS])
        told = credits_of(kept, self.rulings.of[row[0]]).told
        return (*row[:_CREDITS], msgspec.json.encode(told), *row[_CREDITS + 1 :])

    def _shares(self, row: RAW, months: Months) -> Shares:
        """One project's, by its raw row."""
        id, unit_id, found = row[0], row[1] or "", list[Share]()
        fixed = max(sum([amounts[_FIXED] for _, amounts in months]), 0)
        kept, usual = self._locks.of_project(id), _terms(row)
        published = bool(kept) or self._locks.holds(unit_id)
        last: tuple[Pack, Weights] | None = None  # as it is now, by the pack of the month before
        for month, amounts in months:
            lock, told, terms = None, None, usual
            if published:
                on = self._day(month)
                lock, told = kept.get(on) or (self._locks.of_unit(unit_id, on), None)
            if lock is None:
                pack = self._open.get(month) or self._pack(month)
            else:
                pack = self._packs.of(self._day(month), lock)
            if told is not None:
                then = as_kept(row, told)
                how, terms = self._how(pack, then, fixed, told), _terms(then)
            elif last is not None and last[0] is pack:
                how = last[1]
            else:
                how = self._how(pack, row, fixed, None)
                last = pack, how
            if how.coefficient[0]:  # else nothing of it counts
                self._tell(found, how, month, amounts, terms)
        return tuple(found)

    def _tell(
        self, found: list[Share], how: Weights, month: str, amounts: Sequence[int], terms: Terms
    ) -> None:
        """What everybody has of one month."""
        unit, landing, rulings = terms
        own, county = (0, 0) if how.since and self._day(month) < how.since else how.of(amounts)
        if own and not county and not rulings and how.is_undivided:  # nearly always
            found += (unit, month, own), (WHOLE, month, own)
            return
        parts = how.by_unit(own, rulings, unit) if own else {}
        if county and landing and abs(county) > abs(parts.get(landing, 0)):
            parts[landing] = county  # whoever brought it there too has it once
        found += [(name, month, amount) for name, amount in parts.items()]
        if own:
            found.append((WHOLE, month, own))
        if landing and abs(county) > abs(own):
            found.append((BEYOND, month, county - own))

    def _pack(self, month: str) -> Pack:
        """The pack of a month that is not published."""
        found = self._open[month] = self._packs.of(self._day(month), None)
        return found

    def _how(self, pack: Pack, row: RAW, fixed: int, kept: Mapping[str, Any] | None) -> Weights:
        key, told = self._classes.of(pack, row, fixed, kept)
        if key not in self._weights:
            self._weights[key] = weights(pack, told)
        return self._weights[key]

    def _day(self, month: str) -> date:
        found = self._days.get(month)
        if found is None:
            found = self._days[month] = date.fromisoformat(f"{month}-01")
        return found
