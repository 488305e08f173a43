"""The promise ledger 承诺台账: one's word given, owed, kept (features.md 23)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.model.changes import ChangeSet
from app.model.row import Row
from app.services.desk import Desk
from app.services.policy import pack_of
from app.services.records import checked_values, required_row
from app.store.reading import Filter

PROMISE = "promise"
KEPT = "kept"
ALERT = "promise_due"


@dataclass(frozen=True, slots=True)
class Owed:
    """An open promise; ``light`` is ``yellow`` or ``red`` by the pack's days before its due day, or ""."""

    row: Row
    light: str


def open_promises(desk: Desk) -> list[Owed]:
    """What is open, what is due first, first; without a day last."""
    rows = desk.store.rows(PROMISE, desk.store.ids(PROMISE, filters=[Filter("closed_on", "empty")]))
    limits = promise_limits(desk)
    found = [Owed(row, light_of(row, limits, desk.today())) for row in rows]
    return sorted(found, key=lambda one: (one.row["due_on"] or date.max, one.row.id))


def light_of(row: Row, limits: dict[str, Decimal], today: date) -> str:
    """``red`` past its day, ``yellow`` within the pack's days before it; "" where nothing is wrong."""
    if row["closed_on"] is not None or row["due_on"] is None:
        return ""
    left = (row["due_on"] - today).days
    if left < limits["red"]:
        return "red"
    return "yellow" if left <= limits["yellow"] else ""


def close_promise(
    desk: Desk, id: str, outcome: str = KEPT, *, on: date | None = None, note: str = ""
) -> ChangeSet:
    """Say what became of a promise: ``kept``, ``released`` or ``broken``; a ``note`` is added to its own.

    Raises:
        InvalidRecord: no such outcome. RecordNotFound: no such promise.
    """
    values: dict[str, Any] = {"closed_on": on or desk.today(), "outcome": outcome}
    if note.strip():
        before = required_row(desk, PROMISE, id)["note"]
        values["note"] = "\n".join(filter(None, (before, note.strip())))
    checked = checked_values(desk, PROMISE, values, complete=False)
    with desk.store.write(actor=desk.actor, label="complete.promise") as work:
        work.update(PROMISE, id, checked)
    return work.changes


def reopen_promise(desk: Desk, id: str) -> ChangeSet:
    """It is owed after all."""
    with desk.store.write(actor=desk.actor, label="change.promise") as work:
        work.update(PROMISE, id, {"closed_on": None, "outcome": None})
    return work.changes


def promise_limits(desk: Desk) -> dict[str, Decimal]:
    """Days before its day from which a promise is yellow and red, by the pack; -1 where it says nothing."""
    table = pack_of(desk).tables.get("alerts")
    row = table.row(ALERT) if table else None
    told = {name: row.results.get(name) for name in ("yellow", "red")} if row is not None else {}
    return {
        name: value if isinstance(value, Decimal) else Decimal(-1)
        for name, value in {"yellow": None, "red": None, **told}.items()
    }
