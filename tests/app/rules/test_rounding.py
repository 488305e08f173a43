"""Rounding half up from exact values, and columns whose totals say how they add up."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.rounding import NOTHING, half_up, percent, shown_column, signed

EXACT = st.decimals(-(10**12), 10**12, places=6, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0.005", "0.01"),
        ("0.004999", "0.00"),
        ("-0.005", "-0.01"),
        ("-0.004999", "0.00"),
        ("1.015", "1.02"),
        ("2", "2.00"),
    ],
)
def test_a_half_goes_away_from_zero(value: str, shown: str) -> None:
    assert f"{half_up(Fraction(value), 2):f}" == shown


@given(EXACT)
def test_as_decimal_rounds_where_a_decimal_can_say_it(value: Decimal) -> None:
    with localcontext() as context:
        context.prec = 40
        expected = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        assert half_up(Fraction(value), 2) == expected


def test_more_digits_than_a_context_holds_are_kept() -> None:
    value = Fraction(10**40 + 1, 100)
    assert Fraction(half_up(value, 2)) == value


def test_texts() -> None:
    assert percent(Fraction(22, 32), 2) == "68.75%"
    assert percent(None, 2) == signed(None, 2) == NOTHING
    assert signed(Fraction(0), 2) == signed(Fraction(-1, 1000), 2) == "0.00"
    assert (signed(Fraction(1, 2), 2), signed(Fraction(-1, 2), 1, "%")) == ("+0.50", "-0.5%")


def test_a_total_says_by_how_much_its_lines_are_off() -> None:
    thirds = shown_column([Fraction(1, 3)] * 3, 2)
    assert (thirds.lines[0], thirds.total, thirds.off) == (Decimal("0.33"), Decimal(1), Decimal("-0.01"))
    assert shown_column([], 2).total == 0


@given(st.lists(EXACT), st.integers(0, 6))
def test_a_column_adds_up_or_says_why_not(values: list[Decimal], places: int) -> None:
    column = shown_column([Fraction(value) for value in values], places)
    assert sum(map(Fraction, column.lines)) - Fraction(column.total) == Fraction(column.off)
    if places == 6:
        assert column.off == 0
