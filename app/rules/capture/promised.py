"""A promise with a day is owed by that day (承诺台账, journeys.md)."""

from datetime import date

from app.rules.capture.days import days
from app.rules.capture.slots import NextStep

PROMISE = "承诺："
"""What the title of such a step begins with; written into the record, so the same in every language."""


def promised_step(promise: str, today: date) -> NextStep | None:
    """The step that sees to a promise; None where it names no day to come."""
    coming = next((day for day in days(promise, today) if day.read.last >= today), None)
    if coming is None:
        return None
    due = coming.read.date if coming.read.date >= today else coming.read.last
    return NextStep(f"{PROMISE}{promise.strip()}", due.isoformat())
