"""Assessment and approval through the command line."""

from pathlib import Path

from tests.ui.cli.conftest import Outpost


def project(outpost: Outpost, **values: object) -> str:
    given = {"name": "储能项目", "stage": "negotiating", "land": "40亩", "investment": "3亿", **values}
    return str(outpost("add", "project", "--json", "-", given=given).answer["id"])


def test_a_route_is_tried_filed_and_gone(outpost: Outpost) -> None:
    id = project(outpost)
    tried = outpost("approval", "route", id).answer
    assert (tried["route"]["id"], tried["route"]["row"]) == ("office", "middle")
    assert tried["route"]["why"] and tried["route"]["source"]
    assert tried["placement"] is None and tried["placement_missing"]
    filed = outpost("approval", "file", id, "--json", "-", given={"special": True}).answer
    assert (filed["state"], filed["record"]["values"]["route"]) == ("open", "standing")
    approval = filed["id"]
    assert outpost("approval", "waiting").answer["approvals"][0]["id"] == approval
    again = outpost("approval", "file", id, "--json", "-", given={})
    assert (again.exit_code, again.error["code"]) == (3, "invalid_record")
    step = {"outcome": "passed", "who": "王县长", "opinion": "同意"}
    for _ in range(3):
        outpost("approval", "step", approval, "--json", "-", given=step)
    done = outpost("approval", "step", approval, "--json", "-", given=step).answer
    assert (done["state"], done["next"], len(done["steps"])) == ("passed", None, 4)
    assert outpost("approval", "show", approval).answer["steps"][0]["values"]["who"] == "王县长"
    assert outpost("approval", "waiting").answer["approvals"] == []
    other = outpost("approval", "file", project(outpost), "--json", "-", given={}).answer["id"]
    gone = outpost("approval", "withdraw", other, "--json", "-", given={"reason": "另报"}).answer
    assert (gone["state"], gone["record"]["values"]["note"]) == ("withdrawn", "另报")


def test_a_meeting_is_planned_filled_and_decided(outpost: Outpost) -> None:
    id = project(outpost)
    given = {"body": "assessment_group", "held_on": "2026-03-02", "chair": "王县长"}
    planned = outpost("meeting", "plan", "--json", "-", given=given).answer
    meeting = planned["id"]
    (candidate,) = outpost("meeting", "agenda", meeting).answer["candidates"]
    assert candidate["project"]["id"] == id
    agenda = {"projects": [id], "argument": "符合方向"}
    (item,) = outpost("meeting", "agenda", meeting, "--json", "-", given=agenda).answer["items"]
    outcome = {
        "outcome": "conditional",
        "opinion": "补环评",
        "assignments": [{"title": "落实用水", "owner": "李强"}],
    }
    decided = outpost("meeting", "outcome", item["id"], "--json", "-", given=outcome).answer
    assert decided["undecided"] == 0
    assert decided["items"][0]["assignments"][0]["values"]["owner"] == "李强"
    assert outpost("meeting", "show", meeting).answer == decided
    assert [one["id"] for one in outpost("meeting", "list").answer["meetings"]] == [meeting]
    assert outpost("meeting", "show").exit_code == 2
    assert outpost("approval", "file").exit_code == 2


def test_verdicts_and_services(outpost: Outpost) -> None:
    id = project(outpost)
    asked = outpost("review", "list", id).answer
    assert asked["entry"][0]["verdict"] is None and asked["pre_review"][0]["threshold"]
    given = {"verdict": "met", "found": "300 万元/亩"}
    after = outpost("review", "set", id, "--item", "intensity", "--json", "-", given=given).answer
    assert {one["item"]: one["verdict"] for one in after["entry"]}["intensity"] == "met"
    assert outpost("review", "set", id).exit_code == 2
    started = outpost("service", "start", id, "--item", "water", "--json", "-", given={}).answer
    (served,) = outpost("service", "list", id).answer["services"]
    assert (served["left"], served["done"]) == (10, False)
    outpost("service", "done", started["id"])
    assert outpost("service", "list", id).answer["services"][0]["done"]
    assert outpost("service", "start", id).exit_code == 2


def test_the_form_and_the_minutes_are_written(outpost: Outpost, tmp_path: Path) -> None:
    id = project(outpost)
    approval = outpost("approval", "file", id, "--json", "-", given={}).answer["id"]
    form, minutes = tmp_path / "form.docx", tmp_path / "minutes.docx"
    assert outpost("approval", "form", approval, "--file", str(form)).answer["file"] == str(form)
    meeting = outpost("meeting", "plan", "--json", "-", given={"body": "other", "held_on": "2026-03-02"})
    outpost("meeting", "minutes", meeting.answer["id"], "--file", str(minutes))
    for file in (form, minutes):
        assert file.read_bytes().startswith(b"PK")
    assert outpost("approval", "form", approval).exit_code == 2
    assert outpost("meeting", "minutes").exit_code == 2
