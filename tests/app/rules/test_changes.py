"""Growth in amount and in percent against the last period and last year."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.rules.changes import change, compared

FIGURES = st.fractions(0, 10**9)


def test_growth_fall_and_no_change() -> None:
    texts = [
        (found.amount_text(2), found.share_text(2))
        for found in (change(Fraction(now), Fraction(100)) for now in ("112.5", 80, 100, "100.001"))
    ]
    assert texts == [("+12.50", "+12.50%"), ("-20.00", "-20.00%"), ("0.00", "0.00%"), ("0.00", "0.00%")]


def test_from_zero_and_from_nothing_there_is_no_percentage() -> None:
    from_zero = change(Fraction(5), Fraction(0))
    assert (from_zero.amount_text(2), from_zero.share_text(2)) == ("+5.00", "—")
    assert change(Fraction(5), Fraction(1, 1_000_000)).share == 4_999_999
    assert change(Fraction(5), Fraction(-1, 1_000_000)).share_text(2) == "—"
    unknown = change(Fraction(5), None)
    assert (unknown.amount_text(2), unknown.share_text(2)) == ("—", "—")


def test_both_comparisons_stand_side_by_side() -> None:
    found = compared(Fraction(30), Fraction(20), Fraction(40))
    assert (found.last_period.share, found.last_year.share) == (Fraction(1, 2), Fraction(-1, 4))


@given(FIGURES, FIGURES)
def test_the_earlier_figure_and_its_growth_give_the_new_one(now: Fraction, before: Fraction) -> None:
    found = change(now, before)
    assert found.amount is not None and before + found.amount == now
    if found.share is not None:
        assert before * (1 + found.share) == now
