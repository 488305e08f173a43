"""While pinyin is being composed no key does anything in any text editor; the chosen words arrive whole."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import commit, compose, leak_keys, press
from ui.theme.theme import Theme
from ui.widgets.dialog import Dialog
from ui.widgets.fields.choice_field import Choice, ChoiceField, RefField
from ui.widgets.fields.editor import FieldEditor, Parsed
from ui.widgets.fields.list_field import LinesField, TagsField
from ui.widgets.fields.parsed_field import AmountField, DateField
from ui.widgets.fields.text_field import TextArea, TextField
from ui.widgets.line_edit import LineEdit
from ui.widgets.search_field import SearchField
from ui.widgets.suggestions import Suggestion


def no_amount(text: str) -> Parsed[Decimal]:
    return Parsed(problem=text)


def no_date(text: str) -> Parsed[date]:
    return Parsed(problem=text)


MAKERS: dict[str, Callable[[Theme], FieldEditor]] = {
    "text": TextField,
    "area": TextArea,
    "amount": lambda theme: AmountField(theme, no_amount, str),
    "date": lambda theme: DateField(theme, no_date, str),
    "choice": lambda theme: ChoiceField(theme, [Choice("a", "签约"), Choice("b", "落地")]),
    "ref": lambda theme: RefField(theme, lambda text, rows: rows([Suggestion("1", "青岛啤酒")])),
    "tags": TagsField,
    "lines": lambda theme: LinesField(theme, add="加一个"),
}


def typed_in(editor: FieldEditor) -> QLineEdit | QPlainTextEdit:
    proxy = editor.focusProxy()
    assert isinstance(proxy, QLineEdit | QPlainTextEdit)
    return proxy


def text_of(control: QLineEdit | QPlainTextEdit) -> str:
    return control.text() if isinstance(control, QLineEdit) else control.toPlainText()


@pytest.mark.parametrize("name", MAKERS)
def test_keys_do_nothing_until_the_words_are_chosen(qtbot: QtBot, theme: Theme, name: str) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    editor = MAKERS[name](theme)
    QVBoxLayout(host).addWidget(editor)
    host.show()
    control = typed_in(editor)
    control.setFocus()
    commit(control, "前")
    committed: list[int] = []
    editor.committed.connect(lambda: committed.append(1))
    compose(control, "qing dao")
    leak_keys(control)
    assert text_of(control) == "前"
    assert committed == []
    commit(control, "青岛")
    assert text_of(control) == "前青岛"


@pytest.mark.parametrize("name", MAKERS)
def test_a_dialog_stays_open_while_composing(qtbot: QtBot, theme: Theme, name: str) -> None:
    dialog = Dialog(theme, "新建项目", accept="保存")
    qtbot.addWidget(dialog)
    editor = MAKERS[name](theme)
    dialog.body.addWidget(editor)
    dialog.show()
    control = typed_in(editor)
    control.setFocus()
    compose(control, "qing dao")
    leak_keys(control)
    assert dialog.isVisible()
    commit(control, "青岛")
    press(control, Qt.Key.Key_Return)
    assert dialog.isVisible(), "plain Enter never submits"


def test_escape_in_the_search_line_belongs_to_the_input_method(qtbot: QtBot, theme: Theme) -> None:
    search = SearchField(theme, "搜索")
    qtbot.addWidget(search)
    search.show()
    commit(search, "青")
    compose(search, "dao")
    press(search, Qt.Key.Key_Escape)
    assert search.text() == "青"
    commit(search, "")
    press(search, Qt.Key.Key_Escape)
    assert search.text() == ""


def test_composition_ends_when_the_focus_leaves(qtbot: QtBot, theme: Theme) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    one, other = LineEdit(theme), LineEdit(theme)
    column = QVBoxLayout(host)
    column.addWidget(one)
    column.addWidget(other)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    one.setFocus()
    compose(one, "qing")
    assert one.guard.composing
    other.setFocus()
    assert [one.guard.composing, other.guard.composing] == [False, False]


def test_keys_work_again_after_the_words_were_chosen(qtbot: QtBot, theme: Theme) -> None:
    line = LineEdit(theme)
    qtbot.addWidget(line)
    seen: list[int] = []

    def on_key(event: object) -> bool:
        seen.append(1)
        return True

    line.on_key = on_key
    compose(line, "qing")
    press(line, Qt.Key.Key_Return)
    assert seen == []
    commit(line, "青")
    press(line, Qt.Key.Key_Return)
    assert seen == [1]
