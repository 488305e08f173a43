"""The list under a line: shown where there is room, picked by mouse or key, never taking the focus."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme.theme import Theme
from ui.widgets.line_edit import LineEdit
from ui.widgets.suggestions import Suggestion, SuggestionList

NONE = Qt.KeyboardModifier.NoModifier
ROWS = [Suggestion(str(number), f"企业 {number}", "科技工业园区", "building") for number in range(20)]


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    made.resize(500, 300)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def line(theme: Theme, window: QWidget) -> LineEdit:
    made = LineEdit(theme)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(made)
    made.show()
    made.setFocus()
    return made


@pytest.fixture
def found(theme: Theme, line: LineEdit) -> SuggestionList:
    return SuggestionList(theme, line)


def key(which: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, which, modifiers)


def view_of(found: SuggestionList) -> QListView:
    view = found.findChild(QListView)
    assert isinstance(view, QListView)
    return view


def test_it_opens_under_the_line_as_wide_as_it(found: SuggestionList, line: LineEdit) -> None:
    found.offer(ROWS)
    below = line.mapToGlobal(QPoint(0, line.height()))
    assert found.isVisible()
    assert found.pos().x() == below.x()
    assert 0 <= found.pos().y() - below.y() <= 8
    assert found.width() == line.width()
    assert found.height() == 8 * 32 + 8, "eight rows at most"
    assert line.hasFocus()


def test_it_opens_above_where_there_is_no_room_below(
    qtbot: QtBot, found: SuggestionList, line: LineEdit, window: QWidget
) -> None:
    bottom = window.screen().availableGeometry().bottom()
    window.move(0, bottom - 320)
    found.offer(ROWS)
    assert found.geometry().bottom() <= line.mapToGlobal(QPoint(0, 0)).y()


def test_few_rows_make_a_short_list(found: SuggestionList) -> None:
    found.offer(ROWS[:3])
    assert found.height() == 3 * 32 + 8
    assert [row.key for row in found.rows()] == ["0", "1", "2"]


def test_a_click_picks(qtbot: QtBot, found: SuggestionList, line: LineEdit) -> None:
    found.offer(ROWS)
    view = view_of(found)
    spot = view.visualRect(view.model().index(2, 0)).center()
    with qtbot.waitSignal(found.picked) as told:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, spot)
    assert told.args == [ROWS[2]]
    assert not found.isVisible()
    assert line.hasFocus()


def test_keys_stay_inside_the_list(found: SuggestionList) -> None:
    found.offer(ROWS, current=18)
    view = view_of(found)
    moves = [
        (Qt.Key.Key_Down, 19),
        (Qt.Key.Key_Down, 19),
        (Qt.Key.Key_PageUp, 11),
        (Qt.Key.Key_PageUp, 3),
        (Qt.Key.Key_PageUp, 0),
        (Qt.Key.Key_Up, 0),
    ]
    for which, row in moves:
        assert found.handle_key(key(which))
        assert view.currentIndex().row() == row


def test_other_keys_and_ctrl_enter_are_left_to_the_line(qtbot: QtBot, found: SuggestionList) -> None:
    found.offer(ROWS)
    assert not found.handle_key(key(Qt.Key.Key_A))
    assert not found.handle_key(key(Qt.Key.Key_Tab))
    with qtbot.assertNotEmitted(found.picked):
        assert not found.handle_key(key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier))


def test_a_hidden_list_takes_no_key(found: SuggestionList) -> None:
    assert not found.handle_key(key(Qt.Key.Key_Return))
    found.offer(ROWS)
    assert found.handle_key(key(Qt.Key.Key_Escape))
    assert not found.handle_key(key(Qt.Key.Key_Down))


def test_a_current_row_out_of_range_is_moved_to_the_nearest(found: SuggestionList) -> None:
    found.offer(ROWS[:2], current=99)
    assert view_of(found).currentIndex().row() == 1
    found.offer(ROWS[:2], current=-5)
    assert view_of(found).currentIndex().row() == 0


def test_rows_say_text_and_detail(found: SuggestionList) -> None:
    found.offer(ROWS)
    assert view_of(found).model().index(0, 0).data() == "企业 0 科技工业园区"


def test_rows_are_drawn_in_the_theme(found: SuggestionList, theme: Theme) -> None:
    found.offer([*ROWS[:1], Suggestion("", "新建企业", action=True)])
    image = found.grab().toImage()
    assert image.pixelColor(image.width() // 2, 4 + 3) == theme.color("bg.hover"), "the current row"
    assert image.pixelColor(image.width() - 30, 32 + 12) == theme.color("bg.panel")
    spots = [(x, y) for x in range(8, 120) for y in range(36, 68)]
    assert any(image.pixelColor(x, y) == theme.color("accent") for x, y in spots), "an action is a link"
