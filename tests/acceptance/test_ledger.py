"""A ledger through the command line: nothing of it is lost, and one undo takes it back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.services.ledger.reading import read_ledger
from tests.fakes.ledgers import messy_ledger
from tests.fakes.shell import by_keyring

# The customer's own file, where it stands beside the working copy.
ORIGINAL = Path(__file__).parents[3] / "shared" / "data" / "招商项目台账.xlsx"


@pytest.fixture(params=["copy", *(["original"] if ORIGINAL.exists() else [])])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The ledger with every known oddity."""
    return ORIGINAL if request.param == "original" else messy_ledger(tmp_path)


def test_the_ledger_comes_in_whole_and_goes_as_a_whole(ledger: Path, tmp_path: Path) -> None:
    shell = by_keyring(tmp_path / "profile")
    shell.ok("init", "--name", "周敏")
    with shell.talk() as talk:
        before = talk("doctor")["content_hash"]
        shown = talk("import", file=str(ledger), dry_run=True)
        assert talk("doctor")["content_hash"] == before
        done = talk("import", file=str(ledger))
        assert done["counts"] == shown["counts"]
        assert done["notices"] == shown["notices"]
        assert _new(done) == {"company": 34, "contact": 11, "project": 40}
        projects = _all(talk, "project")
        assert len(projects) == 40
        assert len(_all(talk, "contact")) == 11
        tyres = next(p for p in projects if p["title"] == "煤矸石及废旧轮胎综合利用项目")
        assert tyres["values"]["investment"] == "225100"
        assert not [p for p in projects if "合计" in p["title"]]
        assert [notice["key"] for notice in done["notices"]] == [
            *("rules.date.impossible_month", "rules.phone.damaged", "import.warn.twice"),
        ]
        _every_cell_is_there(ledger, [*projects, *_all(talk, "contact"), *_all(talk, "import_batch")])
        assert talk("doctor")["problems"] == []
        assert talk("undo")["label"] == "import_ledger"
        assert talk("doctor")["content_hash"] == before
        assert talk.ask("undo")["error"]["code"] == "nothing_to_undo"


def test_what_was_seen_can_be_corrected(tmp_path: Path) -> None:
    shell = by_keyring(tmp_path / "profile")
    shell.ok("init", "--name", "周敏")
    ledger = str(messy_ledger(tmp_path))
    with shell.talk() as talk:
        shown = talk("import", file=ledger, dry_run=True)
        table = next(one for one in shown["tables"] if one["kind"] == "project")
        place = next(one for one in table["columns"] if one["target"] == "industry")
        row = next(one for one in table["rows"] if "new" in one["allowed"])
        mapping = {
            "columns": {table["key"]: {place["column"]: "note"}},
            "rows": {row["key"]: "skip"},
        }
        done = talk("import", file=ledger, mapping=mapping)
        assert _new(done)["project"] == 39
        assert all("industry" not in one["values"] for one in _all(talk, "project"))
        wrong = talk.ask("import", file=ledger, mapping={"columns": {table["key"]: {"ZZ": "note"}}})
        assert (wrong["error"]["code"], wrong["error"]["field"]) == ("parameter_unusable", "mapping")
    assert talk.end() == 2


def _new(done: dict[str, Any]) -> dict[str, int]:
    return {kind: counted["new"] for kind, counted in done["counts"].items()}


def _all(talk: Any, kind: str) -> list[dict[str, Any]]:
    listed = talk("list", kind=kind, limit=10_000)
    assert len(listed["records"]) == listed["total"]
    records: list[dict[str, Any]] = listed["records"]
    return records


def _every_cell_is_there(ledger: Path, records: list[dict[str, Any]]) -> None:
    """The text of every cell that is not empty is in a field or a note, word for word."""
    texts = [text for record in records for text in _texts(record["values"])]
    whole = set(texts)
    walked = 0
    for sheet in read_ledger(ledger).workbook.sheets:
        for line in sheet.rows:
            for cell in line.values():
                walked += 1
                assert cell.text in whole or any(cell.text in text for text in texts), cell.text
    assert walked > 300


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
