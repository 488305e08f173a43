"""Trips, squads and promises of the sample data, around today."""

import json
from datetime import timedelta
from importlib.resources import files
from typing import Any

from app.services.desk import Desk
from app.services.records import change_record, create_record
from app.services.trips import plan_visits


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


def _trip(desk: Desk, story: dict[str, Any], squads: list[str], firms: list[str]) -> None:
    first, last = (desk.today() + timedelta(days=day) for day in story.pop("days"))
    visits, squad = story.pop("visits"), squads[story.pop("squad")]
    told = {**story, "starts_on": first, "ends_on": last, "squad_id": squad}
    trip, _ = create_record(desk, "trip", told)
    for (day, time, state), firm in zip(visits, firms, strict=False):
        on = desk.today() + timedelta(days=day)
        for id in plan_visits(desk, trip, [firm], on=on)[0]:
            change_record(desk, "visit", id, {"time": time, "state": state})
