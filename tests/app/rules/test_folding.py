"""Folding for search and keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import folding
from app.rules.folding import fold, fold_digits, fold_width, simplified_table, simplify


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        *(
            ("喬子梁", "乔子梁"),
            ("繁體中文", "繁体中文"),
            ("ＡＢＣ１２３", "abc123"),
            ("José", "jose"),
            ("STRASSE", "strasse"),
        ),
        *(("Straße", "strasse"), ("㎡", "m2"), ("乔子梁", "乔子梁"), ("😀", "😀"), ("", ""), ("か゛", "か ゙")),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "digits"), [("１２３。４", "123。4"), ("٣亿", "3亿"), ("abc", "abc"), ("一", "一")]
)
def test_digits_of_any_script_and_nothing_else(text: str, digits: str) -> None:
    assert fold_digits(text) == digits


def test_width() -> None:
    assert fold_width("（ＡＢ）；２") == "(AB);2"


def test_the_table_maps_one_to_one_and_ends() -> None:
    table = simplified_table()
    assert len(table) > 2500
    assert all(len(simple) == 1 and ord(simple) not in table for simple in table.values())


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert simplify(simplify(text)) == simplify(text)


@given(st.text(alphabet=st.sampled_from("恒力青島喬總龍龜鬥後麵雲臺国、。 aZ9-%")))
def test_the_short_way_and_the_long_way_agree(text: str) -> None:
    """An accented letter at the end sends the whole text the long way."""
    assert fold(text) == fold(text + "é")[:-1]


def test_the_short_way_folds_as_the_long_one() -> None:
    """Every character that is folded in one pass comes out as the full normalisation has it."""
    short = [chr(code) for code in range(0x10000) if folding._PLAIN.fullmatch(chr(code))]
    assert len(short) > 21_000
    assert [char for char in short if fold(char) != fold(char + "é")[:-1]] == []
