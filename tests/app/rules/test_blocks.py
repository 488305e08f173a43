"""Blocks of cells as Excel and WPS copy them, and where they come to lie."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from app.rules.blocks import Laid, headed, lay_out, read_block

HEADINGS = {"项目名称": "name", "总投资 亿元": "investment", "责任单位": "responsible_unit"}


def test_lines_and_tabs_become_cells_of_one_width() -> None:
    assert read_block("甲\t1.5\r\n乙\r\n") == [["甲", "1.5"], ["乙", ""]]
    assert read_block("\n\n") == [] and read_block("") == []
    assert read_block("甲\n\n丙") == [["甲"], [""], ["丙"]], "an empty cell in a column stays a cell"


def test_quoted_cells_keep_their_lines_and_stray_quotes_are_text() -> None:
    assert read_block('"一行\n二行"\t"说""好"""\n丙\t丁') == [["一行\n二行", '说"好"'], ["丙", "丁"]]
    assert read_block('12"管\t3\n"未完') == [['12"管', "3"], ['"未完', ""]]


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=6)


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=1, max_size=5)
    )
)
def test_what_a_spreadsheet_writes_is_read_back(block: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(block)
    expected = block if any(cell.strip() for line in block for cell in line) else None
    assert expected is None or read_block(out.getvalue()) == expected


@given(st.text(max_size=60))
def test_anything_on_the_clipboard_is_a_block_or_nothing(text: str) -> None:
    block = read_block(text)
    assert len({len(line) for line in block}) <= 1


def test_a_line_of_headings_says_which_column_is_which() -> None:
    block = [["责任单位", " 总投资  亿元 "], ["县功镇", "3"]]
    assert headed(block, HEADINGS) == {0: "responsible_unit", 1: "investment"}
    assert lay_out(block, ["name"], HEADINGS, row=2, rows=5) == Laid(
        ((2, 1),), (("responsible_unit", 0), ("investment", 1))
    )


def test_data_is_no_heading() -> None:
    assert headed([["责任单位", "县功镇"], ["a", "b"]], HEADINGS) == {}
    assert headed([["责任单位", "责任单位"], ["a", "b"]], HEADINGS) == {}
    assert headed([["责任单位"]], HEADINGS) == {}, "one line alone is a value"


def test_what_does_not_fit_is_counted() -> None:
    block = [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]]
    laid = lay_out(block, ["investment", "responsible_unit"], HEADINGS, row=4, rows=6)
    assert laid == Laid(((4, 0), (5, 1)), (("investment", 0), ("responsible_unit", 1)), beyond=1, outside=1)
