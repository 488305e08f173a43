"""Periods, and how much of one is over."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.periods import Period, months_later, quarter

YEAR = Period(date(2026, 1, 1), 12)
DAYS = st.dates(date(2000, 1, 1), date(2080, 1, 1))


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2025, 12, 31), 0),
        (date(2026, 1, 30), 0),
        (date(2026, 1, 31), 1),
        (date(2026, 10, 30), 9),
        (date(2026, 10, 31), 10),
        (date(2026, 12, 30), 11),
        (date(2026, 12, 31), 12),
        (date(2030, 1, 1), 12),
    ],
)
def test_whole_months_gone(on: date, months: int) -> None:
    assert YEAR.months_gone(on) == months
    assert YEAR.gone(on, "months") == Fraction(months, 12)


def test_a_term_of_two_years_by_days() -> None:
    term = Period(date(2025, 3, 15), 24)
    assert (term.end, term.days) == (date(2027, 3, 14), 730)
    assert term.gone(date(2025, 3, 14), "days") == 0
    assert term.gone(date(2025, 3, 15), "days") == Fraction(1, 730)
    assert term.gone(date(2026, 3, 14), "days") == Fraction(1, 2)
    assert term.gone(date(2027, 3, 14), "days") == 1 == term.gone(date(2028, 1, 1), "days")
    assert [term.holds(day) for day in (term.start - timedelta(1), term.start, term.end)] == [
        False,
        True,
        True,
    ]
    assert not term.holds(term.end + timedelta(1))


def test_months_end_where_the_month_does() -> None:
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert [quarter(date(2026, month, 1)) for month in (3, 4, 12)] == [(2026, 1), (2026, 2), (2026, 4)]


@given(DAYS, st.integers(1, 36), DAYS, st.sampled_from(["months", "days"]))
def test_time_only_goes_on(start: date, months: int, on: date, clock: str) -> None:
    period = Period(start, months)
    today, tomorrow = period.gone(on, clock), period.gone(on + timedelta(1), clock)
    assert 0 <= today <= tomorrow <= 1
    assert (today == 1) == (on >= period.end)
