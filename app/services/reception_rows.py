"""The records of receptions 接待 as they are read: by their days, people by rank, stops by hour."""

from collections.abc import Iterable
from datetime import date

from app.model.receptions import CALLED_OFF
from app.model.row import Row
from app.rules.itineraries import Planned, in_order, minutes
from app.rules.outings import last_day
from app.rules.seating import THEIRS
from app.services.desk import Desk
from app.store.reading import Filter

RECEPTION, PERSON, STOP = "reception", "reception_person", "reception_stop"


def people_of(desk: Desk, reception: str) -> list[Row]:
    """Guests and hosts, each side by rank."""
    return _by_rank(rows_where(desk, PERSON, Filter("reception_id", "eq", reception)))


def stops_of(desk: Desk, reception: str) -> list[Row]:
    """The stops by day and hour."""
    rows = {row.id: row for row in rows_where(desk, STOP, Filter("reception_id", "eq", reception))}
    return [rows[one.id] for one in in_order(map(planned_of, rows.values()))]


def receptions_between(desk: Desk, first: date, last: date) -> list[Row]:
    """Receptions that were not called off and touch the days, by their first."""
    rows = rows_where(desk, RECEPTION, Filter("starts_on", "le", last))
    kept = [
        row
        for row in rows
        if row["state"] != CALLED_OFF and last_day(row["starts_on"], row["ends_on"]) >= first
    ]
    return sorted(kept, key=lambda row: (row["starts_on"], row.id))


def planned_of(stop: Row) -> Planned:
    """A stop as the rules see it."""
    people = frozenset(stop["people"] or ())
    begins, ends = minutes(stop["time"]), minutes(stop["until"])
    return Planned(stop.id, stop["held_on"], begins, ends, max(stop["travel"] or 0, 0), people)


def rows_where(desk: Desk, kind: str, *filters: Filter) -> list[Row]:
    """Live records that match."""
    return desk.store.rows(kind, desk.store.ids(kind, filters=filters))


def _by_rank(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["side"] != THEIRS, row["position"] or 10_000, row.id))
