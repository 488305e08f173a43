"""Publishing boards through the command line, and what was published before."""

from pathlib import Path

import pytest

from app.profile import open_profile
from app.store.work import ROLE
from tests.ui.cli.conftest import Outpost
from tests.ui.cli.test_scores import set_target, signed


@pytest.fixture
def filled(outpost: Outpost) -> Outpost:
    signed(outpost, "甲厂", "县功镇", "1亿", contract_amount="8000")
    signed(outpost, "乙厂", "磻溪镇", "5亿", contract_amount="5亿")
    set_target(outpost)
    return outpost


def test_only_headquarters_publishes(filled: Outpost) -> None:
    refused = filled("bulletin", "publish")
    assert refused.exit_code and refused.error["code"] == "published_by_headquarters"
    assert filled("bulletin", "list").answer["bulletins"] == []


def test_published_listed_and_shown_again(filled: Outpost, folder: Path) -> None:
    profile = open_profile(folder, passphrase_source=lambda: None)
    with profile.store.replica() as replica:
        replica.set(ROLE, "hq")
    profile.close()
    made = filled("bulletin", "publish", "--on", "2026-10-31").answer
    assert (made["as_of"], made["period"], made["by"]) == ("2026-10-31", "year", "周敏")
    assert (made["city"]["signed"], made["city"]["contract"]) == ("2", "58000")
    board = made["boards"]["unit"]
    told = {line["owner"]: line["points"] for line in board["lines"]}
    assert told == {"磻溪镇": "10", "县功镇": "4"}
    (target,) = next(line["targets"] for line in board["lines"] if line["targets"])
    assert (target["done"], target["share"], target["ahead"]) == ("8000", "40.00%", "-43.33")
    places = {one["id"]: one["places"] for one in board["rankings"]}
    assert [(one["owner"], one["rank"], one["figure"]) for one in places["contract_capital"]] == [
        ("磻溪镇", 1, "50000"),
        ("县功镇", 2, "8000"),
    ]
    filled("bulletin", "publish", "--period", "half", "--on", "2026-03-31")
    listed = filled("bulletin", "list").answer["bulletins"]
    assert [(one["period"], one["as_of"]) for one in listed] == [
        ("half", "2026-03-31"),
        ("year", "2026-10-31"),
    ]
    assert filled("bulletin", "show", made["id"]).answer == made
    assert filled("bulletin", "show").error["code"] == "parameter_missing"
    assert filled("bulletin", "show", listed[0]["id"] + "x").error["code"] == "record_not_found"
    filled("undo")
    assert [one["id"] for one in filled("bulletin", "list").answer["bulletins"]] == [made["id"]]
