"""``outpost landing`` (feature 6)."""

from tests.ui.cli.conftest import Outpost


def test_places_are_ranked_and_one_is_chosen(outpost: Outpost) -> None:
    lead = {"name": "轴承", "investment": "2亿", "responsible_unit": "甲", "landing_unit": "乙"}
    id = outpost("add", "project", "--json", "-", given=lead).answer["id"]
    answer = outpost("landing", id, "--choose", "here").answer
    assert [(one["place"], one["standing"]) for one in answer["platforms"]] == [
        *(("here", "free"), ("elsewhere", "out"))
    ]
    assert answer["record"]["values"]["landed_at"] == "here" and answer["credits"] is None
    assert outpost("landing", id, "--equal").answer["credits"]["landing"] == {"乙": "100"}
    assert outpost("landing", id, "--choose", "nowhere").error["code"] == "invalid_record"
