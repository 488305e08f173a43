"""A project's life through the command line."""

from typing import Any

import pytest

from app.model.life import LISTS
from tests.ui.cli.conftest import Outpost
from ui.cli import commands


def project(outpost: Outpost, **values: Any) -> str:
    given = {"name": "储能项目", "stage": "signed", "contract_on": "2026-03-01", **values}
    return str(outpost("add", "project", "--json", "-", given=given).answer["id"])


def test_what_is_missing_the_move_and_the_moves(outpost: Outpost) -> None:
    id = project(outpost)
    answer = outpost("stage", "check", id).answer
    assert (answer["stage"], answer["to"], answer["allowed"]) == ("signed", "landed", False)
    assert [(line["id"], line["met"]) for line in answer["lines"]] == [
        ("contract", True),
        ("first_obligation", False),
    ]
    line = answer["lines"][1]
    assert (line["kind"], line["field"]) == ("project", "obligation_on") and line["says"] and line["why"]
    refused = outpost("stage", "move", id, "--to", "落地")
    assert (refused.exit_code, refused.error["code"]) == (3, "invalid_record")
    facts = {"obligation_on": "2026-03-03"}
    made = outpost("stage", "move", id, "--to", "落地", "--on", "2026-03-05", "--json", "-", given=facts)
    assert made.answer["record"]["values"]["after"] == "landed"
    moves = outpost("stage", "moves", id, "--on", "2026-03-04").answer
    assert (len(moves["moves"]), moves["day"], moves["stage"]) == (1, "2026-03-04", None)
    assert outpost("stage", "moves", id, "--on", "2026-03-05").answer["stage"] == "landed"


def test_leaving_needs_a_word_of_the_pack(outpost: Outpost) -> None:
    id = project(outpost)
    assert outpost("stage", "move", id, "--to", "paused").exit_code == 3
    done = outpost("stage", "move", id, "--to", "paused", "--exit-reason", "funding", "--reason", "等放款")
    assert done.answer["record"]["values"]["exit_reason"] == "funding"
    assert outpost("stage", "check", id).answer["to"] is None


def test_a_plan_is_made_ticked_off_and_counted(outpost: Outpost) -> None:
    id = project(outpost, stage="landed")
    made = outpost("plan", "make", id, "--plan", "rent", "--end", "2030-06-28").answer
    assert len(made["nodes"]) == 6 and 2030 in made["unpublished"]
    assert made["nodes"][-1]["values"]["planned_on"] == "2030-06-28"
    outpost("plan", "done", made["nodes"][1]["id"])
    (count,) = outpost("plan", "count", "--by", "unit").answer["counts"]
    assert (count["name"], count["total"], count["done"], count["overdue"]) == ("", 6, 2, 0)


def test_lists_and_leaders(outpost: Outpost) -> None:
    id = project(outpost, investment="3亿")
    put = outpost("key-lists", "put", id, "--list", "signing", "--on", "2026-03-01", "--reason", "市里定的")
    assert put.answer["record"]["values"]["list"] == "signing"
    shown = {one["list"]: one for one in outpost("key-lists", "show").answer["lists"]}
    assert list(shown) == list(LISTS) == list(commands.LISTS)
    assert (shown["signing"]["investment"], len(shown["signing"]["projects"])) == ("30000", 1)
    assert outpost("key-lists", "take", id, "--list", "signing", "--reason", "已落地").exit_code == 0
    assert outpost("key-lists", "take", id, "--list", "signing").exit_code == 3
    outpost("leader", id, "--name", "陈县长", "--post", "副县长", "--on", "2026-03-01")
    (duty,) = outpost("leader", id).answer["team"]
    assert (duty["current"], duty["light"], duty["last_visit"]) == (True, "red", None)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("stage", "move", "x"), "parameter_missing"),
        (("stage", "check", "x", "--to", "moon"), "record_not_found"),
        (("plan", "make"), "parameter_missing"),
        (("plan", "make", "x"), "parameter_missing"),
        (("plan", "done"), "parameter_missing"),
        (("key-lists", "put"), "parameter_missing"),
        (("key-lists", "put", "x"), "parameter_missing"),
        (("key-lists", "put", "x", "--list", "signing"), "record_not_found"),
    ],
)
def test_commands_that_lack_something(outpost: Outpost, arguments: tuple[str, ...], code: str) -> None:
    assert outpost(*arguments).error["code"] == code
