"""Periods of targets and terms, and how much of one is over on a day (systems.md A6, C3)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """``months`` whole months that begin on ``start``."""

    start: date
    months: int

    @property
    def end(self) -> date:
        """Its last day."""
        return months_later(self.start, self.months) - _DAY

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies in it."""
        return self.start <= day <= self.end

    def months_gone(self, on: date) -> int:
        """Whole months that are over at the end of the day ``on``: ten on 31 October of a year."""
        after = on + _DAY
        apart = (after.year - self.start.year) * 12 + after.month - self.start.month
        if months_later(self.start, max(apart, 0)) > after:
            apart -= 1
        return min(max(apart, 0), self.months)

    def days_gone(self, on: date) -> int:
        """Days that are over at the end of the day ``on``."""
        return min(max((on - self.start).days + 1, 0), self.days)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def gone(self, on: date, clock: str) -> Fraction:
        """The share of it that is over, by ``months`` or by ``days``."""
        if clock == "days":
            return Fraction(self.days_gone(on), self.days)
        return Fraction(self.months_gone(on), self.months)


def months_later(day: date, months: int) -> date:
    """The same day ``months`` later; the last of the month where that month has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def quarter(day: date) -> tuple[int, int]:
    """The year and the quarter, 1 to 4."""
    return day.year, (day.month + 2) // 3
