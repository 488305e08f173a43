"""Headquarters judges applications and their steps, whatever the laptop let pass."""

from dataclasses import replace
from typing import Any

import pytest

from sync.protocol.messages import Verdict
from tests.sync.hq.office import Laptop, Office

STEPS = ["deputy_reviews", "office_meeting", "county_head_approves"]
FILED = {
    "title": "储能项目",
    "filed_on": "2026-03-01",
    "categories": ["I"],
    "land": "40",
    "route": "office",
    "steps": STEPS,
}


@pytest.fixture(autouse=True)
def pack_of_the_county(office: Office) -> None:
    office.store = replace(office.store, pack="panan")


def says(laptop: Laptop, action: Any, kind: str, id: str, fields: dict[str, Any] | None = None) -> Verdict:
    return laptop.exchange(laptop.operation(action, kind, id, fields), schema=3).verdicts[0]


def file(laptop: Laptop, project: str, **values: Any) -> tuple[str, Verdict]:
    id = laptop.new_id()
    return id, says(laptop, "create", "approval", id, {**FILED, "project_id": project, **values})


def step(laptop: Laptop, project: str, approval: str, number: int, **values: Any) -> tuple[str, Verdict]:
    id = laptop.new_id()
    fields = {
        "title": f"第{number}步",
        "project_id": project,
        "approval_id": approval,
        "number": number,
        "step": STEPS[number - 1],
        "outcome": "passed",
        "decided_on": f"2026-03-0{number + 1}",
    }
    return id, says(laptop, "create", "approval_step", id, {**fields, **values})


def told(verdict: Verdict) -> tuple[str, str]:
    return verdict.status, verdict.reason


def test_a_sound_application_goes_its_way_to_the_end(office: Office) -> None:
    laptop = office.laptop("张三")
    project = laptop.create()
    approval, filed = file(laptop, project)
    assert told(filed) == ("applied", "")
    early = says(laptop, "update", "approval", approval, {"outcome": (None, "passed")})
    assert told(early) == ("refused", "rules.approval.undecided")
    for number in (1, 2, 3):
        assert step(laptop, project, approval, number)[1].status == "applied"
    done = says(laptop, "update", "approval", approval, {"outcome": (None, "passed")})
    assert done.status == "applied"
    office.assert_digests_hold(laptop)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"steps": ["deputy_approves"], "route": "deputy"}, "rules.approval.route"),
        ({"land": "60"}, "rules.approval.route"),
        ({"categories": ["Z"]}, "rules.approval.no_route"),
        ({"outcome": "passed"}, "rules.approval.undecided"),
        ({"steps": "office"}, "rules.approval.route"),
        ({"facts": {"land": "3"}}, ""),
    ],
)
def test_an_application_must_have_the_route_that_the_pack_gives(
    office: Office, values: dict[str, Any], reason: str
) -> None:
    laptop = office.laptop("张三")
    _, filed = file(laptop, laptop.create(), **values)
    assert told(filed) == (("refused", reason) if reason else ("applied", ""))


def test_two_laptops_that_record_the_same_step_apart(office: Office) -> None:
    one, two = office.laptop("张三"), office.laptop("李四")
    project = one.create()
    approval, _ = file(one, project)
    two.pull()
    assert step(one, project, approval, 1)[1].status == "applied"
    mine, refused = step(two, project, approval, 1, outcome="refused")
    assert told(refused) == ("refused", "rules.approval.twice")
    assert refused.params["number"] == 1
    assert ("approval_step", mine) not in office.records(), "the laptop keeps it, headquarters does not"
    assert told(step(two, project, approval, 3)[1]) == ("refused", "rules.approval.order")
    assert step(two, project, approval, 2)[1].status == "applied"


def test_two_laptops_that_file_for_the_same_project_apart(office: Office) -> None:
    one, two = office.laptop("张三"), office.laptop("李四")
    project = one.create()
    two.pull()
    first, _ = file(one, project)
    assert told(file(two, project)[1]) == ("refused", "rules.approval.other_open")
    gone = says(one, "update", "approval", first, {"outcome": (None, "withdrawn")})
    assert gone.status == "applied"
    assert file(two, project)[1].status == "applied"
    assert told(step(one, project, first, 1)[1]) == ("refused", "rules.approval.withdrawn")


def test_no_step_follows_a_no_nor_comes_without_an_application(office: Office) -> None:
    laptop = office.laptop("张三")
    project = laptop.create()
    approval, _ = file(laptop, project)
    assert told(step(laptop, project, laptop.new_id(), 1)[1]) == ("refused", "rules.approval.none")
    assert step(laptop, project, approval, 1, outcome="sent_back")[1].status == "applied"
    assert told(step(laptop, project, approval, 2)[1]) == ("refused", "rules.approval.over")
    closed = says(laptop, "update", "approval", approval, {"outcome": (None, "sent_back")})
    assert closed.status == "applied"
    again, filed = file(laptop, project)
    assert filed.status == "applied" and again != approval


def test_a_recorded_step_cannot_become_another_and_goes_only_from_the_end(office: Office) -> None:
    laptop = office.laptop("张三")
    project = laptop.create()
    approval, _ = file(laptop, project)
    first, _ = step(laptop, project, approval, 1)
    second, _ = step(laptop, project, approval, 2)
    turned = says(laptop, "update", "approval_step", first, {"outcome": ("passed", "refused")})
    assert told(turned) == ("refused", "rules.approval.over")
    said = says(laptop, "update", "approval_step", first, {"opinion": (None, "同意")})
    assert said.status == "applied", "words may be put right"
    assert told(says(laptop, "delete", "approval_step", first)) == ("refused", "rules.approval.order")
    assert says(laptop, "delete", "approval_step", second).status == "applied"
    assert says(laptop, "restore", "approval_step", second).status == "applied"
    step(laptop, project, approval, 3)
    says(laptop, "update", "approval", approval, {"outcome": (None, "passed")})
    third = next(id for kind, id in office.records() if kind == "approval_step" and id not in (first, second))
    assert told(says(laptop, "delete", "approval_step", third)) == ("refused", "rules.approval.decided")


def test_the_route_is_fixed_once_a_step_is_taken(office: Office) -> None:
    laptop = office.laptop("张三")
    project = laptop.create()
    approval, _ = file(laptop, project)
    widened = says(laptop, "update", "approval", approval, {"land": ("40", "60")})
    assert told(widened) == ("refused", "rules.approval.route")
    step(laptop, project, approval, 1)
    noted = says(laptop, "update", "approval", approval, {"note": (None, "补图")})
    assert noted.status == "applied"
    office.store = replace(office.store, pack="default")  # another pack comes into force meanwhile
    assert step(laptop, project, approval, 2)[1].status == "applied"


def test_older_laptops_are_not_judged(office: Office) -> None:
    laptop = office.laptop("张三")
    fields = {**FILED, "project_id": laptop.create(), "land": "60"}
    operation = laptop.operation("create", "approval", laptop.new_id(), fields)
    assert laptop.exchange(operation, schema=2).verdicts[0].status == "applied"
