"""How well the grammar reads lines as officers write them: those it was made with and those it never saw."""

import sys
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.i18n import LANGUAGES, Translator
from app.rules.capture.grammar import read_capture
from app.rules.capture.likeness import is_name_like
from app.rules.capture.slots import Capture, Chip, Known, NextStep, Slot
from tests.app.rules.capture.labelled import SLOTS, WRITTEN, labelled_lines, measure, slots_of
from tests.pace import times_plain

# What every slot has to reach on the lines it was made with; half of them were written without it in view.
PRECISION, RECALL = 0.95, 0.90
# Lines nobody tuned the grammar for: missed most are firms nobody has filed, with no sign of being one.
UNSEEN_PRECISION, UNSEEN_RECALL = 0.94, 0.91
# The slots that these lines have twenty times or more, a point below what is measured.
UNSEEN_SLOTS = {
    Slot.PLACE: (0.99, 0.95),
    Slot.KIND: (0.85, 0.94),
    Slot.COMPANY: (0.90, 0.83),
    Slot.PERSON: (0.99, 0.95),
    Slot.AMOUNT: (0.99, 0.99),
    Slot.LAND: (0.95, 0.99),
    Slot.STEP: (0.95, 0.86),
}
THOUSANDS_OF_STEPS = 12  # of plain Python, for one line
HOLDERS = (Slot.STEP, Slot.PROMISE)

SAID = (
    "今天 昨晚 下周三 3.5 五一后 月底前 苏州 在上海 拜访 接待 电话 恒力电子 王燕清董事长 张总 李县长 小王",
    "答应 承诺 3亿 1.2-1.5亿元 50亩 8万/亩 13812345678 下一步： 记得 回访 来 的 、 ， 。 ： ( ) ａ \0 \u3000",
    "谈二期 3M 有限公司 一 十 点 半",
)
WORDS = st.lists(st.sampled_from([" ", *" ".join(SAID).split(" ")]), max_size=14).map("".join)
LINES = st.one_of(
    st.text(max_size=60), WORDS, st.sampled_from([one.text for one in labelled_lines("lines.txt")])
)


def test_there_are_lines_enough() -> None:
    assert len(list(labelled_lines("lines.txt"))) >= 1100
    assert len(list(labelled_lines("unseen.txt"))) >= 130


def test_no_line_is_in_both_files_or_twice() -> None:
    names = ("lines.txt", "unseen.txt", "forms.txt")
    texts = [one.text for name in names for one in labelled_lines(name)]
    assert len(texts) == len(set(texts))


def test_every_slot_of_the_known_lines(capsys: pytest.CaptureFixture[str]) -> None:
    tally = measure("lines.txt")
    with capsys.disabled():
        sys.stdout.write(f"\nlines.txt\n{tally.table()}\n")
    for slot in SLOTS.values():
        told = "\n".join(tally.differing)
        assert tally.precision(slot) >= PRECISION, f"{slot}: {told}"
        assert tally.recall(slot) >= RECALL, f"{slot}: {told}"


def test_forms_spans_of_days_and_what_they_want_to_invest_in(capsys: pytest.CaptureFixture[str]) -> None:
    """Before the grammar was taught any of it precision was 0.724, recall 0.600."""
    tally = measure("forms.txt")
    with capsys.disabled():
        sys.stdout.write(f"\nforms.txt\n{tally.table()}\n")
    for slot in slots_of("forms.txt"):
        told = "\n".join(tally.differing)
        assert tally.precision(slot) >= PRECISION and tally.recall(slot) >= RECALL, f"{slot}: {told}"


def test_the_unseen_lines_as_a_whole(capsys: pytest.CaptureFixture[str]) -> None:
    tally = measure("unseen.txt")
    with capsys.disabled():
        sys.stdout.write(f"\nunseen.txt\n{tally.table()}\n")
    assert tally.precision(*SLOTS.values()) >= UNSEEN_PRECISION
    assert tally.recall(*SLOTS.values()) >= UNSEEN_RECALL
    for slot, (precision, recall) in UNSEEN_SLOTS.items():
        assert tally.precision(slot) >= precision, slot
        assert tally.recall(slot) >= recall, slot


def test_a_line_is_read_at_once() -> None:
    lines = [one.text for one in labelled_lines("unseen.txt")]
    taken = times_plain(lambda: [read_capture(line, WRITTEN) for line in lines])
    assert taken / len(lines) < THOUSANDS_OF_STEPS


@pytest.mark.parametrize(
    ("text", "like"),
    [
        *((text, True) for text in ("闻泰", "埃斯顿", "顾地科技", "Bosch", "OpenAI", "华为")),
        *((text, False) for text in ("合同", "标准厂房", "PCB", "Jason", "", "先上两条线", "张江")),
    ],
)
def test_what_is_like_a_name(text: str, like: bool) -> None:
    assert is_name_like(text) is like


def covered(capture: Capture) -> set[int]:
    return {at for chip in capture.chips for at in range(chip.start, chip.end)}


@given(LINES, st.dates(date(2000, 1, 1), date(2100, 1, 1)))
@settings(max_examples=150, deadline=None)
def test_chips_lie_in_the_line_and_lose_nothing(line: str, today: date) -> None:
    capture = read_capture(line, today)
    assert capture.line == line
    for chip in capture.chips:
        assert 0 <= chip.start < chip.end <= len(line)
        assert chip.text == line[chip.start : chip.end]
    inside = covered(capture)
    outside = "".join(char if at not in inside else " " for at, char in enumerate(line))
    assert capture.rest == " ".join(outside.split())


@given(LINES)
@settings(max_examples=150, deadline=None)
def test_chips_overlap_only_steps_and_promises(line: str) -> None:
    plain = [chip for chip in read_capture(line, WRITTEN).chips if chip.slot not in HOLDERS]
    spans = sorted({(chip.start, chip.end) for chip in plain})
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@given(LINES)
@settings(max_examples=50, deadline=None)
def test_reading_twice_reads_the_same(line: str) -> None:
    assert read_capture(line, WRITTEN) == read_capture(line, WRITTEN)


@pytest.mark.parametrize("today", [date.min, date.max])
@pytest.mark.parametrize(
    "line", ["今天 拜访 张总 下周三回访", "春节后再约", "上周五 昨天 前天", "三天内答复", "10月前来"]
)
def test_the_ends_of_the_calendar_are_no_error(today: date, line: str) -> None:
    assert read_capture(line, today).line == line


def test_the_line_of_the_journey() -> None:
    line = "今天 苏州 拜访 恒力电子 张总 谈二期3亿 要50亩 下周三回访"
    read = read_capture(line, WRITTEN)
    assert read.first(Slot.STEP) == NextStep("回访", "2026-03-18")
    assert [chip.text for chip in read.chips if chip.slot is Slot.COMPANY] == ["恒力电子"]
    assert read.first(Slot.SUBJECT) == "二期"


def test_names_on_this_laptop_are_found_whole() -> None:
    known = Known(companies={"三全": "三全食品股份有限公司", "和而泰": "和而泰"}, people={"高远": "高远"})
    read = read_capture("三全的高远说和而泰也想来", WRITTEN, known)
    assert read.values(Slot.COMPANY) == ["三全食品股份有限公司", "和而泰"]
    assert read.values(Slot.PERSON) == ["高远"]


def test_a_name_inside_a_step_is_a_chip_of_its_own() -> None:
    read = read_capture("下周三回访恒力电子张总", WRITTEN)
    step = next(chip for chip in read.chips if chip.slot is Slot.STEP)
    firm = next(chip for chip in read.chips if chip.slot is Slot.COMPANY)
    assert step.start < firm.start < firm.end <= step.end
    assert step == Chip(Slot.STEP, 0, len(read.line), read.line, NextStep("回访恒力电子张总", "2026-03-18"))


def test_a_figure_read_with_an_assumption_says_so() -> None:
    amount = next(c for c in read_capture("投资3-5亿", WRITTEN).chips if c.slot is Slot.AMOUNT)
    assert amount.note is not None
    assert amount.note.key == "rules.amount.range"


@pytest.mark.parametrize(
    ("line", "slot", "values"),
    [
        ("老乡李建国介绍的，做连接器", Slot.CHANNEL, ["kinship"]),
        ("老乡李建国介绍的，做连接器", Slot.PERSON, ["李建国"]),
        ("李总（恒逸石化）反馈环评过了", Slot.COMPANY, ["恒逸石化"]),
        ("见了中材科技黄总（风电叶片）", Slot.COMPANY, ["中材科技"]),
        ("我是招商局小李，资料寄了", Slot.OURS, ["小李"]),
        ("小王、小张一起去合肥", Slot.OURS, ["小王", "小张"]),
        ("投资3000万欧，三通一平", Slot.LAND, []),
        ("租8000平", Slot.LAND, []),
        ("要地三百来亩", Slot.LAND, [300]),
        ("想要四五十亩地", Slot.LAND, [40]),
        ("投个二十来亿", Slot.AMOUNT, [200000]),
        ("电话+86-138-0013-8000", Slot.PHONE, ["+8613800138000"]),
        ("先付200万定金", Slot.AMOUNT, []),
        ("投资强度350万没问题", Slot.AMOUNT, []),
        ("固定资产投资不少于5亿元人民币", Slot.AMOUNT, [50000]),
        ("去年拜访过的正泰电器，今天来电", Slot.KIND, ["call"]),
        ("约了李总 3月20日视频会议", Slot.KIND, ["video"]),
        ("二十九号之前答复地价", Slot.STEP, [NextStep("答复地价", "2026-03-29")]),
        ("5月18日开工，请张市长参加", Slot.STEP, [NextStep("请张市长参加", "2026-05-18")]),
        ("待办：①给海亮李总寄合同②催环评", Slot.STEP, [NextStep("给海亮李总寄合同"), NextStep("催环评")]),
        ("上海 松江 拜访闻泰", Slot.PLACE, ["上海松江"]),
        ("15亩到20亩之间", Slot.LAND, [15]),
        ("容积率1.5", Slot.DATE, []),
        ("租8-10号厂房", Slot.DATE, []),
        ("走1-2号线过来", Slot.DATE, []),
        ("设备10、11号地块都看了", Slot.DATE, []),
        ("3-5日内答复", Slot.DATE, []),
        ("12月1-4日到深圳拜访大疆", Slot.DATE, [date(2026, 12, 1)]),
        ("28-31号去上海拜访闻泰", Slot.DATE, [date(2026, 3, 28)]),
        ("想投诉审批慢", Slot.SUBJECT, ["投诉审批慢"]),
        ("想投标园区二期", Slot.SUBJECT, ["投标园区二期"]),
        ("企业联系人：马俊 想投充电桩", Slot.PERSON, ["马俊"]),
        ("客户：正泰电器 想投充电桩", Slot.COMPANY, ["正泰电器"]),
        ("闻泰在找地", Slot.COMPANY, ["闻泰"]),
        ("半个月后再约", Slot.STEP, [NextStep("再约", "2026-03-26")]),
        ("传化智联 陈坚总", Slot.PERSON, ["陈坚"]),
        ("TDK的田中部长来电", Slot.PERSON, ["田中部长"]),
        ("明天下班前把纪要发出去", Slot.STEP, [NextStep("把纪要发出去", "2026-03-12")]),
        ("提醒：3月18日带合同去签字", Slot.STEP, [NextStep("带合同去签字", "2026-03-18")]),
    ],
)
def test_what_officers_wrote_that_was_missed_once(line: str, slot: Slot, values: list[object]) -> None:
    assert read_capture(line, WRITTEN).values(slot) == values


def test_an_empty_line_has_no_chips() -> None:
    assert read_capture("", WRITTEN) == Capture("", (), "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_amount_in_another_currency_says_so(language: str) -> None:
    amount = next(c for c in read_capture("投200万美元", WRITTEN).chips if c.slot is Slot.FOREIGN)
    assert amount.note is not None
    assert "200" in Translator(language).tr(amount.note.key, **amount.note.params)
