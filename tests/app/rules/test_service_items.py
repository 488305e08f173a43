"""Limits of agency services in working days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.rules.service_items import late_ones, limit_of
from app.rules.working_days import working_days

DAYS = working_days()


def test_the_first_working_day_is_the_one_after_it_was_taken_on() -> None:
    friday = date(2026, 11, 20)
    found = limit_of(friday, 3, None, date(2026, 11, 23), DAYS)
    assert (found.due_on, found.left, found.late) == (date(2026, 11, 25), 2, 0)
    assert limit_of(friday, 3, None, date(2026, 11, 25), DAYS).left == 0
    late = limit_of(friday, 3, None, date(2026, 11, 27), DAYS)
    assert (late.left, late.late, late.done) == (-2, 2, False)


def test_what_was_done_keeps_the_day_it_was_done_on() -> None:
    start = date(2026, 11, 2)
    in_time = limit_of(start, 5, date(2026, 11, 6), date(2027, 1, 1), DAYS)
    assert (in_time.late, in_time.done) == (0, True)
    late = limit_of(start, 1, date(2026, 11, 6), date(2027, 1, 1), DAYS)
    assert late.late == 3
    assert late_ones([in_time, late, limit_of(start, 1, None, date(2026, 11, 6), DAYS)]) == 1


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 60), st.integers(0, 120))
def test_days_left_and_days_late_meet_at_the_limit(start: date, limit: int, gone: int) -> None:
    found = limit_of(start, limit, None, start + timedelta(days=gone), DAYS)
    assert DAYS.passed(start, found.due_on) == limit
    assert found.left == limit - DAYS.passed(start, start + timedelta(days=gone))
