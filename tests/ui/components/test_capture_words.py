"""Days and readings in words, in both languages."""

from datetime import date

import pytest

from app.i18n import Translator
from app.rules.capture.corrections import Correction, Corrections
from app.rules.capture.grammar import read_capture
from app.rules.capture.slots import Slot
from app.services.capture import foresee
from tests.fakes.desktops import Desktop
from ui.components.capture_reader import CaptureReader, Reading
from ui.components.capture_words import long_day, said_of, saved_as, shown_rows

TODAY = date(2026, 11, 20)


def reading(desktop: Desktop, line: str, corrections: Corrections | None = None) -> Reading:
    settled = corrections or Corrections()
    capture = settled.applied(read_capture(line, TODAY), TODAY)
    return Reading(capture, settled, foresee(desktop.desk, capture))


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("zh_CN", date(2026, 11, 25), "11月25日 星期三"),
        ("zh_CN", date(2027, 1, 4), "2027年1月4日 星期一"),
        ("en", date(2026, 11, 25), "Wednesday, 25 November"),
        ("en", date(2027, 1, 4), "Monday, 4 January 2027"),
    ],
)
def test_days_with_their_weekday(desktop: Desktop, language: str, day: date, words: str) -> None:
    desktop.theme.set_words(Translator(language))
    assert long_day(desktop.window.ctx, day) == words


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("今天拜访恒力电子张总", "走访"),
        ("下周三回访恒力电子", "下一步"),
        ("恒力化纤有限公司", "企业"),
        ("天气不错", ""),
    ],
)
def test_what_a_line_becomes(desktop: Desktop, line: str, kind: str) -> None:
    assert saved_as(desktop.window.ctx, reading(desktop, line)) == kind


def test_whom_a_line_was_about(desktop: Desktop) -> None:
    ctx = desktop.window.ctx
    assert said_of(ctx, reading(desktop, "今天拜访恒力电子张总")) == "恒力电子 · 张总"
    assert said_of(ctx, reading(desktop, "记得下周三交周报\n第二行")) == "记得下周三交周报"


def test_a_foreign_amount_set_right_again_is_still_the_same_chip(desktop: Desktop) -> None:
    ctx = desktop.window.ctx
    once = Corrections([Correction(Slot.AMOUNT, "3亿", "200万美元")])
    shown = next(
        one
        for one in shown_rows(ctx, reading(desktop, "今天拜访恒力电子 投3亿", once))
        if one.what == "foreign"
    )
    assert shown.mark == (Slot.AMOUNT, "3亿")


def test_the_reader_knows_firms_once_their_names_have_come(desktop: Desktop) -> None:
    reader = CaptureReader(desktop.window.ctx)
    line = "和青岛啤酒谈二期"
    assert reader.read(line, Corrections()).values(Slot.COMPANY) == ["青岛啤酒"]
    reader.prepare()
    desktop.settle()
    assert reader.read(line, Corrections()).values(Slot.COMPANY) == ["青岛啤酒股份有限公司"]
