"""When the next sync is due, as arithmetic."""

import random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.client.schedule import (
    LONGEST_RETRY,
    LONGEST_WAIT,
    PERIOD,
    QUIET,
    WAKE_SPREAD,
    Situation,
    after_saves,
    back_off,
    next_sync,
)

moments = st.floats(0, 1e6)


def middle(low: float, high: float) -> float:
    return (low + high) / 2


def test_the_first_run_comes_at_once_and_the_next_after_the_period() -> None:
    assert next_sync(50, Situation(), middle) == 0
    assert next_sync(100, Situation(last_run=100), middle) == PERIOD
    assert next_sync(100 + PERIOD + 1, Situation(last_run=100), middle) == 0


def test_a_save_is_sent_two_seconds_later() -> None:
    assert next_sync(50, Situation(last_run=0, first_save=50, last_save=50), middle) == QUIET


def test_saves_that_go_on_are_sent_after_a_minute_at_the_latest() -> None:
    assert next_sync(109, Situation(last_run=0, first_save=50, last_save=109), middle) == pytest.approx(1)


@given(first=moments, gap=st.floats(0, 1e5))
def test_debounce_is_never_before_the_last_save_by_more_than_the_longest_wait(
    first: float, gap: float
) -> None:
    due = after_saves(first, first + gap)
    assert due <= first + LONGEST_WAIT
    assert due <= first + gap + QUIET
    assert due in (first + LONGEST_WAIT, first + gap + QUIET)


def test_failures_wait_longer_each_time_with_full_jitter() -> None:
    highest = [back_off(failures, lambda low, high: high) for failures in (1, 2, 3, 4, 20, 5000)]
    assert highest == [5, 10, 20, 40, LONGEST_RETRY, LONGEST_RETRY]
    draws = [back_off(4, random.Random(seed).uniform) for seed in range(500)]
    assert 0 <= min(draws) < 4 and 36 < max(draws) <= 40
    assert mean(draws) == pytest.approx(20, abs=2)


def test_saves_do_not_shorten_a_back_off() -> None:
    failing = Situation(last_run=100, failures=4, first_save=101, last_save=101)
    assert next_sync(101, failing, middle) == pytest.approx(19)


def test_retry_after_is_honoured_and_spread_by_half() -> None:
    busy = Situation(last_run=100, failures=1, retry_after=60)
    assert next_sync(100, busy, lambda low, high: low) == 60
    assert next_sync(100, busy, lambda low, high: high) == 90


def test_waking_up_spreads_laptops_over_half_a_minute() -> None:
    woken = Situation(last_run=10, failures=9, woke=1000)
    draws = [next_sync(1000, woken, random.Random(seed).uniform) for seed in range(300)]
    assert 0 <= min(draws) < 3 and WAKE_SPREAD - 3 < max(draws) <= WAKE_SPREAD


def test_a_wake_up_that_a_run_has_followed_counts_no_more() -> None:
    assert next_sync(2000, Situation(last_run=2000, woke=1000), middle) == PERIOD
