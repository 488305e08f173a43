"""Field editors: values, typed text that is kept, problems that say what to do."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.ui.widgets.keyboard import press, type_text
from tests.ui.widgets.pictures import Place, counted
from ui.theme.theme import Theme
from ui.widgets.fields.choice_field import Choice, ChoiceField, OnRows, RefField
from ui.widgets.fields.editor import FieldEditor, Parsed
from ui.widgets.fields.list_field import LinesField, TagsField
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


class Directory:
    """Answers when told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, OnRows]] = []

    def find(self, text: str, on_rows: OnRows) -> None:
        self.asked.append((text, on_rows))

    def answer(self, number: int, rows: Sequence[Suggestion]) -> None:
        self.asked[number][1](rows)


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
