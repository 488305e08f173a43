"""A chip: typed over in place, taken off with Backspace, safe with an input method."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import commit, compose, leak_keys
from ui.theme.theme import Theme
from ui.widgets.chip_field import ChipField
from ui.widgets.suggestions import Suggestion


class Told:
    """What a chip has told."""

    def __init__(self, chip: ChipField) -> None:
        self.said: list[object] = []
        chip.typed.connect(self.said.append)
        chip.picked.connect(lambda row: self.said.append(row.key))
        chip.removed.connect(lambda: self.said.append("removed"))


@pytest.fixture
def chip(qtbot: QtBot, theme: Theme) -> ChipField:
    """A chip with the keyboard, between two other fields."""
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    chip = ChipField(theme)
    for widget in (QLineEdit(), chip, QLineEdit()):
        column.addWidget(widget)
    chip.show_value("2.00 亿元", "2亿")
    with qtbot.waitExposed(holder):
        holder.show()
        holder.activateWindow()
    assert chip.text() == "2.00 亿元"
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    return chip


def test_under_the_keyboard_it_holds_what_is_typed_all_of_it_selected(chip: ChipField) -> None:
    assert (chip.text(), chip.selectedText()) == ("2亿", "2亿")
    chip.focusNextChild()
    assert chip.text() == "2.00 亿元"


def test_typing_replaces_it_and_is_handed_over_when_the_focus_leaves(chip: ChipField) -> None:
    told = Told(chip)
    commit(chip, "3亿")
    assert (chip.text(), told.said, chip.touched) == ("3亿", [], True)
    chip.focusNextChild()
    assert told.said == ["3亿"] and not chip.touched


def test_enter_hands_over_too_and_stays(chip: ChipField) -> None:
    told = Told(chip)
    commit(chip, "3亿")
    QTest.keyClick(chip, Qt.Key.Key_Return)
    assert told.said == ["3亿"] and chip.hasFocus()


def test_what_was_not_changed_is_not_handed_over(chip: ChipField) -> None:
    told = Told(chip)
    chip.focusNextChild()
    assert told.said == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete])
def test_backspace_takes_an_untouched_chip_off(chip: ChipField, key: Qt.Key) -> None:
    told = Told(chip)
    QTest.keyClick(chip, key)
    assert told.said == ["removed"]


def test_backspace_in_typed_text_takes_a_letter(chip: ChipField) -> None:
    told = Told(chip)
    commit(chip, "3亿")
    QTest.keyClick(chip, Qt.Key.Key_Backspace)
    assert (chip.text(), told.said) == ("3", [])


def test_left_empty_it_is_taken_off(chip: ChipField) -> None:
    told = Told(chip)
    commit(chip, "3")
    QTest.keyClick(chip, Qt.Key.Key_Backspace)
    chip.focusNextChild()
    assert told.said == ["removed"]


def test_esc_brings_back_what_was_there(chip: ChipField) -> None:
    told = Told(chip)
    commit(chip, "3亿")
    QTest.keyClick(chip, Qt.Key.Key_Escape)
    assert (chip.text(), told.said) == ("2亿", [])


def test_a_suggestion_is_picked_with_enter(chip: ChipField) -> None:
    told = Told(chip)
    chip.suggest = lambda text, on_rows: on_rows([Suggestion("a", f"{text}甲"), Suggestion("b", f"{text}乙")])
    commit(chip, "恒力")
    assert [row.text for row in chip.list.rows()] == ["恒力甲", "恒力乙"]
    QTest.keyClick(chip, Qt.Key.Key_Down)
    QTest.keyClick(chip, Qt.Key.Key_Return)
    assert (chip.text(), told.said) == ("恒力乙", ["b"])


def test_a_new_value_does_not_disturb_what_is_being_typed(chip: ChipField) -> None:
    commit(chip, "3")
    chip.show_value("5.00 亿元", "5亿")
    assert chip.text() == "3"
    chip.clear()
    QTest.keyClick(chip, Qt.Key.Key_Escape)
    assert chip.text() == "5亿"


def test_nothing_acts_while_text_is_composed(chip: ChipField) -> None:
    told = Told(chip)
    chip.suggest = lambda _text, on_rows: on_rows([Suggestion("a", "甲")])
    compose(chip, "heng")
    leak_keys(chip)
    assert told.said == [] and chip.hasFocus()


def test_it_is_as_wide_as_its_words_within_bounds(chip: ChipField, theme: Theme) -> None:
    assert chip.sizeHint().width() >= theme.px(64)
    chip.setText("长" * 200)
    assert chip.sizeHint().width() == theme.px(430)
