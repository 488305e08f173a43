"""Moving a visit up and down among those of its day, by hand (A8): one record is changed, one undo."""

from datetime import date

from app.model.changes import ChangeSet
from app.model.outings import CALLED_OFF
from app.model.row import Row
from app.rules.visit_order import LONGEST, between, in_order, order_key
from app.services.desk import Desk
from app.services.records import required_row
from app.services.trips import visits_of

VISIT = "visit"
_LABEL = "order.visit"
_NOTHING = ChangeSet(frozenset())


def visits_beside(desk: Desk, visit: Row, day: date | None = None) -> list[Row]:
    """The visits of its day, or of ``day``, in their order, itself among them: of its trip, or of no trip."""
    day = day or visit["visited_on"]
    if visit["trip_id"]:
        return [row for row in visits_of(desk, visit["trip_id"]) if row["visited_on"] == day]
    rows = desk.store.rows(VISIT, desk.store.agenda.visited(day, day))
    return in_order(row for row in rows if not row["trip_id"] and row["state"] != CALLED_OFF)


def shift_visit(desk: Desk, id: str, by: int) -> ChangeSet:
    """Move a visit ``by`` places down (up below nothing) in its day; at its end it stays, nothing is written.

    Raises:
        RecordNotFound: no such visit.
    """
    visit = required_row(desk, VISIT, id)
    rows = visits_beside(desk, visit)
    place = next((at for at, row in enumerate(rows) if row.id == id), -1)
    to = min(max(place + by, 0), len(rows) - 1)
    if place < 0 or to == place:
        return _NOTHING
    return _put(desk, visit, visit["visited_on"], [row for row in rows if row.id != id], to)


def place_visit(desk: Desk, id: str, beside: str, *, after: bool = False) -> ChangeSet:
    """Put a visit before or behind another one, on its day; where it is there already nothing is written.

    Raises:
        RecordNotFound: no such visit.
    """
    visit, other = required_row(desk, VISIT, id), required_row(desk, VISIT, beside)
    rows = visits_beside(desk, other)
    order = [row.id for row in rows]
    rest = [row for row in rows if row.id != id]
    to = next((at for at, row in enumerate(rest) if row.id == beside), -1) + after
    if id == beside or (id in order and order.index(id) == to):
        return _NOTHING
    return _put(desk, visit, other["visited_on"], rest, to)


def order_by_hour(desk: Desk, id: str) -> ChangeSet:
    """Let the hour decide again for the whole day of a visit.

    Raises:
        RecordNotFound: no such visit.
    """
    rows = visits_beside(desk, required_row(desk, VISIT, id))
    with desk.store.write(actor=desk.actor, label=_LABEL) as work:
        for row in rows:
            if row["position"]:
                work.update(VISIT, row.id, {"position": None})
    return work.changes


def _put(desk: Desk, visit: Row, day: date, rest: list[Row], to: int) -> ChangeSet:
    """Make it the one at ``to`` among the rest of the day."""
    low = order_key(rest[to - 1]) if to else ""
    position = between(low, order_key(rest[to]) if to < len(rest) else "")
    positions = {visit.id: position}
    if len(position) > LONGEST:  # somebody moved visits into one gap hundreds of times: all far apart again
        rows = [*rest[:to], visit, *rest[to:]]
        positions = {row.id: f"{number:04x}" for number, row in enumerate(rows, start=1)}
    with desk.store.write(actor=desk.actor, label=_LABEL) as work:
        work.update(VISIT, visit.id, {"visited_on": day})
        for id, place in positions.items():
            work.update(VISIT, id, {"position": place})
    return work.changes
