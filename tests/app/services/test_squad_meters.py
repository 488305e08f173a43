"""A squad's year: from when and until when it is one, who belongs to it, what landed (systems.md A7)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.services.desk import Desk
from app.services.records import create_record, delete_records
from app.services.trips import Meter, last_day, outing_tallies, squad_meters, trips_between, view_trip
from app.store.work import PACK
from tests.fakes.stores import SteppingClock, new_store

TODAY = date(2026, 7, 1)  # the 182nd day of the year


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = SteppingClock(datetime(2026, 7, 1, 1, tzinfo=UTC))
    desk = Desk(new_store(tmp_path, clock=clock), "周敏")
    with desk.store.replica() as replica:
        replica.set(PACK, "chuzhou")
    yield desk
    desk.store.close()


def add(desk: Desk, kind: str, **values: Any) -> str:
    return create_record(desk, kind, values)[0]


def squad(desk: Desk, **values: Any) -> str:
    given = {"name": "一分队", "leader": "陈县长", "county_leader": True, "members": ["周敏"]}
    return add(desk, "squad", **{**given, "target": "2000万", **values})


def out(desk: Desk, squad: str, start: str, end: str | None = None, **values: Any) -> str:
    return add(desk, "trip", title="外出", starts_on=start, ends_on=end, squad_id=squad, **values)


def only(desk: Desk, on: date | None = None) -> Meter:
    (meter,) = squad_meters(desk, on)
    return meter


@pytest.mark.parametrize(
    ("since", "elapsed", "days"),
    [
        (None, 182, 10),
        ("2025-03-01", 182, 10),
        ("2026-01-01", 182, 10),
        ("2026-06-02", 30, 9),  # the first day of the trip was before it
        ("2026-07-01", 1, 0),
    ],
)
def test_the_year_of_a_squad_begins_with_it(desk: Desk, since: str | None, elapsed: int, days: int) -> None:
    id = squad(desk, since=since)
    out(desk, id, "2026-06-01", "2026-06-10")
    meter = only(desk)
    assert (meter.elapsed, meter.days) == (elapsed, days)


def test_a_squad_that_has_yet_to_begin_is_not_behind(desk: Desk) -> None:
    squad(desk, since="2026-07-02")
    assert squad_meters(desk) == []
    assert only(desk, date(2026, 7, 2)).elapsed == 1


@pytest.mark.parametrize(
    ("until", "elapsed", "days", "verdict"),
    [
        ("2026-03-31", 90, 30, "satisfied"),  # it stands as on its last day
        ("2026-04-01", 91, 30, "behind"),
        ("2026-12-31", 182, 30, "behind"),
    ],
)
def test_the_year_of_a_squad_ends_with_it(
    desk: Desk, until: str, elapsed: int, days: int, verdict: str
) -> None:
    id = squad(desk, until=until)
    out(desk, id, "2026-03-01", "2026-03-30")
    meter = only(desk)
    assert (meter.elapsed, meter.days, meter.verdict("squad.days")) == (elapsed, days, verdict)


def test_what_ended_before_mid_year_owes_nothing_after_it(desk: Desk) -> None:
    squad(desk, until="2026-06-30")
    assert only(desk).verdict("squad.escalation") == "in_time"


def test_a_squad_of_last_year_is_not_of_this_one(desk: Desk) -> None:
    squad(desk, until="2025-12-31")
    assert squad_meters(desk) == []
    assert only(desk, date(2025, 12, 31)).elapsed == 365


def test_only_days_that_are_over_and_its_own_trips_count(desk: Desk) -> None:
    id = squad(desk)
    other = squad(desk, name="二分队")
    out(desk, id, "2026-06-29", "2026-07-05")  # three days of it are over
    out(desk, id, "2026-07-02", "2026-07-09")
    out(desk, id, "2026-05-01", "2026-05-09", called_off=True)
    out(desk, id, "2025-12-30", "2026-01-02")
    gone = out(desk, id, "2026-04-01", "2026-04-09")
    delete_records(desk, [("trip", gone)])
    out(desk, other, "2026-02-01", "2026-02-03")
    assert [(one.squad["name"], one.days) for one in squad_meters(desk)] == [("一分队", 5), ("二分队", 3)]


@pytest.mark.parametrize(
    ("leader", "members", "verdict"),
    [
        ("陈县长", ["周敏"], "satisfied"),
        ("陈县长", ["陈县长", "周敏"], "satisfied"),  # named twice, still two people
        ("陈县长", ["陈县长"], "too_few"),
        (None, ["周敏", "王芳"], "satisfied"),
        ("陈县长", ["周敏", "王芳", "李强"], "too_many"),
        ("陈县长", None, "too_few"),
    ],
)
def test_its_people_are_leader_and_members_each_once(
    desk: Desk, leader: str | None, members: list[str] | None, verdict: str
) -> None:
    squad(desk, leader=leader, members=members)
    assert only(desk).verdict("squad.composition") == verdict


@pytest.mark.parametrize(
    ("project", "landed"),
    [
        ({"found_by": "周敏", "stage_on": "2026-05-01"}, 1),
        ({"found_by": "陈县长", "stage_on": "2026-01-01"}, 1),
        ({"responsible_unit": "招商局", "stage_on": "2026-07-01"}, 1),
        ({"found_by": "外人", "stage_on": "2026-05-01"}, 0),
        ({"found_by": "周敏", "stage_on": "2025-12-31"}, 0),
        ({"found_by": "周敏", "stage_on": "2026-05-01", "stage": "signed"}, 0),
        ({"found_by": "周敏", "stage_on": "2026-05-01", "stage": "producing"}, 1),
        ({"found_by": "周敏", "responsible_unit": "招商局", "stage_on": "2026-05-01"}, 1),
    ],
)
def test_what_its_people_or_its_unit_landed_this_year(
    desk: Desk, project: dict[str, str], landed: int
) -> None:
    squad(desk, unit="招商局")
    add(desk, "project", **{"name": "甲", "stage": "landed", **project})
    meter = only(desk)
    assert meter.landed == landed
    assert meter.verdict("squad.escalation") == ("satisfied" if landed else "full_time")


def test_a_squad_without_a_unit_takes_nobody_elses_project(desk: Desk) -> None:
    squad(desk)
    add(desk, "project", name="甲", stage="landed", stage_on="2026-05-01")
    assert only(desk).landed == 0


def test_without_a_target_the_pack_is_not_guessed_at(desk: Desk) -> None:
    squad(desk, target=None)
    meter = only(desk)
    assert [decision for _, decision in meter.checks] == [None, None, None]
    assert {meter.verdict(name) for name, _ in meter.checks} == {""}


def test_an_end_before_the_beginning_is_one_day_everywhere(desk: Desk) -> None:
    id = squad(desk)
    trip = out(desk, id, "2026-06-20", "2026-06-02", leader="陈县长")
    row = view_trip(desk, trip).trip
    assert last_day(row) == date(2026, 6, 20)
    assert [one.id for one in trips_between(desk, date(2026, 6, 20), date(2026, 6, 20))] == [trip]
    assert trips_between(desk, date(2026, 6, 2), date(2026, 6, 19)) == []
    (line,) = outing_tallies(desk, "leader", date(2026, 1, 1), TODAY)
    assert (only(desk).days, line.trips, line.days) == (1, 1, 1)


def test_days_to_come_are_not_days_out(desk: Desk) -> None:
    out(desk, squad(desk), "2026-06-30", "2026-07-10", leader="陈县长")
    (line,) = outing_tallies(desk, "leader", date(2026, 1, 1), date(2026, 12, 31))
    assert (line.trips, line.days) == (1, 2)
