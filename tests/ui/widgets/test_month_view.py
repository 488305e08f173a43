"""The month dropped down under a date: its edges, what is painted, what keys and mouse do."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import click, press
from tests.ui.widgets.pictures import put
from ui.theme.theme import Mode, Theme
from ui.theme.tokens import Token
from ui.widgets.button import Button, IconButton
from ui.widgets.line_edit import LineEdit
from ui.widgets.month_view import MonthPopup, MonthView, moved

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
TODAY = date(2026, 11, 20)  # a Friday


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> MonthView:
    made = MonthView(theme, TODAY)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    return made


@pytest.fixture
def popup(theme: Theme, host: QWidget) -> MonthPopup:
    anchor = LineEdit(theme)
    put(host, anchor)
    return MonthPopup(theme, anchor, TODAY)


def spot_of(row: int, column: int, cell: int = 32, head: int = 24) -> QPoint:
    return QPoint(column * cell + cell // 2, head + row * cell + cell // 2)


def click_at(view: MonthView, spot: QPoint) -> None:
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, NONE, spot)


def hover(widget: QWidget, spot: QPoint) -> None:
    global_spot = widget.mapToGlobal(spot).toPointF()
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, spot.toPointF(), global_spot, none, none, NONE)
    QApplication.sendEvent(widget, event)


def edge_of(image: QImage, row: int, column: int) -> str:
    """The colour inside the box of a day, away from its figure."""
    return image.pixelColor(column * 32 + 16, 24 + row * 32 + 5).name()


# ---- keys


@pytest.mark.parametrize(
    ("start", "key", "expected"),
    [
        (date(2026, 11, 30), KEY.Key_Right, date(2026, 12, 1)),
        (date(2026, 11, 1), KEY.Key_Left, date(2026, 10, 31)),
        (date(2026, 12, 31), KEY.Key_Right, date(2027, 1, 1)),
        (date(2026, 1, 1), KEY.Key_Up, date(2025, 12, 25)),
        (date(2024, 2, 28), KEY.Key_Right, date(2024, 2, 29)),
        (date(2026, 2, 28), KEY.Key_Right, date(2026, 3, 1)),
        (date(2026, 1, 31), KEY.Key_PageDown, date(2026, 2, 28)),
        (date(2024, 3, 31), KEY.Key_PageUp, date(2024, 2, 29)),
        (date(2026, 12, 15), KEY.Key_PageDown, date(2027, 1, 15)),
        (date(2026, 1, 15), KEY.Key_PageUp, date(2025, 12, 15)),
        (date.max, KEY.Key_Right, date.max),
        (date.max, KEY.Key_Down, date.max),
        (date.max, KEY.Key_PageDown, date.max),
        (date.min, KEY.Key_Left, date.min),
        (date.min, KEY.Key_Up, date.min),
        (date.min, KEY.Key_PageUp, date.min),
    ],
)
def test_keys_cross_the_edges_of_months_and_of_the_calendar(
    view: MonthView, start: date, key: Qt.Key, expected: date
) -> None:
    view.set_day(start)
    press(view, key)
    assert view.day == expected


@pytest.mark.parametrize("day", [date.max, date.min, date(9999, 12, 1), date(1, 1, 31)])
def test_the_first_and_the_last_month_there_are_can_be_drawn(view: MonthView, day: date) -> None:
    view.set_day(day)
    assert not view.grab().isNull()
    hover(view, spot_of(5, 6))
    assert not view.grab().isNull()


def test_a_cell_behind_the_last_day_there_is_picks_nothing(qtbot: QtBot, view: MonthView) -> None:
    view.set_day(date.max)
    with qtbot.assertNotEmitted(view.picked):
        click_at(view, spot_of(5, 6))
    assert view.day == date.max


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Enter, KEY.Key_Space])
def test_three_keys_pick(qtbot: QtBot, view: MonthView, key: Qt.Key) -> None:
    with qtbot.waitSignal(view.picked) as told:
        press(view, key)
    assert told.args == [TODAY]


def test_other_keys_are_left_alone(qtbot: QtBot, view: MonthView) -> None:
    with qtbot.assertNotEmitted(view.picked):
        press(view, KEY.Key_A)
        press(view, KEY.Key_Home)
    assert view.day == TODAY


def test_another_month_is_told_and_another_day_is_not(qtbot: QtBot, view: MonthView) -> None:
    with qtbot.assertNotEmitted(view.month_changed):
        press(view, KEY.Key_Left)
    with qtbot.waitSignal(view.month_changed):
        press(view, KEY.Key_PageDown)
    with qtbot.waitSignal(view.month_changed):
        view.set_day(date(2027, 12, 20))
    assert view.day.year == 2027, "the same month of another year is another month"


def test_a_day_is_moved_or_there_is_none() -> None:
    assert moved(TODAY, -20) == date(2026, 10, 31)
    assert moved(date.max, 1) is None
    assert moved(date.min, -1) is None


# ---- mouse


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (0, 0, date(2026, 10, 26)),
        (0, 6, date(2026, 11, 1)),
        (3, 4, TODAY),
        (5, 0, date(2026, 11, 30)),
        (5, 6, date(2026, 12, 6)),
    ],
)
def test_a_click_picks_the_day_under_it(
    qtbot: QtBot, view: MonthView, row: int, column: int, expected: date
) -> None:
    with qtbot.waitSignal(view.picked) as told:
        click_at(view, spot_of(row, column))
    assert told.args == [expected]
    assert view.day == expected


def test_a_click_on_the_weekdays_picks_nothing(qtbot: QtBot, view: MonthView) -> None:
    with qtbot.assertNotEmitted(view.picked):
        click_at(view, QPoint(40, 10))


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_cells_follow_the_text_size(qtbot: QtBot, theme: Theme, percent: int) -> None:
    theme.set_percent(percent)
    view = MonthView(theme, TODAY)
    qtbot.addWidget(view)
    view.resize(view.sizeHint())
    view.show()
    assert view.sizeHint().width() == 7 * theme.px(32)
    assert view.sizeHint().height() == theme.px(24) + 6 * theme.px(32)
    with qtbot.waitSignal(view.picked) as told:
        click_at(view, spot_of(3, 5, theme.px(32), theme.px(24)))
    assert told.args == [TODAY + timedelta(days=1)]


# ---- paint


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_the_chosen_day_is_filled_and_today_is_outlined(view: MonthView, theme: Theme, mode: Mode) -> None:
    theme.set_mode(mode)
    accent = theme.color("accent").name()
    assert edge_of(view.grab().toImage(), 3, 4) == accent
    view.set_day(date(2026, 11, 18))
    image = view.grab().toImage()
    assert edge_of(image, 3, 2) == accent
    assert edge_of(image, 3, 4) != accent
    assert image.pixelColor(4 * 32 + 16, 24 + 3 * 32 + 2).name() == accent, "its border"


def test_the_day_under_the_pointer_is_lit_until_it_leaves(view: MonthView, theme: Theme) -> None:
    lit = theme.color("bg.hover").name()
    hover(view, spot_of(1, 1))
    assert edge_of(view.grab().toImage(), 1, 1) == lit
    hover(view, spot_of(2, 2))
    image = view.grab().toImage()
    assert (edge_of(image, 1, 1), edge_of(image, 2, 2)) != (lit, lit)
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert edge_of(view.grab().toImage(), 2, 2) != lit


@pytest.mark.parametrize(("day", "token"), [(TODAY, "text.1"), (date(2026, 12, 20), "text.3")])
def test_days_of_other_months_are_paler(view: MonthView, theme: Theme, day: date, token: Token) -> None:
    """The 30th of November: in its own month, and seen from December."""
    view.set_day(day)
    number = (date(2026, 11, 30) - (day.replace(day=1) - timedelta(days=day.replace(day=1).weekday()))).days
    image = view.grab().toImage()
    left, top = number % 7 * 32, 24 + number // 7 * 32
    inks = {image.pixelColor(x, y).name() for x in range(left, left + 32) for y in range(top, top + 32)}
    other: Token = "text.3" if token == "text.1" else "text.1"
    assert theme.color(token).name() in inks
    assert theme.color(other).name() not in inks


# ---- the popup


def title_of(popup: MonthPopup) -> str:
    return next(label.text() for label in popup.findChildren(QLabel) if label.text())


def test_the_popup_names_its_month_and_moves_by_its_arrows(popup: MonthPopup) -> None:
    popup.open_at(date(2026, 1, 31))
    assert "2026" in title_of(popup) and "1" in title_of(popup)
    back, forward = popup.findChildren(IconButton)
    click(back)
    assert popup.view.day == date(2025, 12, 31)
    assert "2025" in title_of(popup) and "12" in title_of(popup)
    click(forward)
    click(forward)
    assert popup.view.day == date(2026, 2, 28)
    assert back.accessibleName() and back.accessibleName() != forward.accessibleName()


def test_the_keyboard_goes_to_the_days_not_to_the_arrows(popup: MonthPopup) -> None:
    popup.open_at(TODAY)
    assert popup.focusProxy() is popup.view
    for button in [*popup.findChildren(IconButton), *popup.findChildren(Button)]:
        assert button.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_today_is_one_click_from_anywhere(qtbot: QtBot, popup: MonthPopup) -> None:
    popup.open_at(date(2019, 3, 3))
    (now,) = popup.findChildren(Button)
    with qtbot.waitSignal(popup.picked) as told:
        click(now)
    assert told.args == [TODAY]
    assert not popup.isVisible()


def test_picking_closes_and_escape_closes_without_picking(qtbot: QtBot, popup: MonthPopup) -> None:
    popup.open_at(TODAY)
    with qtbot.waitSignal(popup.picked):
        press(popup.view, KEY.Key_Return)
    assert not popup.isVisible()
    popup.open_at(TODAY)
    with qtbot.assertNotEmitted(popup.picked):
        press(popup, KEY.Key_Escape)
    assert not popup.isVisible()


def test_it_opens_below_its_field_or_above_where_there_is_no_room(popup: MonthPopup, host: QWidget) -> None:
    anchor = popup.parentWidget()
    assert anchor is not None
    popup.open_at(TODAY)
    assert popup.y() >= anchor.mapToGlobal(QPoint(0, anchor.height())).y()
    popup.hide()
    host.move(0, host.screen().availableGeometry().bottom() - host.height() // 2 - 40)
    popup.open_at(TODAY)
    assert popup.geometry().bottom() <= anchor.mapToGlobal(QPoint(0, 0)).y()
