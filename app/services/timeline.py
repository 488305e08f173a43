"""The timeline of a record: everything that happened around it, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.clock import CHINA
from app.services.desk import Desk
from app.store.reading import HistoryEntry

ON_TIMELINE = (
    *("visit", "next_step", "attachment", "trip", "project", "contact", "greeting", "promise"),
    "reception",
)
DAY_FIELDS = {
    "visit": "visited_on",
    "next_step": "due_on",
    "trip": "starts_on",
    "greeting": "due_on",
    "promise": "promised_on",
    "reception": "starts_on",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry: a record that belongs here (``row``), or a change of the record itself (``change``).

    ``at`` orders entries; ``day`` is what a person would call the date, in China.
    """

    at: datetime
    day: date
    row: Row | None = None
    change: HistoryEntry | None = None

    @property
    def kind(self) -> str:
        """The kind of the record, or ``change``."""
        return self.row.kind if self.row is not None else "change"


def timeline(
    desk: Desk, kind: str, id: str, *, changes: bool = True, referring: Sequence[Row] | None = None
) -> list[Event]:
    """Visits, next steps, files and links of a record; with ``changes`` its own history too.

    ``referring``: who points at it, where that was read already.
    """
    if referring is None:
        referring = desk.store.referring(kind, id)
    events = [event for row in _with_what_belongs(desk, kind, referring) if (event := _event(row))]
    if changes:
        events += [
            Event(entry.at, entry.at.astimezone(CHINA).date(), change=entry)
            for entry in desk.store.history(kind, id)
        ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _with_what_belongs(desk: Desk, kind: str, rows: Iterable[Row]) -> list[Row]:
    """A company's timeline also shows what was done for its projects, somebody's where they were received."""
    found = {(row.kind, row.id): row for row in rows}
    if kind == "company":
        for project in [row for row in found.values() if row.kind == "project"]:
            for row in desk.store.referring("project", project.id):
                found.setdefault((row.kind, row.id), row)
    received = {row["reception_id"] for row in found.values() if row.kind == "reception_person"}
    for row in desk.store.rows("reception", sorted(received)):
        if not row.deleted:
            found.setdefault((row.kind, row.id), row)
    return list(found.values())


def _event(row: Row) -> Event | None:
    if row.kind not in ON_TIMELINE or row.kind not in KINDS:
        return None
    made = row["created_at"] or row.changed_at or datetime.fromtimestamp(0, tz=UTC)
    day = row[DAY_FIELDS[row.kind]] if row.kind in DAY_FIELDS else None
    if day is None:
        return Event(made, made.astimezone(CHINA).date(), row)
    same_day = made.astimezone(CHINA)
    moment = same_day if same_day.date() == day else datetime.combine(day, time(12), tzinfo=CHINA)
    return Event(moment.astimezone(UTC), day, row)
