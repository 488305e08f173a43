"""The pieces of a survey: shares in words, rows that lead somewhere, cards of figures."""

from decimal import Decimal
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services.records import create_record
from tests.fakes.desktops import Desktop, said_by
from ui.components.surveys.fairs import FairsSurvey
from ui.components.surveys.natives import NativesSurvey
from ui.components.surveys.survey import ShareRow, fact_card, figure_card, share_words, wan_words
from ui.components.surveys.targets import SHOWN, TargetsSurvey


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (None, "—"),
        (Fraction(0), "0.0%"),
        (Fraction(1, 3), "33.3%"),
        (Fraction(2, 3), "66.7%"),
        (Fraction(11, 16), "68.8%"),
        (Fraction(1), "100.0%"),
    ],
)
def test_shares_are_told_to_one_place(share: Fraction | None, words: str) -> None:
    assert share_words(share) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal(0), "0 万元"),
        (Decimal("0.5"), "0.5 万元"),
        (Decimal(90), "90 万元"),
        (Decimal(1200), "1200 万元"),
    ],
)
def test_small_sums_are_not_rounded_away(desktop: Desktop, amount: Decimal, words: str) -> None:
    assert wan_words(desktop.window.ctx, amount).replace(",", "") == words


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_row_opens_with_the_keyboard_and_the_mouse(desktop: Desktop, key: Qt.Key) -> None:
    row = ShareRow(desktop.window.ctx, "陈立", 1, 2)
    desktop.bot.addWidget(row)
    row.show()
    opened: list[bool] = []
    row.opened.connect(lambda: opened.append(True))
    QTest.keyClick(row, key)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    QTest.keyClick(row, Qt.Key.Key_Space)
    assert len(opened) == 2
    assert row.accessibleName() == "陈立 1/2 50.0%"


def test_a_row_of_nothing_has_no_share(desktop: Desktop) -> None:
    row = ShareRow(desktop.window.ctx, "没有对接人", 0, 0)
    desktop.bot.addWidget(row)
    assert row.accessibleName() == "没有对接人 0/0 —"


def test_cards_say_their_figures(desktop: Desktop) -> None:
    ctx = desktop.window.ctx
    figure = figure_card(ctx, "覆盖率", "50.0%", "6 家中已对接 3 家")
    facts = fact_card(ctx, "全部", [("已对接", "81"), ("已创业", "25")])
    told = [(figure, ("覆盖率", "50.0%", "6 家中已对接 3 家")), (facts, ("全部", "已对接", "81", "25"))]
    for card, words in told:
        desktop.bot.addWidget(card)
        card.show()
        assert set(words) <= {text for _, text in said_by(card)}


def test_empty_surveys_say_so(desktop: Desktop) -> None:
    ctx = desktop.window.ctx
    for made, words in (
        (NativesSurvey(ctx), "名录里还没有人"),
        (TargetsSurvey(ctx), "名单上的企业都对接过了"),
        (FairsSurvey(ctx), "项目库"),
    ):
        desktop.bot.addWidget(made)
        made.show()
        made.refresh()
        desktop.settle()
        assert any(words in text for _, text in said_by(made)), words


def test_a_long_list_says_how_many_more(desktop: Desktop) -> None:
    for number in range(SHOWN + 3):
        create_record(desktop.desk, "target", {"name": f"目标{number:03d}", "standing": "not_yet"})
    survey = TargetsSurvey(desktop.window.ctx)
    desktop.bot.addWidget(survey)
    survey.show()
    survey.refresh()
    desktop.settle()
    said = [text for _, text in said_by(survey)]
    assert any("3" in text and text == desktop.window.ctx.tr("ui.card.more", count=3) for text in said)
    assert f"{SHOWN + 3} 家中已对接 0 家，落户 0 家" in said


def test_targets_of_lists_here_and_elsewhere_and_of_none(desktop: Desktop) -> None:
    here, _ = create_record(desktop.desk, "target_list", {"name": "光电名单"})
    with desktop.desk.store.write(actor="总部", label="sync") as work:
        for number, wanted in enumerate((here, "01a1b2c3-0000-7000-8000-000000000000", None)):
            work.create("target", {"name": f"目标{number}", "standing": "not_yet", "list_id": wanted})
    survey = TargetsSurvey(desktop.window.ctx)
    desktop.bot.addWidget(survey)
    survey.show()
    survey.refresh()
    desktop.settle()
    said = {text for _, text in said_by(survey)}
    assert {"光电名单", "其他单位的名单", "不在名单上"} <= said
