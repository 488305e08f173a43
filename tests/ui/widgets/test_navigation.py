"""Rail, chip of standing, search, focus ring, elided text."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import click, press, type_text
from tests.ui.widgets.pictures import has_colour, put
from ui.theme.theme import Mode, Theme
from ui.widgets.button import Button
from ui.widgets.focus_ring import FocusRing
from ui.widgets.label import ElidedLabel
from ui.widgets.rail import COLLAPSED_WIDTH, WIDTH, Rail, RailEntry
from ui.widgets.search_field import SearchField
from ui.widgets.status_chip import Standing, StatusChip
from ui.widgets.suggestions import Suggestion

KEY = Qt.Key


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
    chip.set_standing(Standing(online=False, pending=1, conflicts=1, refused=1, sentence="离线，照常工作。"))
    parts = [one for one in chip.findChildren(QWidget) if one.accessibleName()]
    assert {part.toolTip() for part in parts} == {"离线，照常工作。"}
    signals = (
        *(chip.network_clicked, chip.pending_clicked, chip.conflicts_clicked),
        *(chip.refused_clicked, chip.sync_clicked),
    )
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


@pytest.mark.parametrize("height", [640, 204, 190])
def test_in_a_low_window_every_entry_gives_up_as_much(rail: Rail, host: QWidget, height: int) -> None:
    rail.setFixedHeight(height)
    rail.set_person("周敏", "专员")
    QApplication.sendPostedEvents()
    heights = {one.height() for one in items(rail)}
    (shown,) = heights
    assert shown == 32 if height == 640 else 22 <= shown < 32


def test_where_even_icons_find_no_room_the_entries_scroll(rail: Rail, host: QWidget) -> None:
    """Large text in a low window: no entry lies over another, and the keyboard brings each into view."""
    rail.setFixedHeight(150)
    rail.set_person("周敏", "专员")
    QApplication.sendPostedEvents()
    boxes = [QRect(one.mapTo(rail, QPoint(0, 0)), one.size()) for one in items(rail)]
    assert all(box.height() == 22 for box in boxes)
    assert not any(one.intersects(other) for n, one in enumerate(boxes[:2]) for other in boxes[n + 1 : 2])
    last = items(rail)[1]
    rail.set_current("leads")
    middle = last.mapTo(rail.area.viewport(), last.rect().center())
    assert rail.area.viewport().rect().contains(middle)
    items(rail)[0].setFocus()
    middle = items(rail)[0].mapTo(rail.area.viewport(), items(rail)[0].rect().center())
    assert rail.area.viewport().rect().contains(middle)
