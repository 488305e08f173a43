"""Planning a trip, what came of it, and how much a squad, a leader, a unit was out (A7, A8)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.model.changes import ChangeSet
from app.model.outings import CALLED_OFF, MADE, PLANNED
from app.model.row import Row
from app.policy.pack import Pack
from app.policy.table import Decision
from app.rules.continuations import TABLE as CONTINUATIONS
from app.rules.outings import Outing, Tally, days_out, tallies
from app.rules.outings import last_day as last_of
from app.rules.squads import check_squad
from app.rules.visit_order import in_order
from app.rules.visits import took_place
from app.services.desk import Desk
from app.services.policy import pack_of
from app.services.proofs import proved
from app.services.records import add_record, change_record, required_row
from app.store.reading import Filter

TRIP, VISIT, SQUAD = "trip", "visit", "squad"
LANDED = ("landed", "construction", "completed", "producing", "on_books")
_OWED = ("next_step", "promise")
_CLOCK = ("as_of", "trip_days", "days_elapsed")


@dataclass(frozen=True, slots=True)
class TripView:
    """A trip with its visits in the order of their days, and what is owed from them."""

    trip: Row
    visits: tuple[Row, ...]
    owed: tuple[Row, ...]
    leads: tuple[Row, ...]

    @property
    def made(self) -> tuple[Row, ...]:
        """The visits that took place."""
        return tuple(row for row in self.visits if took_place(row.values))

    @property
    def open(self) -> tuple[Row, ...]:
        """The visits that are still to be made, or written up."""
        return tuple(row for row in self.visits if row["state"] == PLANNED)


@dataclass(frozen=True, slots=True)
class Meter:
    """A squad's days out so far this year (A7): ``share`` of ``elapsed`` days, the pack's verdicts."""

    squad: Row
    days: int
    elapsed: int
    landed: int
    checks: tuple[tuple[str, Decision | None], ...]

    def verdict(self, table: str) -> str:
        """A word of the vocabulary ``verdict``; "" where the pack needs facts that are missing."""
        decision = dict(self.checks).get(table)
        return str(decision.row.results["verdict"]) if decision is not None else ""


def last_day(trip: Row | Mapping[str, Any]) -> date:
    """Its end; a trip that names none is of one day."""
    return last_of(trip["starts_on"], trip["ends_on"])


def plan_visits(
    desk: Desk, trip: str, companies: Sequence[str], *, on: date | None = None, subject: str = ""
) -> tuple[list[str], ChangeSet]:
    """Plan a visit to each company on a trip, as one undo; those planned there already are left out.

    ``on``: the day, the trip's first by default. A company's latest project and contacts come along.

    Raises:
        InvalidRecord, RecordNotFound: as they say.
    """
    row = required_row(desk, TRIP, trip)
    there = {visit["company_id"] for visit in visits_of(desk, trip)}
    made: list[str] = []
    with desk.store.write(actor=desk.actor, label="create.visit") as work:
        for id in dict.fromkeys(one for one in companies if one not in there):
            company = required_row(desk, "company", id)
            values = {
                "visited_on": on or row["starts_on"],
                "kind": "outward",
                "state": PLANNED,
                "subject": subject or str(company["name"]),
                "company_id": id,
                "trip_id": trip,
                "place": company["city"],
                "our_people": _party(row),
                **_ties(desk, id),
            }
            made.append(add_record(desk, work, VISIT, {k: v for k, v in values.items() if v}))
    return made, work.changes


def mark_visit(desk: Desk, id: str, state: str) -> ChangeSet:
    """Say that a planned visit was made, is called off, or is planned after all."""
    if state not in (PLANNED, MADE, CALLED_OFF):
        raise ValueError(state)
    return change_record(desk, VISIT, id, {"state": state})


def move_visit(desk: Desk, id: str, to: date) -> ChangeSet:
    """Plan a visit for another day, where its hour puts it."""
    return change_record(desk, VISIT, id, {"visited_on": to, "position": None})


def visits_of(desk: Desk, trip: str) -> list[Row]:
    """The visits of a trip that were not called off, by day, each day's in its order."""
    rows = _where(desk, VISIT, Filter("trip_id", "eq", trip))
    kept = [row for row in rows if row["state"] != CALLED_OFF]
    return in_order(kept)


def view_trip(desk: Desk, id: str) -> TripView:
    """Read a trip with all that hangs on it.

    Raises:
        RecordNotFound: no such trip.
    """
    trip = required_row(desk, TRIP, id)
    visits = visits_of(desk, id)
    ids = tuple(row.id for row in visits)
    owed = [row for kind in _OWED for row in _where(desk, kind, Filter("visit_id", "in", ids))] if ids else []
    leads = _leads(desk, visits, trip["starts_on"])
    return TripView(trip, tuple(visits), tuple(owed), tuple(leads))


def trips_between(desk: Desk, first: date, last: date) -> list[Row]:
    """Trips that were not called off and touch the days, by their first."""
    rows = _where(desk, TRIP, Filter("starts_on", "le", last))
    kept = [row for row in rows if not row["called_off"] and last_day(row) >= first]
    return sorted(kept, key=lambda row: (row["starts_on"], row.id))


def coming_trips(desk: Desk) -> list[Row]:
    """Trips under way or to come that were not called off, by their first day."""
    return trips_between(desk, desk.today(), date.max)


def outings(desk: Desk, first: date, last: date) -> list[Outing]:
    """What ``app.rules.outings`` counts of the trips between two days."""
    trips = trips_between(desk, first, last)
    visits: dict[str, list[Row]] = defaultdict(list)
    ids = tuple(trip.id for trip in trips)
    for row in _where(desk, VISIT, Filter("trip_id", "in", ids)) if ids else []:
        visits[row["trip_id"]].append(row)
    photographed = proved(desk, [row for some in visits.values() for row in some])
    return [_outing(desk, trip, visits[trip.id], photographed) for trip in trips]


def outing_tallies(desk: Desk, by: str, first: date, last: date) -> tuple[Tally, ...]:
    """The count per ``leader`` or ``unit`` from one day to another (end of June: 1 January to 30 June)."""
    return tallies(outings(desk, first, last), by, first, min(last, desk.today()))


def squad_meters(desk: Desk, on: date | None = None) -> list[Meter]:
    """Every squad of the year of ``on`` (today) against the pack: composition, days, what follows.

    One that has ended stands as on its last day; one that has yet to begin is left out.
    """
    day = on or desk.today()
    first = date(day.year, 1, 1)
    trips = trips_between(desk, first, day)
    squads = [
        row
        for row in _where(desk, SQUAD)
        if (row["until"] or day) >= first and (row["since"] or first) <= day
    ]
    return [
        _meter(desk, row, trips, first, min(day, row["until"] or day))
        for row in sorted(squads, key=lambda row: str(row["name"]))
    ]


# --- inside -------------------------------------------------------------------------------------------


def _meter(desk: Desk, squad: Row, trips: Iterable[Row], first: date, day: date) -> Meter:
    begun = max(first, squad["since"] or first)
    spans = [(trip["starts_on"], last_day(trip)) for trip in trips if trip["squad_id"] == squad.id]
    days = days_out(spans, begun, day)
    elapsed = max((day - begun).days + 1, 1)
    pack = pack_of(desk)
    landed = _landed(desk, pack, squad, first, day)
    party = {squad["leader"], *(squad["members"] or ())} - {None, ""}
    facts: dict[str, object] = {"as_of": day, "trip_days": days, "days_elapsed": elapsed, "landed": landed}
    facts |= {"members": len(party), "county_leader": bool(squad["county_leader"])}
    if squad["target"] is not None:
        facts["target"] = squad["target"]
    asked = {name: value for name, value in facts.items() if name in _CLOCK or name in pack.facts}
    report = check_squad(pack, asked)
    return Meter(squad, days, elapsed, landed, tuple((one.table, one.decision) for one in report.checks))


def _landed(desk: Desk, pack: Pack, squad: Row, first: date, day: date) -> int:
    """Projects of the squad's unit or people that landed in the year."""
    party = {squad["leader"], *(squad["members"] or ())} - {None, ""}
    unit = str(squad["unit"] or "")
    return desk.store.tallies.landed_of(
        unit, sorted(party), LANDED, (first, day), pack.tables.get(CONTINUATIONS)
    )


def _outing(desk: Desk, trip: Row, visits: Sequence[Row], photographed: frozenset[str]) -> Outing:
    made = [row for row in visits if took_place(row.values)]
    return Outing(
        id=trip.id,
        start=trip["starts_on"],
        end=last_day(trip),
        leader=trip["leader"] or "",
        rank=trip["leader_rank"] or "",
        unit=trip["host_unit"] or "",
        kind=trip["kind"] or "",
        made=len(made),
        planned=sum(row["state"] == PLANNED for row in visits),
        proved=sum(row.id in photographed for row in made),
        firms=frozenset(row["company_id"] for row in made if row["company_id"]),
        leads=frozenset(row.id for row in _leads(desk, made, trip["starts_on"])),
    )


def _leads(desk: Desk, visits: Sequence[Row], first: date) -> list[Row]:
    """Projects named by the visits, that were first recorded on the trip or after it."""
    ids = list(dict.fromkeys(row["project_id"] for row in visits if row["project_id"]))
    return [row for row in desk.store.rows("project", ids) if not row.deleted and _since(desk, row) >= first]


def _since(desk: Desk, project: Row) -> date:
    reported: date | None = project["reported_on"]
    made = project["created_at"]
    return reported or (made.date() if made else date.min)


def _party(trip: Row) -> list[str]:
    return list(dict.fromkeys(one for one in (trip["leader"], *(trip["members"] or ())) if one))


def _ties(desk: Desk, company: str) -> dict[str, Any]:
    """The company's latest project that is alive, and its people."""
    projects = [
        row
        for row in _where(desk, "project", Filter("investor_id", "eq", company))
        if row["stage"] not in ("lost", "paused")
    ]
    people = _where(desk, "contact", Filter("company_id", "eq", company))
    newest = max(projects, key=lambda row: row.id, default=None)
    return {"project_id": newest.id if newest else None, "contact_ids": [row.id for row in people[:2]]}


def _where(desk: Desk, kind: str, *filters: Filter) -> list[Row]:
    return desk.store.rows(kind, desk.store.ids(kind, filters=filters))
