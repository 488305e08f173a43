"""Cells of decision tables, and where the keys of a TOML file stand."""

import tomllib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.life import STAGES
from app.policy import shapes
from app.policy.conditions import CellError, number_text, read_condition
from app.policy.facts import FACTS
from app.policy.positions import CONTENT, line_at, lines_of

WORDS = ("A", "I")


@pytest.mark.parametrize(
    ("cell", "fact", "holding", "failing"),
    [
        ("*", "land", [0, 7], []),
        ("任意", "land", [0, 7], []),
        ("0", "land", [0], [1]),
        ("无", "land", [0], ["1/10"]),
        ("<= 30亩", "land", [0, 30], ["30.01"]),
        ("≥ 1亿", "investment", [10_000], ["9999.999999"]),
        ("3000万 <= x < 1亿", "investment", [3_000, 9_999], [2_999, 10_000]),
        ("20 < mu ≤ 50", "land", ["20.01", 50], [20, "50.01"]),
        ("> 10,000㎡", "floor_area", [10_001], [10_000]),
        (">= 1/3", "day_share", ["1/3"], ["333333/1000000"]),
        ("< 50%", "day_share", ["49/100"], ["1/2"]),
    ],
)
def test_numbers(cell: str, fact: str, holding: list[object], failing: list[object]) -> None:
    condition = read_condition(cell, FACTS[fact], ())
    assert all(condition.holds(Fraction(str(value))) for value in holding)
    assert not any(condition.holds(Fraction(str(value))) for value in failing)


def test_words_and_flags() -> None:
    assert read_condition("A、I", FACTS["category"], WORDS).holds("I")
    assert not read_condition("not A", FACTS["category"], WORDS).holds("A")
    assert read_condition("是", FACTS["zone"], ()).holds(True)
    assert not read_condition("no", FACTS["zone"], ()).holds(True)


@pytest.mark.parametrize(
    ("cell", "fact", "code"),
    [
        ("B", "category", "unknown_word"),
        ("not", "category", "unknown_word"),
        (",", "category", "empty_cell"),
        ("perhaps", "zone", "bad_flag"),
        ("20至50", "land", "edge_unsaid"),
        ("< 0", "land", "empty_band"),
        ("5 < x < 5", "land", "empty_band"),
        ("30 公顷", "land", "unknown_unit"),
        ("1/0", "day_share", "not_a_number"),
        ("-3", "land", "bad_band"),
    ],
)
def test_cells_that_cannot_be_read(cell: str, fact: str, code: str) -> None:
    with pytest.raises(CellError) as refused:
        read_condition(cell, FACTS[fact], WORDS)
    assert refused.value.code == code


@given(st.fractions(min_value=0, max_value=10**9, max_denominator=10**6))
def test_a_number_as_text_is_the_number(value: Fraction) -> None:
    assert Fraction(number_text(value)) == value


@given(st.fractions(0, 1000, max_denominator=100), st.fractions(0, 1000, max_denominator=100))
def test_what_a_band_says_reads_as_itself(first: Fraction, second: Fraction) -> None:
    low, high = sorted((first, second))
    if low == high:
        return
    band = read_condition(f"{number_text(low)} < x <= {number_text(high)}", FACTS["land"], ())
    again = read_condition(str(band), FACTS["land"], ())
    assert again == band and not band.holds(low) and band.holds(high)


TEXT = '''# remark
[pack]
name = { zh = "]", en = "[x]" } # [no.header]
list = [
  "a", # ]
  ["b"],
]
[a."b.c".d]
e.f = 1
text = """
[not.a.header]
key = 2
"""
after = 3
[[rows]]
id = 1
'''


def test_keys_stand_where_they_are_written() -> None:
    tomllib.loads(TEXT)
    lines = lines_of(TEXT)
    assert lines["a", "b.c", "d", "text", CONTENT] == 11
    found = {path: line for path, line in lines.items() if path[-1] not in ("a", "rows", CONTENT)}
    assert found == {
        ("pack",): 2,
        ("pack", "name"): 3,
        ("pack", "list"): 4,
        ("a", "b.c", "d"): 8,
        ("a", "b.c", "d", "e", "f"): 9,
        ("a", "b.c", "d", "text"): 10,
        ("a", "b.c", "d", "after"): 14,
        ("rows", "id"): 16,
    }
    assert line_at(lines, ("pack", "name", "zh")) == 3
    assert line_at(lines, ("nowhere",)) == 1


def test_the_stages_of_packs_are_those_of_projects() -> None:
    assert shapes.STAGES == STAGES
