"""Answers kept at a desk are those that a desk which remembers nothing gives, whatever changed in between."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.rules.month_sheet import sums
from app.rules.targets import Owner
from app.services.alerts import alerts
from app.services.desk import Desk
from app.services.fund_overview import fund_overview
from app.services.memory import MOST, Memory
from app.services.records import change_record, create_record, delete_records, undo
from app.services.scores.board import Board, board, entries
from app.services.sheet_lines import sheet_lines
from app.store.changed import Changed, Changes, Mark
from tests.app.services.plain_sheets import plain_lines
from tests.fakes.fund_books import UNITS, fill_book, line
from tests.fakes.stores import new_desk

TODAY = date(2026, 11, 20)
GOAL = {"name": "甲局", "owner": "unit", "measure": "signed", "amount": 1, "period": "year"}
GOAL |= {"starts_on": "2026-01-01"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    yield made
    made.store.close()


def told(found: Board) -> tuple[object, ...]:
    return found.lines, dict(found.rankings), found.window, found.whole


def check(desk: Desk) -> None:
    """Everything is as for somebody who has just sat down."""
    fresh = Desk(desk.store, desk.actor)
    assert alerts(desk) == alerts(fresh)
    assert fund_overview(desk) == fund_overview(fresh)
    for owner, kind in ((Owner.UNIT, "year"), (Owner.PERSON, "year"), (Owner.UNIT, "half")):
        found = board(desk, owner=owner, kind=kind)
        assert told(found) == told(board(fresh, owner=owner, kind=kind))
        for one in found.lines[:2]:
            assert entries(desk, found, one.owner) == entries(fresh, found, one.owner)
    for month in (date(2026, 10, 1), date(2026, 11, 1)):
        sheet = sheet_lines(desk, month)
        assert (sheet.lines, sheet.sums) == (tuple(plain_lines(desk, month)), sums(sheet.lines))


def change_something(desk: Desk, dice: random.Random, ids: list[str]) -> None:
    """One of the things that officers do in a day."""
    id, day = dice.choice(ids), TODAY - timedelta(days=dice.randrange(100))
    match dice.randrange(14):
        case 0:
            change_record(desk, "project", id, {"contract_on": day, "contract_amount": dice.randrange(9000)})
        case 1:
            change_record(desk, "project", id, {"responsible_unit": dice.choice(UNITS), "found_by": "林虹"})
        case 2:
            delete_records(desk, [("project", id)])
        case 3:
            with desk.store.write(actor="周敏", label="book") as work:
                work.create("fund_entry", line(dice, id, []))
        case 4:
            booked = desk.store.ids("fund_entry")
            delete_records(desk, [("fund_entry", dice.choice(booked))])
        case 5:
            create_record(desk, "visit", {"subject": "走访", "visited_on": day, "project_id": id})
        case 6:
            some = desk.store.ids("node") or [create_record(desk, "node", a_node(id, day))[0]]
            change_record(desk, "node", dice.choice(some), {"project_id": id, "planned_on": day})
        case 7:
            judged = {"name": "林虹", "project_id": id, "valuable": True, "judged_on": day}
            create_record(desk, "lead_judgement", judged)
        case 8:
            undo(desk)
        case 9 | 10 | 11:
            change_what_counts(desk, dice, id, day)
        case 12:
            told = {"name": f"林{dice.randrange(9)}", "contact_every_days": 7, "last_contact_on": day}
            create_record(desk, "contact", told)
        case _:
            with desk.store.replica() as replica:
                replica.leave("project", [id])


def change_what_counts(desk: Desk, dice: random.Random, id: str, day: date) -> None:
    """What points, targets and shares go by."""
    parts = dice.choice([{UNITS[0]: "60", UNITS[1]: "40"}, {UNITS[1]: "100"}, {}])
    match dice.randrange(4):
        case 0:
            rule_on(desk, dice, id)
        case 1:
            change_record(desk, "project", id, {"credits": {"landing": parts}, "contract_on": day})
        case 2:
            change_record(
                desk, "project", id, {"site_on": day, "investment": dice.choice([None, 4000, 90000])}
            )
        case _:
            change_record(desk, "goal", desk.store.ids("goal")[0], {"amount": dice.randrange(1, 9)})


def rule_on(desk: Desk, dice: random.Random, id: str) -> None:
    """A case on a project, or another ruling on one that there is."""
    percent = dice.choice([0, 30, 100])
    shares = [{"unit_id": "u0", "percent": percent}, {"unit_id": "u1", "percent": 100 - percent}]
    ruling: dict[str, Any] = {"status": dice.choice(["ruled", "ruled", "open"]), "ruling": "shared"}
    known = desk.store.ids("clash")
    with desk.store.write(actor="总部", label="sync") as work:
        ruling |= {"ruled_at": work.now, "shares": shares}
        if known and dice.randrange(2):
            work.update("clash", dice.choice(known), ruling)
            return
        values = {"title": "厂", "key": "厂", "project_id": id, "claimed_at": work.now, "claimant": "林虹"}
        values |= {"laptop": "l", "seq": len(known) + 1, "hash": f"{len(known):064x}"}
        claim = work.create("claim", values)
        parties = [
            {"unit_id": "u0", "unit": UNITS[0], "claims": [{"id": claim}], "timeline": []},
            {"unit_id": "u1", "unit": UNITS[1], "claims": [{"id": "elsewhere"}], "timeline": []},
        ]
        case = {"title": "厂", "case_id": claim, "parties": parties, "opened_at": work.now}
        work.create("clash", case | ruling)


def a_node(project: str, day: date) -> dict[str, object]:
    return {"title": "开工", "project_id": project, "planned_on": day}


@pytest.mark.parametrize("seed", range(3))
def test_after_every_change_the_answers_are_right(desk: Desk, seed: int) -> None:
    dice = random.Random(f"memory {seed}")
    ids = fill_book(desk, dice, projects=30, lines=150)
    goal = {"owner": "person", "measure": "valuable_leads", "amount": Decimal(2), "unit": UNITS[0]}
    create_record(desk, "goal", goal | {"name": "林虹", "period": "year", "starts_on": "2026-01-01"})
    for _ in range(16):
        (
            alerts(desk),
            fund_overview(desk),
            board(desk),
            board(desk, owner=Owner.PERSON),
            sheet_lines(desk, date(2026, 10, 1)),
        )
        change_something(desk, dice, [id for id in ids if desk.store.fields("project", [id], ["name"])])
        check(desk)


def test_a_published_month_a_goal_and_many_changes_at_once(desk: Desk) -> None:
    dice = random.Random("many")
    ids = fill_book(desk, dice, projects=20, lines=100)
    check(desk)
    with desk.store.write(actor="周敏", label="lock") as work:
        lock = {"month": date(2026, 10, 1), "unit_id": "u1", "pack": "chuzhou", "pack_version": 1}
        work.create("month_lock", lock)
    check(desk)
    goal = {"name": UNITS[0], "owner": "unit", "measure": "funds_in_place", "amount": Decimal(10)}
    create_record(desk, "goal", goal | {"period": "year", "starts_on": "2026-01-01"})
    check(desk)
    with desk.store.write(actor="周敏", label="many") as work:
        for _ in range(600):
            work.create("fund_entry", line(dice, dice.choice(ids), []))
    check(desk)


def test_kept_as_long_as_nothing_changed_and_renewed_by_what_did(desk: Desk) -> None:
    memory, asked = Memory(), list[str]()

    def made() -> int:
        asked.append("made")
        return 1

    def renewed(value: int, changes: Changes) -> int | None:
        asked.append(",".join(sorted(changes.kinds)))
        return None if "goal" in changes.kinds else value + 1

    def recall() -> int:
        return memory.recall(desk.store.changed, "answer", made, renewed)

    assert [recall(), recall()] == [1, 1]
    project = create_record(desk, "project", {"name": "储能"})[0]
    assert [recall(), recall()] == [2, 2]
    create_record(desk, "goal", GOAL)
    assert recall() == 1
    with desk.store.replica() as replica:
        replica.leave("project", [project])
    assert recall() == 1
    assert asked == ["made", "project", "goal", "made", "made"]


class Counted(Changed):
    """Knows how often it was asked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.store._read)
        self.marks, self.sinces = 0, 0

    def mark(self) -> Mark:
        self.marks += 1
        return super().mark()

    def since(self, mark: Mark) -> Changes | None:
        self.sinces += 1
        return super().since(mark)


def test_the_store_is_asked_once_for_all_that_is_recalled_at_one_time(desk: Desk) -> None:
    memory, changed, seen = Memory(), Counted(desk), list[Changes]()

    def note(value: str, changes: Changes) -> str:
        seen.append(changes)
        return value

    def recall_all() -> None:
        with memory.at_one_time(changed):
            for key in "abc":
                memory.recall(changed, key, lambda: memory.recall(changed, "inner", str, note), note)

    recall_all()
    assert (changed.marks, changed.sinces, seen) == (1, 0, [])
    create_record(desk, "project", {"name": "储能"})
    recall_all()
    assert (changed.marks, changed.sinces, len(seen)) == (2, 1, 3)
    create_record(desk, "goal", GOAL)
    recall_all()
    assert (changed.marks, changed.sinces) == (3, 2), "what was told of one change is forgotten after it"
    assert [one.kinds for one in seen] == [{"project"}] * 3 + [{"goal"}] * 3
    memory.recall(changed, "a", str, note)
    assert (changed.marks, changed.sinces) == (4, 2)


def test_what_changes_while_it_is_recalled_is_told_the_next_time(desk: Desk) -> None:
    memory, changed = Memory(), desk.store.changed

    def names() -> set[object]:
        return {row["name"] for row in desk.store.rows("project", desk.store.ids("project"))}

    def recall() -> set[object]:
        return memory.recall(changed, "names", names, lambda _, __: names())

    with memory.at_one_time(changed):
        create_record(desk, "project", {"name": "储能"})
        assert recall() == {"储能"}
        create_record(desk, "project", {"name": "光伏"})
    assert recall() == {"储能", "光伏"}


def test_only_so_much_is_kept(desk: Desk) -> None:
    memory, made = Memory(), list[int]()

    def ask(at: int) -> None:
        def make() -> int:
            made.append(at)
            return at

        memory.recall(desk.store.changed, at, make, lambda value, _: value)

    for at in range(MOST):
        ask(at)
    ask(0)  # so that the next one is the oldest
    ask(MOST)
    ask(0)
    assert made == [*range(MOST), MOST]
    ask(1)
    assert made[-1] == 1


def test_desks_share_nothing(desk: Desk) -> None:
    assert desk == Desk(desk.store, desk.actor)
    assert desk.memory is not Desk(desk.store, desk.actor).memory
