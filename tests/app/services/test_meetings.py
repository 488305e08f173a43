"""Meetings: planned, with an agenda, decided, with what is assigned; and what they do to approvals."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.services import approvals, meetings, records
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.today import Why, today_at
from app.store.work import PACK
from tests.fakes.stores import new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    with made.store.replica() as replica:
        replica.set(PACK, "panan")
    yield made
    made.store.close()


def project(desk: Desk, name: str = "储能项目", stage: str = "negotiating") -> str:
    return records.create_record(desk, "project", {"name": name, "stage": stage, "investment": "3亿"})[0]


def meeting(desk: Desk, on: str = "2026-11-10", body: str = "assessment_group", **more: object) -> str:
    return meetings.plan_meeting(desk, {"body": body, "held_on": on, **more})[0]


def item_of(desk: Desk, project: str) -> str:
    return meetings.agenda_of(desk, project)[0].id


def test_a_meeting_gets_its_round_and_name_by_itself(desk: Desk) -> None:
    first, second, other, later = (
        meeting(desk),
        meeting(desk, "2026-11-18"),
        meeting(desk, body="leading_group"),
        meeting(desk, "2027-01-08"),
    )
    rows = [records.required_row(desk, "meeting", id) for id in (first, second, other, later)]
    assert [row["round"] for row in rows] == [1, 2, 1, 1]
    assert rows[1]["title"] == "2026年第2次项目研判小组会议"
    named = meetings.plan_meeting(
        desk, {"title": "专题会", "body": "other", "held_on": "2026-11-19", "round": 7}, language="en"
    )[0]
    assert records.required_row(desk, "meeting", named)["title"] == "专题会"
    with pytest.raises(InvalidRecord):
        meetings.plan_meeting(desk, {"body": "other"})


def test_projects_are_put_on_the_agenda_once_in_order_and_moved(desk: Desk) -> None:
    one, two, three = (project(desk, name) for name in ("甲", "乙", "丙"))
    id = meeting(desk)
    meetings.put_on_agenda(desk, id, [one, two], "符合产业方向")
    meetings.put_on_agenda(desk, id, [two, three])
    names = [item.row["title"] for item in meetings.sitting(desk, id).items]
    assert names == ["甲", "乙", "丙"]
    meetings.move_on_agenda(desk, item_of(desk, three), -2)
    meetings.move_on_agenda(desk, item_of(desk, three), -1)
    assert [item.row["title"] for item in meetings.sitting(desk, id).items] == ["丙", "甲", "乙"]
    assert meetings.agenda_of(desk, one)[0]["argument"] == "符合产业方向"


def test_a_meeting_that_is_put_off_takes_its_agenda_along(desk: Desk) -> None:
    lead, id = project(desk), meeting(desk)
    meetings.put_on_agenda(desk, id, [lead])
    records.change_record(desk, "meeting", id, {"held_on": "2026-11-17", "chair": "王县长"})
    assert meetings.agenda_of(desk, lead)[0]["held_on"] == date(2026, 11, 17)
    records.undo(desk)
    assert meetings.agenda_of(desk, lead)[0]["held_on"] == date(2026, 11, 10)


def test_what_a_meeting_decided_and_assigned_is_one_step_that_undo_takes_back(desk: Desk) -> None:
    lead, id = project(desk), meeting(desk)
    meetings.put_on_agenda(desk, id, [lead])
    given = [{"title": "落实用水", "owner": desk.actor, "owner_unit": "县功镇", "due_on": "2026-11-20"}]
    meetings.record_outcome(desk, item_of(desk, lead), "conditional", opinion="补环评", assignments=given)
    (one,) = meetings.sitting(desk, id).items
    assert (one.row["outcome"], one.row["opinion"]) == ("conditional", "补环评")
    assert [row["title"] for row in one.assignments] == ["落实用水"]
    assert records.required_row(desk, "project", lead)["assessed_on"] == date(2026, 11, 10)
    (line,) = today_at(desk).of(Why.STEP)
    assert line.row["title"] == "落实用水", "an assignment is due like any step"
    assert [row.id for row in meetings.assignments_of(desk, lead)] == [line.row.id]
    records.undo(desk)
    assert meetings.assignments_of(desk, lead) == [] and meetings.sitting(desk, id).undecided == 1
    assert records.required_row(desk, "project", lead)["assessed_on"] is None


@pytest.mark.parametrize("outcome", ["sent_back", "refused"])
def test_a_no_is_no_assessment(desk: Desk, outcome: str) -> None:
    lead, id = project(desk), meeting(desk)
    meetings.put_on_agenda(desk, id, [lead])
    meetings.record_outcome(desk, item_of(desk, lead), outcome)
    assert records.required_row(desk, "project", lead)["assessed_on"] is None
    assert meetings.sitting(desk, id).undecided == 0


def test_a_meeting_that_has_not_been_held_decides_nothing(desk: Desk) -> None:
    lead, id = project(desk), meeting(desk, "2026-12-01")
    meetings.put_on_agenda(desk, id, [lead])
    with pytest.raises(InvalidRecord) as refused:
        meetings.record_outcome(desk, item_of(desk, lead), "passed")
    assert refused.value.problems[0].reason.key == "approval.future"


def test_the_meeting_answers_the_step_that_waits_for_it(desk: Desk) -> None:
    id = project(desk, stage="assessed")
    approval, _ = approvals.file_approval(
        desk, id, {"categories": ["I"], "land": "40", "filed_on": "2026-11-02"}
    )
    approvals.record_step(desk, approval, {"outcome": "passed", "decided_on": "2026-11-04"})
    office = meeting(desk, "2026-11-12", "office_meeting", chair="李县长")
    assert [(one.project.id, one.waits) for one in meetings.candidates(desk, "office_meeting")] == [
        (id, True)
    ]
    meetings.put_on_agenda(desk, office, [id])
    meetings.record_outcome(desk, item_of(desk, id), "passed", opinion="同意", language="zh_CN")
    step = approvals.steps_of(desk, approval)[-1]
    assert (step["number"], step["who"], step["opinion"]) == (2, "李县长", "同意")
    assert (step["meeting_id"], step["decided_on"]) == (office, date(2026, 11, 12))
    (one,) = approvals.open_approvals(desk)
    assert one.standing.step == "county_head_approves"


def test_a_meeting_before_its_turn_leaves_the_approval_alone(desk: Desk) -> None:
    id = project(desk, stage="assessed")
    approval, _ = approvals.file_approval(
        desk, id, {"categories": ["I"], "land": "40", "filed_on": "2026-11-15"}
    )
    approvals.record_step(desk, approval, {"outcome": "passed", "decided_on": "2026-11-16"})
    early = meeting(desk, "2026-11-12", "office_meeting")
    meetings.put_on_agenda(desk, early, [id])
    meetings.record_outcome(desk, item_of(desk, id), "passed")
    assert len(approvals.steps_of(desk, approval)) == 1


def test_who_could_go_before_which_body(desk: Desk) -> None:
    talks, done = project(desk, "在谈"), project(desk, "已签", "signed")
    special = project(desk, "特殊", "assessed")
    approvals.file_approval(desk, special, {"categories": ["I"], "land": "1", "special": True})
    assert [one.project.id for one in meetings.candidates(desk, "assessment_group")] == [talks]
    (before,) = meetings.candidates(desk, "standing_committee")
    assert (before.project.id, before.special, before.waits) == (special, True, False)
    assert done not in {one.project.id for one in meetings.candidates(desk, "joint")}
