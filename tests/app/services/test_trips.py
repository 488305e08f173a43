"""Trips planned, made and counted; squads against the pack (systems.md A7, A8)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.services.desk import Desk
from app.services.records import create_record, undo
from app.services.trips import (
    mark_visit,
    move_visit,
    outing_tallies,
    plan_visits,
    squad_meters,
    trips_between,
    view_trip,
)
from app.store.errors import RecordNotFound
from tests.fakes.stores import SteppingClock, new_store, ruled_by

FIRST_OF_JULY = datetime(2026, 7, 1, 1, tzinfo=UTC)  # the 182nd day of the year


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(new_store(tmp_path, clock=SteppingClock(FIRST_OF_JULY)), "周敏")
    yield desk
    desk.store.close()


def add(desk: Desk, kind: str, **values: Any) -> str:
    return create_record(desk, kind, values)[0]


def trip(desk: Desk, **values: Any) -> str:
    return add(
        desk, "trip", **{"title": "长三角", "starts_on": "2026-07-06", "ends_on": "2026-07-09", **values}
    )


def test_visits_are_planned_in_one_step_with_what_is_known_of_the_firm(desk: Desk) -> None:
    firms = [add(desk, "company", name=name, city="苏州") for name in ("甲公司", "乙公司")]
    person = add(desk, "contact", name="张总", company_id=firms[0])
    project = add(desk, "project", name="甲二期", investor_id=firms[0])
    id = trip(desk, leader="陈县长", members=["周敏"])
    made, _ = plan_visits(desk, id, [*firms, firms[0]])
    first, second = desk.store.rows("visit", made)
    assert (first["state"], first["visited_on"], first["place"]) == ("planned", date(2026, 7, 6), "苏州")
    assert (first["contact_ids"], first["project_id"]) == ([person], project)
    assert first["our_people"] == ["陈县长", "周敏"] and second["subject"] == "乙公司"
    assert plan_visits(desk, id, firms)[0] == []  # there already
    undo(desk)
    assert view_trip(desk, id).visits == ()


def test_a_plan_is_not_a_contact_until_it_was_made(desk: Desk) -> None:
    firm = add(desk, "company", name="甲公司")
    person = add(desk, "contact", name="张总", company_id=firm)
    id = trip(desk, starts_on="2026-06-20", ends_on="2026-06-21")
    (visit,) = plan_visits(desk, id, [firm])[0]
    last = desk.store.rows("contact", [person])[0]["last_contact_on"]
    assert last is None
    move_visit(desk, visit, date(2026, 6, 21))
    mark_visit(desk, visit, "made")
    assert desk.store.rows("contact", [person])[0]["last_contact_on"] == date(2026, 6, 21)
    with pytest.raises(ValueError):
        mark_visit(desk, visit, "forgotten")


def test_what_came_of_a_trip(desk: Desk) -> None:
    firms = [add(desk, "company", name=name) for name in ("甲", "乙", "丙")]
    id = trip(desk, starts_on="2026-06-20", ends_on="2026-06-24")
    made = plan_visits(desk, id, firms)[0]
    mark_visit(desk, made[0], "made")
    mark_visit(desk, made[2], "called_off")
    lead = add(desk, "project", name="甲一期", reported_on="2026-06-21")
    old = add(desk, "project", name="旧", reported_on="2026-01-21")
    for visit, project in zip(made[:2], (lead, old), strict=True):
        with desk.store.write(actor="周敏", label="tie") as work:
            work.update("visit", visit, {"project_id": project})
    add(desk, "next_step", title="寄资料", visit_id=made[0])
    add(desk, "promise", title="给方案", side="ours", promised_on="2026-06-20", visit_id=made[0])
    view = view_trip(desk, id)
    assert ([row.id for row in view.made], [row.id for row in view.open]) == ([made[0]], [made[1]])
    assert sorted(row.kind for row in view.owed) == ["next_step", "promise"]
    assert [row.id for row in view.leads] == [lead]
    with pytest.raises(RecordNotFound):
        view_trip(desk, "no-such-trip")


def test_the_plan_of_a_day_is_in_the_order_of_its_hours(desk: Desk) -> None:
    id = trip(desk)
    for time in ("14:30", "9:30", None):
        add(desk, "visit", subject=str(time), visited_on="2026-07-06", time=time, trip_id=id)
    assert [row["subject"] for row in view_trip(desk, id).visits] == ["9:30", "14:30", "None"]


def test_trips_of_some_days_without_those_called_off(desk: Desk) -> None:
    kept = trip(desk)
    trip(desk, called_off=True)
    one_day = trip(desk, starts_on="2026-07-09", ends_on=None)
    assert [row.id for row in trips_between(desk, date(2026, 7, 9), date(2026, 7, 9))] == [kept, one_day]
    assert trips_between(desk, date(2026, 7, 10), date(2026, 7, 31)) == []


@pytest.mark.parametrize(("last", "verdict"), [("2026-03-02", "satisfied"), ("2026-03-01", "behind")])
def test_the_golden_meter(desk: Desk, last: str, verdict: str) -> None:
    """61 of 182 days are a third of the year so far, 60 are not (golden 5)."""
    ruled_by(desk, "chuzhou")
    squad = add(
        desk,
        "squad",
        name="一分队",
        leader="陈县长",
        county_leader=True,
        members=["周敏"],
        target="2000万",
    )
    trip(desk, starts_on="2026-01-01", ends_on=last, squad_id=squad)
    (meter,) = squad_meters(desk)
    assert (meter.days, meter.elapsed) == (61 if verdict == "satisfied" else 60, 182)
    assert meter.verdict("squad.days") == verdict
    assert meter.verdict("squad.composition") == "satisfied"
    assert meter.verdict("squad.escalation") == "full_time"  # nothing landed by mid-year


def test_a_squad_of_one_is_flagged_and_one_that_landed_a_project_is_not(desk: Desk) -> None:
    ruled_by(desk, "chuzhou")
    add(desk, "squad", name="一分队", unit="商务局", leader="王芳", target="3000万")
    add(desk, "project", name="甲", stage="landed", stage_on="2026-05-01", responsible_unit="商务局")
    (meter,) = squad_meters(desk)
    assert (meter.verdict("squad.composition"), meter.verdict("squad.escalation")) == ("too_few", "satisfied")
    assert (meter.landed, meter.verdict("squad.days")) == (1, "behind")
    assert meter.verdict("no.such.table") == ""


def test_the_count_at_the_end_of_june(desk: Desk) -> None:
    firm = add(desk, "company", name="甲公司")
    first = trip(desk, starts_on="2026-06-01", ends_on="2026-06-05", leader="陈县长", host_unit="招商局")
    trip(desk, leader="陈县长", host_unit="招商局")  # in July
    for visit in plan_visits(desk, first, [firm])[0]:
        mark_visit(desk, visit, "made")
    (line,) = outing_tallies(desk, "unit", date(2026, 1, 1), date(2026, 6, 30))
    assert (line.name, line.trips, line.days, line.visits, line.firms) == ("招商局", 1, 5, 1, 1)
