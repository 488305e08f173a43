"""Targets, scores and ranks through the command line."""

from typing import Any

import pytest

from app.rules.targets import Owner
from tests.ui.cli.conftest import Outpost
from ui.cli import commands
from ui.cli.verbs.scores import WHATS


def signed(outpost: Outpost, name: str, unit: str, investment: str, **more: Any) -> None:
    given = {"name": name, "stage": "signed", "responsible_unit": unit, "investment": investment}
    outpost("add", "project", "--json", "-", given={**given, "contract_on": "2026-03-01", **more})


def set_target(outpost: Outpost, **more: Any) -> Any:
    given = {"name": "县功镇", "owner": "unit", "measure": "contract_capital", "amount": "2亿"}
    given |= {"period": "year", "starts_on": "2026-01-01"}
    return outpost("target", "set", "--json", "-", given={**given, **more})


@pytest.fixture
def filled(outpost: Outpost) -> Outpost:
    signed(outpost, "甲厂", "县功镇", "1亿", contract_amount="8000")
    signed(outpost, "乙厂", "磻溪镇", "5亿", contract_amount="5亿")
    set_target(outpost)
    return outpost


def test_the_board_the_ledger_and_what_if(filled: Outpost) -> None:
    lines = filled("scores", "--on", "2026-10-31").answer["lines"]
    assert [(line["owner"], line["points"]) for line in lines] == [("磻溪镇", "10"), ("县功镇", "4")]
    (target,) = lines[1]["targets"]
    told = {name: target[name] for name in ("target", "done", "share", "ahead", "missing", "last")}
    assert told == {
        "target": "20000",
        "done": "8000",
        "share": "40.00%",
        "ahead": "-43.33",
        "missing": "12000",
        "last": "2026-12-31",
    }
    more = {"investment": "10亿", "contract_amount": "10亿"}
    answer = filled("scores", "--on", "2026-10-31", "--owner", "县功镇", "--json", "-", given=more).answer
    (entry,) = answer["ledger"]
    assert entry["project"]["name"] == "甲厂" and entry["rule"]["id"] == "from_1_yi"
    assert entry["rule"]["source"] == "004 2 §3.4" and entry["rule"]["document"]
    assert answer["missing"]["points"] == {"rank": 1, "ahead": ["磻溪镇"], "missing": "6"}
    assert answer["what_if"]["points"] == "15" and answer["what_if"]["total"] == "19"
    assert answer["what_if"]["ranks"]["points"] == {"now": 2, "then": 1}


def test_ranks(filled: Outpost) -> None:
    (points,) = filled("rank", "--ranking", "points", "--on", "2026-10-31").answer["rankings"]
    assert [(one["owner"], one["rank"], one["risen"]) for one in points["places"]] == [
        ("磻溪镇", 1, 0),
        ("县功镇", 2, 0),
    ]
    assert len(filled("rank").answer["rankings"]) > 1
    assert filled("rank", "--ranking", "beauty").error["code"] == "no_such_table"


def test_targets_and_what_follows(filled: Outpost) -> None:
    assert len(filled("target", "list").answer["targets"]) == 1
    filled(
        "add",
        "posting",
        "--json",
        "-",
        given={"name": "沪", "sort": "stationed_office", "starts_on": "2026-01-01"},
    )
    (term,) = filled("target", "terms", "--on", "2026-10-31").answer["terms"]
    assert term["progress"] is None, "the default pack has no target for a term"
    decision = {"name": "县功镇", "year": 2026, "verdict": "criticised", "reason": "交办未办"}
    assert filled("target", "decide", "--json", "-", given=decision).exit_code == 0
    (unit,) = filled("target", "merit", "--on", "2026-10-31").answer["units"]
    assert (unit["suggested"], unit["why"], len(unit["decided"])) == ("barred", "assignment_failed", 1)
    assert filled("target", "rewards").answer["rewards"] == []
    assert filled("target", "last", "--on", "2026-10-31").exit_code == 0


def test_what_is_refused(filled: Outpost) -> None:
    assert set_target(filled, amount="").error["code"] == "invalid_record"
    assert filled("target", "set").error["code"] == "parameter_missing"
    assert filled("scores", "--owner", "没有的镇").error["code"] == "not_ranked"


def test_the_table_of_commands_knows_the_words() -> None:
    assert tuple(WHATS) == commands.TARGETS
    owners = commands.COMMANDS["scores"].parameter("owners")
    assert owners is not None and set(owners.choices) == set(Owner)
