"""``outpost demands`` (feature 80)."""

from tests.ui.cli.conftest import Outpost


def test_an_ask_is_listed_raised_and_closed(outpost: Outpost) -> None:
    firm = outpost("add", "company", "--json", "-", given={"name": "星澜储能"}).answer["id"]
    told = {"name": "湿法隔膜", "side": "upstream", "company_id": firm, "due_on": "2027-03-31"}
    id = outpost("add", "demand", "--json", "-", given=told).answer["id"]
    lead = outpost("demands", "raise", id).answer["lead"]
    (one,) = outpost("demands", "list", firm).answer["demands"]
    assert (one["firm"], one["leads"][0]["id"]) == ("星澜储能", lead["id"])
    assert outpost("demands", "met", id).answer["record"]["values"]["state"] == "met"
    assert outpost("demands", "list").answer["demands"] == []
    assert len(outpost("demands", "list", "--all").answer["demands"]) == 1
    assert outpost("demands", "drop").error["code"] == "parameter_missing"
