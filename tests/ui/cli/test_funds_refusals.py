"""What ``outpost funds`` refuses, in both languages, and that nothing is written then."""

from pathlib import Path

import pytest

from tests.ui.cli.conftest import Outpost
from tests.ui.cli.test_funds import project

MONTH = ("--month", "2026-03")


@pytest.mark.parametrize(
    ("language", "words"), [("zh_CN", ("已锁账", "2026-04")), ("en", ("published", "2026-04"))]
)
def test_a_published_month_says_where_to_book(
    outpost: Outpost, language: str, words: tuple[str, str]
) -> None:
    id = project(outpost, "甲项目")
    outpost("funds", "lock", *MONTH)
    for what in (("enter", id), ("enter", id, "--source", "department")):
        refused = outpost("--lang", language, "funds", *what, *MONTH, "--amount", "1")
        assert refused.exit_code == 3 and refused.error["code"] == "month_locked"
        assert all(word in str(refused.error["message"]) for word in words)
    assert outpost("funds", "show", id).answer["entries"] == []


def test_what_cannot_be_taken_ends_in_a_sentence(outpost: Outpost) -> None:
    id = project(outpost, "甲项目")
    for given in (
        ("enter", id, "--amount", "全部"),
        ("enter", id, "--amount", "约5"),
        ("enter", id, "--amount", "5", "--month", "2026-13"),
        ("correct", id, "--amount", "5"),
        ("lock", "--month", "2999-01"),
        ("sheet", "--month", "2026-00"),
    ):
        refused = outpost("funds", *given)
        assert refused.exit_code == 3 and refused.error["message"], given
    assert outpost("funds", "show", id).answer["entries"] == []


def test_what_is_left_out_is_named(outpost: Outpost, tmp_path: Path) -> None:
    for what, name in (("paste", "--file"), ("correct", "ID"), ("show", "ID"), ("export", "--file")):
        refused = outpost("funds", what)
        assert refused.error["code"] == "parameter_missing" and name in str(refused.error["message"])
    absent = outpost("funds", "paste", "--file", str(tmp_path / "absent.txt"))
    assert absent.exit_code != 0 and "absent.txt" in str(absent.error["message"])


def test_a_file_with_line_numbers_and_yuan(outpost: Outpost, tmp_path: Path) -> None:
    for name in ("甲项目", "乙项目"):
        project(outpost, name)
    file = tmp_path / "paste.txt"
    text = "序号\t项目\t到位(元)\n1\t甲项目\t12,000,000\n2\t乙项目\t5000\n"
    file.write_text(text, encoding="gb18030")
    paste = ("funds", "paste", *MONTH, "--file", str(file), "--source", "department")
    assert outpost(*paste).error["code"] == "not_utf8"
    file.write_text(text, encoding="utf-8-sig")
    done = outpost(*paste).answer
    assert [(line["name"], line["after"]) for line in done["lines"]] == [
        ("甲项目", "1200"),
        ("乙项目", "0.5"),
    ]
    told = outpost("funds", "reconcile", *MONTH).answer
    assert {line["standing"] for line in told["lines"]} == {"unreported"}
    assert told["sums"]["department"] == "1200.5" and told["sums"]["difference"] == "0"
