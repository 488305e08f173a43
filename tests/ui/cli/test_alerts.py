"""Alerts through the command line."""

from tests.ui.cli.conftest import Outpost


def test_alerts_are_listed_and_put_off(outpost: Outpost) -> None:
    given = {"name": "储能", "stage": "signed", "contract_on": "2024-06-03"}
    id = outpost("add", "project", "--json", "-", given=given).answer["id"]
    (alert,) = outpost("alerts", "list").answer["alerts"]
    assert (alert["light"], alert["level"], alert["title"]) == ("signed_not_landed", "red", "储能")
    assert alert["says"].startswith("签约") and alert["opens"] == {"kind": "project", "id": id}
    where = ("--light", alert["light"], "--kind", "project", "--id", id)
    assert outpost("alerts", "snooze", *where, "--until", "2024-06-04", "--reason", "等").exit_code == 3
    assert outpost("alerts", "snooze", *where, "--until", "2099-06-04").exit_code == 3
    made = outpost("alerts", "snooze", *where, "--until", "2099-06-04", "--reason", "等批文")
    assert made.answer["record"]["values"]["reason"] == "等批文"
    assert outpost("alerts", "list").answer["alerts"] == []
    (alert,) = outpost("alerts", "list", "--all").answer["alerts"]
    assert alert["put_off"]["values"]["until"] == "2099-06-04"
