"""Receiving investors 接待: who comes and who receives them, the days, the seats, what it clashes with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.model.changes import ChangeSet
from app.model.outings import MADE
from app.model.receptions import HELD, PLANNED
from app.model.row import Row
from app.reasons import Reason
from app.rules.outings import last_day
from app.rules.seating import LONG, OURS, ROUND, THEIRS, Seat, seating, swapped
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.reception_clashes import Warnings, warnings_of
from app.services.reception_rows import PERSON, RECEPTION, people_of, rows_where, stops_of
from app.services.records import add_record, required_row, write_visit
from app.store.reading import Filter
from app.store.work import UnitOfWork

_NOTHING = ChangeSet(frozenset())


@dataclass(frozen=True, slots=True)
class ReceptionView:
    """A reception with all that belongs to it, people by rank, stops in their order."""

    row: Row
    guests: tuple[Row, ...]
    hosts: tuple[Row, ...]
    stops: tuple[Row, ...]
    tasks: tuple[Row, ...]
    visits: tuple[Row, ...]
    warnings: Warnings

    @property
    def shapes(self) -> tuple[str, ...]:
        """The tables it has; both where nobody said."""
        return (self.row["seating"],) if self.row["seating"] in (LONG, ROUND) else (LONG, ROUND)

    @property
    def last(self) -> date:
        """Its last day."""
        return last_day(self.row["starts_on"], self.row["ends_on"])

    def seats(self, shape: str) -> tuple[Seat, ...]:
        """Who sits where at a table."""
        guests, hosts = ([row.id for row in side] for side in (self.guests, self.hosts))
        return seating(shape, guests, hosts, swaps_of(self.row, shape))


def view_reception(desk: Desk, id: str) -> ReceptionView:
    """Read a reception with all that belongs to it.

    Raises:
        RecordNotFound: no such reception.
    """
    row = required_row(desk, RECEPTION, id)
    people = people_of(desk, id)
    stops = stops_of(desk, id)
    tasks = rows_where(desk, "next_step", Filter("reception_id", "eq", id))
    tasks.sort(key=lambda one: (one["done_on"] is not None, one["due_on"] or date.max, one.id))
    visits = rows_where(desk, "visit", Filter("reception_id", "eq", id))
    return ReceptionView(
        row,
        tuple(one for one in people if one["side"] == THEIRS),
        tuple(one for one in people if one["side"] == OURS),
        tuple(stops),
        tuple(tasks),
        tuple(visits),
        warnings_of(desk, row, stops),
    )


def plan_reception(
    desk: Desk,
    raw: Mapping[str, Any],
    *,
    guests: Sequence[str] = (),
    hosts: Sequence[str] = (),
    visit: str = "",
) -> tuple[str, ChangeSet]:
    """Plan a reception with ``guests`` (ids of contacts) and ``hosts`` (names), as one undo.

    ``visit``: the planned visit that it is made of; it becomes the reception's own.

    Raises:
        InvalidRecord: a value is refused or missing. RecordNotFound: no such contact or visit.
    """
    with desk.store.write(actor=desk.actor, label="create.reception") as work:
        id = add_record(desk, work, RECEPTION, {"state": PLANNED, **raw})
        for place, contact in enumerate(dict.fromkeys(guests), start=1):
            _add_guest(desk, work, id, contact, place)
        leader = str(raw.get("leader") or "").strip()
        for place, name in enumerate((one for one in dict.fromkeys(hosts) if one != leader), start=2):
            told = {"name": name, "side": OURS, "position": place, "reception_id": id}
            add_record(desk, work, PERSON, told)
        if visit:
            required_row(desk, "visit", visit)
            work.update("visit", visit, {"reception_id": id})
    return id, work.changes


def reception_of_visit(desk: Desk, visit: str) -> tuple[str, ChangeSet]:
    """Plan a reception of a visit: its day, firm, project and the people of both sides.

    Raises:
        RecordNotFound: no such visit.
    """
    row = required_row(desk, "visit", visit)
    told = {"title": row["subject"], "starts_on": row["visited_on"], "purpose": row["content"]}
    told |= {name: row[name] for name in ("company_id", "project_id")}
    people = row["our_people"] or []
    told |= {"leader": people[0] if people else None}
    given = {name: value for name, value in told.items() if value}
    return plan_reception(desk, given, guests=row["contact_ids"] or (), hosts=people, visit=visit)


def add_guests(desk: Desk, reception: str, contacts: Sequence[str]) -> ChangeSet:
    """Put people of the address book among the guests, behind the others; who is there already stays.

    Raises:
        RecordNotFound: no such reception or contact.
    """
    required_row(desk, RECEPTION, reception)
    there = {row["contact_id"] for row in people_of(desk, reception)}
    place = _behind(desk, reception, THEIRS)
    with desk.store.write(actor=desk.actor, label="create.reception_person") as work:
        for contact in (one for one in dict.fromkeys(contacts) if one not in there):
            _add_guest(desk, work, reception, contact, place)
            place += 1
    return work.changes


def add_person(desk: Desk, reception: str, raw: Mapping[str, Any]) -> tuple[str, ChangeSet]:
    """Put somebody on one side, behind the others of it unless ``position`` is given.

    Raises:
        InvalidRecord: a value is refused or missing. RecordNotFound: no such reception.
    """
    required_row(desk, RECEPTION, reception)
    with desk.store.write(actor=desk.actor, label="create.reception_person") as work:
        side = str(raw.get("side") or OURS)
        told = {"position": _behind(desk, reception, side), **raw, "side": side, "reception_id": reception}
        id = add_record(desk, work, PERSON, told)
    return id, work.changes


def shift_person(desk: Desk, id: str, by: int) -> ChangeSet:
    """Move somebody ``by`` places down (up below nothing) among their side; at its end they stay.

    Raises:
        RecordNotFound: no such person.
    """
    row = required_row(desk, PERSON, id)
    order = [one.id for one in people_of(desk, row["reception_id"]) if one["side"] == row["side"]]
    at = order.index(id)
    to = min(max(at + by, 0), len(order) - 1)
    if at == to:
        return _NOTHING
    order.insert(to, order.pop(at))
    with desk.store.write(actor=desk.actor, label="order.reception_person") as work:
        for position, one in enumerate(order, start=1):
            work.update(PERSON, one, {"position": position})
    return work.changes


def swap_seats(desk: Desk, reception: str, shape: str, first: str, second: str) -> ChangeSet:
    """Let two people at a table change their seats.

    Raises:
        RecordNotFound: no such reception, or one of them is not of it.
    """
    if shape not in (LONG, ROUND):
        raise ValueError(shape)
    row = required_row(desk, RECEPTION, reception)
    for id in (first, second):
        if required_row(desk, PERSON, id)["reception_id"] != reception:
            raise ValueError(id)
    return _keep_seats(desk, row, shape, swapped(swaps_of(row, shape), first, second))


def reset_seats(desk: Desk, reception: str, shape: str) -> ChangeSet:
    """Seat everybody by the rules again."""
    row = required_row(desk, RECEPTION, reception)
    return _keep_seats(desk, row, shape, [])


def write_up(desk: Desk, reception: str) -> tuple[list[str], ChangeSet]:
    """Log the visits that a reception was, one for each firm, with the people of both sides; it is held.

    What was logged of it before stays; a planned visit to the firm is the one that was made.

    Raises:
        InvalidRecord: it lies ahead. RecordNotFound: no such reception.
    """
    view = view_reception(desk, reception)
    if view.row["starts_on"] > desk.today():
        raise InvalidRecord([Problem("starts_on", Reason("reception.ahead"))])
    done = {row["company_id"] for row in view.visits if row["state"] == MADE}
    row, made = view.row, list[str]()
    ours = list(dict.fromkeys(filter(None, (row["leader"], *(one["name"] for one in view.hosts)))))
    with desk.store.write(actor=desk.actor, label="write_up.reception") as work:
        for company, people in _by_firm(desk, view).items():
            if company in done:
                continue
            visit = {
                "visited_on": row["starts_on"],
                "kind": "inward",
                "state": MADE,
                "subject": row["title"],
                "company_id": company,
                "project_id": row["project_id"] if company in (row["company_id"], None) else None,
                "contact_ids": people,
                "our_people": ours,
                "content": "\n".join(filter(None, (row["purpose"], *map(_told, view.stops)))),
                "reception_id": reception,
            }
            waiting = [one.id for one in view.visits if one["company_id"] == company]
            given = {name: value for name, value in visit.items() if value}
            made.append(_made_of(desk, work, waiting, given))
        work.update(RECEPTION, reception, {"state": HELD})
    return made, work.changes


def swaps_of(row: Row, shape: str) -> list[list[str]]:
    """The seats of a table exchanged by hand; whatever else came in the field is passed over."""
    kept = row["seats"].get(shape) if isinstance(row["seats"], dict) else None
    pairs = kept if isinstance(kept, list) else []
    return [
        one
        for one in pairs
        if isinstance(one, list) and len(one) == 2 and all(isinstance(id, str) for id in one)
    ]


# --- inside -------------------------------------------------------------------------------------------


def _by_firm(desk: Desk, view: ReceptionView) -> dict[str | None, list[str]]:
    """The firms received with the contacts of each; the reception's own first, even without anybody."""
    own = view.row["company_id"]
    found: dict[str | None, list[str]] = {own: []} if own else {}
    ids = [row["contact_id"] for row in view.guests if row["contact_id"]]
    firms = {row.id: row["company_id"] for row in desk.store.rows("contact", ids)}
    for id in ids:
        if id in firms:
            found.setdefault(firms[id] or own, []).append(id)
    return found or {None: []}


def _made_of(desk: Desk, work: UnitOfWork, waiting: Sequence[str], given: Mapping[str, Any]) -> str:
    """Into the visit that was planned for it, else into the plan that it meets, else a new one."""
    if not waiting:
        return write_visit(desk, work, given)
    work.update("visit", waiting[0], given)
    return waiting[0]


def _told(stop: Row) -> str:
    return " ".join(filter(None, (stop["time"], stop["title"], stop["place"])))


def _keep_seats(desk: Desk, row: Row, shape: str, swaps: list[list[str]]) -> ChangeSet:
    kept = dict(row["seats"]) if isinstance(row["seats"], dict) else {}
    kept = {name: value for name, value in kept.items() if name != shape} | ({shape: swaps} if swaps else {})
    if kept == (row["seats"] or {}):
        return _NOTHING
    with desk.store.write(actor=desk.actor, label="seat.reception") as work:
        work.update(RECEPTION, row.id, {"seats": kept or None})
    return work.changes


def _add_guest(desk: Desk, work: UnitOfWork, reception: str, contact: str, place: int) -> str:
    person = required_row(desk, "contact", contact)
    firm = work.row("company", person["company_id"]) if person["company_id"] else None
    told = {
        "name": person["name"],
        "side": THEIRS,
        "title": person["title"],
        "firm": firm["name"] if firm is not None else None,
        "contact_id": contact,
        "phone": next(iter(person["phones"] or ()), None),
        "position": place,
        "reception_id": reception,
    }
    return add_record(desk, work, PERSON, {name: value for name, value in told.items() if value})


def _behind(desk: Desk, reception: str, side: str) -> int:
    """The place behind the others of a side."""
    places = (row["position"] or 0 for row in people_of(desk, reception) if row["side"] == side)
    return max(places, default=0) + 1
