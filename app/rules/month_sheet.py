"""The monthly sheet of funds in place: a line per project, sums that equal their lines (systems.md C1)."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.rules.fund_ledger import NOTHING, ZERO, Component, Figures, Source
from app.rules.periods import months_later
from app.rules.recognition import Standards
from app.rules.stages import ORDER, Stage

_EXPECTED = range(ORDER[Stage.SIGNED], ORDER[Stage.ON_BOOKS] + 1)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A project in a month, 万元. ``before``: what counted in all months before; ``locked``: published."""

    project: str
    name: str
    unit: str
    contract: Decimal | None
    before: Decimal
    month: Figures
    standards: Standards
    locked: bool = False

    @property
    def cumulative(self) -> Decimal:
        """What has come in by the end of the month."""
        return self.before + self.month.total

    @property
    def of_contract(self) -> Fraction | None:
        """Cumulative ÷ contract capital; None without a contract amount."""
        return Fraction(self.cumulative) / Fraction(self.contract) if self.contract else None

    @property
    def recognised(self) -> Decimal:
        """What of the month counts for those who brought the project."""
        return self.standards.for_unit(self.month)


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of the lines; ``unknown``: lines whose project does not say what it is, so that nothing of
    them counts yet; ``differing``: lines whose sources differ.
    """

    lines: int
    contract: Decimal
    before: Decimal
    land: Decimal
    fixed: Decimal
    working: Decimal
    department: Decimal
    difference: Decimal
    total: Decimal
    real_estate: Decimal
    cumulative: Decimal
    recognised: Decimal
    county: Decimal
    unknown: int
    differing: int

    @property
    def without_real_estate(self) -> Decimal:
        """The month's total, real estate left out."""
        return self.total - self.real_estate


def is_expected(stage: str, signed_on: date | None, month: date) -> bool:
    """Whether a project belongs on the sheet of ``month``: signed by its end, and not given up.

    ``signed_on``: the day known best; None belongs to every month.
    """
    if ORDER.get(stage, -1) not in _EXPECTED:
        return False
    return signed_on is None or signed_on < months_later(month, 1)


def sums(lines: Iterable[SheetLine]) -> Sums:
    """The foot of the sheet; every sum is that of the lines, exactly."""
    all_of_them = list(lines)
    # Most projects of a sheet tell nothing in a month: of them only what was before is added up.
    told = [line for line in all_of_them if line.month is not NOTHING]
    months = [line.month for line in told]
    land, fixed, working = (_sum(month.amount(one) for month in months) for one in Component)
    total, before = land + fixed + working, _sum(line.before for line in all_of_them)
    differences = [month.differences for month in months]
    return Sums(
        lines=len(all_of_them),
        contract=_sum(line.contract or ZERO for line in all_of_them),
        before=before,
        land=land,
        fixed=fixed,
        working=working,
        department=_sum(month.told(Source.DEPARTMENT) or ZERO for month in months),
        difference=_sum(amount for one in differences for amount in one.values()),
        total=total,
        real_estate=_sum(month.real_estate for month in months),
        cumulative=before + total,
        recognised=_sum(line.recognised for line in told),
        county=_sum(line.standards.for_county(line.month) or ZERO for line in told),
        unknown=sum(line.standards.unknown for line in all_of_them),
        differing=sum(any(one.values()) for one in differences),
    )


def with_lines(known: Sums, gone: Iterable[SheetLine], come: Iterable[SheetLine]) -> Sums:
    """The foot once some lines have given way to others; the rest is not added up again."""
    less, more = sums(gone), sums(come)
    return Sums(
        *(
            getattr(known, one.name) - getattr(less, one.name) + getattr(more, one.name)
            for one in fields(Sums)
        )
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
