"""How many rows go into one transaction follows from how long they take."""

import pytest

from app.store.span import AIM, FEWEST, FIRST, MOST, Span


@pytest.mark.parametrize("each", [AIM / 80, AIM / 150, AIM / 900])
def test_it_comes_to_what_fits_into_the_aim(each: float) -> None:
    span = Span()
    for _ in range(10):
        span.took(span.rows * each, span.rows)
    assert span.rows == pytest.approx(AIM / each, rel=0.02)


def test_a_slow_computer_gets_few_and_a_quick_one_no_more_than_a_page_has() -> None:
    slow, quick = Span(), Span()
    for _ in range(10):
        slow.took(60.0, slow.rows)
        quick.took(0.0, quick.rows)
    assert (slow.rows, quick.rows) == (FEWEST, MOST)


def test_one_quick_slice_at_most_doubles_it() -> None:
    span = Span()
    span.took(0.001, span.rows)
    assert span.rows == 2 * FIRST


@pytest.mark.parametrize(("seconds", "rows"), [(10.0, FEWEST - 1), (-3600.0, FIRST)])
def test_a_handful_and_a_clock_that_was_set_back_say_nothing(seconds: float, rows: int) -> None:
    span = Span()
    span.took(seconds, rows)
    assert span.rows == FIRST


def test_another_aim_gives_other_sizes() -> None:
    span = Span(100, aim=AIM / 3)
    for _ in range(10):
        span.took(span.rows * AIM / 300, span.rows)
    assert span.rows == 100
