"""The sample data has trips of every sort around today, whatever firms there are."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.services.desk import Desk
from app.services.promises import open_promises
from app.services.records import create_record
from app.services.today import Why, today_at
from app.services.trips import outing_tallies, squad_meters, view_trip
from tests.fakes.stores import new_desk
from ui.cli.demo.outings import plan_outings


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    for number in range(7):
        create_record(made, "company", {"name": f"企业{number}"})
    plan_outings(made)
    yield made
    made.store.close()


def test_a_trip_is_under_way_with_visits_made_and_to_come(desk: Desk) -> None:
    today = today_at(desk)
    assert today.trip is not None and today.trip["title"] == "长三角电子信息招商"
    view = view_trip(desk, today.trip.id)
    assert (len(view.made), len(view.open)) == (2, 3)
    assert today.trip_visits == 2 and today.of(Why.VISIT)


def test_squads_leaders_and_units_have_something_to_show(desk: Desk) -> None:
    assert [meter.verdict("squad.days") for meter in squad_meters(desk)] == ["behind", "behind"]
    year = date(2026, 1, 1), date(2026, 12, 31)
    assert {one.name for one in outing_tallies(desk, "leader", *year)} == {"陈国强", "王芳"}
    assert len(outing_tallies(desk, "unit", *year)) == 2


def test_promises_are_late_due_and_to_come(desk: Desk) -> None:
    assert [one.light for one in open_promises(desk)] == ["red", "yellow", ""]
