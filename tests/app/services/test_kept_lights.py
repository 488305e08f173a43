"""What a desk keeps of lights and of what waits is what a desk reads that knows nothing, whatever changes."""

import random
from collections.abc import Callable

import pytest

from app.errors import OutpostError
from app.services.alerts import alerts
from app.services.approvals import (
    APPROVAL,
    STEP,
    file_approval,
    open_approvals,
    record_step,
    withdraw_approval,
)
from app.services.desk import Desk
from app.services.fund_entries import enter
from app.services.kept_rows import kept_rows
from app.services.meetings import ITEM, plan_meeting, put_on_agenda, record_outcome, sittings
from app.services.records import change_record, create_record, delete_records, undo
from app.services.reviews import SERVICE, finish_service, open_services, start_service

UNITS = ("甲局", "乙局", "")
Dice = random.Random


def add(desk: Desk, kind: str, **values: object) -> str:
    return create_record(desk, kind, values)[0]


def one_of(desk: Desk, dice: Dice, kind: str) -> str:
    return dice.choice(desk.store.ids(kind))


def deed(desk: Desk, project: str) -> None:
    contract = add(desk, "contract", title="合同", project_id=project, deed="contract", amount="500")
    late = {"title": "首期", "due_on": "2026-10-01", "amount": "100"}
    add(desk, "instalment", project_id=project, contract_id=contract, **late)


def filed(desk: Desk, dice: Dice) -> None:
    day = dice.choice(["2026-11-02", "2026-11-18"])
    raw = {"categories": ["I"], "land": "5", "filed_on": day, "investment": "9000"}
    file_approval(desk, one_of(desk, dice, "project"), raw)


def passed(desk: Desk, dice: Dice) -> None:
    said = {
        "outcome": dice.choice(["passed", "passed", "refused"]),
        "who": "王县长",
        "decided_on": "2026-11-18",
    }
    record_step(desk, one_of(desk, dice, APPROVAL), said)


def renamed(desk: Desk, dice: Dice) -> None:
    told = {"responsible_unit": dice.choice(UNITS), "name": f"项目{dice.randrange(9)}"}
    change_record(desk, "project", one_of(desk, dice, "project"), told)


def paid(desk: Desk, dice: Dice) -> None:
    line = {"project_id": one_of(desk, dice, "project"), "month": "2026-11", "amount": "60"}
    enter(desk, line)


def squad(desk: Desk, dice: Dice) -> None:
    people = {"leader": "王局", "county_leader": True, "members": ["甲", "乙"], "target": "300"}
    add(desk, "squad", name="小分队", unit=dice.choice(UNITS), since="2026-01-01", **people)


def served(desk: Desk, dice: Dice) -> None:
    start_service(desk, one_of(desk, dice, "project"), dice.choice(["registration", "land_permit"]), {})


def met(desk: Desk, dice: Dice) -> None:
    meeting = plan_meeting(desk, {"body": "office_meeting", "held_on": "2026-11-18"})[0]
    put_on_agenda(desk, meeting, [one_of(desk, dice, "project")])


def decided(desk: Desk, dice: Dice) -> None:
    assigned = {"title": "补材料", "due_on": "2026-11-17"}
    record_outcome(desk, one_of(desk, dice, ITEM), "passed", assignments=[assigned])


THINGS: tuple[Callable[[Desk, Dice], object], ...] = (
    filed,
    filed,
    passed,
    passed,
    renamed,
    renamed,
    paid,
    squad,
    served,
    met,
    lambda desk, dice: finish_service(desk, one_of(desk, dice, SERVICE)),
    lambda desk, dice: record_outcome(
        desk, one_of(desk, dice, ITEM), "passed", assignments=[{"title": "补", "due_on": "2026-11-30"}]
    ),
    lambda desk, dice: deed(desk, one_of(desk, dice, "project")),
    lambda desk, dice: withdraw_approval(desk, one_of(desk, dice, APPROVAL), "改报"),
    lambda desk, dice: delete_records(desk, [(STEP, one_of(desk, dice, STEP))]),
    lambda desk, dice: delete_records(desk, [("project", one_of(desk, dice, "project"))]),
    lambda desk, dice: change_record(
        desk, "project", one_of(desk, dice, "project"), {"stage": "landed", "site_on": "2026-11-02"}
    ),
    lambda desk, _dice: undo(desk),
)


@pytest.mark.parametrize("seed", range(4))
def test_they_are_those_told_anew(desk: Desk, seed: int) -> None:
    dice, done = random.Random(f"lights {seed}"), set[int]()
    for n in range(8):
        day = {"stage_on": "2026-10-01", "contract_on": "2026-10-01"} if n % 2 else {}
        stage = "signed" if n % 2 else "assessed"
        add(desk, "project", name=f"项目{n}", stage=stage, responsible_unit=UNITS[n % 3], land="5", **day)
    for _ in range(80):
        thing = dice.randrange(len(THINGS))
        try:
            THINGS[thing](desk, dice)
        except (OutpostError, IndexError):
            continue  # nothing of that sort is there, or it may not be
        done.add(thing)
        fresh = Desk(desk.store, desk.actor)
        assert open_approvals(desk) == open_approvals(fresh)
        assert alerts(desk) == alerts(fresh)
        assert open_services(desk) == open_services(fresh)
        assert sittings(desk) == sittings(fresh)
        ids = desk.store.ids("project")
        ids = ids[: dice.choice([2, len(ids)])]
        with desk.looking():
            known = kept_rows(desk, "project", ids, "test")
        assert known == {row.id: row for row in desk.store.rows("project", ids)}
    assert len(done) > len(THINGS) // 2, "most of them were done"
