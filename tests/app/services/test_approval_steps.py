"""Steps of applications: corrected, undone, refused; what is told of an application that goes on for long."""

from datetime import date

import pytest

from app.i18n import LANGUAGES, Translator
from app.services import approvals, records
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.store.errors import RecordNotFound


def filed(desk: Desk, land: str = "10", on: str = "2026-11-02", **more: object) -> tuple[str, str]:
    """A project and its application under the default pack: two steps up to 30 mu, three up to 50."""
    project, _ = records.create_record(desk, "project", {"name": "储能项目", "stage": "assessed"})
    return project, approvals.file_approval(desk, project, {"land": land, "filed_on": on, **more})[0]


def row(desk: Desk, kind: str, id: str) -> dict[str, object]:
    return dict(records.required_row(desk, kind, id).values)


def state(desk: Desk, project: str) -> tuple[str, int]:
    (one,) = approvals.approvals_of(desk, project)
    return one.standing.state, one.standing.number


def test_what_is_typed_never_moves_a_step_to_another_application(desk: Desk) -> None:
    mine, id = filed(desk)
    other, other_id = filed(desk)
    approvals.record_step(desk, id, {"outcome": "passed", "approval_id": other_id, "project_id": other})
    assert state(desk, mine) == ("open", 2)
    assert state(desk, other) == ("open", 1)
    project, _ = records.create_record(desk, "project", {"name": "丙"})
    third, _ = approvals.file_approval(desk, project, {"land": "1", "project_id": mine, "title": "另名"})
    assert (row(desk, "approval", third)["project_id"], row(desk, "approval", third)["title"]) == (
        project,
        "另名",
    )


@pytest.mark.parametrize(
    ("raw", "field", "reason"),
    [
        ({"number": "2"}, "decided_on", "rules.approval.order"),
        ({"step": "office_meeting"}, "decided_on", "rules.approval.other_step"),
        ({"decided_on": ""}, "decided_on", "rules.value.required"),
        ({"outcome": "withdrawn"}, "outcome", "rules.value.choice"),
        ({"colour": "red"}, "colour", "rules.value.unknown_field"),
    ],
)
def test_a_step_that_is_not_the_next_one(desk: Desk, raw: dict[str, str], field: str, reason: str) -> None:
    project, id = filed(desk)
    with pytest.raises(InvalidRecord) as refused:
        approvals.record_step(desk, id, {"outcome": "passed", **raw})
    problem = refused.value.problems[0]
    assert (problem.field, problem.reason.key) == (field, reason)
    assert state(desk, project) == ("open", 1)
    words = [Translator(language).tr(reason, **problem.reason.params) for language in LANGUAGES]
    assert words[0] != words[1]


@pytest.mark.parametrize("day", ["2026-11-02", "2026-11-20"])
def test_a_step_may_be_of_the_day_it_was_filed_up_to_today(desk: Desk, day: str) -> None:
    project, id = filed(desk)
    for _ in range(2):
        approvals.record_step(desk, id, {"outcome": "passed", "decided_on": day})
    assert state(desk, project) == ("passed", 0)
    assert row(desk, "project", project)["approved_on"] == date.fromisoformat(day)


def test_a_project_approved_before_keeps_the_first_day(desk: Desk) -> None:
    project, id = filed(desk)
    records.change_record(desk, "project", project, {"approved_on": "2026-06-01"})
    for _ in range(2):
        approvals.record_step(desk, id, {"outcome": "passed"})
    assert row(desk, "project", project)["approved_on"] == date(2026, 6, 1)


def test_step_by_step_back_and_forth(desk: Desk) -> None:
    project, id = filed(desk)
    approvals.record_step(desk, id, {"outcome": "passed", "decided_on": "2026-11-04"})
    approvals.record_step(desk, id, {"outcome": "refused", "decided_on": "2026-11-06", "opinion": "不同意"})
    assert state(desk, project) == ("refused", 0)
    records.undo(desk)
    assert state(desk, project) == ("open", 2)
    records.undo(desk)
    assert state(desk, project) == ("open", 1)
    records.redo(desk)
    records.redo(desk)
    assert state(desk, project) == ("refused", 0)
    assert row(desk, "approval", id)["decided_on"] == date(2026, 11, 6)
    assert row(desk, "project", project)["approved_on"] is None


@pytest.mark.parametrize(
    ("since", "waited"),
    [
        ("2026-11-20", 0),
        ("2026-11-19", 1),
        ("2026-11-13", 5),  # over one weekend
        ("2026-11-14", 5),  # filed on a Saturday
        ("2026-09-30", 33),  # 国庆 off to the 7th, the 10th worked
    ],
)
def test_working_days_waited(desk: Desk, since: str, waited: int) -> None:
    project, _ = filed(desk, on=since)
    (one,) = approvals.approvals_of(desk, project)
    assert one.waited == waited


def test_who_has_waited_longest_stands_on_top_and_who_is_decided_waits_no_more(desk: Desk) -> None:
    late, _ = filed(desk, on="2026-11-10")
    first, first_id = filed(desk, on="2026-10-12")
    gone, gone_id = filed(desk, on="2026-01-05")
    approvals.withdraw_approval(desk, gone_id)
    order = [one.row["project_id"] for one in approvals.open_approvals(desk)]
    assert order == [first, late]
    approvals.record_step(desk, first_id, {"outcome": "passed", "decided_on": "2026-11-12"})
    order = [one.row["project_id"] for one in approvals.open_approvals(desk)]
    assert order == [late, first], "it waits anew, for somebody else"
    assert state(desk, gone)[0] == "withdrawn"


@pytest.mark.parametrize(
    ("note", "reason", "kept"),
    [
        ("", "业主另行选址", "业主另行选址"),
        ("缺红线图", " 业主另行选址 ", "缺红线图\n业主另行选址"),
        ("缺红线图", "   ", "缺红线图"),
        ("", "", None),
    ],
)
def test_the_reason_of_a_withdrawal_joins_the_note(
    desk: Desk, note: str, reason: str, kept: str | None
) -> None:
    _, id = filed(desk, note=note)
    approvals.withdraw_approval(desk, id, reason)
    assert row(desk, "approval", id)["note"] == kept
    assert row(desk, "approval", id)["decided_on"] == date(2026, 11, 20)
    records.undo(desk)
    assert (row(desk, "approval", id)["note"], row(desk, "approval", id)["outcome"]) == (note or None, None)


def test_after_a_withdrawal_half_way_no_step_is_recorded(desk: Desk) -> None:
    project, id = filed(desk)
    approvals.record_step(desk, id, {"outcome": "passed"})
    approvals.withdraw_approval(desk, id)
    with pytest.raises(InvalidRecord) as refused:
        approvals.record_step(desk, id, {"outcome": "passed"})
    assert refused.value.problems[0].reason.key == "approval.closed"
    (one,) = approvals.approvals_of(desk, project)
    assert len(one.steps) == 1, "what was said before stays on paper"


def test_what_passed_needs_no_second_application(desk: Desk) -> None:
    project, id = filed(desk)
    for _ in range(2):
        approvals.record_step(desk, id, {"outcome": "conditional"})
    with pytest.raises(InvalidRecord) as refused:
        approvals.file_approval(desk, project, {"land": "10"})
    told = refused.value.problems[0].reason
    assert (told.key, told.params["day"]) == ("rules.approval.other_passed", "2026-11-02")
    assert "2026-11-02" in Translator("en").tr(told.key, **told.params)
    with pytest.raises(InvalidRecord):
        approvals.withdraw_approval(desk, id)


def test_what_is_not_there_is_told(desk: Desk) -> None:
    for act in (
        lambda: approvals.file_approval(desk, "nobody", {"land": "1"}),
        lambda: approvals.record_step(desk, "nothing", {"outcome": "passed"}),
        lambda: approvals.withdraw_approval(desk, "nothing"),
    ):
        with pytest.raises(RecordNotFound):
            act()
    assert approvals.open_approvals(desk) == [] and approvals.approvals_of(desk, "nobody") == []


@pytest.mark.parametrize(
    ("step", "language", "said"),
    [
        ("office_meeting", "zh_CN", "政府办公会议审议"),
        ("zone_decides_elsewhere", "zh_CN", "zone_decides_elsewhere"),
        ("", "en", ""),
    ],
)
def test_a_step_that_the_pack_does_not_know_is_told_by_its_own_word(
    desk: Desk, step: str, language: str, said: str
) -> None:
    assert approvals.step_word(desk, step, language) == said
