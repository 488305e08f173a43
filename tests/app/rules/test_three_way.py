"""Who changed a value: every case of the table, and spellings that are no change."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.three_way import MARK_LENGTH, Standing, canonical, mark, standing


@pytest.mark.parametrize(
    ("base", "here", "there", "expected"),
    [
        ("a", "a", "a", Standing.SAME),
        ("a", "a", "b", Standing.THERE),
        ("a", "b", "a", Standing.HERE),
        ("a", "b", "c", Standing.BOTH),
        ("a", "b", "b", Standing.SAME),
        ("", "a", "b", Standing.BOTH),
    ],
)
def test_every_case(base: str, here: str, there: str, expected: Standing) -> None:
    assert standing(base, here, there) is expected


@given(st.text(), st.text(), st.text())
def test_what_is_the_same_on_both_sides_is_never_a_change(base: str, here: str, there: str) -> None:
    found = standing(base, here, there)
    assert (found is Standing.SAME) == (here == there)
    mirrored = {Standing.THERE: Standing.HERE, Standing.HERE: Standing.THERE}
    assert standing(base, there, here) is mirrored.get(found, found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Decimal("3.50"), Decimal("3.5")),
        (Decimal("225100"), Decimal("2.251E+5")),
        (7, Decimal(7)),
        ("甲\r\n乙 ", "甲\n乙"),
        (None, "  "),
        (Decimal("-0"), 0),
    ],
)
def test_spellings_of_one_value_have_one_mark(one: object, other: object) -> None:
    assert mark(canonical(one)) == mark(canonical(other))  # type: ignore[arg-type]


def test_days_and_moments_are_told_apart() -> None:
    assert canonical(date(2026, 3, 5)) == "2026-03-05"
    assert canonical(datetime(2026, 3, 5, 8, 30, tzinfo=UTC).replace(tzinfo=None)) == "2026-03-05 08:30:00"
    assert len(mark("")) == MARK_LENGTH


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_numbers_keep_their_value(value: Decimal) -> None:
    assert Decimal(canonical(value)) == value and "E" not in canonical(value)
