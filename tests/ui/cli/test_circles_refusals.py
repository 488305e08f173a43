"""What ``circles``, ``import-cards`` and ``export-cards`` say to what they cannot do, and of nothing."""

from pathlib import Path
from typing import Any

import pytest

from tests.app.services.test_phone_book import BOOK
from tests.ui.cli.conftest import Outpost


def test_nothing_there_is_no_error(outpost: Outpost, tmp_path: Path) -> None:
    directory = outpost("circles", "directory").answer
    assert (directory["people"], directory["share"], directory["twice"]) == (0, "—", [])
    coverage = outpost("circles", "coverage").answer
    assert (coverage["targets"], coverage["share"], coverage["waiting"]) == (0, "—", [])
    assert outpost("circles", "agents").answer["units"] == []
    assert outpost("circles", "fairs").answer["fairs"] == []
    assert outpost("circles", "chains").answer["chains"] == []
    out = tmp_path / "empty.vcf"
    assert outpost("export-cards", str(out)).answer["records"] == 0
    assert out.read_bytes() == b""


REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("circles", "people"), "parameter_unusable"),
    (("circles",), "parameter_missing"),
    (("circles", "reach", "0190"), "record_not_found"),
    (("import-cards",), "parameter_missing"),
    (("import-cards", "{tmp}/none.vcf"), "input_unreadable"),
    (("import-cards", "{tmp}/table.csv"), "not_a_card"),
    (("export-cards", "{tmp}/nowhere/out.vcf"), "export_not_written"),
]


@pytest.mark.parametrize(("words", "code"), REFUSED)
def test_what_cannot_be_done_is_said(
    outpost: Outpost, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    (tmp_path / "table.csv").write_text("姓名,电话\n查敏,136\n", encoding="utf-8")
    outcome = outpost(*(word.replace("{tmp}", str(tmp_path)) for word in words))
    assert outcome.exit_code != 0 and outcome.error["code"] == code
    assert outpost("circles", "directory").answer["people"] == 0


def test_a_book_that_windows_marked_comes_in_whole(outpost: Outpost, tmp_path: Path) -> None:
    book = tmp_path / "book.vcf"
    book.write_bytes(b"\xef\xbb\xbf" + BOOK + BOOK)
    people: list[dict[str, Any]] = outpost("import-cards", str(book), "--dry-run").answer["people"]
    assert [(one["name"], one["phones"]) for one in people] == [
        ("徐慧琴", ["+8613600770001"]),
        ("宋启明", ["+8613600770002"]),
    ]
    assert set(people[0]["to_note"]) == {"second@example.com", "1.37E+10"}
    assert len(outpost("import-cards", str(book)).answer["made"]) == 2
    assert outpost("undo").exit_code == 0
    assert len(outpost("import-cards", str(book)).answer["made"]) == 2


def test_coverage_of_one_list(outpost: Outpost) -> None:
    def add(made: str, **values: Any) -> str:
        return str(outpost("add", made, "--json", "-", given=values).answer["id"])

    first, other = add("target_list", name="补链名单"), add("target_list", name="食品名单")
    add("target", name="锐锂", list_id=first, standing="talking")
    waiting = add("target", name="恒熙", list_id=first, standing="not_yet")
    add("target", name="冠禾", list_id=other, standing="landed")
    found = outpost("circles", "coverage", first).answer
    assert (found["targets"], found["contacted"], found["share"]) == (2, 1, "50.0%")
    assert found["waiting"] == [waiting]
    whole = outpost("circles", "coverage").answer
    assert (whole["targets"], whole["contacted"], whole["landed"], whole["share"]) == (3, 2, 1, "66.7%")
