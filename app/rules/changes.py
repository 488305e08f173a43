"""A figure against the last period and against the same period last year: 增量、增幅 (systems.md C7)."""

from dataclasses import dataclass
from fractions import Fraction

from app.rules.rounding import signed


@dataclass(frozen=True, slots=True)
class Change:
    """``amount``: by how much it grew, None where there is no earlier figure. ``share``: of the earlier
    figure; None too where that was zero or below, for growth from nothing is no percentage.
    """

    amount: Fraction | None
    share: Fraction | None

    def amount_text(self, places: int) -> str:
        """``+12.50``, or “—”."""
        return signed(self.amount, places)

    def share_text(self, places: int) -> str:
        """``+8.00%``, or “—”."""
        return signed(None if self.share is None else self.share * 100, places, "%")


def change(now: Fraction, before: Fraction | None) -> Change:
    """What became of ``before``; None stands for a period without a figure."""
    if before is None:
        return Change(None, None)
    return Change(now - before, (now - before) / before if before > 0 else None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure against both earlier ones."""

    now: Fraction
    last_period: Change
    last_year: Change


def compared(now: Fraction, last_period: Fraction | None, last_year: Fraction | None) -> Comparison:
    """``now`` against the period before and against the same period of the year before."""
    return Comparison(now, change(now, last_period), change(now, last_year))
