"""Receptions planned, seated, checked against each other and written up (feature 22)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.i18n import Translator
from app.services.calendar_file import ahead
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.receptions import (
    add_guests,
    add_person,
    plan_reception,
    reception_of_visit,
    reset_seats,
    shift_person,
    swap_seats,
    swaps_of,
    view_reception,
    write_up,
)
from app.services.records import change_record, create_record, delete_records, undo
from app.services.timeline import timeline
from app.services.today import Why, settle, snooze, today_at
from app.store.errors import RecordNotFound
from tests.fakes.stores import SteppingClock, new_store

FIFTH_OF_MARCH = datetime(2026, 3, 5, 1, tzinfo=UTC)
TODAY = date(2026, 3, 5)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(new_store(tmp_path, clock=SteppingClock(FIFTH_OF_MARCH)), "周敏")
    yield desk
    desk.store.close()


def add(desk: Desk, kind: str, /, **values: Any) -> str:
    return create_record(desk, kind, values)[0]


def planned(desk: Desk, **values: Any) -> str:
    return add(desk, "reception", **{"title": "正威来访", "starts_on": "2026-03-05", **values})


def names(rows: tuple[Any, ...]) -> list[str]:
    return [row["name"] for row in rows]


@pytest.fixture
def firm(desk: Desk) -> str:
    return add(desk, "company", name="正威集团", city="深圳")


@pytest.fixture
def guests(desk: Desk, firm: str) -> list[str]:
    told = (("王文银", "董事长", "13800000001"), ("刘总", "副总裁", ""))
    return [
        add(desk, "contact", name=name, title=title, company_id=firm, phones=[phone] if phone else [])
        for name, title, phone in told
    ]


def test_a_reception_begins_with_whoever_receives_and_is_planned(desk: Desk) -> None:
    view = view_reception(desk, planned(desk, leader="陈国强"))
    assert view.row["state"] == "planned" and names(view.hosts) == ["陈国强"]
    assert view_reception(desk, planned(desk)).hosts == ()
    undo(desk)
    undo(desk)
    assert desk.store.ids("reception_person") == []


def test_guests_come_from_the_address_book_with_what_is_known_of_them(
    desk: Desk, firm: str, guests: list[str]
) -> None:
    id, _ = plan_reception(
        desk,
        {"title": "来访", "starts_on": "2026-03-09", "leader": "陈国强"},
        guests=guests,
        hosts=["陈国强", "周敏"],
    )
    view = view_reception(desk, id)
    assert names(view.hosts) == ["陈国强", "周敏"] and [row["position"] for row in view.hosts] == [1, 2]
    first = view.guests[0]
    assert (first["name"], first["title"], first["firm"]) == ("王文银", "董事长", "正威集团")
    assert (first["phone"], first["contact_id"], first["position"]) == ("+8613800000001", guests[0], 1)
    assert not add_guests(desk, id, guests)  # there already
    with pytest.raises(RecordNotFound):
        add_guests(desk, id, ["nobody"])


def test_ranks_are_changed_within_a_side(desk: Desk) -> None:
    id = planned(desk, leader="甲")
    people = [add_person(desk, id, {"name": name, "side": "ours"})[0] for name in ("乙", "丙")]
    shift_person(desk, people[1], -2)
    assert names(view_reception(desk, id).hosts) == ["丙", "甲", "乙"]
    assert not shift_person(desk, people[1], -1) and not shift_person(desk, people[0], 1)
    undo(desk)
    assert names(view_reception(desk, id).hosts) == ["甲", "乙", "丙"]


def test_seats_are_exchanged_by_hand_undone_and_laid_out_again(desk: Desk, guests: list[str]) -> None:
    id, _ = plan_reception(
        desk, {"title": "来访", "starts_on": "2026-03-09", "leader": "甲"}, guests=guests, hosts=["乙"]
    )
    view = view_reception(desk, id)
    before = [one.person for one in view.seats("round")]
    first, second = view.guests[0].id, view.hosts[1].id
    swap_seats(desk, id, "round", first, second)
    after = view_reception(desk, id)
    assert [one.person for one in after.seats("round")] != before
    assert [one.person for one in after.seats("long")] == [one.person for one in view.seats("long")]
    undo(desk)
    assert [one.person for one in view_reception(desk, id).seats("round")] == before
    swap_seats(desk, id, "round", first, second)
    assert reset_seats(desk, id, "round") and not reset_seats(desk, id, "round")
    assert [one.person for one in view_reception(desk, id).seats("round")] == before
    other, _ = add_person(desk, planned(desk), {"name": "丁"})
    with pytest.raises(ValueError):
        swap_seats(desk, id, "round", first, other)


def test_seats_that_another_laptop_wrote_badly_are_passed_over(desk: Desk) -> None:
    id = planned(desk, leader="甲")
    for kept in ("words", {"round": "words"}, {"round": [1, ["a"], ["a", 2], ["x", "y"]]}):
        with desk.store.write(actor="乙", label="change.reception") as work:
            work.update("reception", id, {"seats": kept})
        view = view_reception(desk, id)
        assert [one.person for one in view.seats("round")] == [view.hosts[0].id]
        assert swaps_of(view.row, "round") in ([], [["x", "y"]])


def test_the_leader_of_two_receptions_or_of_a_trip_at_one_time_is_told(desk: Desk) -> None:
    id = planned(desk, leader="陈国强", ends_on="2026-03-06")
    assert view_reception(desk, id).warnings.count == 0
    trip = add(desk, "trip", title="长三角", starts_on="2026-03-06", ends_on="2026-03-08", members=["陈国强"])
    other = planned(desk, title="另一批", starts_on="2026-03-05", leader="陈国强")
    found = view_reception(desk, id).warnings
    assert [(one.person, one.other.id) for one in found.twice] == [("陈国强", other), ("陈国强", trip)]
    assert found.names is not None and found.names[trip] == "长三角"
    for reception, day, hours in (
        (id, "2026-03-05", ("9:00", "10:00")),
        (other, "2026-03-05", ("14:00", "15:00")),
    ):
        stop = {"title": "座谈", "held_on": day, "time": hours[0], "until": hours[1], "people": ["陈国强"]}
        add(desk, "reception_stop", reception_id=reception, **stop)
    assert (
        view_reception(desk, id).warnings.twice == ()
    )  # by the hours they are apart, the trip is a day later
    change_record(desk, "reception", id, {"state": "called_off"})
    assert view_reception(desk, other).warnings.count == 0


def test_too_little_time_for_the_way_is_told(desk: Desk) -> None:
    id = planned(desk)
    for title, time, until, travel in (("接站", "9:00", "9:20", 0), ("座谈", "9:50", "9:40", 40)):
        stop = {"title": title, "held_on": "2026-03-05", "time": time, "until": until, "travel": travel}
        add(desk, "reception_stop", reception_id=id, **stop)
    view = view_reception(desk, id)
    assert [row["title"] for row in view.stops] == ["接站", "座谈"]
    assert [(one.travel, one.missing) for one in view.warnings.short] == [(40, 10)]
    assert view.warnings.backwards == (view.stops[1].id,) and view.warnings.count == 2


def test_afterwards_one_step_logs_a_visit_for_each_firm_with_both_sides(
    desk: Desk, firm: str, guests: list[str]
) -> None:
    partner = add(desk, "company", name="合作银行")
    banker = add(desk, "contact", name="何行长", company_id=partner)
    project = add(desk, "project", name="铜产业园", investor_id=firm)
    id, _ = plan_reception(
        desk,
        {
            "title": "来访",
            "starts_on": "2026-03-04",
            "company_id": firm,
            "project_id": project,
            "leader": "甲",
        },
        guests=[*guests, banker],
        hosts=["乙"],
    )
    add_person(desk, id, {"name": "没有名片的人", "side": "theirs"})
    made, _ = write_up(desk, id)
    own, other = desk.store.rows("visit", made)
    assert (own["company_id"], own["project_id"], own["contact_ids"]) == (firm, project, guests)
    assert (other["company_id"], other["project_id"], other["contact_ids"]) == (partner, None, [banker])
    for visit in (own, other):
        assert visit["kind"] == "inward" and visit["state"] == "made"
        assert visit["visited_on"] == date(2026, 3, 4) and visit["our_people"] == ["甲", "乙"]
    assert desk.store.rows("contact", [banker])[0]["last_contact_on"] == date(2026, 3, 4)
    view = view_reception(desk, id)
    assert view.row["state"] == "held" and len(view.visits) == 2
    assert write_up(desk, id)[0] == []
    undo(desk)
    undo(desk)
    assert view_reception(desk, id).row["state"] == "planned" and desk.store.ids("visit") == []


def test_what_lies_ahead_cannot_be_written_up(desk: Desk) -> None:
    with pytest.raises(InvalidRecord):
        write_up(desk, planned(desk, starts_on="2026-03-06"))


def test_a_planned_visit_becomes_a_reception_and_is_the_one_that_was_made(
    desk: Desk, firm: str, guests: list[str]
) -> None:
    visit = add(
        desk,
        "visit",
        visited_on="2026-03-05",
        kind="inward",
        state="planned",
        subject="正威来考察",
        company_id=firm,
        contact_ids=guests,
        our_people=["陈国强", "周敏"],
    )
    id, _ = reception_of_visit(desk, visit)
    view = view_reception(desk, id)
    assert (view.row["title"], view.row["company_id"], view.row["leader"]) == ("正威来考察", firm, "陈国强")
    assert len(view.guests) == 2 and names(view.hosts) == ["陈国强", "周敏"]
    made, _ = write_up(desk, id)
    assert made == [visit] and desk.store.rows("visit", [visit])[0]["state"] == "made"


def test_it_is_on_the_page_of_today_until_it_is_written_up(desk: Desk, firm: str) -> None:
    id = planned(desk, company_id=firm)
    later = planned(desk, title="下周", starts_on="2026-03-12")
    (line,) = today_at(desk).of(Why.RECEPTION)
    assert line.row.id == id and line.due == TODAY
    snooze(desk, line, TODAY + timedelta(days=1))  # its day is other people's too: it only sleeps
    assert today_at(desk).of(Why.RECEPTION) == ()
    assert desk.store.rows("reception", [id])[0]["starts_on"] == TODAY
    settle(desk, line)
    assert view_reception(desk, id).row["state"] == "held"
    assert desk.store.rows("reception", [later])[0]["state"] == "planned"


def test_it_is_on_the_timelines_of_firm_project_and_guest(desk: Desk, firm: str, guests: list[str]) -> None:
    project = add(desk, "project", name="铜产业园", investor_id=firm)
    id, _ = plan_reception(
        desk,
        {"title": "来访", "starts_on": "2026-03-05", "company_id": firm, "project_id": project},
        guests=guests,
    )
    for kind, record in (("company", firm), ("project", project), ("contact", guests[0])):
        shown = [event.row.id for event in timeline(desk, kind, record, changes=False) if event.row]
        assert id in shown, kind
    delete_records(desk, [("reception", id)])
    assert id not in [event.row.id for event in timeline(desk, "contact", guests[0]) if event.row]


def test_the_calendar_file_has_it_and_the_hours_of_its_stops(desk: Desk) -> None:
    id = planned(desk, leader="陈国强", ends_on="2026-03-06")
    add(
        desk, "reception_stop", reception_id=id, title="座谈", held_on="2026-03-05", time="9:30", place="二楼"
    )
    add(desk, "reception_stop", reception_id=id, title="休息", held_on="2026-03-05")
    add(desk, "reception", title="取消", starts_on="2026-03-07", state="called_off")
    tr = Translator()
    entries = {one.title: one for one in ahead(desk, lambda row: str(row["title"]), tr.tr("kind.reception"))}
    assert entries.keys() == {"正威来访", "座谈"}
    assert entries["正威来访"].last == date(2026, 3, 6) and entries["正威来访"].busy
    assert entries["座谈"].at is not None and entries["座谈"].place == "二楼"
