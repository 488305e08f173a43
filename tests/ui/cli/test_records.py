"""Records through the command line: typed as people type, answered as JSON, refused field by field."""

from typing import Any

import pytest

from tests.ui.cli.conftest import Outpost

NOWHERE = "01a1fe1a-bbb6-7000-af23-db1e6cb083ed"


def _add(outpost: Outpost, kind: str, **values: Any) -> str:
    done = outpost("add", kind, "--json", "-", given=values)
    assert done.exit_code == 0, done
    return str(done.answer["id"])


def _values(outpost: Outpost, kind: str, id: str) -> dict[str, Any]:
    found: dict[str, Any] = outpost("get", kind, id).answer["record"]["values"]
    return found


def test_a_record_from_what_was_typed(outpost: Outpost) -> None:
    company = _add(outpost, "company", name="恒力石化", phones="021-62881234")
    typed = {"name": "热电联产", "investor_id": company, "investment": "2亿元以上", "reported_on": "2026.3.5"}
    id = _add(outpost, "project", **typed, land=85.5, tags=["能源", "能源"])
    answer = outpost("get", "project", id).answer["record"]
    assert (answer["kind"], answer["title"], answer["deleted"], answer["pending"]) == (
        *("project", "热电联产", False, 1),
    )
    assert answer["changed_by"] == "周敏"
    values = answer["values"]
    assert (values["investment"], values["investment_words"]) == ("20000", "2亿元以上")
    assert (values["reported_on"], values["land"], values["stage"]) == ("2026-03-05", "85.5", "lead")
    assert (values["tags"], values["investor_id"]) == (["能源"], company)
    assert "note" not in values


def test_changes_and_their_history(outpost: Outpost) -> None:
    id = _add(outpost, "project", name="热电联产", investment="2亿")
    outpost("set", "project", id, "--json", "-", given={"investment": "3.5亿", "place": "高新区"})
    outpost("set", "project", id, "--json", "-", given={"place": ""})
    assert _values(outpost, "project", id)["investment"] == "35000"
    assert "place" not in _values(outpost, "project", id)
    history = outpost("history", "project", id).answer["history"]
    assert [entry["action"] for entry in history] == ["update", "update", "create"]
    assert history[1]["fields"]["investment"] == ["20000", "35000"]
    assert {entry["by"] for entry in history} == {"周敏"}
    assert all(entry["at"].endswith("Z") for entry in history)


def test_delete_restore_undo_redo(outpost: Outpost) -> None:
    ids = [_add(outpost, "contact", name=name) for name in ("仇总", "单女士")]
    changed = outpost("delete", "contact", *ids).answer["changed"]
    assert [one["id"] for one in changed] == sorted(ids)
    assert outpost("list", "contact").answer["total"] == 0
    assert outpost("list", "contact", "--deleted").answer["total"] == 2
    outpost("restore", "contact", ids[0])
    assert [one["id"] for one in outpost("list", "contact").answer["records"]] == [ids[0]]
    assert outpost("undo").answer["label"] == "restore"
    assert outpost("undo").answer["label"] == "delete"
    assert outpost("list", "contact").answer["total"] == 2
    assert outpost("redo").answer["label"] == "delete"
    assert outpost("list", "contact").answer["total"] == 0


def test_finding(outpost: Outpost) -> None:
    wanted = _add(outpost, "contact", name="仇小龙", phones=["13912345678"])
    _add(outpost, "project", name="热电联产")
    for text in ("小龙", "qxl", "5678"):
        hits = outpost("find", text).answer["hits"]
        assert [hit["record"]["id"] for hit in hits] == [wanted], text
    assert outpost("list", "contact", "--find", "龙").answer["total"] == 1
    limited = outpost("list", "contact", "--limit", "0").answer
    assert (limited["total"], limited["records"]) == (1, [])


def test_every_refused_field_is_named(outpost: Outpost) -> None:
    typed = {"investment": "好多钱", "reported_on": "2026.13.1", "nmae": "x"}
    refused = outpost("add", "project", "--json", "-", given=typed)
    assert refused.exit_code == 3
    problems = {one["field"]: one for one in refused.error["problems"]}
    assert set(problems) == {"investment", "reported_on", "nmae", "name"}
    assert problems["investment"]["label"] == "总投资"
    assert "没有 13 月" in problems["reported_on"]["message"]
    assert "必填" in problems["name"]["message"]
    assert problems["investment"]["message"] in refused.err
    assert outpost("list", "project").answer["total"] == 0


@pytest.mark.parametrize(
    ("arguments", "values", "exit_code", "code"),
    [
        (("add", "projekt"), {"name": "x"}, 3, "unknown_kind"),
        (("add", "conflict"), {"title": "x"}, 3, "kind_not_typed"),
        (("add", "attachment"), {"name": "x"}, 3, "kind_not_typed"),
        (("add", "project"), {"name": "x", "unit_id": "y"}, 3, "invalid_record"),
        (
            ("add", "project"),
            {"name": "x", "investor_id": NOWHERE},
            3,
            "invalid_record",
        ),
        (("set", "project", "nowhere"), {"name": "x"}, 4, "record_not_found"),
        (("set", "conflict", "nowhere"), {"status": "resolved"}, 3, "invalid_record"),
    ],
)
def test_what_cannot_be_typed(
    outpost: Outpost, arguments: tuple[str, ...], values: dict[str, str], exit_code: int, code: str
) -> None:
    refused = outpost(*arguments, "--json", "-", given=values)
    assert (refused.exit_code, refused.error["code"]) == (exit_code, code)
    assert refused.error["message"] in refused.err


@pytest.mark.parametrize("command", ["get", "delete", "restore", "history"])
def test_what_is_not_there(outpost: Outpost, command: str) -> None:
    missing = outpost(command, "project", NOWHERE)
    assert (missing.exit_code, missing.error["code"]) == (4, "record_not_found")
    unknown = outpost(command, "ship", "x")
    assert (unknown.exit_code, unknown.error["code"]) == (3, "unknown_kind")


def test_nothing_to_undo(outpost: Outpost) -> None:
    assert (outpost("undo").exit_code, outpost("redo").exit_code) == (9, 9)


@pytest.mark.parametrize("text", ["😀 热电", "\u200fשלום\u200e", "１２３全角", "a\nb", "x" * 100_000])
def test_odd_text_is_kept_word_for_word(outpost: Outpost, text: str) -> None:
    id = _add(outpost, "project", name="热电联产", note=text)
    assert _values(outpost, "project", id)["note"] == text


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "x" * 1_000_001, "a\u202eb"])
def test_or_refused_with_a_reason(outpost: Outpost, text: str) -> None:
    refused = outpost("add", "project", "--json", "-", given={"name": "热电联产", "note": text})
    assert (refused.exit_code, refused.error["problems"][0]["field"]) == (3, "note")
    assert outpost("list", "project").answer["total"] == 0
