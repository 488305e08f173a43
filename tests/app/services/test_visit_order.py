"""Moving visits up and down in their day: one record each, one undo; the plan and the paper follow."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.i18n import Translator
from app.reports.brief import Asking, sheets
from app.rules.visit_order import LONGEST
from app.services.desk import Desk
from app.services.records import create_record, redo, required_row, undo
from app.services.trips import mark_visit, move_visit, view_trip
from app.services.visit_order import order_by_hour, place_visit, shift_visit
from app.store.errors import RecordNotFound
from tests.fakes.stores import new_desk

FIRST, SECOND = date(2026, 11, 16), date(2026, 11, 17)
HOURS = {"甲": "09:00", "乙": "10:30", "丙": "14:00", "丁": None}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = new_desk(tmp_path)
    yield desk
    desk.store.close()


def add_visit(desk: Desk, trip: str | None, name: str, time: str | None, day: date = FIRST) -> str:
    values = {"subject": name, "visited_on": day, "time": time, "trip_id": trip, "state": "planned"}
    return create_record(desk, "visit", values)[0]


@pytest.fixture
def trip(desk: Desk) -> str:
    return create_record(desk, "trip", {"title": "长三角", "starts_on": FIRST, "ends_on": SECOND})[0]


@pytest.fixture
def ids(desk: Desk, trip: str) -> dict[str, str]:
    return {name: add_visit(desk, trip, name, time) for name, time in HOURS.items()}


def order(desk: Desk, trip: str) -> str:
    return "".join(row["subject"] for row in view_trip(desk, trip).visits)


@pytest.mark.parametrize(
    ("name", "by", "wanted"),
    [
        ("丙", -1, "甲丙乙丁"),
        ("甲", 1, "乙甲丙丁"),
        ("丁", -3, "丁甲乙丙"),
        ("甲", 3, "乙丙丁甲"),
        ("乙", 9, "甲丙丁乙"),
    ],
)
def test_a_visit_moves_and_one_record_changes(
    desk: Desk, trip: str, ids: dict[str, str], name: str, by: int, wanted: str
) -> None:
    assert order(desk, trip) == "甲乙丙丁"
    changes = shift_visit(desk, ids[name], by)
    assert order(desk, trip) == wanted
    assert changes.ids == {("visit", ids[name])}
    undo(desk)
    assert order(desk, trip) == "甲乙丙丁"
    redo(desk)
    assert order(desk, trip) == wanted


@pytest.mark.parametrize(("name", "by"), [("甲", -1), ("丁", 1), ("乙", 0)])
def test_at_the_end_of_the_day_nothing_is_written(
    desk: Desk, ids: dict[str, str], name: str, by: int
) -> None:
    pending = desk.store.counts().pending
    assert not shift_visit(desk, ids[name], by)
    assert desk.store.counts().pending == pending


def test_the_paper_follows_the_order(desk: Desk, trip: str, ids: dict[str, str]) -> None:
    shift_visit(desk, ids["丁"], -2)
    (plan,) = sheets(Asking(desk.store, Translator("zh_CN"), desk.today()), "trip", trip)[0].parts
    assert [line[3] for line in plan.table[1:]] == ["甲", "丁", "乙", "丙"]


def test_a_visit_is_put_beside_another(desk: Desk, trip: str, ids: dict[str, str]) -> None:
    place_visit(desk, ids["甲"], ids["丙"], after=True)
    assert order(desk, trip) == "乙丙甲丁"
    place_visit(desk, ids["丁"], ids["乙"])
    assert order(desk, trip) == "丁乙丙甲"
    pending = desk.store.counts().pending
    assert not place_visit(desk, ids["丁"], ids["乙"])  # there already
    assert not place_visit(desk, ids["丁"], ids["丁"])
    assert not place_visit(desk, ids["丙"], ids["乙"], after=True)
    assert desk.store.counts().pending == pending


def test_beside_a_visit_of_another_day_it_takes_the_day_in_one_undo(
    desk: Desk, trip: str, ids: dict[str, str]
) -> None:
    there = add_visit(desk, trip, "戊", "08:00", SECOND)
    place_visit(desk, ids["甲"], there)
    assert order(desk, trip) == "乙丙丁甲戊"
    assert required_row(desk, "visit", ids["甲"])["visited_on"] == SECOND
    undo(desk)
    assert order(desk, trip) == "甲乙丙丁戊"


def test_by_the_hour_again(desk: Desk, trip: str, ids: dict[str, str]) -> None:
    shift_visit(desk, ids["丁"], -3)
    shift_visit(desk, ids["甲"], 2)
    assert order(desk, trip) == "丁乙丙甲"
    changes = order_by_hour(desk, ids["乙"])
    assert (order(desk, trip), len(changes.ids)) == ("甲乙丙丁", 2)
    undo(desk)
    assert order(desk, trip) == "丁乙丙甲"


def test_on_another_day_the_hour_decides(desk: Desk, trip: str, ids: dict[str, str]) -> None:
    add_visit(desk, trip, "戊", "08:00", SECOND)
    shift_visit(desk, ids["丙"], -2)
    move_visit(desk, ids["丙"], SECOND)
    assert order(desk, trip) == "甲乙丁戊丙"


def test_what_was_called_off_is_no_neighbour(desk: Desk, trip: str, ids: dict[str, str]) -> None:
    mark_visit(desk, ids["乙"], "called_off")
    shift_visit(desk, ids["丙"], -1)
    assert order(desk, trip) == "丙甲丁"
    assert not shift_visit(desk, ids["乙"], 1)


def test_visits_of_no_trip_have_an_order_of_their_own(desk: Desk, trip: str, ids: dict[str, str]) -> None:
    first, second = (add_visit(desk, None, name, None) for name in ("己", "庚"))
    assert shift_visit(desk, first, 1).ids == {("visit", first)}
    assert not shift_visit(desk, second, -1)
    assert order(desk, trip) == "甲乙丙丁"


def test_hundreds_of_moves_into_one_gap_find_room(desk: Desk, trip: str, ids: dict[str, str]) -> None:
    with desk.store.write(actor="周敏", label="tight") as work:
        work.update("visit", ids["甲"], {"position": "2" * LONGEST})
        work.update("visit", ids["乙"], {"position": "2" * (LONGEST - 1) + "3"})
    changes = shift_visit(desk, ids["丙"], -1)
    assert order(desk, trip) == "甲丙乙丁"
    assert len(changes.ids) == len(ids)
    undo(desk)
    assert order(desk, trip) == "甲乙丙丁"


def test_a_visit_that_is_none(desk: Desk) -> None:
    with pytest.raises(RecordNotFound):
        shift_visit(desk, "no-such", 1)
    with pytest.raises(RecordNotFound):
        order_by_hour(desk, "no-such")
