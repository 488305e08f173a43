"""Agency services with limits in working days 限时办结 (systems.md B11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.working_days import WorkingDays

MOST_DAYS = 9_999  # forty years: a longer limit is none, and must not run past the calendar


@dataclass(frozen=True, slots=True)
class Limit:
    """``due_on``: the last day in time; ``left``: working days left, below 0 late; ``late``: by how many."""

    due_on: date
    left: int
    done: bool

    @property
    def late(self) -> int:
        """Working days past the limit, also of what was done late."""
        return max(0, -self.left)


def limit_of(started: date, limit: int, done: date | None, today: date, days: WorkingDays) -> Limit:
    """How an item stands; what began on a day has its first working day on the next one."""
    due, left = started, min(max(0, limit), MOST_DAYS)
    while left and due < date.max:
        due += timedelta(days=1)
        left -= days.is_working(due)
    on = done or today
    gap = days.passed(on, due) if on <= due else -days.passed(due, on)
    return Limit(due, gap, done is not None)


def late_ones(limits: Iterable[Limit]) -> int:
    """How many are open past their limit."""
    return sum(one.late > 0 and not one.done for one in limits)
