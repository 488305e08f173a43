"""Competition ranks, the way to the next place, what if, and who was last how often."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.pack import NoSuchTable
from app.policy.shipped import shipped_names, shipped_pack
from app.rules.ranking import (
    NotRanked,
    figures_of,
    moved,
    next_place,
    periods_last,
    place_of,
    ranked,
    what_if,
)

FIVE: dict[str, Fraction | None] = {
    "甲": Fraction(30),
    "乙": Fraction(50),
    "丙": Fraction(30),
    "丁": Fraction(10),
    "戊": None,
}
SOME = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.none() | st.integers(0, 9).map(Fraction)
)


def test_ties_share_a_place_and_the_next_is_left_out() -> None:
    places = ranked(FIVE)
    assert [(one.owner, one.rank, one.tied) for one in places] == [
        ("乙", 1, False),
        ("甲", 2, True),
        ("丙", 2, True),
        ("丁", 4, False),
        ("戊", None, False),
    ]
    assert [one.from_bottom for one in places] == [4, 2, 2, 1, None]
    assert [one.owner for one in places if one.last] == ["丁"]
    assert ranked(FIVE, rising=True)[0].owner == "丁"


def test_nobody_is_last_among_equals() -> None:
    assert not any(one.last for one in ranked({"甲": Fraction(1), "乙": Fraction(1)}))
    assert not ranked({"甲": Fraction(0)})[0].last
    assert ranked({}) == ()


@given(SOME, st.booleans())
def test_ranks_are_a_permutation_with_ties(figures: dict[str, Fraction | None], rising: bool) -> None:
    places = ranked(figures, rising=rising)
    assert sorted(one.owner for one in places) == sorted(figures)
    ranks = [one.rank for one in places if one.rank is not None]
    assert ranks == sorted(ranks)
    for at, rank in enumerate(ranks, 1):
        assert rank == at or rank == ranks[at - 2]
    for one in places:
        if one.rank is not None and one.from_bottom is not None:
            same = ranks.count(one.rank)
            assert one.rank + one.from_bottom + same - 1 == len(ranks) + 1
            assert one.tied == (same > 1)


@given(SOME, st.booleans())
def test_drawing_level_reaches_the_next_place(figures: dict[str, Fraction | None], rising: bool) -> None:
    for one in ranked(figures, rising=rising):
        if one.rank is None or one.figure is None:
            continue
        ahead = next_place(figures, one.owner, rising=rising)
        if ahead is None:
            assert one.rank == 1
            continue
        missing = -ahead.missing if rising else ahead.missing
        step = Fraction(-1 if rising else 1, 1_000_000)
        assert what_if(figures, one.owner, one.figure + missing, rising=rising).rank == ahead.rank < one.rank
        almost = what_if(figures, one.owner, one.figure + missing - step, rising=rising)
        assert almost.rank is not None and almost.rank > ahead.rank


def test_the_next_place_names_who_is_ahead() -> None:
    found = next_place(FIVE, "丁")
    assert found is not None and (found.rank, found.ahead) == (2, ("甲", "丙"))
    assert found.missing == 20
    assert what_if(FIVE, "戊", Fraction(60)).rank == 1
    for name in ("戊", "己"):
        with pytest.raises(NotRanked):
            next_place(FIVE, name)
    with pytest.raises(NotRanked):
        what_if(FIVE, "己", Fraction(1))


def test_moves_between_two_periods() -> None:
    before, now = ranked(FIVE), ranked({**FIVE, "丁": Fraction(60), "戊": Fraction(1)})
    assert [moved(now, before, name) for name in ("丁", "乙", "戊")] == [3, -1, None]
    assert place_of(now, "戊").last


def test_last_running_is_counted_back_from_the_newest() -> None:
    last, better = ranked(FIVE), ranked({**FIVE, "丁": Fraction(31)})
    assert [
        periods_last(history, "丁") for history in ([last, last], [last, better], [better, last], [])
    ] == [*(2, 0, 1, 0)]


def test_figures_come_by_the_pack() -> None:
    told = {
        "甲": {"funds_in_place": Decimal(22), "funds_in_place_target": Decimal(32)},
        "乙": {"funds_in_place": Decimal(22), "funds_in_place_target": Decimal(0)},
        "丙": {"funds_in_place": Decimal(0)},
    }
    for name in shipped_names():
        pack = shipped_pack(name)
        assert figures_of(pack, "funds_of_target", told) == {"甲": Fraction(22, 32), "乙": None, "丙": None}
        assert figures_of(pack, "funds_in_place", told)["丙"] == 0
    with pytest.raises(NoSuchTable):
        figures_of(shipped_pack("default"), "luck", told)
