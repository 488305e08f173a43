"""Plots and the month as a page: places, keys, the mouse, what screen readers are told."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import press
from ui.theme.theme import Theme
from ui.widgets.month_calendar import MonthCalendar, Span
from ui.widgets.paper import document, pdf_bytes
from ui.widgets.plots.bars import Bar, BarPlot
from ui.widgets.plots.tile_map import Square, TileMap

TODAY = date(2026, 11, 20)


@pytest.fixture
def bars(qtbot: QtBot, theme: Theme) -> BarPlot:
    made = BarPlot(theme)
    made.set_bars([Bar(str(n), f"{n}", n * 2, f"第 {n} 周 {n * 2} 次", n == 3) for n in range(4)])
    made.resize(400, made.sizeHint().height())
    qtbot.addWidget(made)
    made.show()
    return made


def test_bars_are_walked_and_opened(qtbot: QtBot, bars: BarPlot) -> None:
    assert "第 3 周 6 次" in bars.accessibleName()
    press(bars, Qt.Key.Key_Right)
    press(bars, Qt.Key.Key_Right)
    assert bars.accessibleDescription() == "第 2 周 4 次"
    with qtbot.waitSignal(bars.opened) as caught:
        press(bars, Qt.Key.Key_Return)
    assert caught.args == ["2"]
    with qtbot.waitSignal(bars.opened) as caught:
        QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=bars.place(0).center())
    assert caught.args == ["0"]
    for _ in range(9):
        press(bars, Qt.Key.Key_Right)
    assert bars.current == 3


def test_bars_without_anything_do_nothing(qtbot: QtBot, theme: Theme) -> None:
    empty = BarPlot(theme)
    qtbot.addWidget(empty)
    empty.show()
    press(empty, Qt.Key.Key_Return)
    assert empty.accessibleName() == ""


@pytest.fixture
def tiles(qtbot: QtBot, theme: Theme) -> TileMap:
    made = TileMap(theme)
    made.set_squares(
        [
            Square("a", "苏", 0, 0, 3, "江苏 3 次"),
            Square("b", "沪", 0, 1, 0, "上海 0 次"),
            Square("c", "浙", 1, 0, 1, "浙江 1 次"),
        ]
    )
    made.resize(made.sizeHint())
    qtbot.addWidget(made)
    made.show()
    return made


def test_squares_are_walked_by_where_they_lie(qtbot: QtBot, tiles: TileMap) -> None:
    assert tiles.accessibleName() == "江苏 3 次\n浙江 1 次" and tiles.current == 0
    press(tiles, Qt.Key.Key_Right)
    assert tiles.accessibleDescription() == "上海 0 次"
    press(tiles, Qt.Key.Key_Down)
    assert tiles.current == 2
    press(tiles, Qt.Key.Key_Left)  # nothing lies there
    assert tiles.current == 2
    with qtbot.waitSignal(tiles.opened) as caught:
        press(tiles, Qt.Key.Key_Return)
    assert caught.args == ["c"]
    with qtbot.waitSignal(tiles.opened) as caught:
        QTest.mouseClick(tiles, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert caught.args == ["a"]


@pytest.fixture
def month(qtbot: QtBot, theme: Theme) -> MonthCalendar:
    made = MonthCalendar(theme, TODAY)
    made.set_content(
        [
            Span("a", "长三角", date(2026, 11, 14), date(2026, 11, 17)),
            Span("b", "珠三角", date(2026, 11, 16), date(2026, 11, 16), strong=False),
        ],
        {TODAY: "访 2"},
    )
    made.resize(840, 640)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_page_begins_on_a_monday_and_ends_on_a_sunday(month: MonthCalendar) -> None:
    assert month.shown == (date(2026, 10, 26), date(2026, 12, 6))
    assert [one.key for one in month.on_day(date(2026, 11, 16))] == ["a", "b"]


def test_days_and_months_by_keys(qtbot: QtBot, month: MonthCalendar) -> None:
    press(month, Qt.Key.Key_Left)
    press(month, Qt.Key.Key_Up)
    assert month.day == TODAY - timedelta(days=8)
    with qtbot.waitSignal(month.month_changed):
        press(month, Qt.Key.Key_PageDown)
    press(month, Qt.Key.Key_Home)
    assert month.day == TODAY
    with qtbot.waitSignal(month.picked) as caught:
        press(month, Qt.Key.Key_Return)  # nothing on the day
    assert caught.args == [TODAY]
    month.set_day(date(2026, 11, 15))
    assert "长三角" in month.accessibleDescription()
    with qtbot.waitSignal(month.opened) as caught:
        press(month, Qt.Key.Key_Return)
    assert caught.args == ["a"]


def test_bars_lie_over_their_days_in_two_weeks(qtbot: QtBot, month: MonthCalendar) -> None:
    third, fourth = month._bars(2), month._bars(3)
    assert [span.key for span, _ in third] == ["a"] and [span.key for span, _ in fourth] == ["a", "b"]
    box = fourth[1][1]
    assert box is not None
    with qtbot.waitSignal(month.opened) as caught:
        QTest.mouseClick(month, Qt.MouseButton.LeftButton, pos=box.center())
    assert caught.args == ["b"] and month.day == date(2026, 11, 16)


def test_what_has_no_room_is_counted(theme: Theme, month: MonthCalendar) -> None:
    many = [Span(str(n), f"行程{n}", TODAY, TODAY) for n in range(9)]
    month.set_content(many, {})
    boxes = [box for _, box in month._bars(3)]
    assert None in boxes and boxes[0] is not None
    month.grab()


def test_paper_is_in_our_own_font_and_has_as_many_pages_as_it_needs(theme: Theme) -> None:
    text = document("<p>招商</p>", theme.families)
    assert text.defaultFont().families() == theme.families
    short, long = (pdf_bytes("<p>行</p>" * lines, theme.families) for lines in (3, 300))
    assert short.startswith(b"%PDF") and long.count(b"/Type /Page\n") > short.count(b"/Type /Page\n") >= 1
