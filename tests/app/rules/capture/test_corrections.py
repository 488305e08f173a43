"""A reading set right by hand: kept as typed, put back by a draft, never losing a word."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.capture.corrections import Correction, Corrections, NotReadable, corrected, typed_step
from app.rules.capture.grammar import read_capture
from app.rules.capture.slots import Capture, Chip, NextStep, Slot
from app.rules.refusals import RuleError

LINE = "今天 苏州 拜访 恒力电子 张总 谈二期3亿 要50亩 下周三回访"
TODAY = date(2026, 11, 20)


def read() -> Capture:
    return read_capture(LINE, TODAY)


def chip(slot: Slot) -> Chip:
    return next(one for one in read().chips if one.slot is slot)


def test_a_reading_taken_off_goes_back_into_the_text() -> None:
    off = Corrections([Correction(Slot.AMOUNT, chip(Slot.AMOUNT).text, removed=True)])
    again = off.applied(read(), TODAY)
    assert again.values(Slot.AMOUNT) == []
    assert "3亿" in again.rest and "3亿" not in read().rest
    assert again.line == LINE


@pytest.mark.parametrize(
    ("slot", "typed", "value"),
    [
        (Slot.DATE, "昨天", date(2026, 11, 19)),
        (Slot.KIND, "call", "call"),
        (Slot.COMPANY, "恒力化纤", "恒力化纤"),
        (Slot.PERSON, "张伟 副总", "张伟"),
        (Slot.AMOUNT, "3.5亿", Decimal(35000)),
        (Slot.LAND, "10公顷", Decimal(150)),
        (Slot.CHANNEL, "以商引商", "business"),
        (Slot.PHONE, "13812345678", "+8613812345678"),
        (Slot.STEP, "寄资料 11月30日", NextStep("寄资料", "2026-11-30")),
        (Slot.STEP, "下周三寄资料", NextStep("寄资料", "2026-11-25")),
        (Slot.STEP, "寄资料", NextStep("寄资料")),
    ],
)
def test_what_is_typed_into_a_chip_becomes_its_value(slot: Slot, typed: str, value: Any) -> None:
    assert corrected(Chip(slot, 0, 1, "x", None), typed, TODAY).value == value


def test_a_corrected_amount_takes_its_words_along_and_may_be_foreign() -> None:
    assert corrected(chip(Slot.AMOUNT), "4亿", TODAY).text == "4亿"
    foreign = corrected(chip(Slot.AMOUNT), "200万美元", TODAY)
    assert (foreign.slot, foreign.value) == (Slot.FOREIGN, Decimal(200))


def test_a_persons_title_stands_behind_the_name() -> None:
    made = corrected(chip(Slot.PERSON), "张伟 副总", TODAY)
    assert made.text.removeprefix(made.value) == "副总"


@pytest.mark.parametrize(
    ("slot", "typed"),
    [
        (Slot.DATE, "某天"),
        (Slot.KIND, "晚饭"),
        (Slot.AMOUNT, "很多"),
        (Slot.PHONE, "无"),
        (Slot.STEP, "下周三"),
        (Slot.COMPANY, " "),
    ],
)
def test_what_says_nothing_is_refused(slot: Slot, typed: str) -> None:
    with pytest.raises(RuleError):
        corrected(Chip(slot, 0, 1, "x", None), typed, TODAY)


def test_not_readable_says_what_was_typed() -> None:
    assert NotReadable("晚饭").reason.params["text"] == "晚饭"


def test_a_chip_nobody_wrote_can_be_added() -> None:
    read_ = read_capture("恒力电子 张总", TODAY)
    with_day = Corrections([Correction(Slot.DATE, "", "昨天")]).applied(read_, TODAY)
    assert with_day.first(Slot.DATE) == date(2026, 11, 19)
    assert with_day.rest == read_.rest


def test_what_was_assumed_gives_way_to_what_is_written() -> None:
    kept = Corrections([Correction(Slot.DATE, "", "昨天")]).applied(read(), TODAY)
    assert kept.values(Slot.DATE) == [TODAY]


def test_a_correction_that_cannot_be_read_any_more_leaves_the_reading() -> None:
    kept = Corrections([Correction(Slot.AMOUNT, chip(Slot.AMOUNT).text, "很多")]).applied(read(), TODAY)
    assert kept.values(Slot.AMOUNT) == [Decimal(30000)]


def test_the_last_correction_of_a_chip_counts() -> None:
    both = (
        Corrections().also(Correction(Slot.KIND, "拜访", "call")).also(Correction(Slot.KIND, "拜访", "video"))
    )
    assert both.applied(read(), TODAY).first(Slot.KIND) == "video"
    assert both.of((Slot.KIND, "拜访")) == Correction(Slot.KIND, "拜访", "video")
    assert both and not Corrections()


def test_a_step_as_it_is_typed_is_read_as_it_was() -> None:
    for step in (NextStep("回访", "2026-11-25"), NextStep("寄资料")):
        assert corrected(Chip(Slot.STEP, 0, 1, "x", None), typed_step(step), TODAY).value == step


def test_what_another_version_kept_is_left_out() -> None:
    kept = [
        {"slot": "kind", "text": "拜访", "typed": "call"},
        {"slot": "mood", "text": ""},
        7,
        {"slot": "kind"},
    ]
    restored = Corrections.restored(kept)
    assert restored.of((Slot.KIND, "拜访")) is not None and len(restored.kept()) == 1
    assert not Corrections.restored("nonsense")


@given(
    st.lists(
        st.builds(
            Correction,
            st.sampled_from(list(Slot)),
            st.sampled_from(["", "拜访", "张总", "3亿", "恒力电子"]),
            st.text(max_size=10),
            st.just(""),
            st.booleans(),
        ),
        max_size=6,
    )
)
def test_a_draft_gives_back_what_it_kept_and_no_correction_breaks_a_line(made: list[Correction]) -> None:
    corrections = Corrections(made)
    again = Corrections.restored(corrections.kept())
    assert again.kept() == corrections.kept()
    assert again.applied(read(), TODAY) == corrections.applied(read(), TODAY)
    assert corrections.applied(read(), TODAY).line == LINE
