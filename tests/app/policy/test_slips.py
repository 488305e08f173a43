"""The slips of people who write Chinese: taken where they mean one thing, else told what to write."""

from pathlib import Path

import pytest

from app.i18n import Translator
from app.policy.faults import PackEmpty
from app.policy.shipped import load_pack
from tests.app.policy.trial import HEAD, HIGH, faults_of, only, routes, table, write


@pytest.mark.parametrize(
    ("written", "code", "wanted"),
    [
        ("2022-02-30", "no_such_day", "2022-10-10"),
        ("2026/3/5", "wrong_type", "2026-03-05"),
        ("2026-3-5", "wrong_type", "2026-03-05"),
        ("2026年3月5日", "wrong_type", "2026-03-05"),
        ("2026.03.05", "wrong_type", "2026-03-05"),
        ("2026年", "wrong_type", "2022-10-10"),
    ],
)
def test_a_day_in_another_order_of_writing(written: str, code: str, wanted: str, tmp_path: Path) -> None:
    """The commonest slip of all: the sentence gives the very day as it has to be written."""
    fault = only(faults_of(write(tmp_path / "trial", HEAD.replace("2026-01-01", written))), code)
    assert (fault.place.line, fault.params["wanted"]) == (4, wanted)


@pytest.mark.parametrize(
    ("below", "written", "instead"),
    [
        ('[words.why]\nlate = { zh = “晚了”, en = "Late" }\n', "“", '"'),
        ('[words.why]\nlate ＝ { zh = "晚了", en = "Late" }\n', "＝", "="),
        ('[words.why]\nlate = ｛ zh = "晚了", en = "Late" }\n', "｛", "{"),
        ('【words.why】\nlate = { zh = "晚了", en = "Late" }\n', "【", "["),
        ('[words.why]\nlate = { zh = "晚了”, en = "Late" }\n', "”", '"'),
    ],
)
def test_chinese_marks_are_named(below: str, written: str, instead: str, tmp_path: Path) -> None:
    fault = only(faults_of(write(tmp_path / "trial", HEAD + below)), "wide_mark")
    assert fault.params == {"written": written, "instead": instead}


def test_a_line_that_cannot_be_read_is_shown_and_the_parser_s_own_words_are_not(tmp_path: Path) -> None:
    (fault,) = faults_of(write(tmp_path / "trial", HEAD + "[words.why]\n晚了\n"))
    said = fault.sentence(Translator("zh_CN"))
    assert said.startswith("trial/pack.toml:9: 这一行看不懂：晚了。") and "Invalid" not in said


def test_a_section_twice_in_one_file_and_a_table_never_closed(tmp_path: Path) -> None:
    text = HEAD + "[quota]\n[sizes]\n[quota]\n"
    fault = only(faults_of(write(tmp_path / "twice", text)), "section_twice")
    assert (fault.place.line, fault.params["where"]) == (10, "twice/pack.toml:8")
    text = HEAD + "[quota]\ncases = '''\n| id | due | source |\n| a | 1 | doc |\n"
    fault = only(faults_of(write(tmp_path / "open", text)), "table_open")
    assert (fault.place.line, fault.params["closing"]) == (9, "'''")


@pytest.mark.parametrize(
    ("written", "including"),
    [
        ("30亩以下", "<= 30亩"),
        ("30以内", "<= 30"),
        ("不超过30亩", "<= 30亩"),
        ("不足 30亩", "<= 30亩"),
        ("30亩（含）以上", ">= 30亩"),
        ("超过30亩", ">= 30亩"),
        ("不低于30亩", ">= 30亩"),
    ],
)
def test_edges_in_words_are_asked_for_as_signs(written: str, including: str, tmp_path: Path) -> None:
    text = HEAD + routes(f"| low | {written} | deputy | doc §1 |", HIGH)
    fault = only(faults_of(write(tmp_path / "trial", text)), "edge_in_words")
    assert fault.params["including"] == including


@pytest.mark.parametrize(
    ("text", "code", "meant"),
    [
        (table("quota", "| id | 职级 | due | source |", "| a | * | 1 | doc |"), "unknown_column", "rank"),
        (
            table("quota", "| id | rank | due | source |", "| a | 副职领导 | 1 | doc |"),
            "unknown_word",
            "deputy",
        ),
        (
            table(
                "placement",
                "| id | place | counts | unit_share | why | source |",
                "| a | * | no | 0% | 没有落在本地 | doc |",
            ),
            "unknown_word",
            "landed_elsewhere",
        ),
    ],
)
def test_who_writes_the_chinese_name_is_told_the_short_one(
    text: str, code: str, meant: str, tmp_path: Path
) -> None:
    fault = only(faults_of(write(tmp_path / "trial", HEAD + text)), code)
    assert str(fault.params["known"]).split(", ")[0] == meant


def test_a_table_as_word_and_markdown_draw_it(tmp_path: Path) -> None:
    """Full-width bars, a ruler below the head, tabs and full-width figures say the same."""
    plain = routes("| low | <= 30亩 | deputy | doc §1 |", HIGH)
    drawn = routes(
        "|:---|---|:--:|---|", "｜ low ｜ ＜＝ ３０亩 ｜ deputy ｜ doc §1 ｜", HIGH.replace(" ", "\t", 1)
    )
    first, second = (
        load_pack(str(write(tmp_path / name, HEAD + text))) for name, text in (("a", plain), ("b", drawn))
    )
    assert [row.conditions for row in first.table("routes").rows] == [
        row.conditions for row in second.table("routes").rows
    ]


def test_a_folder_whose_files_notepad_has_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "trial", HEAD, "pack.toml.txt")
    with pytest.raises(PackEmpty) as empty:
        load_pack(str(folder))
    assert empty.value.params["found"] == "pack.toml.txt"
