"""Cards of a board column: read in windows, drawn in both themes, silent about letters."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.fakes.row_sources import CountingRows, SameThread
from tests.ui.widgets.pictures import has_colour
from ui.models.columns import CellKind, Column, RowBadge, plain
from ui.models.news import News
from ui.models.window_table import WindowTable
from ui.theme.theme import Mode, Theme
from ui.widgets.board.cards import Card, card_data, carried_card
from ui.widgets.board.column import WIDTH, BoardColumn, Head

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
HEAD = Head("signed", "签约", None, 10_000, "34.50 亿元")


@pytest.fixture
def source() -> CountingRows:
    return CountingRows(10_000)


@pytest.fixture
def column(qtbot: QtBot, theme: Theme, source: CountingRows) -> BoardColumn:
    table = WindowTable(
        source,
        [Column("name", "项目名称", plain("name"), 200, CellKind.NAME)],
        SameThread(),
        badges=lambda row: (RowBadge("pending", "待发送"), RowBadge("conflict", ""), RowBadge("refused", "")),
    )
    made = BoardColumn(theme, HEAD, table, lambda row: Card(str(row["name"]), "正威集团", str(row["total"])))
    table.setParent(made)
    qtbot.addWidget(made)
    made.resize(theme.px(WIDTH), 600)
    with qtbot.waitExposed(made):
        made.show()
    made.show_cards(HEAD, News(source.listed))
    return made


def test_ten_thousand_cards_read_one_window(qtbot: QtBot, column: BoardColumn, source: CountingRows) -> None:
    qtbot.waitUntil(lambda: bool(source.asked_rows))
    column.cards.viewport().repaint()
    assert [len(ids) for ids in source.asked_rows] == [100]
    column.cards.go_to(9_999)
    column.cards.viewport().repaint()
    qtbot.waitUntil(lambda: len(source.asked_rows) >= 2)
    assert len(source.asked_rows) <= 3 and column.cards.current_id() == "r0009999"


def test_the_place_in_the_cards_stays_when_they_are_read_anew(
    column: BoardColumn, source: CountingRows
) -> None:
    column.cards.verticalScrollBar().setValue(3_000)
    column.show_cards(HEAD, News(source.listed))
    assert column.cards.verticalScrollBar().value() == 3_000


def test_keys_ask_for_the_side_for_carrying_and_for_opening(qtbot: QtBot, column: BoardColumn) -> None:
    cards = column.cards
    cards.go_to(2)
    with qtbot.waitSignal(cards.side_asked) as side:
        QTest.keyClick(cards, KEY.Key_Left)
    with qtbot.waitSignal(cards.carry_asked) as carried:
        QTest.keyClick(cards, KEY.Key_Right, CTRL)
    with qtbot.waitSignal(cards.opened) as opened:
        QTest.keyClick(cards, KEY.Key_Return)
    with qtbot.waitSignal(cards.ticked_asked), qtbot.assertNotEmitted(cards.inspected):
        QTest.keyClick(cards, KEY.Key_Space, CTRL)
    assert (side.args, carried.args, opened.args) == ([-1], ["r0000002", 1], ["r0000002"])
    QTest.keyClicks(cards, "xm")
    assert cards.current_id() == "r0000002", "letters belong to the input method"


def test_a_double_click_opens_and_a_right_click_is_about_its_card(qtbot: QtBot, column: BoardColumn) -> None:
    spot = column.cards.visualRect(column.table.index(1, 0)).center()
    with qtbot.waitSignal(column.cards.opened) as opened:
        QTest.mouseDClick(column.cards.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened.args == ["r0000001"]
    QTest.mouseClick(column.cards.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert column.cards.current_id() == "r0000001"


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_head_and_cards_are_drawn(qtbot: QtBot, theme: Theme, column: BoardColumn, mode: Mode) -> None:
    theme.set_mode(mode)
    column.cards.setFocus()
    image = column.grab().toImage()  # the first picture has its cards
    assert has_colour(image, theme.color("text.1")) and has_colour(image, theme.color("bg.hover"))
    assert column.accessibleName() == "签约 10000 34.50 亿元"
    column.cards.ticked = lambda: {"r0000000"}
    assert has_colour(column.grab().toImage(), theme.color("bg.selection"))


def test_only_cards_are_carried() -> None:
    assert carried_card(card_data("r0000001")) == "r0000001"
    assert carried_card(QMimeData()) == ""
