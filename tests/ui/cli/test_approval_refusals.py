"""What the commands on assessment and approval say to what cannot be: code, field, sentence, nothing kept."""

from typing import Any

import pytest

from tests.ui.cli.conftest import Outpost


def project(outpost: Outpost, **values: object) -> str:
    given = {"name": "储能项目", "stage": "negotiating", "land": "10亩", **values}
    return str(outpost("add", "project", "--json", "-", given=given).answer["id"])


def problems(error: dict[str, Any]) -> dict[str, str]:
    """Field → sentence of a refused record."""
    return {one["field"]: one["message"] for one in error["problems"]}


def test_steps_and_days_that_cannot_be(outpost: Outpost) -> None:
    id = project(outpost)
    future = outpost("approval", "file", id, "--json", "-", given={"filed_on": "2099-01-01"})
    assert (future.exit_code, future.error["code"]) == (3, "invalid_record")
    assert problems(future.error) == {"filed_on": "日期不能晚于今天"}
    approval = outpost("approval", "file", id, "--json", "-", given={}).answer["id"]
    for given, field in (
        ({}, "outcome"),
        ({"outcome": "passed", "decided_on": "2099-01-01"}, "decided_on"),
        ({"outcome": "passed", "decided_on": "2000-01-01"}, "decided_on"),
    ):
        refused = outpost("approval", "step", approval, "--json", "-", given=given)
        assert refused.exit_code == 3 and list(problems(refused.error)) == [field]
    shown = outpost("approval", "show", approval).answer
    assert (shown["steps"], shown["state"], shown["next"]) == ([], "open", "招商部门审核")
    english = outpost("--lang", "en", "approval", "show", approval).answer
    assert english["next"] != shown["next"] and english["route"]["steps"] != shown["route"]["steps"]


def test_a_withdrawn_application_is_over(outpost: Outpost) -> None:
    approval = outpost("approval", "file", project(outpost), "--json", "-", given={}).answer["id"]
    outpost("approval", "withdraw", approval)
    for what, given in (("step", {"outcome": "passed"}), ("withdraw", {})):
        again = outpost("approval", what, approval, "--json", "-", given=given)
        assert problems(again.error) == {"outcome": "申请已办结"}
    assert outpost("undo").exit_code == 0
    assert outpost("approval", "show", approval).answer["state"] == "open"


@pytest.mark.parametrize(
    "arguments",
    [
        ("approval", "route", "nobody"),
        ("approval", "show", "nobody"),
        ("approval", "form", "nobody", "--file", "form.docx"),
        ("meeting", "show", "nobody"),
        ("meeting", "agenda", "nobody"),
        ("meeting", "minutes", "nobody", "--file", "minutes.docx"),
        ("review", "list", "nobody"),
        ("service", "list", "nobody"),
        ("service", "done", "nobody"),
    ],
)
def test_what_is_not_there_is_told_by_kind_and_id(outpost: Outpost, arguments: tuple[str, ...]) -> None:
    found = outpost(*arguments)
    assert found.error["code"] == "record_not_found"
    assert found.exit_code not in (0, 2)
    assert found.error["message"]


def test_a_meeting_takes_no_half_outcome_and_no_project_twice(outpost: Outpost) -> None:
    id = project(outpost)
    body = outpost("meeting", "plan", "--json", "-", given={"body": "cabinet", "held_on": "2026-03-02"})
    assert list(problems(body.error)) == ["body"]
    given = {"body": "leading_group", "held_on": "2026-03-02", "title": ""}
    planned = outpost("meeting", "plan", "--json", "-", given=given).answer
    assert planned["record"]["values"]["title"] == "2026年第1次领导小组会议"
    agenda = outpost("meeting", "agenda", planned["id"], "--json", "-", given={"projects": [id, id]}).answer
    (item,) = agenda["items"]
    empty = outpost("meeting", "outcome", item["id"], "--json", "-", given={"opinion": "同意"})
    assert problems(empty.error) == {"outcome": "必填，请填写"}
    assert outpost("meeting", "show", planned["id"]).answer["undecided"] == 1
    late = outpost("meeting", "plan", "--json", "-", given={"body": "joint", "held_on": "2099-03-02"}).answer
    (coming,) = outpost("meeting", "agenda", late["id"], "--json", "-", given={"projects": [id]}).answer[
        "items"
    ]
    early = outpost("meeting", "outcome", coming["id"], "--json", "-", given={"outcome": "passed"})
    assert problems(early.error) == {"outcome": "日期不能晚于今天"}


def test_verdicts_and_services_that_cannot_be(outpost: Outpost) -> None:
    id = project(outpost)
    bare = outpost("review", "set", id, "--item", "tax", "--json", "-", given={"verdict": "not_met"})
    assert problems(bare.error) == {"reason": "不符合的要写明理由"}
    unknown = outpost("review", "set", id, "--item", "feng_shui", "--json", "-", given={"verdict": "met"})
    assert "negative_list" in problems(unknown.error)["item"]
    lift = outpost("service", "start", id, "--item", "lift", "--json", "-", given={})
    assert "registration" in problems(lift.error)["item"]
    given = {"started_on": "2026-03-10"}
    started = outpost("service", "start", id, "--item", "gas", "--json", "-", given=given).answer["id"]
    early = outpost("service", "done", started, "--on", "2026-03-09")
    assert problems(early.error) == {"done_on": "办结日期不能早于受理日期（2026-03-10）"}
    english = outpost("--lang", "en", "service", "done", started, "--on", "2026-03-09")
    assert problems(english.error) == {"done_on": "It cannot be done before it was taken on (2026-03-10)"}
    assert not outpost("service", "list", id).answer["services"][0]["done"]
