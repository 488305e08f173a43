"""Working days in China: weekends, public holidays and the weekend days worked in exchange 调休.

The State Council publishes the days of one year at a time. A year that is not published yet is reckoned by
the law alone (weekends and the thirteen statutory days), so that a plan into it never fails.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache, lru_cache

from app.errors import OutpostError
from app.rules.reference import load

HOLIDAY_FILE = "holidays.json"
_DAY = timedelta(days=1)
_FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """``off``: weekdays and weekend days of holidays; ``worked``: weekend days worked; of ``years``."""

    off: frozenset[date]
    worked: frozenset[date]
    years: frozenset[int]

    def is_working(self, day: date) -> bool:
        """Whether people work on the day."""
        if day in self.worked:
            return True
        if day.weekday() >= 5 or day in self.off:
            return False
        return day.year in self.years or day not in _statutory(day.year)

    def at_or_before(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def back(self, day: date, count: int) -> date:
        """The working day ``count`` working days before ``day``; with 0 ``at_or_before`` it."""
        day = self.at_or_before(day)
        for _ in range(count):
            day = self.at_or_before(day - _DAY)
        return day

    def passed(self, since: date, until: date) -> int:
        """How many working days lie after ``since``, up to and with ``until``; 0 where there are none."""
        return _passed(self, since, until)

    def corrected_by(self, newer: "WorkingDays") -> "WorkingDays":
        """This table with the years of ``newer`` as they stand there."""
        off, worked = (
            frozenset(day for day in days if day.year not in newer.years) for days in (self.off, self.worked)
        )
        return WorkingDays(off | newer.off, worked | newer.worked, self.years | newer.years)

    def unpublished(self, first: date, last: date) -> tuple[int, ...]:
        """The years between two days whose holidays are not published yet."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)


class HolidaysUnreadable(OutpostError):
    """A file of public holidays that is not written as ``holidays.json`` is; ``detail`` says where."""

    code = "holidays_unreadable"


@lru_cache(maxsize=4096)
def _passed(days: WorkingDays, since: date, until: date) -> int:
    """Counted once for all that began on the same day, as thousands of leads do."""
    between = (since + _DAY * at for at in range(1, (until - since).days + 1))
    return sum(map(days.is_working, between))


@cache
def working_days() -> WorkingDays:
    """By the table that is shipped."""
    return read_table(load("holidays")["years"])


def read_table(years: Mapping[str, Mapping[str, Sequence[str]]]) -> WorkingDays:
    """A table of ``{"2026": {"off": ["01-01..01-03"], "work": ["01-04"]}}``."""
    off = {day for year, days in years.items() for text in days["off"] for day in _span(year, text)}
    worked = {day for year, days in years.items() for text in days["work"] for day in _span(year, text)}
    return WorkingDays(frozenset(off), frozenset(worked), frozenset(map(int, years)))


@cache
def read_holidays(text: str) -> WorkingDays:
    """The table of a file like the shipped ``holidays.json``.

    Raises:
        HolidaysUnreadable: it is not JSON, or a year or a day in it is none.
    """
    try:
        return read_table(json.loads(text)["years"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise HolidaysUnreadable(detail=f"{type(error).__name__}: {error}"[:200]) from error


def _span(year: str, text: str) -> list[date]:
    first, _, last = text.partition("..")
    start, end = (date.fromisoformat(f"{year}-{part}") for part in (first, last or first))
    return [start + _DAY * at for at in range((end - start).days + 1)]


@cache
def _statutory(year: int) -> frozenset[date]:
    """The days off by law (State Council decree 795 of 2024), as far as they are known beforehand."""
    found = {date(year, *day) for day in _FIXED}
    if MINYEAR < year < MAXYEAR:
        found.add(date(year, 4, tomb_sweeping(year)))
        tables = load("festivals")
        spring = tables["spring"].get(str(year))
        if spring:
            first = date.fromisoformat(f"{year}-{spring}")
            found |= {first + _DAY * at for at in (-1, 0, 1, 2)}  # the eve and three days
        for name in ("dragon_boat", "mid_autumn"):
            if told := tables[name].get(str(year)):
                found.add(date.fromisoformat(f"{year}-{told}"))
    return frozenset(found)


def tomb_sweeping(year: int) -> int:
    """清明 in April of the years 2000 to 2099, by the usual formula."""
    return int(year % 100 * 0.2422 + 4.81) - year % 100 // 4
