"""``outpost script``: a line in, a line out; a line that fails does not stop the next."""

import json
from pathlib import Path

from tests.ui.cli.conftest import Outpost


def _lines(*lines: object) -> bytes:
    return b"".join(
        (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines
    )


def test_an_answer_for_every_line(outpost: Outpost) -> None:
    done = outpost(
        *("script", "-"),
        given=_lines(
            {"command": "add", "kind": "project", "values": {"name": "热电联产"}},
            b"# a remark",
            b"",
            {"command": "list", "kind": "project"},
            {"command": "undo"},
            {"command": "list", "kind": "project"},
        ),
    )
    assert done.exit_code == 0
    assert [answer["ok"] for answer in done.answers] == [True] * 4
    assert [done.answers[at]["total"] for at in (1, 3)] == [1, 0]


def test_failures_are_answered_and_the_first_decides_the_exit_code(outpost: Outpost) -> None:
    done = outpost(
        *("script", "-"),
        given=_lines(
            {"command": "version"},
            {"command": "get", "kind": "project", "id": "nobody"},
            b"{",
            b"\xff",
            {"command": "fly"},
            {"command": "gui"},
            {"command": "add", "kind": "project", "values": {}},
            {"command": "version"},
        ),
    )
    assert done.exit_code == 4
    assert [answer["ok"] for answer in done.answers] == [True, *[False] * 6, True]
    assert [answer["error"]["code"] for answer in done.answers[1:-1]] == [
        *("record_not_found", "not_json", "not_utf8", "unknown_command", "not_for_scripts", "invalid_record"),
    ]
    assert done.answers[6]["error"]["problems"][0] == {
        "field": "name",
        "label": "项目名称",
        "message": done.answers[6]["error"]["problems"][0]["message"],
    }


def test_from_a_file(outpost: Outpost, tmp_path: Path) -> None:
    path = tmp_path / "script.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + _lines({"command": "version"}))
    assert outpost("script", str(path)).answer["ok"]
    missing = outpost("script", str(tmp_path / "none"))
    assert (missing.exit_code, missing.error["code"]) == (3, "input_unreadable")


def test_nothing_to_do(outpost: Outpost) -> None:
    done = outpost("script", "-")
    assert (done.exit_code, done.answers) == (0, [])
