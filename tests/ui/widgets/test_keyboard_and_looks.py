"""Rail, chip, switches, buttons, chips, rows, inspector: worked by keys, named, at every size and look."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import click, press
from tests.ui.widgets.pictures import has_colour, picture, put
from ui.models.columns import StageMark
from ui.theme.theme import Mode, Theme
from ui.theme.tokens import Token
from ui.widgets.button import Button, ButtonKind, IconButton
from ui.widgets.card import Icon
from ui.widgets.chips import FilterChip, NeutralBadge
from ui.widgets.marks import Light, StageGlyph
from ui.widgets.rail import COLLAPSED_WIDTH, WIDTH, Rail, RailEntry
from ui.widgets.search_field import KeyHint
from ui.widgets.status_chip import Standing, StatusChip
from ui.widgets.switches import SegmentedControl, Tab, TabBar

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
MODES = [Mode.LIGHT, Mode.DARK]
PERCENTS = [100, 150, 200]
LONG = "煤矸石及废旧轮胎综合利用项目一期年产煤气1.83亿立方米"

MAKERS: dict[str, tuple[Callable[[Theme], QWidget], int]] = {
    "button": (lambda theme: Button(theme, "保存"), 32),
    "small": (lambda theme: Button(theme, "保存", small=True), 28),
    "link": (lambda theme: Button(theme, "更多", ButtonKind.LINK), 20),
    "icon button": (lambda theme: IconButton(theme, "x", "关闭"), 28),
    "filter": (lambda theme: FilterChip(theme, "年度", "2026"), 26),
    "badge": (lambda theme: NeutralBadge(theme, "待发送"), 20),
    "light": (lambda theme: Light(theme, "red", "红"), 20),
    "stage": (lambda theme: StageGlyph(theme, StageMark(5, "stage.sign"), "签约"), 20),
    "hint": (lambda theme: KeyHint(theme, "Ctrl+K"), 20),
    "icon": (lambda theme: Icon(theme, "lock"), 20),
}


@pytest.mark.parametrize("percent", PERCENTS)
@pytest.mark.parametrize("name", MAKERS)
def test_small_things_are_as_high_as_the_design_says(
    qtbot: QtBot, theme: Theme, name: str, percent: int
) -> None:
    make, height = MAKERS[name]
    theme.set_percent(percent)
    widget = make(theme)
    qtbot.addWidget(widget)
    widget.adjustSize()
    asked = max(widget.sizeHint().height(), widget.minimumHeight())
    assert asked == theme.px(height)


@pytest.mark.parametrize("name", [one for one in MAKERS if one not in ("icon", "icon button", "hint")])
def test_a_larger_text_asks_for_more_width(qtbot: QtBot, theme: Theme, name: str) -> None:
    widget = MAKERS[name][0](theme)
    qtbot.addWidget(widget)
    before = widget.sizeHint().width()
    theme.set_percent(200)
    assert widget.sizeHint().width() >= 1.8 * before, "live, without being made anew"


INKS: list[tuple[str, Token]] = [
    ("button", "text.1"),
    ("link", "accent"),
    ("icon button", "text.2"),
    ("filter", "accent"),
    ("badge", "text.2"),
    ("light", "danger"),
    ("stage", "stage.sign"),
    ("hint", "text.2"),
    ("icon", "text.2"),
]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("name", "token"), INKS)
def test_each_is_drawn_in_its_token_and_changes_live(
    qtbot: QtBot, theme: Theme, name: str, token: Token, mode: Mode
) -> None:
    widget = MAKERS[name][0](theme)
    qtbot.addWidget(widget)
    theme.set_mode(mode)
    assert has_colour(picture(widget), theme.color(token))


@pytest.mark.parametrize("kind", list(ButtonKind))
@pytest.mark.parametrize("mode", MODES)
def test_a_disabled_button_of_any_kind_is_grey(
    qtbot: QtBot, theme: Theme, kind: ButtonKind, mode: Mode
) -> None:
    theme.set_mode(mode)
    button = Button(theme, "推进阶段", kind, icon="trash", hint="F8")
    qtbot.addWidget(button)
    button.setEnabled(False)
    image = picture(button)
    assert has_colour(image, theme.color("text.disabled"))
    strong: list[Token] = ["accent", "danger", "text.1"]
    assert not any(has_colour(image, theme.color(token)) for token in strong)


@pytest.mark.parametrize("kind", list(ButtonKind))
def test_a_button_of_any_kind_is_pressed_by_space_and_not_by_enter(
    theme: Theme, host: QWidget, kind: ButtonKind
) -> None:
    button, pressed = Button(theme, "保存", kind), list[int]()
    button.clicked.connect(lambda: pressed.append(1))
    put(host, button)
    button.setFocus()
    press(button, KEY.Key_Return)
    press(button, KEY.Key_Enter)
    assert pressed == []
    press(button, KEY.Key_Space)
    assert pressed == [1]


def test_a_held_button_is_darker(theme: Theme, host: QWidget) -> None:
    button = Button(theme, "保存")
    put(host, button)
    button.setDown(True)
    image = button.grab().toImage()
    assert image.pixelColor(5, image.height() // 2) == theme.color("border")


# ---- chips


@pytest.mark.parametrize("key", [KEY.Key_Delete, KEY.Key_Backspace])
def test_both_keys_take_a_filter_off(qtbot: QtBot, theme: Theme, host: QWidget, key: Qt.Key) -> None:
    chip = FilterChip(theme, "年度", "2026")
    put(host, chip)
    with qtbot.waitSignal(chip.removed), qtbot.assertNotEmitted(chip.clicked):
        press(chip, key)


def test_the_cross_of_a_filter_does_not_edit_it(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    chip = FilterChip(theme, "年度", "2026")
    put(host, chip)
    cross = chip.findChildren(IconButton)[0]
    with qtbot.waitSignal(chip.removed), qtbot.assertNotEmitted(chip.clicked):
        click(cross)
    assert cross.accessibleName() and cross.focusPolicy() is Qt.FocusPolicy.NoFocus


# ---- rail


@pytest.fixture
def rail(theme: Theme, host: QWidget) -> Rail:
    groups = [
        [RailEntry("today", "今日", "calendar-check")],
        [RailEntry("leads", "线索", "inbox"), RailEntry("map", "地图", "map-pin")],
    ]
    made = Rail(theme, ("flag", "招商前哨"), groups, [RailEntry("sync", "同步与设置", "refresh-cw")])
    put(host, made)
    return made


def entry(rail: Rail, name: str) -> QAbstractButton:
    return next(one for one in rail.findChildren(QAbstractButton) if one.accessibleName().startswith(name))


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        ("今日", KEY.Key_Down, "线索"),
        ("线索", KEY.Key_Down, "地图"),
        ("地图", KEY.Key_Down, "同步与设置"),
        ("同步与设置", KEY.Key_Down, "今日"),
        ("今日", KEY.Key_Up, "同步与设置"),
    ],
)
def test_arrows_walk_through_all_groups(rail: Rail, start: str, key: Qt.Key, end: str) -> None:
    entry(rail, start).setFocus()
    press(entry(rail, start), key)
    assert entry(rail, end).hasFocus()
    assert rail.current() == "", "walking is not going"


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Enter, KEY.Key_Space])
def test_three_keys_go_there(qtbot: QtBot, rail: Rail, key: Qt.Key) -> None:
    entry(rail, "地图").setFocus()
    with qtbot.waitSignal(rail.selected) as told:
        press(entry(rail, "地图"), key)
    assert (told.args, rail.current()) == (["map"], "map")


@pytest.mark.parametrize("mode", MODES)
def test_the_current_entry_has_a_panel_and_a_bar(theme: Theme, rail: Rail, mode: Mode) -> None:
    theme.set_mode(mode)
    rail.set_current("leads")
    image, other = entry(rail, "线索").grab().toImage(), entry(rail, "地图").grab().toImage()
    middle = image.height() // 2
    assert image.pixelColor(1, middle) == theme.color("accent")
    assert image.pixelColor(6, middle) == theme.color("bg.panel")
    assert not has_colour(other, theme.color("accent"))
    ground = rail.grab().toImage()
    assert ground.pixelColor(3, rail.height() - 2) == theme.color("bg.rail")
    assert ground.pixelColor(rail.width() - 1, rail.height() - 2) == theme.color("border")


@pytest.mark.parametrize("percent", PERCENTS)
def test_the_rail_is_narrow_or_wide_at_every_size(theme: Theme, rail: Rail, percent: int) -> None:
    theme.set_percent(percent)
    assert rail.minimumWidth() == rail.maximumWidth() == theme.px(WIDTH)
    rail.set_collapsed(True)
    assert rail.minimumWidth() == rail.maximumWidth() == theme.px(COLLAPSED_WIDTH)


def test_collapsing_twice_is_said_once_and_keeps_the_place(qtbot: QtBot, rail: Rail) -> None:
    rail.set_current("leads")
    rail.set_person("陈立", "招商专员")
    rail.set_collapsed(True)
    with qtbot.assertNotEmitted(rail.collapsed_changed):
        rail.set_collapsed(True)
    assert rail.current() == "leads"
    assert entry(rail, "陈立").toolTip() == "陈立"
    rail.set_collapsed(False)
    assert entry(rail, "陈立").toolTip() == ""


def test_without_a_person_there_is_no_button_for_one(rail: Rail) -> None:
    rail.set_person("陈立", "招商专员")
    person = entry(rail, "陈立")
    rail.set_person("", "")
    assert not person.isVisible()


# ---- chip of standing


def parts(chip: StatusChip) -> list[QAbstractButton]:
    return [one for one in chip.findChildren(QAbstractButton) if one.isVisible()]


def test_the_chip_is_walked_by_tab_and_pressed_by_space(qtbot: QtBot, theme: Theme, host: QWidget) -> None:
    chip = StatusChip(theme)
    put(host, chip)
    chip.set_standing(Standing(online=True, pending=2, conflicts=1, last_sync="08:12"))
    signals = (chip.network_clicked, chip.pending_clicked, chip.conflicts_clicked, chip.sync_clicked)
    parts(chip)[0].setFocus()
    for part, signal in zip(parts(chip), signals, strict=True):
        assert part.hasFocus()
        with qtbot.waitSignal(signal):
            press(part, KEY.Key_Space)
        press(part, KEY.Key_Tab)


@pytest.mark.parametrize("mode", MODES)
def test_only_conflicts_are_in_warn(theme: Theme, host: QWidget, mode: Mode) -> None:
    theme.set_mode(mode)
    chip = StatusChip(theme)
    put(host, chip)
    chip.set_standing(Standing(online=True, pending=9))
    assert not has_colour(chip.grab().toImage(), theme.color("warn"))
    chip.set_standing(Standing(online=True, pending=9, conflicts=2))
    assert has_colour(chip.grab().toImage(), theme.color("warn"))
    assert not has_colour(chip.grab().toImage(), theme.color("danger"))


def test_the_state_of_the_network_is_also_a_sign(theme: Theme, host: QWidget) -> None:
    chip, seen = StatusChip(theme), list[QImage]()
    put(host, chip)
    for standing in (Standing(False), Standing(True), Standing(True, syncing=True)):
        chip.set_standing(standing)
        seen.append(parts(chip)[0].grab().toImage().copy(0, 0, 24, 28))
    assert all(one != other for n, one in enumerate(seen) for other in seen[:n])


# ---- switches


def test_tabs_say_their_counts_from_the_start(theme: Theme, host: QWidget) -> None:
    bar = TabBar(theme, [Tab("out", "待发送", "6"), Tab("files", "附件", "12/15"), Tab("log", "记录")])
    put(host, bar)
    names = [one.accessibleName() for one in bar.findChildren(QAbstractButton)]
    assert names == ["待发送 6", "附件 12/15", "记录"]


@pytest.mark.parametrize(
    ("key", "expected"), [(KEY.Key_Right, ["b", "c", "a"]), (KEY.Key_Left, ["c", "b", "a"])]
)
def test_arrows_go_round_the_tabs(theme: Theme, host: QWidget, key: Qt.Key, expected: list[str]) -> None:
    bar, chosen = TabBar(theme, [Tab(one, one) for one in "abc"]), list[str]()
    bar.changed.connect(chosen.append)
    put(host, bar)
    bar.findChildren(QAbstractButton)[0].setFocus()
    for _ in range(3):
        focused = host.focusWidget()
        assert focused is not None
        press(focused, key)
    assert chosen == expected
    assert bar.findChildren(QAbstractButton)[0].hasFocus()


@pytest.mark.parametrize("mode", MODES)
def test_an_alert_count_is_in_warn(theme: Theme, host: QWidget, mode: Mode) -> None:
    theme.set_mode(mode)
    bar = TabBar(theme, [Tab("a", "概览"), Tab("c", "冲突", "3", alert=True)])
    put(host, bar)
    assert has_colour(bar.grab().toImage(), theme.color("warn"))
    bar.set_tab(Tab("c", "冲突", "0"))
    assert not has_colour(bar.grab().toImage(), theme.color("warn"))


@pytest.mark.parametrize("mode", MODES)
def test_the_chosen_segment_is_raised(theme: Theme, host: QWidget, mode: Mode) -> None:
    theme.set_mode(mode)
    control = SegmentedControl(theme, [("a", "表格"), ("b", "看板")])
    put(host, control)
    first, second = control.findChildren(QAbstractButton)
    for chosen, other in ((first, second), (second, first)):
        click(chosen)
        assert chosen.grab().toImage().pixelColor(3, 14) == theme.color("bg.panel")
        spot = other.mapTo(control, QPoint(3, 14))
        assert control.grab().toImage().pixelColor(spot) == theme.color("bg.hover")


def test_an_unknown_key_chooses_nothing_new(theme: Theme, host: QWidget) -> None:
    control = SegmentedControl(theme, [("a", "表格"), ("b", "看板")])
    put(host, control)
    control.set_current("b")
    control.set_current("nonsense")
    assert control.current() == "b"
