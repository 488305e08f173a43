"""Headquarters judges what one request brings: an application, its steps and its end, in their order."""

from dataclasses import replace
from typing import Any

import pytest

from sync.protocol.messages import Operation
from tests.sync.hq.office import Laptop, Office

STEPS = ["deputy_reviews", "office_meeting", "county_head_approves"]


@pytest.fixture(autouse=True)
def pack_of_the_county(office: Office) -> None:
    office.store = replace(office.store, pack="panan")


def filing(laptop: Laptop, project: str, id: str, **values: Any) -> Operation:
    fields = {
        "title": "储能项目",
        "project_id": project,
        "filed_on": "2026-03-01",
        "categories": ["I"],
        "land": "40",
        "route": "office",
        "steps": STEPS,
    }
    return laptop.operation("create", "approval", id, {**fields, **values})


def taking(laptop: Laptop, project: str, approval: str, number: int, **values: Any) -> Operation:
    fields = {
        "title": f"第{number}步",
        "project_id": project,
        "approval_id": approval,
        "number": number,
        "step": STEPS[number - 1],
        "outcome": "passed",
        "decided_on": f"2026-03-0{number + 1}",
    }
    return laptop.operation("create", "approval_step", laptop.new_id(), {**fields, **values})


def reasons(laptop: Laptop, *operations: Operation) -> list[str]:
    """What headquarters says to each operation of one request; "" where it was taken."""
    verdicts = laptop.exchange(*operations, schema=3).verdicts
    return ["" if one.status == "applied" else one.reason for one in verdicts]


def test_a_whole_application_in_one_request(office: Office) -> None:
    laptop = office.laptop("张三")
    project, id = laptop.create(), laptop.new_id()
    steps = [taking(laptop, project, id, number) for number in (1, 2, 3)]
    end = laptop.operation("update", "approval", id, {"outcome": (None, "passed")})
    assert reasons(laptop, filing(laptop, project, id), *steps, end) == [""] * 5
    office.assert_digests_hold(laptop)


def test_within_a_request_the_order_counts(office: Office) -> None:
    laptop = office.laptop("张三")
    project, id = laptop.create(), laptop.new_id()
    early, late = taking(laptop, project, id, 1), taking(laptop, project, id, 2)
    told = reasons(laptop, early, filing(laptop, project, id), late)
    assert told == ["rules.approval.none", "", "rules.approval.order"]
    assert [kind for kind, _ in office.records() if kind == "approval_step"] == []


def test_a_no_within_a_request_ends_what_follows(office: Office) -> None:
    laptop = office.laptop("张三")
    project, id = laptop.create(), laptop.new_id()
    no, after = taking(laptop, project, id, 1, outcome="refused"), taking(laptop, project, id, 2)
    passed = laptop.operation("update", "approval", id, {"outcome": (None, "passed")})
    refused = laptop.operation("update", "approval", id, {"outcome": (None, "refused")})
    told = reasons(laptop, filing(laptop, project, id), no, after, passed, refused)
    assert told == ["", "", "rules.approval.over", "rules.approval.undecided", ""]


@pytest.mark.parametrize(
    ("day", "reason"),
    [("2026-02-28", "rules.approval.before"), ("2026-03-01", ""), ("2026-03-02", "")],
)
def test_a_first_step_is_of_the_day_of_filing_at_the_earliest(office: Office, day: str, reason: str) -> None:
    laptop = office.laptop("张三")
    project, id = laptop.create(), laptop.new_id()
    step = taking(laptop, project, id, 1, decided_on=day)
    assert reasons(laptop, filing(laptop, project, id), step) == ["", reason]


@pytest.mark.parametrize(
    ("land", "special", "route", "steps", "reason"),
    [
        ("50", False, "office", STEPS, ""),
        ("50.01", False, "office", STEPS, "rules.approval.route"),
        ("30", False, "office", STEPS, "rules.approval.route"),
        ("30", True, "office", STEPS, ""),
        ("30", False, "deputy", ["county_head_consents", "deputy_approves"], ""),
        ("30.01", False, "deputy", ["county_head_consents", "deputy_approves"], "rules.approval.route"),
    ],
)
def test_the_customers_bands_hold_at_headquarters_too(
    office: Office, land: str, special: bool, route: str, steps: list[str], reason: str
) -> None:
    laptop = office.laptop("张三")
    values = {"land": land, "special": special, "route": route, "steps": steps}
    assert reasons(laptop, filing(laptop, laptop.create(), laptop.new_id(), **values)) == [reason]


def test_applications_of_two_projects_do_not_meet(office: Office) -> None:
    laptop = office.laptop("张三")
    one, two = laptop.create(), laptop.create()
    first, second = laptop.new_id(), laptop.new_id()
    assert reasons(laptop, filing(laptop, one, first), filing(laptop, two, second)) == ["", ""]
    crossed = taking(laptop, two, first, 1)
    assert reasons(laptop, crossed) == ["rules.approval.none"], "a step hangs on its application's project"
    assert reasons(laptop, taking(laptop, one, first, 1), taking(laptop, two, second, 1)) == ["", ""]


def test_a_removed_application_makes_room_and_takes_no_step(office: Office) -> None:
    laptop = office.laptop("张三")
    project, first, second = laptop.create(), laptop.new_id(), laptop.new_id()
    reasons(laptop, filing(laptop, project, first))
    assert reasons(laptop, laptop.operation("delete", "approval", first)) == [""]
    assert reasons(laptop, taking(laptop, project, first, 1)) == ["rules.approval.none"]
    assert reasons(laptop, filing(laptop, project, second)) == [""]
    again = laptop.operation("restore", "approval", first)
    assert reasons(laptop, again) == ["rules.approval.other_open"]
