"""``outpost receptions``: what is ahead, seats, papers, visits."""

from pathlib import Path
from typing import Any

import pytest

from tests.ui.cli.conftest import Outpost


def add(outpost: Outpost, kind: str, /, **values: Any) -> str:
    return str(outpost("add", kind, "--json", "-", given=values).answer["id"])


@pytest.fixture
def reception(outpost: Outpost) -> str:
    id = add(outpost, "reception", title="来访", starts_on="2026-03-05", leader="陈国强")
    for side, name in (("theirs", "客一"), ("theirs", "客二"), ("ours", "王芳")):
        add(outpost, "reception_person", name=name, side=side, reception_id=id)
    stop = {"title": "座谈", "held_on": "2026-03-05", "time": "9:00", "until": "8:00"}
    add(outpost, "reception_stop", reception_id=id, **stop)
    return id


def test_one_is_shown_seated_exchanged_and_written_up(outpost: Outpost, reception: str) -> None:
    shown = outpost("receptions", "show", reception).answer
    assert [one["values"]["name"] for one in shown["hosts"]] == ["陈国强", "王芳"]
    assert len(shown["ends_before_it_begins"]) == 1 and shown["wanted_twice"] == []
    seats = outpost("receptions", "seats", reception).answer["seats"]
    assert [one["name"] for one in seats] == ["陈国强", "客一", "王芳", "客二"]
    two = [one["id"] for one in seats[:2]]
    swapped = outpost("receptions", "swap", reception, "--person", two[0], "--person", two[1]).answer["seats"]
    assert [one["name"] for one in swapped] == ["客一", "陈国强", "王芳", "客二"]
    long = outpost("receptions", "seats", reception, "--table", "long").answer["seats"]
    assert [one["name"] for one in long] == ["客二", "客一", "陈国强", "王芳"]
    assert outpost("receptions", "swap", reception, "--person", two[0]).error["code"] == "parameter_missing"
    (visit,) = outpost("receptions", "write-up", reception).answer["visits"]
    assert visit["values"]["our_people"] == ["陈国强", "王芳"]


def test_papers_are_word_pdf_or_a_page(outpost: Outpost, reception: str, tmp_path: Path) -> None:
    for what, name, begins in (
        ("plan", "方案.docx", b"PK"),
        ("plan", "方案.pdf", b"%PDF"),
        ("plan", "方案.html", b"<html"),
        ("card", "口袋卡.pdf", b"%PDF"),
    ):
        outpost("receptions", what, reception, "--file", str(tmp_path / name))
        assert (tmp_path / name).read_bytes().startswith(begins), name
    refused = outpost("receptions", "card", reception, "--file", str(tmp_path / "卡.docx"))
    assert refused.error["code"] == "parameter_unusable"
    assert outpost("receptions", "plan", reception).error["code"] == "parameter_missing"
    assert outpost("receptions", "show").error["code"] == "parameter_missing"


def test_a_planned_visit_becomes_one_that_is_listed(outpost: Outpost) -> None:
    visit = {"visited_on": "2099-03-05", "subject": "来考察", "our_people": ["陈国强"]}
    id = str(outpost("add", "visit", "--json", "-", given={**visit, "kind": "inward"}).answer["id"])
    made = outpost("receptions", "from-visit", id).answer
    assert made["reception"]["values"]["leader"] == "陈国强"
    assert [one["id"] for one in outpost("receptions", "list").answer["receptions"]] == [made["id"]]
    assert outpost("receptions", "write-up", made["id"]).error["code"] == "invalid_record"
