"""The page of today: everything that is due and nothing else, each settled or put off with one step."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.rules.capture.grammar import read_capture
from app.services.capture import save_capture
from app.services.desk import Desk
from app.services.records import create_record, delete_records, undo
from app.services.today import Line, Why, next_work_day, settle, snooze, today_at, wake
from app.services.visit_order import shift_visit
from app.store.agenda import MOST
from tests.fakes.stores import SteppingClock, new_store

TODAY = date(2026, 11, 20)


def add(desk: Desk, kind: str, **values: Any) -> str:
    return create_record(desk, kind, values)[0]


def told(desk: Desk, **asked: bool) -> list[tuple[str, str]]:
    return [(str(line.why), title(line)) for line in today_at(desk, **asked).lines]


def title(line: Line) -> str:
    return str(line.row.values.get("title") or line.row.values.get("subject") or line.row.values.get("name"))


def fill(desk: Desk) -> None:
    add(desk, "contact", name="单晓雯", contact_every_days=30, last_contact_on="2026-10-01")
    add(desk, "next_step", title="答复用水", due_on="2026-11-12", owner="周敏")
    add(desk, "next_step", title="寄资料", due_on="2026-11-22", owner="周敏")
    add(desk, "next_step", title="别人的事", due_on="2026-11-20", owner="王芳")
    add(desk, "visit", subject="见面", visited_on="2026-11-21")
    project = add(desk, "project", name="二期")
    add(desk, "node", title="开工", planned_on="2026-11-19", owner="周敏", project_id=project)


def test_everything_due_in_the_order_of_its_day_and_calls_last(desk: Desk) -> None:
    fill(desk)
    mine = [
        ("step", "答复用水"),
        ("node", "开工"),
        ("visit", "见面"),
        ("step", "寄资料"),
        ("silent", "单晓雯"),
    ]
    assert told(desk) == mine
    assert told(desk, whole_week=False) == [mine[0], mine[1], mine[4]]
    assert ("step", "别人的事") in told(desk, mine=False)


def test_visits_of_a_day_stand_as_on_their_trip(desk: Desk) -> None:
    late = add(desk, "visit", subject="下午", visited_on="2026-11-21", time="15:00", state="planned")
    add(desk, "visit", subject="上午", visited_on="2026-11-21", time="9:00", state="planned")
    add(desk, "visit", subject="没有钟点", visited_on="2026-11-21", state="planned")
    assert [name for _, name in told(desk)] == ["上午", "下午", "没有钟点"]
    shift_visit(desk, late, -1)
    assert [name for _, name in told(desk)] == ["下午", "上午", "没有钟点"]


def test_one_step_settles_each_sort(desk: Desk) -> None:
    fill(desk)
    for line in today_at(desk).lines:
        settle(desk, line)
    assert told(desk) == []
    person = desk.store.rows("contact", desk.store.ids("contact"))[0]
    assert person["last_contact_on"] == TODAY
    assert [row["state"] for row in desk.store.rows("visit", desk.store.ids("visit"))] == ["made"]
    for _ in range(5):
        undo(desk)
    assert [why for why, _ in told(desk)] == ["step", "node", "visit", "step", "silent"]


def test_what_only_rests_is_woken(desk: Desk) -> None:
    fill(desk)
    with desk.store.write(actor="李四", label="older") as work:  # an older version says nothing of its state
        work.update("visit", desk.store.ids("visit")[0], {"state": None})
    (visit,) = today_at(desk).of(Why.VISIT)
    assert not settle(desk, visit)
    assert today_at(desk).of(Why.VISIT) == ()
    wake(desk, visit)
    assert today_at(desk).of(Why.VISIT) == (visit,)


def test_putting_off_moves_a_step_and_lets_a_person_rest(desk: Desk) -> None:
    fill(desk)
    for line in today_at(desk).lines:
        snooze(desk, line, date(2026, 11, 30))
    assert told(desk) == []
    assert {row["due_on"] for row in desk.store.rows("next_step", desk.store.ids("next_step"))} == {
        date(2026, 11, 30),
        TODAY,
    }


def test_a_rest_ends_on_its_day(tmp_path: Path) -> None:
    clock = SteppingClock()
    desk = Desk(new_store(tmp_path, clock=clock), "周敏")
    add(desk, "contact", name="单晓雯", contact_every_days=30, last_contact_on="2026-10-01")
    snooze(desk, today_at(desk).lines[0], date(2026, 11, 23))
    assert told(desk) == []
    clock.now = datetime(2026, 11, 23, 1, tzinfo=UTC)
    assert told(desk) == [("silent", "单晓雯")]
    desk.store.close()


def test_promises_with_a_day_are_told_as_such(desk: Desk) -> None:
    save_capture(desk, read_capture("今天拜访恒力电子张总 我方答应周日前给用地方案", desk.today()))
    assert [line.why for line in today_at(desk).lines] == [Why.PROMISE]


def test_a_promise_of_the_ledger_is_due_like_a_step(desk: Desk) -> None:
    for title, due, owner in (
        ("给用地方案", "2026-11-18", "周敏"),
        ("寄样品", "2026-11-27", "周敏"),
        ("回函", TODAY, "王芳"),
    ):
        add(desk, "promise", title=title, side="ours", promised_on="2026-11-10", due_on=due, owner=owner)
    assert told(desk) == [("promise", "给用地方案")]
    (line,) = today_at(desk).lines
    assert line.due == date(2026, 11, 18)
    settle(desk, line)
    kept = desk.store.get("promise", line.row.id)
    assert kept is not None and (kept["closed_on"], kept["outcome"]) == (TODAY, "kept")
    undo(desk)
    snooze(desk, line, date(2026, 11, 22))
    assert [(one.row["title"], one.due) for one in today_at(desk).lines] == [
        ("给用地方案", date(2026, 11, 22))
    ]


def test_a_planned_visit_is_asked_for_until_it_is_written_up(desk: Desk) -> None:
    add(desk, "visit", subject="上周要见", visited_on="2026-11-12", state="planned")
    add(desk, "visit", subject="早已忘了", visited_on="2026-10-12", state="planned")
    add(desk, "visit", subject="取消", visited_on="2026-11-21", state="called_off")
    (line,) = today_at(desk).lines
    assert (line.why, line.row["subject"], line.due) == (Why.VISIT, "上周要见", date(2026, 11, 12))
    snooze(desk, line, date(2026, 11, 21))
    assert [one.due for one in today_at(desk).lines] == [date(2026, 11, 21)]


def test_greetings_come_with_the_festival(tmp_path: Path) -> None:
    desk = Desk(new_store(tmp_path, clock=SteppingClock(datetime(2027, 2, 1, 1, tzinfo=UTC))), "周敏")
    add(desk, "contact", name="单晓雯", contact_every_days=90, last_contact_on="2027-01-10")
    add(desk, "contact", name="问候过", contact_every_days=90, last_contact_on="2027-01-31")
    add(desk, "contact", name="路人", last_contact_on="2020-01-31")
    today = today_at(desk)
    assert today.festival == ("spring", date(2027, 2, 6))
    assert [(line.why, line.row["name"]) for line in today.lines] == [(Why.GREETING, "单晓雯")]
    settle(desk, today.lines[0])
    assert today_at(desk).lines == ()
    desk.store.close()


def test_the_trip_and_the_week(desk: Desk) -> None:
    trip = add(desk, "trip", title="长三角", starts_on="2026-11-18", ends_on="2026-11-22")
    firms = [add(desk, "company", name=name) for name in ("甲", "乙")]
    for day, firm, on in (
        ("2026-11-19", 0, trip),
        ("2026-11-20", 0, trip),
        ("2026-11-16", 1, None),
        ("2026-11-15", 1, None),
    ):
        add(desk, "visit", subject="见面", visited_on=day, company_id=firms[firm], trip_id=on)
    add(desk, "visit", subject="要见", visited_on="2026-11-20", trip_id=trip, state="planned")
    today = today_at(desk)
    assert today.trip is not None and today.trip["title"] == "长三角"
    assert (today.trip_visits, today.week_visits, today.week_firms) == (2, 4, 2)
    assert (today.day, today.until) == (TODAY, date(2026, 11, 22))


@pytest.mark.parametrize(
    ("day", "following"),
    [(20, 23), (21, 23), (22, 23), (19, 20)],  # Friday, Saturday, Sunday, Thursday
)
def test_the_next_work_day(day: int, following: int) -> None:
    assert next_work_day(date(2026, 11, day)) == date(2026, 11, following)


def change_something(desk: Desk, dice: random.Random) -> None:
    """One of the things that put something on the page, or take it off."""
    day, trips = TODAY + timedelta(days=dice.randrange(-9, 9)), [*desk.store.ids("trip"), None]
    visit = {"subject": "见面", "state": dice.choice(["planned", "made"]), "trip_id": dice.choice(trips)}
    person = next(iter(desk.store.ids("contact")), None) or add(desk, "contact", name="卢部长")
    sorts: list[tuple[str, dict[str, Any]]] = [
        ("next_step", {"title": dice.choice(["寄资料", "答应：送样"]), "due_on": day, "owner": "周敏"}),
        ("next_step", {"title": "别人的事", "due_on": day, "owner": "王芳"}),
        ("promise", {"title": "答复", "side": "ours", "promised_on": TODAY, "due_on": day}),
        ("node", {"title": "开工", "planned_on": day, "project_id": desk.store.ids("project")[0]}),
        ("visit", visit | {"visited_on": day}),
        ("contact", {"name": "单晓雯", "contact_every_days": 7, "last_contact_on": day}),
        ("greeting", {"title": "慰问", "due_on": day, "contact_id": person}),
        ("trip", {"title": "长三角", "starts_on": day, "ends_on": day + timedelta(days=3)}),
    ]
    kind, told = dice.choice(sorts)
    lines, records = today_at(desk, mine=False).lines, desk.store.ids(kind)
    match dice.randrange(6):
        case 0 if lines:
            settle(desk, dice.choice(lines))
        case 1 if lines:
            snooze(desk, dice.choice(lines), day)
        case 2 if records:
            delete_records(desk, [(kind, dice.choice(records))])
        case 3:
            undo(desk)
        case _:
            add(desk, kind, **told)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_kept_is_what_somebody_sees_who_has_just_sat_down(desk: Desk, seed: int) -> None:
    dice = random.Random(f"today {seed}")
    add(desk, "project", name="二期")
    add(desk, "contact", name="卢部长", greet="festivals")
    for _ in range(40):
        change_something(desk, dice)
        fresh = Desk(desk.store, desk.actor)
        for asked in ({}, {"whole_week": False}, {"mine": False}):
            assert today_at(desk, **asked) == today_at(fresh, **asked)


def test_more_than_is_told_at_once_comes_in_as_the_first_ones_are_done(desk: Desk) -> None:
    with desk.store.write(actor="周敏", label="many") as work:
        for number in range(MOST + 3):
            work.create("next_step", {"title": f"{number:03}", "due_on": TODAY, "owner": "周敏"})
    for _ in range(5):
        kept = today_at(desk)
        assert kept == today_at(Desk(desk.store, desk.actor))
        settle(desk, kept.lines[0])
        settle(desk, kept.lines[-1])
    assert len(today_at(desk).lines) == MOST - 7


def test_what_does_not_depend_on_a_change_stays(desk: Desk) -> None:
    fill(desk)
    before = {line.mark: line for line in today_at(desk).lines}
    new = add(desk, "next_step", title="新的", due_on="2026-11-20", owner="周敏")
    after = today_at(desk).lines
    assert [line.row.id for line in after if before.get(line.mark) is not line] == [new]
    assert len(after) == len(before) + 1
