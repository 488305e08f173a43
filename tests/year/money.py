"""The second opinion on money: what each month has of each project, what of it counts, and for whom."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from tests.year.history import RANKS, History, coefficient, parted, placed, rounded, total

COMPONENTS = ("land", "fixed", "working")
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Month:
    """A project's month: what counts of each component, the part that is real estate, and what follows."""

    parts: dict[str, Fraction]
    estate: Fraction
    whole: Fraction  # recognised for those who brought it, before it is shared
    county: Fraction
    shares: dict[str, Fraction]
    in_place: dict[str, Fraction]

    @property
    def total(self) -> Fraction:
        return total(self.parts.values())


class Money:
    """The books of a history up to the month of ``until``: a farm counts once it is large enough by then."""

    def __init__(self, history: History, until: date) -> None:
        self.history, self.until = history, until

    @cached_property
    def months(self) -> dict[tuple[str, date], Month]:
        """Every project's month that any line was booked in."""
        counted = self._counted()
        keys = sorted({(one.name, one.month) for one in self.history.lines if one.month <= self.until})
        fixed: dict[str, Fraction] = defaultdict(Fraction)
        for name, month in keys:
            fixed[name] += counted.get((name, month, "fixed"), ZERO)
        return {
            (name, month): self._month(
                name,
                month,
                {one: counted.get((name, month, one), ZERO) for one in COMPONENTS},
                max(fixed[name], ZERO),
            )
            for name, month in keys
        }

    def _month(self, name: str, month: date, parts: dict[str, Fraction], fixed: Fraction) -> Month:
        kept = self.history.standing(name, month)
        share, basis = coefficient(kept.facts, fixed, month)
        share = None if kept.too_early(month) else share
        of_unit, of_county = placed(kept.facts) if share is not None else (ZERO, None)
        base = parts["working"] if basis == "paid_in" else parts["land"] + parts["fixed"]
        recognised = rounded(base * share) if share is not None else ZERO
        whole, everything = rounded(recognised * of_unit), total(parts.values())
        shares = {unit: one for unit, one in parted(whole, kept.landing).items() if one}
        landing, county = kept.facts.get("landing_unit"), ZERO
        if of_county is not None and isinstance(landing, str):  # a county that brought it too has it once
            county = rounded(recognised * of_county)
            shares[landing] = max(shares.get(landing, ZERO), county, key=abs)
        in_place = {unit: one for unit, one in parted(everything, kept.landing).items() if one}
        return Month(parts, self._estate(name, month), whole, county, shares, in_place)

    def _counted(self) -> dict[tuple[str, date, str], Fraction]:
        """What each cell's own figures come to, and what each correction changes of what counted."""
        own: dict[tuple[str, date, str], dict[str, Fraction]] = defaultdict(dict)
        found: dict[tuple[str, date, str], Fraction] = defaultdict(Fraction)
        for line in (one for one in self.history.lines if one.corrects is None):
            cell = own[line.name, line.month, line.component]
            cell[line.source] = cell.get(line.source, ZERO) + line.amount
        for key, cell in own.items():
            found[key] += settled(cell)
        corrections = [one for one in self.history.lines if one.corrects is not None]
        for line in sorted(corrections, key=lambda one: one.month):
            assert line.corrects is not None
            cell = own[line.name, line.corrects, line.component]
            before = settled(cell)
            cell[line.source] = cell.get(line.source, ZERO) + line.amount
            found[line.name, line.month, line.component] += settled(cell) - before
        return found

    def _estate(self, name: str, month: date) -> Fraction:
        told: dict[str, Fraction] = {}
        for line in self.history.lines:
            if line.estate and (line.name, line.month) == (name, month):
                told[line.source] = told.get(line.source, ZERO) + line.amount
        return settled(told)

    def by_unit(self, first: date, last: date) -> dict[str, Fraction]:
        """What counts for each unit in the months from that of ``first`` up to the day ``last``."""
        found: dict[str, Fraction] = defaultdict(Fraction)
        for (_, month), one in self.months.items():
            if first.replace(day=1) <= month <= last:
                for unit, part in one.shares.items():
                    found[unit] += part
        return found

    def once(self, month: date) -> Fraction:
        """What counts in all of a month: every project once, whoever has it in their book."""
        there = [one for (_, on), one in self.months.items() if on == month]
        return total(max(one.whole, one.county, key=abs) for one in there)

    def whole(self, name: str, last: date) -> Fraction:
        """What counts of a project up to a day, before it is shared."""
        return total(one.whole for (of, month), one in self.months.items() if of == name and month <= last)


def settled(cell: dict[str, Fraction]) -> Fraction:
    """What counts of what the sources tell."""
    return next((cell[one] for one in RANKS if one in cell), ZERO)
