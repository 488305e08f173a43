"""Tags and lines: adding, removing and pasting by mouse and keyboard; read-only and invalid looks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import click, commit, press, type_text
from tests.ui.widgets.pictures import Place, counted
from ui.theme.theme import Mode, Theme
from ui.theme.tokens import Token
from ui.widgets.button import Button, IconButton
from ui.widgets.card import Box
from ui.widgets.fields.list_field import LinesField, TagsField, split_entries

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def paste(widget: QWidget, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(widget, KEY.Key_V, CTRL)


def crosses(editor: QWidget) -> list[IconButton]:
    """Those there to be clicked; one just made is shown by the next turn of the event loop."""
    return [one for one in editor.findChildren(IconButton) if not one.isHidden()]


def edge(editor: TagsField) -> str:
    """The colour of the border, taken at the middle of its upper side."""
    box = next(one for one in editor.findChildren(Box) if one.isAncestorOf(editor.line))
    return box.grab().toImage().pixelColor(box.width() // 2, 0).name()


# ---- tags


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("外资，重点", ["外资", "重点"]),
        ("外资、重点；一期", ["外资", "重点", "一期"]),
        ("外资;重点,外资", ["外资", "重点"]),
        ("外资\t重点", ["外资", "重点"]),
        ("外资\n重点\n一期", ["外资", "重点", "一期"]),
        ("外资\r\n重点", ["外资", "重点"]),
        ("  ， 、", []),
    ],
)
def test_a_pasted_list_becomes_tags_at_once(theme: Theme, place: Place, text: str, tags: list[str]) -> None:
    editor = TagsField(theme)
    place(editor)
    _, committed = counted(editor)
    paste(editor.line, text)
    press(editor.line, KEY.Key_Return)
    assert editor.value() == tags
    assert bool(committed) == bool(tags)
    assert editor.line.text().strip() == ""


def test_a_pasted_word_waits_for_enter(theme: Theme, place: Place) -> None:
    editor = TagsField(theme)
    place(editor)
    paste(editor.line, "省重点")
    assert editor.value() == []
    press(editor.line, KEY.Key_Enter)
    assert editor.value() == ["省重点"]


def test_a_tag_is_taken_off_by_its_cross(theme: Theme, place: Place) -> None:
    editor = TagsField(theme)
    editor.set_value(["外资", "重点", "一期"])
    place(editor)
    changed, committed = counted(editor)
    middle = next(one for one in crosses(editor) if "重点" in one.accessibleName())
    click(middle)
    assert editor.value() == ["外资", "一期"]
    assert (changed, committed) == ([1], [1])


def test_backspace_in_a_text_is_only_about_the_text(theme: Theme, place: Place) -> None:
    editor = TagsField(theme)
    editor.set_value(["外资"])
    place(editor)
    commit(editor.line, "重")
    press(editor.line, KEY.Key_Backspace)
    assert editor.value() == ["外资"]
    press(editor.line, KEY.Key_Backspace)
    assert editor.value() == []
    press(editor.line, KEY.Key_Backspace)
    assert editor.value() == [], "nothing left to take"


def test_ctrl_enter_is_the_dialog_s_and_adds_no_tag(theme: Theme, place: Place) -> None:
    editor = TagsField(theme)
    place(editor)
    commit(editor.line, "外资")
    press(editor.line, KEY.Key_Return, CTRL)
    assert editor.line.text() == "外资" or editor.value() == ["外资"], "typed words are never lost"


def test_a_click_beside_the_tags_goes_to_the_line(theme: Theme, place: Place) -> None:
    editor = TagsField(theme)
    form = place(editor)
    form.elsewhere.setFocus()
    click(editor)
    assert editor.line.hasFocus()


def test_read_only_tags_stay(theme: Theme, place: Place) -> None:
    editor = TagsField(theme)
    editor.set_value(["外资", "重点"])
    place(editor)
    editor.set_read_only(True)
    assert crosses(editor) == []
    assert not editor.line.isVisible()
    editor.set_value(["一期"])
    assert crosses(editor) == [], "those set later neither"
    assert editor.value() == ["一期"]
    editor.set_read_only(False)
    assert len(crosses(editor)) == 1
    assert editor.line.isVisible()


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_the_border_says_where_the_keyboard_is_and_what_is_wrong(
    theme: Theme, place: Place, mode: Mode
) -> None:
    theme.set_mode(mode)
    editor = TagsField(theme)
    form = place(editor)

    def is_now(token: Token) -> bool:
        return edge(editor) == theme.color(token).name()

    assert is_now("focus")
    form.elsewhere.setFocus()
    assert is_now("border.strong")
    editor.set_invalid(True)
    assert is_now("danger")
    editor.set_invalid(False)
    assert is_now("border.strong")
    editor.set_read_only(True)
    assert not is_now("border.strong"), "no border where nothing can be typed"


def test_a_draft_of_tags_with_a_half_typed_word_comes_back(theme: Theme, place: Place) -> None:
    editor, again = TagsField(theme), TagsField(theme)
    place(editor)
    editor.set_value(["外资"])
    commit(editor.line, "重")
    again.set_raw(editor.raw())
    assert again.value() == ["外资", "重"]


@pytest.mark.parametrize("value", ["外资", 3, {"外资": 1}])
def test_tags_and_lines_are_lists(theme: Theme, value: object) -> None:
    for editor in (TagsField(theme), LinesField(theme, add="+")):
        with pytest.raises(TypeError):
            editor.set_value(value)


def test_splitting_what_was_joined_gives_the_same(theme: Theme) -> None:
    editor = TagsField(theme)
    editor.set_value(["外资", "a b", "(一期)"])
    assert split_entries(editor.raw()) == editor.value()


# ---- lines


@pytest.fixture
def phones(theme: Theme, place: Place) -> LinesField:
    editor = LinesField(theme, add="加一个电话", example="138 0013 8000")
    editor.set_value(["138 0013 8000", "0917-8888666"])
    place(editor)
    return editor


def test_another_line_is_one_click_and_has_the_focus(qtbot: QtBot, phones: LinesField) -> None:
    phones.set_name("电话")
    (add,) = phones.findChildren(Button)
    assert add.text() == "加一个电话"
    click(add)
    first, _, third = phones.lines()
    qtbot.waitUntil(third.hasFocus)
    assert {first.accessibleName(), third.accessibleName()} == {"电话"}
    assert third.placeholderText() == "138 0013 8000"
    assert phones.value() == ["138 0013 8000", "0917-8888666"], "an empty line is no value"
    type_text(third, "010-1")
    assert phones.value()[-1] == "010-1"


def test_the_add_link_is_pressed_by_the_keyboard(phones: LinesField) -> None:
    (add,) = phones.findChildren(Button)
    add.setFocus()
    press(add, KEY.Key_Space)
    assert len(phones.lines()) == 3


def test_every_cross_removes_its_own_line(phones: LinesField) -> None:
    phones.set_value(["1", "2", "3"])
    _, committed = counted(phones)
    click(phones.lines()[1].findChildren(IconButton)[0])
    assert phones.value() == ["1", "3"]
    assert committed == [1]
    click(phones.lines()[0].findChildren(IconButton)[0])
    assert phones.value() == ["3"]
    assert phones.focusProxy() is phones.lines()[0], "the focus finds the first that is left"


def test_a_space_is_no_number(phones: LinesField) -> None:
    phones.lines()[0].setText("   ")
    assert phones.value() == ["0917-8888666"]


def test_read_only_lines_cannot_be_removed(phones: LinesField) -> None:
    phones.set_read_only(True)
    assert crosses(phones) == []
    assert not phones.findChildren(Button)[0].isVisible()
    phones.set_value(["1", "2", "3"])
    assert crosses(phones) == [], "those set later neither"
    type_text(phones.lines()[0], "9")
    assert phones.value() == ["1", "2", "3"]
    phones.set_read_only(False)
    assert len(crosses(phones)) == 3


def test_every_line_shows_that_something_is_wrong(phones: LinesField) -> None:
    phones.set_invalid(True)
    assert [line.property("invalid") for line in phones.lines()] == [True, True]
    phones.set_invalid(False)
    assert [line.property("invalid") for line in phones.lines()] == [False, False]


def test_a_line_commits_when_the_focus_goes_to_the_next(phones: LinesField) -> None:
    first, second = phones.lines()
    first.setFocus()
    changed, committed = counted(phones)
    type_text(first, "1")
    assert (changed, committed) == ([1], [])
    second.setFocus()
    assert committed == [1]


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_lines_make_room_for_themselves(qtbot: QtBot, theme: Theme, place: Place, percent: int) -> None:
    theme.set_percent(percent)
    editor = LinesField(theme, add="+")
    place(editor)
    one = editor.sizeHint().height()
    editor.set_value(["1", "2", "3"])
    qtbot.waitUntil(lambda: editor.sizeHint().height() >= one + 2 * theme.px(32))
    assert all(line.height() >= theme.px(32) for line in editor.lines())


def test_a_tag_is_written_as_it_is(theme: Theme, place: Place) -> None:
    editor = TagsField(theme)
    place(editor)
    commit(editor.line, "<b>重点</b>&")
    press(editor.line, KEY.Key_Return)
    label = next(one for one in editor.findChildren(QLabel) if "重点" in one.text())
    assert label.text() == "<b>重点</b>&"
    assert label.textFormat() is Qt.TextFormat.PlainText
