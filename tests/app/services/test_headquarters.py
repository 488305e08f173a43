"""What headquarters' people alone write is not begun on the laptop of anybody else."""

from collections.abc import Callable
from datetime import date

import pytest

from app.i18n import LANGUAGES, Translator
from app.rules.targets import Owner
from app.services.cells import change_cells, check_for_all
from app.services.desk import Desk
from app.services.headquarters import WrittenByHeadquarters, writes_for_headquarters
from app.services.month_locks import lock_month
from app.services.records import change_record, create_record, delete_records, restore_records
from app.services.scores.goal_sheet import goal_sheet, set_goals
from app.services.scores.goals import set_goal
from app.services.scores.judging import judge_lead
from app.services.scores.standing import decide_merit
from app.store.work import ROLE

WRITES: dict[str, Callable[[Desk], object]] = {
    "target": lambda desk: set_goal(desk, {}),
    "targets": lambda desk: set_goals(desk, goal_sheet(desk, Owner.UNIT, "year", date(2026, 1, 1)), ()),
    "merit": lambda desk: decide_merit(desk, {}),
    "judgement": lambda desk: judge_lead(desk, "", {}),
    "lock": lambda desk: lock_month(desk, date(2026, 3, 1)),
}


def become(desk: Desk, role: str) -> None:
    with desk.store.replica() as replica:
        replica.set(ROLE, role)


@pytest.mark.parametrize("role", ["officer", "leader"])
@pytest.mark.parametrize("what", WRITES)
def test_others_are_stopped_before_anything_is_written(desk: Desk, what: str, role: str) -> None:
    become(desk, role)
    with pytest.raises(WrittenByHeadquarters) as caught:
        WRITES[what](desk)
    assert desk.store.counts().pending == 0
    for language in LANGUAGES:
        assert Translator(language).tr(f"error.{caught.value.code}")


@pytest.mark.parametrize(("role", "may"), [("", True), ("hq", True), ("officer", False), ("leader", False)])
def test_headquarters_people_may_and_whoever_works_alone(desk: Desk, role: str, may: bool) -> None:
    become(desk, role)
    assert writes_for_headquarters(desk) is may


@pytest.mark.parametrize("role", ["officer", "leader", "hq", ""])
@pytest.mark.parametrize("unit", ["*", "north"])
def test_a_list_of_headquarters_is_read_and_an_own_one_written(desk: Desk, role: str, unit: str) -> None:
    with desk.store.write(actor="总部", label="sync") as work:
        wanted = work.create("target_list", {"name": "光电名单", "unit_id": unit})
    become(desk, role)
    may = unit != "*" or role in ("hq", "")
    changes: dict[str, Callable[[], object]] = {
        "change": lambda: change_record(desk, "target_list", wanted, {"note": "急"}),
        "cells": lambda: change_cells(
            desk, "target_list", check_for_all(desk, "target_list", [wanted], "industry", "光电")
        ),
        "delete": lambda: delete_records(desk, [("target_list", wanted)]),
        "restore": lambda: restore_records(desk, [("target_list", wanted)]),
    }
    before = desk.store.content_hash()
    for change in changes.values():
        if may:
            change()
        else:
            with pytest.raises(WrittenByHeadquarters):
                change()
    assert (desk.store.content_hash() == before) is not may
    target = {"name": "华清光学", "list_id": wanted}
    assert create_record(desk, "target", target)[0], "what an officer finds for it is the unit's own"
