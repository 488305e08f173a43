"""The promise ledger 承诺台账: one's word given, owed, kept (features.md 23)."""

from datetime import date
from typing import Any

from app.model.changes import ChangeSet
from app.services.desk import Desk
from app.services.records import checked_values, required_row

PROMISE = "promise"
KEPT = "kept"


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
