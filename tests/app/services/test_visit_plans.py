"""A visit that was planned and is then made is one visit, however it is written down."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.model.row import Row
from app.rules.capture.grammar import read_capture
from app.services.attaching import kept_file
from app.services.capture import save_capture
from app.services.desk import Desk
from app.services.known_names import KnownNames
from app.services.records import create_record, log_visit, undo
from app.services.timeline import timeline
from app.services.trips import coming_trips, plan_visits, view_trip
from tests.fakes.stores import new_desk

TODAY = date(2026, 11, 20)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path, "周敏")
    yield made
    made.store.close()


def add(desk: Desk, kind: str, /, **values: Any) -> str:
    return create_record(desk, kind, values)[0]


def planned(desk: Desk, **values: Any) -> tuple[str, str]:
    """A firm and the visit planned to it today."""
    firm = add(desk, "company", name="恒力电子")
    values = {"subject": "看厂房", "visited_on": TODAY, "company_id": firm, "state": "planned"} | values
    return firm, add(desk, "visit", **values)


def row(desk: Desk, id: str) -> Row:
    found = desk.store.get("visit", id)
    assert found is not None
    return found


def test_the_form_of_a_visit_writes_into_its_plan(desk: Desk) -> None:
    person = add(desk, "contact", name="张强")
    firm, plan = planned(desk, our_people=["周敏"], place="苏州")
    before = desk.store.content_hash()
    visit = {"subject": "谈二期", "visited_on": "今天", "company_id": firm, "contact_ids": [person]}
    id, _ = log_visit(desk, visit, {"title": "回访"})
    made = row(desk, plan)
    assert id == plan and desk.store.ids("visit") == [plan]
    assert (made["state"], made["subject"], made["place"]) == ("made", "谈二期", "苏州")
    assert made["our_people"] == ["周敏"]
    contact = desk.store.get("contact", person)
    assert contact is not None and contact["last_contact_on"] == TODAY
    (step,) = desk.store.rows("next_step", desk.store.ids("next_step"))
    assert step["visit_id"] == plan
    undo(desk)
    assert desk.store.content_hash() == before and row(desk, plan)["state"] == "planned"


def test_a_captured_line_writes_into_the_plan_of_the_trip_one_is_on(desk: Desk) -> None:
    firm = add(desk, "company", name="恒力电子")
    first = TODAY - timedelta(days=1)
    days = {"starts_on": first, "ends_on": TODAY + timedelta(days=2)}
    trip = add(desk, "trip", title="苏南行", leader="周敏", **days)
    (plan,), _ = plan_visits(desk, trip, [firm], on=first)
    line = "今天拜访恒力电子张总 谈二期"
    known = KnownNames.load(desk).around(desk, line)
    saved = save_capture(desk, read_capture(line, desk.today(), known))
    assert saved.visit == plan
    view = view_trip(desk, trip)
    assert [one.id for one in view.made] == [plan] and view.open == ()
    assert view.visits[0]["visited_on"] == TODAY and view.visits[0]["content"] == line
    shown = [one.row["state"] for one in timeline(desk, "company", firm) if one.row and one.kind == "visit"]
    assert shown == ["made"]


@pytest.mark.parametrize(
    ("plan", "visit"),
    [
        ({}, {"kind": "call"}),  # a call is no journey
        ({"visited_on": TODAY + timedelta(days=1)}, {}),  # planned for another day, on no trip
        ({"state": "called_off"}, {}),
        ({}, {"visited_on": TODAY + timedelta(days=1)}),  # the next plan, not what was made
        ({}, {"state": "planned"}),
        ({}, {"company_id": None}),
        ({"kind": "call"}, {}),
    ],
)
def test_what_is_another_visit_stays_another(desk: Desk, plan: dict[str, Any], visit: dict[str, Any]) -> None:
    firm, there = planned(desk, **plan)
    before = row(desk, there)["state"]
    values = {"subject": "谈二期", "visited_on": TODAY, "company_id": firm} | visit
    id, _ = log_visit(desk, {name: value for name, value in values.items() if value is not None})
    assert id != there and row(desk, there)["state"] == before


def test_a_planned_call_is_met_by_a_call_and_the_nearest_plan_by_a_visit(desk: Desk) -> None:
    firm, _ = planned(desk, kind="call")
    id, _ = log_visit(desk, {"subject": "电话", "visited_on": TODAY, "company_id": firm, "kind": "call"})
    assert row(desk, id)["state"] == "made" and len(desk.store.ids("visit")) == 1
    trip = add(desk, "trip", title="苏南行", starts_on=TODAY - timedelta(days=3), ends_on=TODAY)
    for days in (3, 1):
        at = TODAY - timedelta(days=days)
        add(desk, "visit", subject=f"{days}", visited_on=at, company_id=firm, trip_id=trip, state="planned")
    met, _ = log_visit(desk, {"subject": "到访", "visited_on": TODAY, "company_id": firm, "trip_id": trip})
    assert [one["subject"] for one in view_trip(desk, trip).open] == ["3"] and row(desk, met)[
        "subject"
    ] == "到访"


def test_files_go_with_the_visit_and_its_undo(desk: Desk) -> None:
    photo = kept_file(desk, iter([b"photo"]), name="厂区.jpg", note="现场")
    id, _ = log_visit(desk, {"subject": "看厂房", "visited_on": TODAY}, files=[photo])
    (file,) = desk.store.rows("attachment", desk.store.ids("attachment"))
    assert (file["parent_kind"], file["parent_id"], file["name"]) == ("visit", id, "厂区.jpg")
    undo(desk)
    assert desk.store.ids("attachment") == [] == desk.store.ids("visit")


def test_trips_to_come_are_those_that_have_not_ended(desk: Desk) -> None:
    for title, start, end in (("过去", -9, -5), ("到今天", -2, 0), ("下月", 20, 25), ("一天", 1, None)):
        last = {"ends_on": TODAY + timedelta(days=end)} if end is not None else {}
        add(desk, "trip", title=title, starts_on=TODAY + timedelta(days=start), **last)
    add(desk, "trip", title="取消的", starts_on=TODAY, called_off=True)
    assert [one["title"] for one in coming_trips(desk)] == ["到今天", "一天", "下月"]
