"""Buttons, chips, marks, switches, rail, chip of standing, search."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.typing import click, press, type_text
from ui.models.columns import Level, StageMark
from ui.theme.theme import Mode, Theme
from ui.theme.tokens import Token
from ui.widgets.button import Button, ButtonKind, IconButton
from ui.widgets.chips import FilterChip, NeutralBadge
from ui.widgets.focus_ring import FocusRing
from ui.widgets.label import ElidedLabel
from ui.widgets.marks import Light, StageGlyph
from ui.widgets.rail import COLLAPSED_WIDTH, WIDTH, Rail, RailEntry
from ui.widgets.search_field import SearchField
from ui.widgets.status_chip import Standing, StatusChip
from ui.widgets.suggestions import Suggestion
from ui.widgets.switches import SegmentedControl, Tab, TabBar

KEY = Qt.Key


def picture(widget: QWidget) -> QImage:
    widget.resize(widget.sizeHint())
    return widget.grab().toImage()


def has_colour(image: QImage, colour: QColor) -> bool:
    spots = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return any(image.pixelColor(x, y).name() == colour.name() for x, y in spots)


@pytest.fixture
def host(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    made.setProperty("surface", "panel")
    QHBoxLayout(made)
    made.resize(900, 300)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def put(host: QWidget, *widgets: QWidget) -> None:
    layout = host.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)
        widget.show()


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


# ---- rail


@pytest.fixture
def rail(theme: Theme, host: QWidget) -> Rail:
    groups = [[RailEntry("today", "今日", "calendar-check")], [RailEntry("leads", "线索", "inbox")]]
    made = Rail(theme, ("flag", "招商前哨"), groups, [RailEntry("sync", "同步与设置", "refresh-cw")])
    put(host, made)
    return made


def items(rail: Rail) -> list[QWidget]:
    names = ("今日", "线索", "同步与设置")
    return [one for one in rail.findChildren(QWidget) if one.accessibleName().startswith(names)]


def test_going_somewhere(rail: Rail) -> None:
    went: list[str] = []
    rail.selected.connect(went.append)
    rail.set_current("today")
    assert went == []
    click(items(rail)[1])
    assert (rail.current(), went) == ("leads", ["leads"])


def test_arrows_move_and_enter_goes(rail: Rail) -> None:
    went: list[str] = []
    rail.selected.connect(went.append)
    first = items(rail)[0]
    first.setFocus()
    press(first, KEY.Key_Up)
    assert items(rail)[2].hasFocus(), "round the corner"
    press(items(rail)[2], KEY.Key_Return)
    assert went == ["sync"]


def test_counts_are_said_too(rail: Rail) -> None:
    rail.set_count("leads", 12)
    assert items(rail)[1].accessibleName() == "线索 12"
    rail.set_count("leads", 0)
    assert items(rail)[1].accessibleName() == "线索"


def test_a_collapsed_rail_is_52_wide_and_explains_itself(qtbot: QtBot, rail: Rail, theme: Theme) -> None:
    assert rail.width() == WIDTH
    with qtbot.waitSignal(rail.collapsed_changed):
        rail.set_collapsed(True)
    assert rail.collapsed
    assert rail.maximumWidth() == COLLAPSED_WIDTH
    assert items(rail)[1].toolTip() == "线索"
    rail.set_collapsed(False)
    assert items(rail)[1].toolTip() == ""
    theme.set_percent(150)
    assert rail.maximumWidth() == WIDTH * 1.5


def test_the_person_is_shown_and_clicked(qtbot: QtBot, rail: Rail) -> None:
    rail.set_person("驻沪招商分局", "招商专员")
    person = next(one for one in rail.findChildren(QWidget) if "招商专员" in one.accessibleName())
    assert person.isVisible()
    with qtbot.waitSignal(rail.person_clicked):
        click(person)


# ---- chip of standing


def texts(chip: StatusChip) -> list[str]:
    parts = chip.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [part.accessibleName() for part in parts if part.isVisible() and part.accessibleName()]


def test_conflicts_show_only_when_there_are_any(theme: Theme, host: QWidget) -> None:
    chip = StatusChip(theme)
    put(host, chip)
    chip.set_standing(Standing(online=False, pending=6, conflicts=3, last_sync="08:12"))
    assert texts(chip) == ["离线", "待发送 6", "冲突 3", "上次同步 08:12"]
    chip.set_standing(Standing(online=True, last_sync="09:00"))
    assert texts(chip) == ["在线", "待发送 0", "上次同步 09:00"]
    chip.set_standing(Standing(online=True, syncing=True))
    assert texts(chip) == ["同步中", "待发送 0", "上次同步 无"]


def test_each_part_opens_its_own(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    chip = StatusChip(theme)
    put(host, chip)
    chip.set_standing(Standing(online=False, pending=1, conflicts=1))
    parts = [one for one in chip.findChildren(QWidget) if one.accessibleName()]
    signals = (chip.network_clicked, chip.pending_clicked, chip.conflicts_clicked, chip.sync_clicked)
    for part, signal in zip(parts, signals, strict=True):
        with qtbot.waitSignal(signal):
            click(part)


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_offline_is_never_red(theme: Theme, host: QWidget, mode: Mode) -> None:
    theme.set_mode(mode)
    chip = StatusChip(theme)
    put(host, chip)
    chip.set_standing(Standing(online=False, pending=6))
    assert not has_colour(chip.grab().toImage(), theme.color("danger"))
    assert not has_colour(chip.grab().toImage(), theme.color("warn"))


# ---- search


def test_the_shortcut_brings_the_cursor(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    search, other = SearchField(theme, "搜索企业", hint="Ctrl+K"), Button(theme, "别处")
    put(host, search, other)
    type_text(search, "qd")
    other.setFocus()
    press(host, KEY.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert search.hasFocus()
    assert search.selectedText() == "qd"


def test_escape_empties_then_leaves(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    search = SearchField(theme, "搜索企业")
    put(host, search)
    edited: list[str] = []
    search.textEdited.connect(edited.append)
    type_text(search, "q")
    press(search, KEY.Key_Escape)
    assert (search.text(), edited) == ("", ["q", ""])
    with qtbot.waitSignal(search.left_by_escape):
        press(search, KEY.Key_Escape)


def test_results_are_walked_and_picked_from_the_line(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    search = SearchField(theme, "搜索企业")
    put(host, search)
    search.setFocus()
    search.results.offer([Suggestion(str(n), f"结果 {n}", "项目") for n in range(20)])
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Up, KEY.Key_PageDown):
        press(search, key)
    with qtbot.waitSignal(search.results.picked) as told:
        press(search, KEY.Key_Return)
    assert told.args[0].key == "9"
    assert not search.results.isVisible()
    assert search.hasFocus()
    search.results.offer([])
    assert not search.results.isVisible()


def test_it_is_440_wide_and_560_in_a_wide_window(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    search = SearchField(theme, "搜索企业")
    put(host, search)
    host.resize(1366, 200)
    assert search.sizeHint().width() == 440
    host.resize(1920, 200)
    assert search.sizeHint().width() == 560


# ---- focus ring and eliding


def worn(ring: FocusRing) -> QWidget | None:
    return ring.target


def test_the_ring_follows_the_keyboard(qapp: QApplication, theme: Theme, host: QWidget) -> None:
    ring = FocusRing(qapp, theme)
    box = QWidget()
    inner = QHBoxLayout(box)
    one, other, line = Button(theme, "一"), Button(theme, "二"), SearchField(theme, "搜索")
    for widget in (one, other, line):
        inner.addWidget(widget)
    put(host, box)
    one.setFocus(Qt.FocusReason.TabFocusReason)
    assert worn(ring) is one
    colour = theme.color("focus")
    corner = one.mapTo(host, one.rect().topLeft())
    image = host.grab().toImage()
    assert image.pixelColor(corner.x() + one.width() // 2, corner.y() - 2).name() == colour.name()
    other.setFocus(Qt.FocusReason.TabFocusReason)
    assert worn(ring) is other
    line.setFocus(Qt.FocusReason.TabFocusReason)
    assert worn(ring) is None, "a line of text shows it itself"
    other.setFocus(Qt.FocusReason.TabFocusReason)
    other.hide()
    assert worn(ring) is not other
    ring.deleteLater()


def test_a_text_line_shows_its_focus_itself(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    search = SearchField(theme, "搜索")
    put(host, search)
    search.setFocus()
    image = search.grab().toImage()
    middle = image.width() // 2
    names = [image.pixelColor(middle, y).name() for y in (0, 1)]
    assert names == [theme.color("focus").name()] * 2


def test_an_elided_text_explains_itself(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    label = ElidedLabel("煤矸石及废旧轮胎综合利用项目")
    qtbot.addWidget(label)
    label.resize(400, 20)
    label.show()
    assert (label.shown, label.toolTip()) == (label.text(), "")
    label.resize(100, 20)
    assert label.shown.endswith("…")
    assert label.toolTip() == "煤矸石及废旧轮胎综合利用项目"
    label.setText("短")
    assert label.toolTip() == ""
