"""Duplicates through the command line: listed with their reason, merged, undone, said not to be the same."""

from typing import Any

import pytest

from tests.ui.cli.conftest import Outpost


def _add(outpost: Outpost, kind: str, **values: Any) -> str:
    return str(outpost("add", kind, "--json", "-", given=values).answer["id"])


@pytest.fixture
def pair(outpost: Outpost) -> tuple[str, str]:
    keep = _add(outpost, "company", name="恒力石化股份有限公司")
    drop = _add(outpost, "company", name="恒力石化", city="苏州")
    _add(outpost, "visit", visited_on="2026-11-01", subject="首访", company_id=drop)
    return keep, drop


def test_list_merge_and_undo(outpost: Outpost, pair: tuple[str, str]) -> None:
    keep, drop = pair
    (one,) = outpost("duplicates", "list").answer["duplicates"]
    assert (one["kind"], one["ids"], one["score"]) == ("company", sorted(pair), 1)
    assert one["reasons"][0]["match"] == "name" and "恒力石化" in one["reasons"][0]["text"]

    merged = outpost(
        "duplicates", "merge", "company", keep, drop, "--json", "-", given={"city": "吴江"}
    ).answer
    assert merged["repointed"] == {"visit": 1} and merged["merged"] == drop
    assert merged["record"]["values"]["city"] == "吴江"
    assert outpost("duplicates", "list", "company").answer["duplicates"] == []
    gone = outpost("get", "company", drop).answer["record"]
    assert gone["deleted"] and gone["values"]["merged_into"] == keep

    outpost("undo")
    assert len(outpost("duplicates", "list").answer["duplicates"]) == 1


def test_two_that_are_not_the_same_are_listed_no_more(outpost: Outpost, pair: tuple[str, str]) -> None:
    assert outpost("duplicates", "differ", "company", *pair).answer["differ"] == list(pair)
    assert outpost("duplicates", "list").answer["duplicates"] == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["list", "project"], "kind_not_merged"),
        (["list", "planet"], "unknown_kind"),
        (["merge"], "parameter_missing"),
        (["merge", "company"], "parameter_missing"),
        (["merge", "company", "a"], "parameter_unusable"),
        (["merge", "company", "a", "b"], "record_not_found"),
        (["merge", "project", "a", "b"], "kind_not_merged"),
        (["differ", "planet", "a", "b"], "unknown_kind"),
        (["join"], "parameter_unusable"),
        ([], "parameter_missing"),
    ],
)
def test_what_cannot_be_done_is_said(outpost: Outpost, arguments: list[str], code: str) -> None:
    done = outpost("duplicates", *arguments)
    assert done.exit_code != 0
    assert done.answer["error"]["code"] == code
