"""Choices, links to records, tags and lines."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import click, commit, press, type_text
from tests.ui.widgets.pictures import Place, counted
from ui.theme.theme import Theme
from ui.widgets.fields.choice_field import Choice, ChoiceField, OnRows, RefField
from ui.widgets.fields.list_field import LinesField, TagsField, split_entries
from ui.widgets.suggestions import Suggestion

KEY = Qt.Key
STAGES = [
    Choice("lead", "线索", also="xs"),
    Choice("talk", "在谈", also="zt"),
    Choice("sign", "签约", "第 5 步", also="qy"),
]


# ---- choices


def test_typing_narrows_and_enter_picks(theme: Theme, place: Place) -> None:
    editor = ChoiceField(theme, STAGES)
    place(editor)
    changed, committed = counted(editor)
    type_text(editor.line, "qy")
    assert [row.text for row in editor.list.rows()] == ["签约"]
    press(editor.line, KEY.Key_Return)
    assert editor.value() == "sign"
    assert editor.raw() == "签约"
    assert not editor.list.isVisible()
    assert committed == [1]
    assert changed


def test_arrow_down_offers_everything_with_the_value_current(theme: Theme, place: Place) -> None:
    editor = ChoiceField(theme, STAGES)
    editor.set_value("talk")
    place(editor)
    press(editor.line, KEY.Key_Down)
    assert len(editor.list.rows()) == 3
    press(editor.line, KEY.Key_Down)
    press(editor.line, KEY.Key_Return)
    assert editor.value() == "sign"


def test_escape_closes_the_list_and_keeps_the_value(theme: Theme, place: Place) -> None:
    editor = ChoiceField(theme, STAGES)
    editor.set_value("talk")
    place(editor)
    press(editor.line, KEY.Key_Down)
    press(editor.line, KEY.Key_Escape)
    assert not editor.list.isVisible()
    assert editor.value() == "talk"


def test_a_text_typed_in_full_is_the_choice(theme: Theme, place: Place) -> None:
    editor = ChoiceField(theme, STAGES)
    form = place(editor)
    type_text(editor.line, "在谈")
    form.elsewhere.setFocus()
    assert editor.value() == "talk"
    assert editor.problem() == ""


def test_a_text_that_is_no_choice_stays_with_a_problem(theme: Theme, place: Place) -> None:
    editor = ChoiceField(theme, STAGES)
    form = place(editor)
    type_text(editor.line, "快签了")
    form.elsewhere.setFocus()
    assert editor.raw() == "快签了"
    assert editor.value() is None
    assert "快签了" in editor.problem()
    assert not editor.list.isVisible()


def test_other_choices_keep_the_text(theme: Theme, place: Place) -> None:
    editor = ChoiceField(theme, STAGES)
    editor.set_value("sign")
    place(editor)
    editor.set_choices(STAGES[:1])
    assert (editor.value(), editor.raw()) == (None, "签约")
    editor.set_choices(STAGES)
    assert editor.value() == "sign"


def test_an_unknown_stored_value_is_shown_not_dropped(theme: Theme, place: Place) -> None:
    editor = ChoiceField(theme, STAGES)
    place(editor)
    editor.set_value("from_the_future")
    assert editor.raw() == "from_the_future"
    assert editor.problem()


# ---- links


class Directory:
    """Answers when told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, OnRows]] = []

    def find(self, text: str, on_rows: OnRows) -> None:
        self.asked.append((text, on_rows))

    def answer(self, number: int, rows: Sequence[Suggestion]) -> None:
        self.asked[number][1](rows)


BEER = Suggestion("c1", "青岛啤酒股份有限公司", "科技工业园区")


def test_a_record_is_found_and_linked(theme: Theme, place: Place) -> None:
    directory = Directory()
    editor = RefField(theme, directory.find)
    place(editor)
    _, committed = counted(editor)
    commit(editor.line, "青岛")
    directory.answer(0, [BEER])
    press(editor.line, KEY.Key_Return)
    assert editor.value() == "c1"
    assert editor.raw() == "青岛啤酒股份有限公司"
    assert committed == [1]


def test_a_late_answer_to_an_old_question_is_not_shown(theme: Theme, place: Place) -> None:
    directory = Directory()
    editor = RefField(theme, directory.find)
    place(editor)
    type_text(editor.line, "qd")
    directory.answer(1, [BEER])
    directory.answer(0, [Suggestion("c9", "别的公司")])
    assert [row.key for row in editor.list.rows()] == ["c1"]


def test_an_answer_after_the_focus_left_opens_nothing(theme: Theme, place: Place) -> None:
    directory = Directory()
    editor = RefField(theme, directory.find)
    form = place(editor)
    type_text(editor.line, "q")
    form.elsewhere.setFocus()
    directory.answer(0, [BEER])
    assert not editor.list.isVisible()


def test_the_last_entry_makes_a_new_record_from_the_text(theme: Theme, place: Place) -> None:
    directory, made = Directory(), list[str]()
    editor = RefField(theme, directory.find, new_text=lambda text: f"新建企业“{text}”", on_new=made.append)
    place(editor)
    commit(editor.line, " 正威集团 ")
    directory.answer(0, [])
    assert [row.text for row in editor.list.rows()] == ["新建企业“正威集团”"]
    press(editor.line, KEY.Key_Return)
    assert made == ["正威集团"]
    assert editor.value() is None


def test_changing_the_text_unlinks(theme: Theme, place: Place) -> None:
    directory = Directory()
    editor = RefField(theme, directory.find)
    editor.set_value(BEER)
    place(editor)
    assert editor.problem() == ""
    press(editor.line, KEY.Key_End)
    press(editor.line, KEY.Key_Backspace)
    assert editor.value() is None
    assert "青岛啤酒股份有限公" in editor.problem()


def test_a_link_needs_its_name(theme: Theme) -> None:
    with pytest.raises(TypeError):
        RefField(theme, Directory().find).set_value("c1")


# ---- lists


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("外资，重点、一期", ["外资", "重点", "一期"]),
        ("a, a ;b；", ["a", "b"]),
        ("一\n二\t三", ["一", "二", "三"]),
        (" ， ", []),
    ],
)
def test_entries_are_split_at_every_kind_of_comma(text: str, entries: list[str]) -> None:
    assert split_entries(text) == entries


def test_enter_or_comma_adds_a_tag(theme: Theme, place: Place) -> None:
    editor = TagsField(theme)
    place(editor)
    _, committed = counted(editor)
    commit(editor.line, "外资")
    press(editor.line, KEY.Key_Return)
    commit(editor.line, "重点，")
    commit(editor.line, "外资")
    press(editor.line, KEY.Key_Return)
    assert editor.value() == ["外资", "重点"], "none twice"
    assert committed == [1, 1]


def test_leaving_takes_the_typed_tag_along(theme: Theme, place: Place) -> None:
    editor = TagsField(theme)
    form = place(editor)
    commit(editor.line, "一期")
    assert editor.raw() == "一期"
    form.elsewhere.setFocus()
    assert editor.value() == ["一期"]


def test_backspace_on_an_empty_line_takes_the_last_tag(theme: Theme, place: Place) -> None:
    editor = TagsField(theme)
    editor.set_value(["外资", "重点"])
    place(editor)
    press(editor.line, KEY.Key_Backspace)
    assert editor.value() == ["外资"]


def test_many_tags_wrap_into_more_rows(qtbot: QtBot, theme: Theme, place: Place) -> None:
    editor = TagsField(theme)
    form = place(editor)
    form.resize(300, 400)
    low = editor.heightForWidth(280)
    editor.set_value([f"标签{number}" for number in range(12)])
    qtbot.waitUntil(lambda: editor.height() > 2 * low)
    assert editor.height() == editor.heightForWidth(editor.width())


def test_lines_are_added_and_removed(theme: Theme, place: Place) -> None:
    editor = LinesField(theme, add="加一个电话")
    place(editor)
    changed, _ = counted(editor)
    type_text(editor.lines()[0], "13800138000")
    editor.set_value(["138 0013 8000", "0917-8888666"])
    assert len(editor.lines()) == 2
    trailing = editor.lines()[0].findChild(QWidget, "remove")
    assert trailing is not None
    click(trailing)
    assert editor.value() == ["0917-8888666"]
    assert changed


def test_the_last_line_is_emptied_not_removed(theme: Theme, place: Place) -> None:
    editor = LinesField(theme, add="+")
    editor.set_value(["1"])
    place(editor)
    trailing = editor.lines()[0].findChild(QWidget, "remove")
    assert trailing is not None
    click(trailing)
    assert editor.value() == []
    assert len(editor.lines()) == 1


def test_a_draft_of_lines_comes_back(theme: Theme, place: Place) -> None:
    editor, again = LinesField(theme, add="+"), LinesField(theme, add="+")
    place(editor)
    place(again)
    editor.set_value(["1", "2"])
    again.set_raw(editor.raw())
    assert again.value() == ["1", "2"]
