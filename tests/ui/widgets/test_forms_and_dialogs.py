"""Form rows and dialogs."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import click, press, type_text
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.fields.choice_field import Choice, ChoiceField
from ui.widgets.fields.text_field import TextField
from ui.widgets.form_row import FormRow, align_labels
from ui.widgets.label import ElidedLabel

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[QWidget]:
    made = QWidget()
    QVBoxLayout(made)
    made.resize(900, 600)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made


def put(window: QWidget, *widgets: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)
        widget.show()


def shown_texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


# ---- form rows


@pytest.fixture
def choice(theme: Theme) -> ChoiceField:
    return ChoiceField(theme, [Choice("a", "签约")])


def test_an_error_replaces_the_help_and_keeps_the_text(
    theme: Theme, window: QWidget, choice: ChoiceField
) -> None:
    row = FormRow(theme, "阶段", choice, required=True, help="从十个阶段中选")
    put(window, row, Button(theme, "别处"))
    assert shown_texts(row) == ["阶段", "必填", "从十个阶段中选"]
    choice.set_raw("快签了")
    assert not row.check()
    assert "快签了" in row.error
    assert "从十个阶段中选" not in shown_texts(row)
    assert choice.raw() == "快签了"
    assert choice.line.property("invalid") is True
    choice.set_raw("签约")
    assert row.check()
    assert row.error == ""
    assert "从十个阶段中选" in shown_texts(row)
    assert choice.line.property("invalid") is False


def test_the_complaint_comes_when_the_focus_leaves_not_before(
    theme: Theme, window: QWidget, choice: ChoiceField
) -> None:
    row, elsewhere = FormRow(theme, "阶段", choice), TextField(theme)
    put(window, row, elsewhere)
    choice.setFocus()
    type_text(choice.line, "x")
    assert row.error == ""
    elsewhere.setFocus()
    assert row.error
    choice.setFocus()
    press(choice.line, KEY.Key_Backspace)
    assert row.error == "", "it goes as soon as it no longer holds"


def test_an_error_from_outside(theme: Theme, window: QWidget) -> None:
    editor = TextField(theme)
    row = FormRow(theme, "名称", editor)
    put(window, row)
    row.set_error("已有同名项目，请加上期次")
    assert row.error == "已有同名项目，请加上期次"
    row.set_error("")
    assert row.error == ""


@pytest.mark.parametrize("percent", [100, 200])
def test_labels_of_a_form_are_as_wide_as_the_longest(theme: Theme, window: QWidget, percent: int) -> None:
    theme.set_percent(percent)
    rows = [
        FormRow(theme, "Plan", TextField(theme), required=True),
        FormRow(theme, "Return guaranteed", TextField(theme), required=True),
    ]
    window.resize(theme.px(800), 600)
    put(window, *rows)
    align_labels(theme, rows)
    QApplication.sendPostedEvents()
    for row in rows:
        for label in row.findChildren(ElidedLabel):
            assert label.shown == label.text()
    assert len({row.editor.mapTo(window, QPoint(0, 0)).x() for row in rows}) == 1


def test_the_label_goes_above_when_there_is_no_room(
    qtbot: QtBot, theme: Theme, window: QWidget, choice: ChoiceField
) -> None:
    row = FormRow(theme, "阶段", choice)
    put(window, row)
    label = next(one for one in row.findChildren(QLabel) if one.text() == "阶段")
    qtbot.waitUntil(lambda: choice.mapTo(row, QPoint()).x() == 96 + 12)
    window.resize(400, 600)
    qtbot.waitUntil(lambda: choice.mapTo(row, QPoint()).x() == 0)
    assert label.mapTo(row, QPoint()).y() < choice.mapTo(row, QPoint()).y()
    window.resize(900, 600)
    qtbot.waitUntil(lambda: choice.mapTo(row, QPoint()).x() == 96 + 12)


# ---- dialogs


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> Dialog:
    made = Dialog(theme, "新建项目", accept="保存")
    qtbot.addWidget(made)
    field = TextField(theme)
    field.setObjectName("field")
    made.body.addWidget(field)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    field.setFocus()
    return made


def line_of(dialog: Dialog) -> QWidget:
    field = dialog.findChild(TextField, "field")
    assert isinstance(field, TextField)
    return field.line


def test_enter_never_submits(dialog: Dialog) -> None:
    for target in (line_of(dialog), dialog):
        for key in (KEY.Key_Return, KEY.Key_Enter):
            press(target, key)
    assert dialog.isVisible()


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Enter])
def test_ctrl_enter_accepts(qtbot: QtBot, dialog: Dialog, key: Qt.Key) -> None:
    with qtbot.waitSignal(dialog.accepted):
        press(line_of(dialog), key, CTRL)
    assert not dialog.isVisible()


def test_escape_cancels(qtbot: QtBot, dialog: Dialog) -> None:
    with qtbot.waitSignal(dialog.rejected):
        press(line_of(dialog), KEY.Key_Escape)


def test_a_form_may_stay_open(qtbot: QtBot, dialog: Dialog) -> None:
    ready = [False]
    dialog.may_accept = lambda: ready[0]
    click(dialog.accept_button)
    assert dialog.isVisible()
    ready[0] = True
    with qtbot.waitSignal(dialog.accepted):
        click(dialog.accept_button)


def test_buttons_stand_right_with_the_primary_last(theme: Theme, dialog: Dialog) -> None:
    dialog.add_button(Button(theme, "存为草稿"))
    order = [
        widget.text()
        for number in range(dialog.footer.count())
        if (item := dialog.footer.itemAt(number)) is not None
        and isinstance(widget := item.widget(), QPushButton)
    ]
    assert order == ["存为草稿", "取消", "保存"]
    assert dialog.windowTitle() == dialog.title.text() == "新建项目"


def test_inside_a_window_it_has_round_corners(theme: Theme, window: QWidget) -> None:
    inner = Dialog(theme, "新建项目", accept="保存", parent=window)
    inner.setWindowFlags(Qt.WindowType.Widget)
    inner.resize(600, 200)
    inner.move(20, 20)
    inner.show()
    image = window.grab(QRect(20, 20, 600, 200)).toImage()
    assert image.pixelColor(300, 100) == theme.color("bg.panel")
    assert image.pixelColor(1, 1) != theme.color("bg.panel")
