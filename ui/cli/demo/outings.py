"""Trips, squads and promises of the sample data, around today."""

import json
from datetime import timedelta
from importlib.resources import files
from typing import Any

from app.services.desk import Desk
from app.services.reception_rows import people_of
from app.services.receptions import add_guests, add_person
from app.services.records import change_record, create_record
from app.services.trips import plan_visits
from app.store.reading import Filter


def plan_outings(desk: Desk) -> None:
    """Make them of the firms that the journey has left."""
    text = files("resources").joinpath("samples", "outings.json").read_text(encoding="utf-8")
    story: dict[str, Any] = json.loads(text)
    firms = sorted(desk.store.ids("company"))
    squads = [create_record(desk, "squad", one)[0] for one in story["squads"]]
    for trip in story["trips"]:
        firms = [*firms[1:], *firms[:1]]
        _trip(desk, trip, squads, firms)
    today = desk.today()
    visit = next(iter(desk.store.ids("visit")), None)
    for promise, firm in zip(story["promises"], firms, strict=False):
        due = today + timedelta(days=promise.pop("due"))
        told = {**promise, "promised_on": today - timedelta(days=20), "due_on": due, "company_id": firm}
        create_record(desk, "promise", told | ({"visit_id": visit} if visit else {}))
    for reception, firm in zip(story["receptions"], firms, strict=False):
        _reception(desk, reception, firm)


def _reception(desk: Desk, story: dict[str, Any], firm: str) -> None:
    """A reception with both sides, its days, and what is to be ready."""
    first, last = (desk.today() + timedelta(days=day) for day in story.pop("days"))
    parts = {name: story.pop(name) for name in ("hosts", "guests", "stops", "tasks")}
    told = {**story, "starts_on": first, "ends_on": last, "company_id": firm}
    id, _ = create_record(desk, "reception", told)
    there = {row["name"]: row.id for row in people_of(desk, id)}
    for name, unit, title, phone in parts["hosts"]:
        post = {"firm": unit, "title": title, "phone": phone}
        if name in there:
            change_record(desk, "reception_person", there[name], post)
        else:
            add_person(desk, id, {"name": name, "side": "ours", **post})
    add_guests(desk, id, desk.store.ids("contact", filters=[Filter("company_id", "eq", firm)])[:1])
    for name, title, arrives, departs, needs in parts["guests"]:
        ways = {"arrives": arrives, "departs": departs, "needs": needs}
        given = {"name": name, "side": "theirs", "title": title, **ways}
        add_person(desk, id, {name: value for name, value in given.items() if value})
    names = ("time", "until", "kind", "title", "place", "travel", "vehicles", "people", "owner")
    for day, *values in parts["stops"]:
        stop = {name: value for name, value in zip(names, values, strict=True) if value}
        create_record(
            desk, "reception_stop", {**stop, "held_on": first + timedelta(days=day), "reception_id": id}
        )
    for title, due, owner in parts["tasks"]:
        given = {"title": title, "due_on": desk.today() + timedelta(days=due), "owner": owner}
        create_record(desk, "next_step", {**given, "reception_id": id, "company_id": firm})


def _trip(desk: Desk, story: dict[str, Any], squads: list[str], firms: list[str]) -> None:
    first, last = (desk.today() + timedelta(days=day) for day in story.pop("days"))
    visits, squad = story.pop("visits"), squads[story.pop("squad")]
    told = {**story, "starts_on": first, "ends_on": last, "squad_id": squad}
    trip, _ = create_record(desk, "trip", told)
    for (day, time, state), firm in zip(visits, firms, strict=False):
        on = desk.today() + timedelta(days=day)
        for id in plan_visits(desk, trip, [firm], on=on)[0]:
            change_record(desk, "visit", id, {"time": time, "state": state})
