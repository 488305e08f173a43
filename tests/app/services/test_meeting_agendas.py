"""Agendas as offices keep them: the same project twice, an item decided again, meetings moved and undone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.services import approvals, meetings, records
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.store.errors import RecordNotFound
from app.store.work import PACK
from tests.fakes.stores import new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    with made.store.replica() as replica:
        replica.set(PACK, "panan")
    yield made
    made.store.close()


def project(desk: Desk, name: str = "储能项目", **values: object) -> str:
    return records.create_record(desk, "project", {"name": name, "stage": "negotiating", **values})[0]


def meeting(desk: Desk, body: str, on: str, **more: object) -> str:
    return meetings.plan_meeting(desk, {"body": body, "held_on": on, **more})[0]


def put(desk: Desk, meeting: str, *projects: str) -> list[str]:
    meetings.put_on_agenda(desk, meeting, projects)
    return [item.row.id for item in meetings.sitting(desk, meeting).items]


def key(error: InvalidRecord) -> tuple[str, str]:
    return error.problems[0].field, error.problems[0].reason.key


def test_a_project_named_twice_stands_on_the_agenda_once(desk: Desk) -> None:
    one, two = project(desk, "甲"), project(desk, "乙")
    id = meeting(desk, "joint", "2026-11-10")
    assert len(put(desk, id, one, two, one)) == 2
    assert len(put(desk, id, two, two)) == 2
    positions = [item.row["position"] for item in meetings.sitting(desk, id).items]
    assert positions == [1, 2]


def test_nothing_is_put_on_the_agenda_when_one_of_the_projects_is_not_there(desk: Desk) -> None:
    one, id = project(desk), meeting(desk, "joint", "2026-11-10")
    with pytest.raises(RecordNotFound):
        meetings.put_on_agenda(desk, id, [one, "no such project"])
    with pytest.raises(RecordNotFound):
        meetings.put_on_agenda(desk, "no such meeting", [one])
    assert meetings.sitting(desk, id).items == ()
    assert meetings.put_on_agenda(desk, id, []).ids == frozenset(), "an empty choice changes nothing"


def test_an_item_goes_no_further_than_the_ends_of_its_agenda(desk: Desk) -> None:
    id = meeting(desk, "joint", "2026-11-10")
    first, second, third = put(desk, id, *(project(desk, name) for name in ("甲", "乙", "丙")))

    def order() -> list[str]:
        return [item.row.id for item in meetings.sitting(desk, id).items]

    meetings.move_on_agenda(desk, first, -1)
    assert order() == [first, second, third]
    meetings.move_on_agenda(desk, first, 99)
    assert order() == [second, third, first]
    meetings.move_on_agenda(desk, third, 0)
    assert order() == [second, third, first]
    records.undo(desk)
    assert order() == [first, second, third], "what moved nothing is nothing to undo"


@pytest.mark.parametrize(
    ("given", "field", "reason"),
    [
        ("", "outcome", "rules.value.required"),
        ("   ", "outcome", "rules.value.required"),
        ("maybe", "outcome", "rules.value.choice"),
        ("withdrawn", "outcome", "rules.value.choice"),
    ],
)
def test_an_outcome_that_is_none_is_refused_and_the_item_stays_open(
    desk: Desk, given: str, field: str, reason: str
) -> None:
    lead, id = project(desk), meeting(desk, "assessment_group", "2026-11-10")
    (item,) = put(desk, id, lead)
    with pytest.raises(InvalidRecord) as refused:
        meetings.record_outcome(desk, item, given, opinion="同意")
    assert key(refused.value) == (field, reason)
    (one,) = meetings.sitting(desk, id).items
    assert (one.row["outcome"], one.row["opinion"]) == (None, None)


def test_an_assignment_that_cannot_be_kept_keeps_nothing_of_the_outcome(desk: Desk) -> None:
    lead, id = project(desk), meeting(desk, "assessment_group", "2026-11-10")
    (item,) = put(desk, id, lead)
    good, bad = {"title": "落实用水", "owner": "王芳"}, {"title": "", "owner": "李强"}
    with pytest.raises(InvalidRecord) as refused:
        meetings.record_outcome(desk, item, "passed", assignments=[good, bad])
    assert key(refused.value) == ("title", "rules.value.required")
    assert meetings.sitting(desk, id).undecided == 1
    assert meetings.assignments_of(desk, lead) == []
    assert records.required_row(desk, "project", lead)["assessed_on"] is None


@pytest.mark.parametrize(
    ("body", "outcome", "assessed"),
    [
        ("assessment_group", "passed", True),
        ("assessment_group", "conditional", True),
        ("leading_group", "passed", True),
        ("assessment_group", "refused", False),
        ("leading_group", "sent_back", False),
        ("office_meeting", "passed", False),
        ("standing_committee", "passed", False),
        ("joint", "passed", False),
        ("other", "passed", False),
    ],
)
def test_only_a_yes_of_those_who_assess_is_an_assessment(
    desk: Desk, body: str, outcome: str, assessed: bool
) -> None:
    lead, id = project(desk), meeting(desk, body, "2026-11-10")
    (item,) = put(desk, id, lead)
    meetings.record_outcome(desk, item, outcome)
    day = records.required_row(desk, "project", lead)["assessed_on"]
    assert day == (date(2026, 11, 10) if assessed else None)


def test_the_first_assessment_keeps_its_day(desk: Desk) -> None:
    lead = project(desk)
    for body, on in (("assessment_group", "2026-11-03"), ("leading_group", "2026-11-10")):
        (item,) = put(desk, meeting(desk, body, on), lead)
        meetings.record_outcome(desk, item, "passed")
    assert records.required_row(desk, "project", lead)["assessed_on"] == date(2026, 11, 3)
    held = [row["held_on"] for row in meetings.agenda_of(desk, lead)]
    assert held == [date(2026, 11, 10), date(2026, 11, 3)], "the latest first"


def test_an_application_of_the_zone_goes_through_both_groups_by_their_meetings(desk: Desk) -> None:
    lead = project(desk)
    id, _ = approvals.file_approval(
        desk, lead, {"categories": ["I"], "land": "50", "zone": True, "filed_on": "2026-11-02"}
    )
    early = meeting(desk, "leading_group", "2026-11-04")
    (item,) = put(desk, early, lead)
    meetings.record_outcome(desk, item, "passed")
    assert approvals.steps_of(desk, id) == [], "the leading group is second"
    for body, on, chair in (
        ("assessment_group", "2026-11-05", "王县长"),
        ("leading_group", "2026-11-09", "陈书记"),
    ):
        (item,) = put(desk, meeting(desk, body, on, chair=chair), lead)
        meetings.record_outcome(desk, item, "conditional", opinion="补图")
    taken = [(step["step"], step["who"], step["outcome"]) for step in approvals.steps_of(desk, id)]
    assert taken == [
        ("assessment_group", "王县长", "conditional"),
        ("leading_group", "陈书记", "conditional"),
    ]
    (one,) = approvals.approvals_of(desk, lead)
    assert (one.standing.number, one.standing.step) == (3, "zone_approves")


def test_a_no_of_the_body_ends_the_application_and_undo_opens_it_again(desk: Desk) -> None:
    lead = project(desk)
    id, _ = approvals.file_approval(desk, lead, {"categories": ["I"], "land": "40", "filed_on": "2026-11-02"})
    approvals.record_step(desk, id, {"outcome": "passed", "decided_on": "2026-11-03"})
    (item,) = put(desk, meeting(desk, "office_meeting", "2026-11-06"), lead)
    meetings.record_outcome(desk, item, "sent_back", opinion="先做节能评估")
    row = records.required_row(desk, "approval", id)
    assert (row["outcome"], row["decided_on"]) == ("sent_back", date(2026, 11, 6))
    assert approvals.open_approvals(desk) == []
    records.undo(desk)
    (one,) = approvals.open_approvals(desk)
    assert (one.row["outcome"], one.standing.step, len(one.steps)) == (None, "office_meeting", 1)
    assert meetings.agenda_of(desk, lead)[0]["outcome"] is None, "meeting and step are one thing done"


@pytest.mark.parametrize(
    ("body", "waits", "others"),
    [
        ("office_meeting", ["等办公会"], ["一事一议"]),
        ("standing_committee", [], ["一事一议"]),
        ("assessment_group", [], ["在谈", "等办公会", "一事一议"]),
        ("leading_group", [], ["在谈", "等办公会", "一事一议"]),
        ("joint", [], ["在谈", "等办公会", "一事一议"]),
    ],
)
def test_who_could_go_before_a_body_and_why(
    desk: Desk, body: str, waits: list[str], others: list[str]
) -> None:
    project(desk, "在谈")
    project(desk, "已研判", assessed_on="2026-10-01")
    project(desk, "已签", stage="signed")
    for name, special, steps in (("等办公会", False, 1), ("一事一议", True, 0)):
        raw = {"categories": ["I"], "land": "40", "special": special}
        id, _ = approvals.file_approval(desk, project(desk, name), raw)
        for _ in range(steps):
            approvals.record_step(desk, id, {"outcome": "passed"})
    found = meetings.candidates(desk, body)
    assert [one.project["name"] for one in found if one.waits] == waits
    assert sorted(one.project["name"] for one in found if not one.waits) == sorted(others)
    assert [one.project["name"] for one in found if one.special] == ["一事一议"]


def test_a_body_that_nobody_waits_for_has_no_candidates(desk: Desk) -> None:
    assert meetings.candidates(desk, "office_meeting") == []
    project(desk)
    assert meetings.candidates(desk, "standing_committee") == []
    assert len(meetings.candidates(desk, "joint")) == 1


@pytest.mark.parametrize(
    ("language", "title"),
    [("zh_CN", "2026年第2次政府办公会议"), ("en", "Office meeting, meeting 2 of 2026")],
)
def test_a_meeting_is_named_in_the_language_of_who_plans_it(desk: Desk, language: str, title: str) -> None:
    meeting(desk, "office_meeting", "2026-03-02")
    values = {"body": "office_meeting", "held_on": "2026-11-10", "title": "  "}
    id, _ = meetings.plan_meeting(desk, values, language=language)
    assert records.required_row(desk, "meeting", id)["title"] == title


def test_the_round_follows_the_highest_that_was_given_and_a_deleted_one_is_free_again(desk: Desk) -> None:
    meeting(desk, "joint", "2026-02-02", round=5)
    sixth = meeting(desk, "joint", "2026-01-12")
    assert records.required_row(desk, "meeting", sixth)["round"] == 6, "whatever the day"
    records.delete_records(desk, [("meeting", sixth)])
    again = meeting(desk, "joint", "2026-03-02")
    assert records.required_row(desk, "meeting", again)["round"] == 6


def test_meetings_stand_with_the_latest_first(desk: Desk) -> None:
    days = ["2026-11-03", "2027-01-05", "2026-02-28"]
    for on in days:
        meeting(desk, "joint", on)
    told = [one.row["held_on"].isoformat() for one in meetings.sittings(desk)]
    assert told == ["2027-01-05", "2026-11-03", "2026-02-28"]


def test_what_was_assigned_stands_open_first_by_its_day(desk: Desk) -> None:
    lead, id = project(desk), meeting(desk, "joint", "2026-11-10")
    (item,) = put(desk, id, lead)
    given = [
        {"title": "晚的", "due_on": "2026-12-20"},
        {"title": "无期限的"},
        {"title": "早的", "due_on": "2026-11-25"},
        {"title": "做完的", "due_on": "2026-11-12"},
    ]
    meetings.record_outcome(desk, item, "passed", assignments=given)
    records.create_record(desk, "next_step", {"title": "自己记的", "project_id": lead})
    done = next(row for row in meetings.assignments_of(desk, lead) if row["title"] == "做完的")
    records.complete_step(desk, done.id)
    told = [row["title"] for row in meetings.assignments_of(desk, lead)]
    assert told == ["早的", "晚的", "无期限的", "做完的"], "what nobody assigned is not among them"
