"""The line of quick capture: marks, growth, pasting, and peace for the input method."""

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import commit, compose, leak_keys
from ui.theme.theme import Theme
from ui.widgets.marked_text import MOST_LINES, MarkedText


@pytest.fixture
def line(qtbot: QtBot, theme: Theme) -> MarkedText:
    line = MarkedText(theme)
    qtbot.addWidget(line)
    line.resize(400, 40)
    with qtbot.waitExposed(line):
        line.show()
        line.activateWindow()
    line.setFocus()
    return line


def test_marks_are_where_they_were_set_and_never_beyond_the_text(line: MarkedText) -> None:
    commit(line, "今天拜访恒力")
    line.set_marks([(0, 2), (4, 99)])
    found = [(one.cursor.selectionStart(), one.cursor.selectionEnd()) for one in line.extraSelections()]
    assert found == [(0, 2), (4, 6)] and line.marks == [(0, 2), (4, 99)]
    line.set_marks([])
    assert line.extraSelections() == []


def test_it_grows_by_lines_up_to_six(line: MarkedText) -> None:
    one = line.height()
    commit(line, "第一行")
    QTest.keyClick(line, Qt.Key.Key_Return)
    commit(line, "第二行")
    assert one < line.height()
    line.setPlainText("\n".join("行" for _ in range(20)))
    most = line.height()
    assert most < one * (MOST_LINES + 1)
    assert line.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAsNeeded
    line.clear()
    assert line.height() == one


def test_a_long_line_wraps_and_grows(line: MarkedText) -> None:
    one = line.height()
    commit(line, "今天拜访恒力电子张总" * 8)
    assert line.height() > one


def test_what_is_pasted_is_offered_first(line: MarkedText) -> None:
    seen: list[str] = []

    def take(mime: QMimeData) -> bool:
        seen.append(mime.text())
        line.insert(mime.text().upper())
        return True

    mime = QMimeData()
    mime.setText("tcl")
    line.insertFromMimeData(mime)
    line.on_paste = take
    line.insertFromMimeData(mime)
    assert (line.toPlainText(), seen) == ("tclTCL", ["tcl"])


def test_pictures_and_files_may_be_dropped(line: MarkedText) -> None:
    picture, files, nothing = QMimeData(), QMimeData(), QMimeData()
    picture.setImageData(b"x")
    files.setUrls([QUrl("file:///x")])
    nothing.setData("application/x-odd", b"x")
    assert line.canInsertFromMimeData(picture) and line.canInsertFromMimeData(files)
    assert not line.canInsertFromMimeData(nothing)


def test_tab_moves_on_and_esc_and_ctrl_enter_are_the_dialogs(line: MarkedText) -> None:
    commit(line, "一句")
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.toPlainText() == "一句"


def test_nothing_acts_while_text_is_composed(line: MarkedText) -> None:
    commit(line, "一句")
    compose(line, "hui")
    leak_keys(line)
    assert line.toPlainText() == "一句"
