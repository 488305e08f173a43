"""Field editors: values, typed text that is kept, problems that say what to do."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.typing import click, commit, press, type_text
from ui.theme.theme import Theme
from ui.widgets.fields.choice_field import Choice, ChoiceField, OnRows, RefField
from ui.widgets.fields.editor import FieldEditor, Parsed
from ui.widgets.fields.list_field import LinesField, TagsField, split_entries
from ui.widgets.fields.parsed_field import AmountField, DateField
from ui.widgets.fields.text_field import TextArea, TextField
from ui.widgets.suggestions import Suggestion

KEY = Qt.Key
STAGES = [
    Choice("lead", "线索", also="xs"),
    Choice("talk", "在谈", also="zt"),
    Choice("sign", "签约", "第 5 步", also="qy"),
]


def parse_amount(text: str) -> Parsed[Decimal]:
    try:
        value = Decimal(text.removesuffix("亿"))
    except InvalidOperation:
        return Parsed(problem=f"“{text}”看不出金额，请写成“3.5亿”")
    return Parsed(value * 10000, reading=f"= {value * 10000:,.0f} 万元")


def parse_day(text: str) -> Parsed[date]:
    try:
        return Parsed(date.fromisoformat(text))
    except ValueError:
        return Parsed(problem="没有这一天，请写成“2026-03-05”")


class Form(QWidget):
    """Two editors, so that the focus can leave one."""

    def __init__(self, editor: FieldEditor) -> None:
        super().__init__()
        self.elsewhere = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(editor)
        column.addWidget(self.elsewhere)
        column.addStretch()
        self.resize(600, 300)


Place = Callable[[FieldEditor], Form]


@pytest.fixture
def place(qtbot: QtBot, theme: Theme) -> Iterator[Place]:
    forms: list[Form] = []

    def put(editor: FieldEditor) -> Form:
        form = Form(editor)
        forms.append(form)
        qtbot.addWidget(form)
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        editor.setFocus()
        return form

    yield put


def counted(editor: FieldEditor) -> tuple[list[int], list[int]]:
    changed: list[int] = []
    committed: list[int] = []
    editor.changed.connect(lambda: changed.append(1))
    editor.committed.connect(lambda: committed.append(1))
    return changed, committed


# ---- text


def test_text_is_kept_as_typed(theme: Theme, place: Place) -> None:
    editor = TextField(theme)
    place(editor)
    changed, _ = counted(editor)
    type_text(editor.line, " 华夏 A ")
    assert editor.value() == editor.raw() == " 华夏 A "
    assert len(changed) == 6


def test_only_space_is_no_value(theme: Theme, place: Place) -> None:
    for editor in (TextField(theme), TextArea(theme)):
        place(editor)
        editor.set_raw("  ")
        assert editor.value() is None
        assert editor.raw() == "  "


def test_setting_a_value_is_not_a_change(theme: Theme, place: Place) -> None:
    samples: list[tuple[FieldEditor, object]] = [
        (TextField(theme), "a"),
        (TextArea(theme), "a\nb"),
        (AmountField(theme, parse_amount, str), Decimal(5)),
        (DateField(theme, parse_day, str), date(2026, 3, 5)),
        (ChoiceField(theme, STAGES), "sign"),
        (TagsField(theme), ["a"]),
        (LinesField(theme, add="+"), ["1", "2"]),
    ]
    for editor, value in samples:
        place(editor)
        changed, committed = counted(editor)
        editor.set_value(value)
        assert editor.value() == value
        editor.set_value(None)
        assert editor.value() in (None, [])
        assert changed == committed == []


def test_a_limit_is_kept(theme: Theme, place: Place) -> None:
    editor = TextField(theme, limit=3)
    place(editor)
    type_text(editor.line, "abcdef")
    assert editor.value() == "abc"


def test_enter_makes_a_line_in_an_area_and_ctrl_enter_does_not(theme: Theme, place: Place) -> None:
    editor = TextArea(theme)
    place(editor)
    type_text(editor.edit, "a")
    press(editor.edit, KEY.Key_Return)
    press(editor.edit, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    type_text(editor.edit, "b")
    assert editor.value() == "a\nb"


def test_an_area_commits_when_the_focus_leaves(theme: Theme, place: Place) -> None:
    editor = TextArea(theme)
    form = place(editor)
    _, committed = counted(editor)
    type_text(editor.edit, "x")
    form.elsewhere.setFocus()
    assert committed == [1]


# ---- amounts and dates


def test_an_amount_is_written_out_when_the_focus_leaves(theme: Theme, place: Place) -> None:
    editor = AmountField(theme, parse_amount, lambda value: f"{value / 10000:.2f}", unit="亿元")
    form = place(editor)
    _, committed = counted(editor)
    type_text(editor.line, "3.5亿")
    assert editor.value() == Decimal("35000")
    assert editor.raw() == "3.5亿"
    form.elsewhere.setFocus()
    assert editor.raw() == "3.50"
    assert committed == [1]


def test_what_does_not_parse_stays_and_says_what_to_type(theme: Theme, place: Place) -> None:
    editor = AmountField(theme, parse_amount, str)
    form = place(editor)
    type_text(editor.line, "三个多亿吧")
    form.elsewhere.setFocus()
    assert editor.raw() == "三个多亿吧"
    assert editor.value() is None
    assert editor.problem() == "“三个多亿吧”看不出金额，请写成“3.5亿”"


def test_empty_is_no_problem(theme: Theme, place: Place) -> None:
    for editor in (AmountField(theme, parse_amount, str), DateField(theme, parse_day, str)):
        place(editor)
        editor.set_raw("   ")
        assert editor.problem() == ""
        assert editor.value() is None


def test_leaving_without_typing_commits_nothing(theme: Theme, place: Place) -> None:
    editor = DateField(theme, parse_day, date.isoformat)
    editor.set_value(date(2026, 3, 5))
    form = place(editor)
    _, committed = counted(editor)
    form.elsewhere.setFocus()
    assert committed == []


def test_a_value_of_the_wrong_type_is_refused(theme: Theme, place: Place) -> None:
    with pytest.raises(TypeError, match="float"):
        AmountField(theme, parse_amount, str).set_value(3.5)
    with pytest.raises(TypeError, match="str"):
        DateField(theme, parse_day, str).set_value("2026-03-05")


def test_a_day_is_picked_from_the_month(theme: Theme, place: Place) -> None:
    editor = DateField(theme, parse_day, date.isoformat, today=lambda: date(2026, 11, 20))
    place(editor)
    changed, committed = counted(editor)
    press(editor.line, KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert editor.popup is not None and editor.popup.isVisible()
    press(editor.popup.view, KEY.Key_Right)
    press(editor.popup.view, KEY.Key_Return)
    assert editor.value() == date(2026, 11, 21)
    assert editor.raw() == "2026-11-21"
    assert not editor.popup.isVisible()
    assert (changed, committed) == ([1], [1])


def test_the_month_opens_at_the_value(theme: Theme, place: Place) -> None:
    editor = DateField(theme, parse_day, date.isoformat, today=lambda: date(2026, 11, 20))
    editor.set_value(date(2024, 2, 29))
    place(editor)
    editor.open_month()
    assert editor.popup is not None and editor.popup.view.day == date(2024, 2, 29)


def test_a_read_only_date_opens_no_month(theme: Theme, place: Place) -> None:
    editor = DateField(theme, parse_day, date.isoformat)
    place(editor)
    editor.set_read_only(True)
    editor.open_month()
    assert editor.popup is None


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


# ---- all of them

MAKERS: dict[str, Callable[[Theme], FieldEditor]] = {
    "text": TextField,
    "area": TextArea,
    "amount": lambda theme: AmountField(theme, parse_amount, str),
    "date": lambda theme: DateField(theme, parse_day, str),
    "choice": lambda theme: ChoiceField(theme, STAGES),
    "ref": lambda theme: RefField(theme, Directory().find),
    "tags": TagsField,
    "lines": lambda theme: LinesField(theme, add="+"),
}


@pytest.mark.parametrize("name", MAKERS)
def test_read_only_shows_a_lock_and_takes_no_text(theme: Theme, place: Place, name: str) -> None:
    editor = MAKERS[name](theme)
    place(editor)
    editor.set_raw("2026")
    before = editor.raw()
    editor.set_read_only(True)
    assert editor.read_only
    proxy = editor.focusProxy()
    assert proxy is not None
    type_text(proxy, "x7")
    assert editor.raw() == before
    lock = editor.findChild(QWidget, "lock")
    assert lock is not None and lock.isVisible()
    editor.set_read_only(False)
    assert not lock.isVisible()


@pytest.mark.parametrize("name", MAKERS)
def test_the_label_is_the_accessible_name(theme: Theme, place: Place, name: str) -> None:
    editor = MAKERS[name](theme)
    place(editor)
    editor.set_name("总投资")
    proxy = editor.focusProxy()
    assert editor.accessibleName() == "总投资"
    assert proxy is not None and proxy.accessibleName() == "总投资"


@pytest.mark.parametrize("name", MAKERS)
def test_one_line_editors_are_as_high_as_a_control(theme: Theme, place: Place, name: str) -> None:
    if name in ("area", "lines"):
        return
    editor = MAKERS[name](theme)
    place(editor)
    for percent in (100, 150, 200):
        theme.set_percent(percent)
        editor.ensurePolished()
        proxy = editor.focusProxy()
        assert proxy is not None
        if name != "tags":
            assert proxy.sizeHint().height() == theme.px(32)
