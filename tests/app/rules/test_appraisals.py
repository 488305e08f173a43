"""Service appraisal (systems.md D5, 000 §5.5): first five, last three, twice running, more than twice."""

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.pack import Pack
from app.policy.shipped import shipped_names, shipped_pack
from app.rules.appraisals import Mark, Part, appraise, follows, grade_called, rounds_running, worth_of

CHUZHOU = shipped_pack("chuzhou")
BOTTOM = Part.BOTTOM


def marks(*given: str, copies: int = 3) -> list[Mark]:
    """Departments a, b, c … with these marks."""
    return [Mark(chr(ord("a") + at), one, copies) for at, one in enumerate(given)]


def parts(found: list[Mark], *history: dict[str, Part], pack: Pack = CHUZHOU) -> dict[str, Part]:
    return {one.unit: one.part for one in appraise(pack, found, history)}


def test_of_ten_departments_five_are_praised_and_three_named() -> None:
    found = appraise(CHUZHOU, marks(*(str(90 - at) for at in range(10))))
    assert "".join(one.unit for one in found) == "abcdefghij"
    assert [one.rank for one in found] == list(range(1, 11))
    assert [one.part for one in found] == [Part.TOP] * 5 + [Part.MIDDLE] * 2 + [BOTTOM] * 3
    assert [one.verdict for one in found] == ["praised"] * 5 + ["not_named"] * 2 + ["named"] * 3


@pytest.mark.parametrize("name", shipped_names())
@pytest.mark.parametrize(
    ("running", "verdict"),
    [
        (0, "not_named"),
        (1, "named"),
        (2, "held_to_account"),
        (3, "organisational"),
        (4, "organisational"),
    ],
)
def test_what_follows_in_every_pack(name: str, running: int, verdict: str) -> None:
    decision = follows(shipped_pack(name), praised=False, bottom_running=running)
    assert (decision.row.results["verdict"], decision.row.source) == (verdict, "000 §5.5")


def test_twice_running_and_more() -> None:
    ten = marks(*(str(90 - at) for at in range(10)))
    once, twice = {"j": BOTTOM, "i": BOTTOM}, {"j": BOTTOM, "h": Part.MIDDLE}
    found = {one.unit: (one.running, one.verdict) for one in appraise(CHUZHOU, ten, [once, twice])}
    assert found["j"] == (3, "organisational")
    assert found["i"] == (1, "named"), "it was not among the last in between"
    assert found["h"] == (1, "named")
    assert found["a"] == (0, "praised")


def test_a_round_without_the_department_breaks_the_run() -> None:
    assert rounds_running([{"a": BOTTOM}, {}, {"a": BOTTOM}], "a") == 1
    assert rounds_running([{"a": BOTTOM}, {"a": Part.UNRANKED}], "a") == 0


def test_whoever_is_level_with_the_edge_is_on_the_list() -> None:
    found = parts(marks("9", "8", "7", "6", "5", "5", "4", "3", "3", "3"))
    assert [found[unit] for unit in "abcdef"] == [Part.TOP] * 6
    assert found["g"] is Part.MIDDLE
    assert [found[unit] for unit in "hij"] == [BOTTOM] * 3
    found = parts(marks("9", "8", "7", "6", "5", "4.5", "4", "4", "3", "2"))
    assert [unit for unit in found if found[unit] is BOTTOM] == ["g", "h", "i", "j"]


def test_few_departments_are_not_on_both_lists_and_equal_ones_on_neither() -> None:
    found = parts(marks("9", "8", "7", "6", "5", "4"))
    assert list(found.values()) == [Part.TOP] * 5 + [BOTTOM]
    assert set(parts(marks("9", "9", "9")).values()) == {Part.MIDDLE}
    assert appraise(CHUZHOU, []) == ()


def test_too_few_questionnaires_give_no_place() -> None:
    found = appraise(CHUZHOU, [*marks("90", "80"), Mark("z", "10", 2)])
    last = found[-1]
    assert (last.unit, last.rank, last.part, last.copies) == ("z", None, Part.UNRANKED, 2)
    assert last.mark == 10
    assert {one.part for one in found[:-1]} == {Part.TOP}


def test_grades_count_what_the_pack_says_and_copies_weigh() -> None:
    tally = [Mark("a", "满意", 2), Mark("a", "比较满意", 1), Mark("a", "Not satisfied", 1)]
    (one,) = appraise(CHUZHOU, tally)
    assert (one.mark, one.copies) == (Fraction(2 * 100 + 80 + 0, 4), 4)
    assert one.mark is not None and isinstance(one.mark, Fraction)


@pytest.mark.parametrize(
    ("written", "worth"),
    [
        ("93.5", "93.5"),
        ("９３．５分", "93.5"),
        ("100", "100"),
        ("0", "0"),
        ("满 意", "100"),
        ("滿意", "100"),
        ("fairly satisfied", "80"),
        ("unsatisfied", "0"),
        ("100.01", None),
        ("-1", None),
        ("1e1", None),
        ("很好", None),
        ("", None),
        (".", None),
    ],
)
def test_what_a_cell_is_worth(written: str, worth: str | None) -> None:
    assert worth_of(CHUZHOU, written) == (None if worth is None else Decimal(worth))


def test_a_grade_is_known_in_both_languages() -> None:
    assert {grade_called(CHUZHOU, text) for text in ("不满意", "Not satisfied", "unsatisfied")} == {
        "unsatisfied"
    }
    assert grade_called(CHUZHOU, "") == ""


def test_what_is_missing_leads_out_of_the_part() -> None:
    found = {one.unit: one for one in appraise(CHUZHOU, marks(*(str(90 - 2 * at) for at in range(10))))}
    assert found["j"].missing == 6, "above g, the lowest who is not named"
    assert found["g"].missing == 4 and found["f"].missing == 2, "level with e, the last who is praised"
    assert found["a"].missing is None


_MARKS = st.lists(
    st.builds(
        Mark,
        st.sampled_from("abcdefghijkl"),
        st.decimals(0, 100, places=2).map(str),
        st.integers(1, 9),
    ),
    max_size=40,
)


@given(_MARKS)
def test_marks_are_exact_bounded_and_in_order(given: list[Mark]) -> None:
    found = appraise(CHUZHOU, given)
    assert {one.unit for one in found} == {one.unit for one in given}
    for one in found:
        own = [mark for mark in given if mark.unit == one.unit]
        copies = sum(mark.copies for mark in own)
        assert one.mark == sum(Fraction(mark.given) * mark.copies for mark in own) / copies
        assert 0 <= one.mark <= 100 and one.copies == copies
    ranked = [one for one in found if one.rank is not None]
    assert all(a.mark >= b.mark for a, b in itertools.pairwise(ranked))  # type: ignore[operator]
    tops = [one.mark for one in found if one.part is Part.TOP]
    lows = [one.mark for one in found if one.part is BOTTOM]
    assert not tops or not lows or min(tops) > max(lows)  # type: ignore[type-var,operator]


@given(_MARKS)
def test_the_order_of_questionnaires_means_nothing(given: list[Mark]) -> None:
    assert appraise(CHUZHOU, given) == appraise(CHUZHOU, list(reversed(given)))


@given(_MARKS)
def test_passing_what_is_missing_leads_out_of_the_last(given: list[Mark]) -> None:
    for one in appraise(CHUZHOU, given):
        if one.part is BOTTOM and one.missing is not None and one.mark is not None:
            better = one.mark + one.missing
            if better >= 100 or better.denominator > 1:
                continue
            others = [mark for mark in given if mark.unit != one.unit]
            then = appraise(CHUZHOU, [*others, Mark(one.unit, f"{better + 1}", max(one.copies, 3))])
            assert next(now for now in then if now.unit == one.unit).part is not BOTTOM or better + 1 > 100
