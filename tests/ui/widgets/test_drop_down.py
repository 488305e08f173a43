"""Small panels under what opened them: in line with it, on the screen, closed by Esc, done with Enter."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.theme.theme import Theme
from ui.widgets.drop_down import GAP, DropDown


class Panel(DropDown):
    """One line; Enter keeps what is in it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.line = QLineEdit()
        self.column.addWidget(self.line)
        self.first = self.line
        self.kept = 0

    def entered(self) -> bool:
        self.kept += 1
        return True


@pytest.fixture
def anchor(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.setGeometry(120, 80, 200, 32)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_it_drops_down_with_the_left_or_the_right_edges_in_line(theme: Theme, anchor: QWidget) -> None:
    panel = Panel(theme, anchor)
    panel.open_under(anchor)
    below = anchor.mapToGlobal(QPoint(0, anchor.height() + GAP))
    assert panel.pos() == below and panel.line.hasFocus()
    panel.open_under(anchor, right=True)
    assert panel.geometry().right() == anchor.mapToGlobal(QPoint(anchor.width() - 1, 0)).x()


def test_without_room_below_it_opens_upwards(theme: Theme, anchor: QWidget) -> None:
    bottom = anchor.screen().availableGeometry().bottom()
    anchor.move(120, bottom - 40)
    panel = Panel(theme, anchor)
    panel.open_under(anchor)
    assert panel.geometry().bottom() < anchor.mapToGlobal(QPoint(0, 0)).y()
    assert panel.y() >= anchor.screen().availableGeometry().top()


def test_enter_keeps_and_escape_closes(qtbot: QtBot, theme: Theme, anchor: QWidget) -> None:
    panel = Panel(theme, anchor)
    panel.open_under(anchor)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(panel, key)
    assert panel.kept == 2 and panel.isVisible()
    with qtbot.waitSignal(panel.destroyed):
        QTest.keyClick(panel, Qt.Key.Key_Escape)


def test_enter_means_nothing_to_a_panel_that_does_not_say_so(theme: Theme, anchor: QWidget) -> None:
    panel = DropDown(theme, anchor)
    panel.open_under(anchor)
    QTest.keyClick(panel, Qt.Key.Key_Return)
    assert panel.isVisible()
    panel.close()


@pytest.mark.parametrize(("sides", "ends"), [(16, 12), (8, 8), (14, 8)])
def test_the_room_around_its_content_grows_with_the_text(
    theme: Theme, anchor: QWidget, sides: int, ends: int
) -> None:
    theme.set_percent(150)
    panel = DropDown(theme, anchor, sides=sides, ends=ends)
    margins = panel.column.contentsMargins()
    assert (margins.left(), margins.right()) == (theme.px(sides), theme.px(sides))
    assert (margins.top(), margins.bottom()) == (theme.px(ends), theme.px(ends))
    assert margins.left() == round(sides * 1.5)
    panel.close()
