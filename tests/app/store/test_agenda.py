"""What is due comes out of any number of records by its indexes, in order, and nothing else does."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from app.services.desk import Desk
from app.services.records import complete_step, create_record, delete_records
from app.store.errors import UnknownField
from app.store.reading import Filter
from tests.fakes.stores import SteppingClock, new_desk, new_store

TODAY = date(2026, 11, 20)
SUNDAY = date(2026, 11, 22)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = new_desk(tmp_path)
    yield desk
    desk.store.close()


def step(desk: Desk, title: str, due: str | None, owner: str | None = "周敏") -> str:
    return create_record(desk, "next_step", {"title": title, "due_on": due, "owner": owner})[0]


def titles(desk: Desk, kind: str, ids: tuple[str, ...]) -> list[Any]:
    return [
        row[{"next_step": "title", "visit": "subject", "contact": "name", "greeting": "title"}[kind]]
        for row in desk.store.rows(kind, ids)
    ]


def test_open_steps_come_by_their_days_up_to_the_last_one(desk: Desk) -> None:
    step(desk, "周日", "2026-11-22")
    step(desk, "逾期", "2026-11-12")
    step(desk, "今天", "2026-11-20")
    step(desk, "下周", "2026-11-23")
    step(desk, "没有期限", None)
    complete_step(desk, step(desk, "做完", "2026-11-19"))
    delete_records(desk, [("next_step", step(desk, "删了", "2026-11-19"))])
    due = desk.store.agenda.due("next_step", today=TODAY, until=SUNDAY)
    assert titles(desk, "next_step", due) == ["逾期", "今天", "周日"]


def test_steps_of_others_are_theirs(desk: Desk) -> None:
    for owner in ("周敏", "王芳", None):
        step(desk, str(owner), "2026-11-20", owner)
    mine = desk.store.agenda.due("next_step", today=TODAY, until=SUNDAY, owner="周敏")
    assert sorted(titles(desk, "next_step", mine)) == ["None", "周敏"]
    assert len(desk.store.agenda.due("next_step", today=TODAY, until=SUNDAY)) == 3


def test_nodes_of_the_plan_are_due_like_steps(desk: Desk) -> None:
    project = create_record(desk, "project", {"name": "二期"})[0]
    for title, day, owner in (
        ("开工", "2026-11-21", "周敏"),
        ("竣工", "2027-05-01", "周敏"),
        ("环评", "2026-11-01", "王芳"),
    ):
        node = {"title": title, "planned_on": day, "owner": owner, "project_id": project}
        create_record(desk, "node", node)
    own = desk.store.agenda.due("node", today=TODAY, until=SUNDAY, owner="周敏")
    everybody = desk.store.agenda.due("node", today=TODAY, until=SUNDAY)
    assert [[row["title"] for row in desk.store.rows("node", ids)] for ids in (own, everybody)] == [
        ["开工"],
        ["环评", "开工"],
    ]


def of_an_older_version(desk: Desk) -> None:
    """As laptops write that do not say whether a visit is planned."""
    with desk.store.write(actor="李四", label="older") as work:
        for id in desk.store.ids("visit"):
            work.update("visit", id, {"state": None})


def test_a_visit_called_off_or_made_is_not_due(desk: Desk) -> None:
    for state in ("planned", "made", "called_off"):
        create_record(
            desk, "visit", {"subject": state, "visited_on": TODAY + timedelta(days=1), "state": state}
        )
    assert titles(desk, "visit", desk.store.agenda.due("visit", today=TODAY, until=SUNDAY)) == ["planned"]


def test_open_promises_come_by_their_days(desk: Desk) -> None:
    told = {"side": "ours", "promised_on": "2026-11-01"}
    for title, day, owner, closed in (
        ("本周", "2026-11-22", "周敏", None),
        ("逾期", "2026-11-12", None, None),
        ("兑现了", "2026-11-12", "周敏", "2026-11-12"),
        ("别人的", "2026-11-12", "王芳", None),
        ("下周", "2026-11-23", "周敏", None),
    ):
        values = {**told, "title": title, "due_on": day, "owner": owner, "closed_on": closed}
        create_record(desk, "promise", values)
    due = desk.store.agenda.due("promise", today=TODAY, until=SUNDAY, owner="周敏")
    assert [row["title"] for row in desk.store.rows("promise", due)] == ["逾期", "本周"]


def test_planned_visits_are_those_noted_before_their_day(desk: Desk) -> None:
    for subject, day in (
        ("今天见过", TODAY),
        ("明天要见", TODAY + timedelta(days=1)),
        ("下周要见", SUNDAY + timedelta(days=1)),
    ):
        create_record(desk, "visit", {"subject": subject, "visited_on": day})
    of_an_older_version(desk)
    due = desk.store.agenda.due("visit", today=TODAY, until=SUNDAY)
    assert titles(desk, "visit", due) == ["明天要见"]
    tomorrow = desk.store.agenda.due("visit", today=TODAY + timedelta(days=1), until=SUNDAY)
    assert titles(desk, "visit", tomorrow) == ["明天要见"]
    assert titles(desk, "visit", tuple(desk.store.agenda.visited(TODAY, SUNDAY))) == ["明天要见", "今天见过"]


@pytest.mark.parametrize(
    ("noted", "planned"),
    [(datetime(2026, 11, 20, 15, 59, tzinfo=UTC), True), (datetime(2026, 11, 20, 16, 1, tzinfo=UTC), False)],
)
def test_the_day_begins_at_midnight_in_china(tmp_path: Path, noted: datetime, planned: bool) -> None:
    desk = Desk(new_store(tmp_path / "late", clock=SteppingClock(noted)), "周敏")
    create_record(desk, "visit", {"subject": "见面", "visited_on": "2026-11-21"})
    of_an_older_version(desk)
    assert bool(desk.store.agenda.due("visit", today=date(2026, 11, 21), until=SUNDAY)) is planned
    desk.store.close()


def test_people_are_silent_once_their_days_are_over(desk: Desk) -> None:
    for name, every, last in (
        ("刚联系", 30, "2026-11-01"),
        ("该联系", 30, "2026-10-21"),
        ("早该联系", 7, "2026-10-01"),
        ("从未联系", 90, None),
        ("不必联系", None, "2020-01-01"),
    ):
        create_record(desk, "contact", {"name": name, "contact_every_days": every, "last_contact_on": last})
    due = desk.store.agenda.due("contact", today=TODAY, until=SUNDAY)
    assert titles(desk, "contact", due) == ["从未联系", "早该联系", "该联系"]


def test_greetings_are_owed_to_the_people_kept_up_with(desk: Desk) -> None:
    for name, every, last in (
        ("问候过", 30, "2026-11-15"),
        ("没问候", 30, "2026-11-01"),
        ("路人", None, None),
    ):
        create_record(desk, "contact", {"name": name, "contact_every_days": every, "last_contact_on": last})
    assert titles(desk, "contact", desk.store.agenda.ungreeted(date(2026, 11, 10))) == ["没问候"]


def test_how_many_there_are_without_reading_them(desk: Desk) -> None:
    complete_step(desk, step(desk, "做完", "2026-11-19"))
    delete_records(desk, [("next_step", step(desk, "删了", None))])
    step(desk, "要做", None)
    agenda = desk.store.agenda
    assert agenda.how_many("next_step") == 2
    assert agenda.how_many("next_step", [Filter("done_on", "empty")]) == 1
    with pytest.raises(UnknownField):
        agenda.how_many("next_step", [Filter("mood", "empty")])


def test_trips_under_way(desk: Desk) -> None:
    trips = {
        "在途": ("2026-11-18", "2026-11-20"),
        "过了": ("2026-11-01", "2026-11-19"),
        "还早": ("2026-11-21", "2026-11-30"),
    }
    for title, (first, last) in trips.items():
        create_record(desk, "trip", {"title": title, "starts_on": first, "ends_on": last})
    found = desk.store.rows("trip", desk.store.agenda.under_way(TODAY))
    assert [row["title"] for row in found] == ["在途"]


def test_sqlite_uses_the_indexes(desk: Desk) -> None:
    """A word changed in a condition would make it read every record instead."""
    asked: list[tuple[str, Any]] = []
    agenda = desk.store.agenda
    with agenda._reading() as connection:
        engine = connection.engine
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    for kind in ("next_step", "node", "visit", "contact"):
        agenda.due(kind, today=TODAY, until=SUNDAY, owner="周敏")
    agenda.under_way(TODAY)
    agenda.due("promise", today=TODAY, until=SUNDAY, owner="周敏")
    agenda.visited(TODAY, SUNDAY)
    agenda.ungreeted(TODAY)
    agenda.to_greet(TODAY, spring=True)
    agenda.greetings(TODAY)
    plans = []
    with engine.connect() as connection:
        for sql, values in [one for one in asked if one[0].startswith("SELECT")]:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
            plans.append(" ".join(str(row[3]) for row in rows))
    used = [
        "next_step_open",
        "node_open",
        "visit_by_day",
        "contact_turn",
        "trip",
        "promise_open",
        "visit_by_day",
        "contact_turn",
        "contact_greeted",
        "greeting_open",
    ]
    assert all(name in plan for name, plan in zip(used, plans, strict=True)), plans


def test_people_to_greet_at_a_festival(desk: Desk) -> None:
    for name, greet, last in (
        ("逢节", "festivals", "2026-11-01"),
        ("问过", "festivals", "2026-11-15"),
        ("春节", "spring", None),
        ("不必", None, None),
    ):
        create_record(desk, "contact", {"name": name, "greet": greet, "last_contact_on": last})
    agenda = desk.store.agenda
    assert titles(desk, "contact", agenda.to_greet(date(2026, 11, 10), spring=False)) == ["逢节"]
    assert titles(desk, "contact", agenda.to_greet(date(2026, 11, 10), spring=True)) == ["逢节", "春节"]


def test_greetings_owed_by_a_day(desk: Desk) -> None:
    person, _ = create_record(desk, "contact", {"name": "宋启明"})
    for title, due, done in (
        ("住院", "2026-11-20", None),
        ("以后", "2026-12-30", None),
        ("做过", "2026-11-01", "2026-11-02"),
    ):
        values = {"title": title, "contact_id": person, "due_on": due, "done_on": done}
        create_record(desk, "greeting", values)
    assert titles(desk, "greeting", desk.store.agenda.greetings(SUNDAY)) == ["住院"]


def test_trips_under_way_on_a_day(desk: Desk) -> None:
    def trip(name: str, **values: object) -> str:
        return create_record(desk, "trip", {"title": name, **values})[0]

    long = trip("长三角", starts_on="2026-11-18", ends_on="2026-11-22")
    short = trip("一天", starts_on="2026-11-20")
    trip("过了", starts_on="2026-11-10", ends_on="2026-11-19")
    trip("还没有", starts_on="2026-11-21", ends_on="2026-11-25")
    trip("取消了", starts_on="2026-11-20", ends_on="2026-11-21", called_off=True)
    assert desk.store.agenda.under_way(TODAY) == (long, short)
