"""Alerts on the command line: what is refused and how it is said, both languages, lights of no record."""

import pytest

from tests.ui.cli.conftest import Outpost

SIGNED = {"name": "储能", "stage": "signed", "contract_on": "2024-06-03", "responsible_unit": "县功镇"}
LATER = ("--until", "2099-06-04", "--reason", "等批文")


@pytest.fixture
def project(outpost: Outpost) -> str:
    id = outpost("add", "project", "--json", "-", given=SIGNED).answer["id"]
    assert isinstance(id, str)
    return id


def problems(outpost: Outpost, *arguments: str) -> list[tuple[str, str]]:
    outcome = outpost("alerts", "snooze", *arguments)
    assert outcome.exit_code == 3 and outcome.error["code"] == "invalid_record"
    return [(one["field"], one["message"]) for one in outcome.error["problems"]]


def test_nothing_is_lit_in_a_new_profile(outpost: Outpost) -> None:
    for more in ((), ("--all",), ("--all", "--light", "node_overdue")):
        assert outpost("alerts", "list", *more).answer["alerts"] == []


def test_the_light_chosen_and_the_words_of_each_language(outpost: Outpost, project: str) -> None:
    given = {"title": "开工", "planned_on": "2024-07-01", "project_id": project}
    node = outpost("add", "node", "--json", "-", given=given).answer["id"]
    found = outpost("alerts", "list").answer["alerts"]
    assert [one["light"] for one in found] == ["node_overdue", "signed_not_landed"], "in the pack's order"
    assert {one["level"] for one in found} == {"red"} and {one["unit"] for one in found} == {"县功镇"}
    (late,) = outpost("alerts", "list", "--light", "node_overdue").answer["alerts"]
    assert late["on"] == {"kind": "node", "id": node}
    assert late["opens"] == {"kind": "project", "id": project}
    assert (late["name"], late["put_off"]) == ("节点逾期", None) and "开工" in late["says"]
    (late,) = outpost("--lang", "en", "alerts", "list", "--light", "node_overdue").answer["alerts"]
    assert late["name"] == "Milestone overdue" and "2024-07-01" in late["says"]


def test_what_is_refused_says_which_word(outpost: Outpost, project: str) -> None:
    where = ("--light", "signed_not_landed", "--kind", "project", "--id", project)
    ((field, said),) = problems(outpost, "--light", "moon", "--kind", "project", "--id", project, *LATER)
    assert field == "light" and "signed_not_landed" in said
    assert problems(outpost, *where, "--until", "2024-01-01", "--reason", "等")[0][0] == "until"
    assert problems(outpost, *where, "--reason", "等")[0][0] == "until"
    assert problems(outpost, *where, "--until", "2099-01-01") == [("reason", "必填，请填写")]
    ((field, _),) = problems(outpost, "--light", "signed_not_landed", *LATER)
    assert field == "parent_id", "it would hang on no record and put nothing off"
    ((field, _),) = problems(outpost, "--light", "signed_not_landed", "--kind", "project", *LATER)
    assert field == "parent_id"
    assert outpost("alerts", "list", "--all").answer["alerts"][0]["put_off"] is None


def test_put_off_and_undone(outpost: Outpost, project: str) -> None:
    where = ("--light", "signed_not_landed", "--kind", "project", "--id", project)
    made = outpost("alerts", "snooze", *where, *LATER)
    assert made.exit_code == 0 and made.answer["record"]["values"]["parent_id"] == project
    assert outpost("alerts", "list").answer["alerts"] == []
    assert outpost("undo").exit_code == 0
    assert len(outpost("alerts", "list").answer["alerts"]) == 1


def test_the_laptops_own_light_needs_no_record(outpost: Outpost) -> None:
    made = outpost("alerts", "snooze", "--light", "laptop_not_synced", *LATER)
    assert made.exit_code == 0 and made.answer["record"]["values"]["light"] == "laptop_not_synced"
