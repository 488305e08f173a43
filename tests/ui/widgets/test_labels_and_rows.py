"""Labels, cards, inspector, timeline, form rows and the focus ring: tones, sizes, keys, errors."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import press, type_text
from tests.ui.widgets.pictures import has_colour, picture, put
from ui.theme.theme import Mode, Theme
from ui.theme.tokens import Token
from ui.widgets.button import Button
from ui.widgets.card import Banner, Box, Card, Facts, Line
from ui.widgets.fields.text_field import TextArea, TextField
from ui.widgets.focus_ring import FocusRing
from ui.widgets.form_row import FormRow
from ui.widgets.inspector import LEAST_WIDTH, MOST_WIDTH, Inspector
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.search_field import SearchField
from ui.widgets.timeline import Timeline, TimelineEntry

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
MODES = [Mode.LIGHT, Mode.DARK]
PERCENTS = [100, 150, 200]
LONG = "煤矸石及废旧轮胎综合利用项目一期年产煤气1.83亿立方米"


# ---- labels, cards, inspector, timeline, rows


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("token", ["text.1", "text.3", "danger", "success"])
def test_a_label_changes_its_tone_live(qtbot: QtBot, theme: Theme, token: Token, mode: Mode) -> None:
    theme.set_mode(mode)
    for label in (Label("逾期"), ElidedLabel("逾期")):
        qtbot.addWidget(label)
        label.set_tone(token)
        assert has_colour(picture(label), theme.color(token))


@pytest.mark.parametrize("percent", PERCENTS)
def test_a_long_label_gives_way_at_every_size(qtbot: QtBot, theme: Theme, percent: int) -> None:
    theme.set_percent(percent)
    label = ElidedLabel(LONG)
    qtbot.addWidget(label)
    label.ensurePolished()
    assert label.minimumSizeHint().width() < label.sizeHint().width() / 4
    label.resize(label.sizeHint())
    label.show()
    assert label.shown == LONG
    label.resize(label.sizeHint().width() // 2, label.height())
    assert label.shown.endswith("…") and label.toolTip() == LONG


@pytest.mark.parametrize("mode", MODES)
def test_boxes_and_lines_have_their_tokens(theme: Theme, host: QWidget, mode: Mode) -> None:
    theme.set_mode(mode)
    card, banner, line = Card(theme, "今天要办"), Banner(theme, "撞单", "已首报"), Line(host)
    put(host, card, banner)
    line.resize(50, 1)
    line.show()

    def at(widget: QWidget, spot: QPoint) -> QColor:
        return widget.grab().toImage().pixelColor(spot)

    assert at(card, QPoint(4, card.height() // 2)) == theme.color("bg.panel")
    assert at(card, QPoint(0, card.height() // 2)) == theme.color("border")
    assert at(banner, QPoint(banner.width() - 3, banner.height() // 2)) == theme.color("warn.soft")
    assert at(line, QPoint(0, 0)) == theme.color("line")


def test_a_box_takes_another_look(theme: Theme, host: QWidget) -> None:
    box = Box(theme)
    put(host, box)
    box.set_look("accent.soft", "accent", 2)
    image = box.grab().toImage()
    middle = image.height() // 2
    edge = [image.pixelColor(x, middle) for x in (0, 1, 3)]
    assert edge == [theme.color("accent"), theme.color("accent"), theme.color("accent.soft")]


def test_facts_wrap_and_can_be_copied(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    facts = Facts(theme)
    put(host, facts)
    facts.set_facts([("摘要", LONG * 3)])
    value = next(one for one in facts.findChildren(QLabel) if one.text() == LONG * 3)
    assert value.wordWrap()
    assert value.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


@pytest.mark.parametrize("percent", PERCENTS)
def test_the_inspector_keeps_between_its_widths(theme: Theme, host: QWidget, percent: int) -> None:
    theme.set_percent(percent)
    inspector = Inspector(theme)
    put(host, inspector)
    inspector.set_title(LONG)
    assert inspector.minimumWidth() == theme.px(LEAST_WIDTH)
    assert inspector.maximumWidth() == theme.px(MOST_WIDTH)
    assert inspector.accessibleName() == LONG


def test_escape_inside_the_inspector_closes_it(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    inspector, button = Inspector(theme), Button(theme, "记走访")
    put(host, inspector)
    inspector.set_actions([button])
    button.setFocus()
    with qtbot.waitSignal(inspector.closed):
        press(button, KEY.Key_Escape)
    with qtbot.assertNotEmitted(inspector.closed):
        press(inspector, KEY.Key_A)


def test_a_timeline_is_walked_by_tab(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    timeline = Timeline(theme)
    timeline.set_entries([TimelineEntry(str(n), "pencil", f"走访 {n}", "11-20") for n in range(3)])
    put(host, timeline)
    entries = [one for one in timeline.findChildren(QWidget) if one.focusPolicy() is Qt.FocusPolicy.TabFocus]
    entries[0].setFocus()
    press(entries[0], KEY.Key_Tab)
    assert entries[1].hasFocus()
    with qtbot.assertNotEmitted(timeline.opened):
        press(entries[1], KEY.Key_A)
    with qtbot.waitSignal(timeline.opened) as told:
        press(entries[1], KEY.Key_Enter)
    assert told.args == ["1"]


@pytest.mark.parametrize("mode", MODES)
def test_the_thread_ends_at_the_last_entry(theme: Theme, host: QWidget, mode: Mode) -> None:
    theme.set_mode(mode)
    timeline = Timeline(theme)
    host.resize(900, 400)
    timeline.set_entries([TimelineEntry(one, "pencil", one, "11-20", "一\n二\n三") for one in "ab"])
    put(host, timeline)
    first, last = [one for one in timeline.findChildren(QWidget) if one.accessibleName()]
    images = [one.grab().toImage() for one in (first, last)]
    below = [image.pixelColor(13, 36) == theme.color("border") for image in images]
    assert below == [True, False]
    assert images[0].pixelColor(13, 3) == theme.color("bg.hover"), "the disc"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("make", [TextField, TextArea])
def test_an_error_is_a_sign_a_sentence_and_a_border(
    theme: Theme, host: QWidget, make: Callable[[Theme], TextField | TextArea], mode: Mode
) -> None:
    theme.set_mode(mode)
    editor = make(theme)
    row = FormRow(theme, "名称", editor, help="全称")
    put(host, row)
    danger = theme.color("danger")
    assert not has_colour(row.grab().toImage(), danger)
    row.set_error("已有同名项目，请加上期次")
    assert has_colour(row.grab().toImage(), danger)
    control = editor.focusProxy()
    assert control is not None and has_colour(control.grab().toImage(), danger)
    row.set_error("")
    assert not has_colour(row.grab().toImage(), danger)
    assert "全称" in [one.text() for one in row.findChildren(QLabel) if one.isVisible()]


def test_an_outer_error_goes_when_the_text_is_corrected(theme: Theme, host: QWidget) -> None:
    editor = TextField(theme)
    row = FormRow(theme, "名称", editor)
    put(host, row)
    editor.set_raw("甲项目")
    row.set_error("已有同名项目")
    editor.setFocus()
    type_text(editor.line, "二")
    assert row.error == ""
    assert editor.raw() == "甲项目二"


# ---- the ring


def worn(ring: FocusRing) -> QWidget | None:
    return ring.target


def test_the_ring_moves_with_its_widget_and_goes_with_it(
    qapp: QApplication, theme: Theme, host: QWidget
) -> None:
    ring, holder = FocusRing(qapp, theme), QWidget(host)
    holder.resize(400, 200)
    inner = QWidget(holder)
    inner.resize(400, 200)
    button = Button(theme, "一", parent=inner)
    button.move(50, 50)
    for widget in (holder, inner, button):
        widget.show()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert worn(ring) is button
    button.move(120, 80)
    image = holder.grab().toImage()
    assert image.pixelColor(120 + button.width() // 2, 78) == theme.color("focus")
    assert image.pixelColor(50 + button.width() // 2, 48) != theme.color("focus")
    button.hide()
    assert worn(ring) is None
    ring.deleteLater()


def test_a_mouse_press_gives_no_ring(qapp: QApplication, theme: Theme, host: QWidget) -> None:
    ring, line, button = FocusRing(qapp, theme), SearchField(theme, "搜索"), Button(theme, "一")
    put(host, line, button)
    line.setFocus()
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert worn(ring) is None
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    ring.deleteLater()
    QApplication.sendPostedEvents(ring, QEvent.Type.DeferredDelete)
