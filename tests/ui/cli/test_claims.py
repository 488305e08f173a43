"""Claims and cases through the command line."""

from typing import Any

from tests.ui.cli.conftest import Outpost

NAME = "合肥华清光学科技有限公司"


def _company(outpost: Outpost, name: str = NAME) -> str:
    return str(outpost("add", "company", "--json", "-", given={"name": name}).answer["id"])


def test_claiming_checking_and_claiming_again(outpost: Outpost) -> None:
    assert outpost("check-claim", NAME).answer["verdict"] == "free"
    company = _company(outpost)
    done = outpost("claim", "company", company, "--evidence", "登门拜访", "--channel", "fair")
    values: dict[str, Any] = done.answer["record"]["values"]
    assert (values["title"], values["seq"], values["channel"]) == (NAME, 1, "fair")
    checked = outpost("check-claim", "华清光学科技").answer
    assert (checked["verdict"], checked["state"], checked["units"]) == ("own", "claimed", [])
    again = outpost("claim", "company", company)
    assert (again.exit_code, again.error["code"]) == (9, "already_claimed")


def test_claims_are_written_once(outpost: Outpost) -> None:
    claim = outpost("claim", "company", _company(outpost)).answer["id"]
    refused = outpost("delete", "claim", claim)
    assert (refused.exit_code, refused.error["code"]) == (9, "written_once")


def test_a_claim_needs_an_enterprise_and_a_kind_that_has_one(outpost: Outpost) -> None:
    project = outpost("add", "project", "--json", "-", given={"name": "光学项目"}).answer["id"]
    assert outpost("claim", "project", project).exit_code == 3
    assert outpost("claim", "contact", project).exit_code == 2


def test_nothing_to_rule_on_and_nothing_due(outpost: Outpost) -> None:
    assert outpost("clashes").answer["clashes"] == []
    assert outpost("claim-reminders").answer["reminders"] == []
    rule = ("rule", "nowhere", "--ruling", "one", "--share", "甲=100", "--reason", "先报")
    refused = outpost(*rule)
    assert (refused.exit_code, refused.error["code"]) == (4, "no_such_case")
