"""Buttons, chips, marks, switches."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import click, press
from tests.ui.widgets.pictures import has_colour, picture, put
from ui.models.columns import Level, StageMark
from ui.theme.theme import Mode, Theme
from ui.theme.tokens import Token
from ui.widgets.button import Button, ButtonKind, IconButton
from ui.widgets.chips import FilterChip, NeutralBadge
from ui.widgets.marks import Light, StageGlyph
from ui.widgets.switches import SegmentedControl, Tab, TabBar

KEY = Qt.Key


# ---- buttons

GROUNDS: list[tuple[ButtonKind, Token]] = [
    (ButtonKind.PRIMARY, "accent"),
    (ButtonKind.SECONDARY, "border"),
    (ButtonKind.DANGER, "border"),
]


@pytest.mark.parametrize(("kind", "token"), GROUNDS)
@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_the_ground_of_a_button(
    qtbot: QtBot, theme: Theme, kind: ButtonKind, token: Token, mode: Mode
) -> None:
    theme.set_mode(mode)
    button = Button(theme, "保存", kind)
    qtbot.addWidget(button)
    image = picture(button)
    edge = image.pixelColor(image.width() // 2, 0)
    assert edge.name() == theme.color(token).name()


def test_danger_is_never_filled(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "删除", ButtonKind.DANGER, icon="trash")
    qtbot.addWidget(button)
    image = picture(button)
    assert image.pixelColor(5, image.height() // 2).name() == theme.color("bg.panel").name()
    assert has_colour(image, theme.color("danger"))


@pytest.mark.parametrize("percent", [100, 125, 150, 200])
def test_heights_follow_the_text_size(qtbot: QtBot, theme: Theme, percent: int) -> None:
    theme.set_percent(percent)
    for small, height in ((False, 32), (True, 28)):
        button = Button(theme, "保存", small=small)
        qtbot.addWidget(button)
        assert button.sizeHint().height() == theme.px(height)


def test_icon_and_hint_make_room(qtbot: QtBot, theme: Theme) -> None:
    plain, full = Button(theme, "快速录入"), Button(theme, "快速录入", icon="plus", hint="Ctrl+N")
    for button in (plain, full):
        qtbot.addWidget(button)
    words = theme.metrics().horizontalAdvance("快速录入")
    assert plain.sizeHint().width() == words + 24
    assert full.sizeHint().width() > plain.sizeHint().width() + 16 + 30


def test_the_keyboard_presses_a_button_and_enter_does_not(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    button = Button(theme, "保存", ButtonKind.PRIMARY)
    put(host, button)
    pressed: list[int] = []
    button.clicked.connect(lambda: pressed.append(1))
    button.setFocus()
    press(button, KEY.Key_Space)
    press(button, KEY.Key_Return)
    assert pressed == [1]
    assert not button.autoDefault()


def test_a_disabled_button_looks_and_acts_so(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "保存", ButtonKind.PRIMARY)
    qtbot.addWidget(button)
    button.setEnabled(False)
    pressed: list[int] = []
    button.clicked.connect(lambda: pressed.append(1))
    click(button)
    assert pressed == []
    assert not has_colour(picture(button), theme.color("accent"))


def test_a_new_text_asks_for_its_width(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "保存")
    qtbot.addWidget(button)
    before = button.sizeHint().width()
    button.setText("推进到落地")
    button.set_icon("chevron-right")
    assert button.sizeHint().width() > before + 16


def test_an_icon_button_says_what_it_is(qtbot: QtBot, theme: Theme) -> None:
    button = IconButton(theme, "x", "关闭")
    qtbot.addWidget(button)
    assert (button.toolTip(), button.accessibleName()) == ("关闭", "关闭")
    assert has_colour(picture(button), theme.color("text.2"))


# ---- chips and marks


def test_a_filter_chip_is_removed_by_its_cross_and_by_delete(
    qtbot: QtBot, theme: Theme, host: QWidget
) -> None:
    chip = FilterChip(theme, "年度", "2026")
    put(host, chip)
    assert chip.accessibleName() == "年度 2026"
    assert chip.height() == 26
    cross = chip.findChild(IconButton)
    assert isinstance(cross, IconButton)
    with qtbot.waitSignal(chip.removed):
        click(cross)
    with qtbot.waitSignal(chip.removed):
        press(chip, KEY.Key_Delete)


def test_a_click_on_the_chip_edits_it(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    chip = FilterChip(theme, "总投资", "⩾ 2000 万")
    put(host, chip)
    with qtbot.waitSignal(chip.clicked):
        press(chip, KEY.Key_Space)
    before = chip.sizeHint().width()
    chip.set_value("⩾ 20000 万")
    assert chip.sizeHint().width() > before
    assert chip.accessibleName() == "总投资 ⩾ 20000 万"


def test_a_badge_is_20_high_and_as_wide_as_its_word(qtbot: QtBot, theme: Theme) -> None:
    badge, longer = NeutralBadge(theme, "走访"), NeutralBadge(theme, "待发送", icon="arrow-up")
    for one in (badge, longer):
        qtbot.addWidget(one)
    assert badge.sizeHint().height() == 20
    assert longer.sizeHint().width() > badge.sizeHint().width()
    badge.set_text("退回待处理")
    assert badge.text() == badge.accessibleName() == "退回待处理"
    assert has_colour(picture(badge), theme.color("bg.hover"))


LIGHTS: list[tuple[Level, Token]] = [("red", "danger"), ("yellow", "warn"), ("green", "success")]


@pytest.mark.parametrize(("level", "token"), LIGHTS)
def test_a_light_has_colour_shape_and_word(qtbot: QtBot, theme: Theme, level: Level, token: Token) -> None:
    light = Light(theme, level, "红")
    qtbot.addWidget(light)
    image = picture(light)
    assert has_colour(image, theme.color(token))
    assert light.accessibleName() == "红"


def test_lights_differ_in_shape_without_their_colour(qtbot: QtBot, theme: Theme) -> None:
    shapes = set()
    for level, _ in LIGHTS:
        light = Light(theme, level, "")
        qtbot.addWidget(light)
        image = picture(light)
        ground = image.pixelColor(image.width() - 1, 0).name()
        cells = [
            image.pixelColor(x, y).name() == ground
            for x in range(image.width())
            for y in range(image.height())
        ]
        shapes.add(tuple(cells))
    assert len(shapes) == 3


def test_stage_glyphs_all_look_different(qtbot: QtBot, theme: Theme) -> None:
    seen = []
    marks = [StageMark(step, "stage.sign") for step in range(11)]
    marks += [StageMark(5, "stage.sign", "paused"), StageMark(5, "stage.sign", "lost")]
    for mark in marks:
        glyph = StageGlyph(theme, mark, "")
        qtbot.addWidget(glyph)
        seen.append(bytes(picture(glyph).constBits()))
    assert len(set(seen)) == len(marks)


def test_a_paused_stage_has_no_hue(qtbot: QtBot, theme: Theme) -> None:
    glyph = StageGlyph(theme, StageMark(5, "stage.sign"), "签约")
    qtbot.addWidget(glyph)
    assert has_colour(picture(glyph), theme.color("stage.sign"))
    glyph.set_stage(StageMark(5, "stage.sign", "paused"), "暂缓")
    image = picture(glyph)
    assert not has_colour(image, theme.color("stage.sign"))
    assert has_colour(image, theme.color("text.3"))


# ---- switches


def test_a_segment_is_chosen_by_click_and_arrow(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    control = SegmentedControl(theme, [("grid", "表格"), ("board", "看板"), ("time", "时间轴")])
    put(host, control)
    chosen: list[str] = []
    control.changed.connect(chosen.append)
    assert control.current() == "grid"
    buttons = control.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    click(buttons[1])
    press(buttons[1], KEY.Key_Right)
    press(buttons[2], KEY.Key_Right)
    press(buttons[0], KEY.Key_Left)
    assert chosen == ["board", "time", "grid", "time"]
    control.set_current("board")
    assert control.current() == "board"
    assert len(chosen) == 4, "setting is not choosing"


def test_choosing_a_segment_moves_nothing(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    control = SegmentedControl(theme, [("a", "元"), ("b", "万元"), ("c", "亿元")], small=True)
    put(host, control)
    before = control.sizeHint()
    control.set_current("c")
    assert control.sizeHint() == before


def test_tabs_carry_counts(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    bar = TabBar(theme, [Tab("out", "待发送", "6"), Tab("conflicts", "冲突", "3", alert=True)])
    put(host, bar)
    chosen: list[str] = []
    bar.changed.connect(chosen.append)
    buttons = bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    click(buttons[1])
    assert chosen == ["conflicts"]
    assert has_colour(bar.grab().toImage(), theme.color("accent"))
    before = bar.sizeHint().width()
    bar.set_tab(Tab("out", "待发送", "1,206"))
    assert bar.sizeHint().width() > before
    assert buttons[0].accessibleName() == "待发送 1,206"
