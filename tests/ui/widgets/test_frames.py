"""Inspector, cards, timeline, toast, progress, conflict boxes, menus, months."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import click, press
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.card import Banner, Card, EmptyState, Facts
from ui.widgets.conflict_choice import ConflictChoice
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.inspector import Inspector
from ui.widgets.menu import Menu
from ui.widgets.month_view import MonthView, shifted
from ui.widgets.progress_strip import ProgressStrip
from ui.widgets.timeline import Timeline, TimelineEntry
from ui.widgets.toast import TOAST_MS, Toast

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


# ---- inspector, cards


def test_the_inspector_shows_and_closes(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    inspector = Inspector(theme)
    put(window, inspector)
    inspector.set_title("煤矸石项目")
    for actions in ("记走访", "推进阶段"), ("打开",):
        inspector.set_actions([Button(theme, text) for text in actions])
        inspector.set_signs([QLabel(text) for text in actions])
    qtbot.waitUntil(
        lambda: [b.text() for b in inspector.findChildren(QPushButton) if b.isVisible()] == ["", "打开"]
    )
    facts = Facts(theme)
    facts.set_facts([("总投资", "22.51 亿元")])
    inspector.body.addWidget(facts)
    inspector.clear_body()
    assert not facts.isVisible()
    with qtbot.waitSignal(inspector.closed):
        press(inspector, KEY.Key_Escape)
    close = next(b for b in inspector.findChildren(QPushButton) if b.accessibleName() == "关闭")
    with qtbot.waitSignal(inspector.closed):
        click(close)


def test_facts_show_a_dash_for_what_is_unknown(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    facts = Facts(theme)
    put(window, facts)
    badge = QLabel("签约")
    facts.set_facts([("总投资", ""), ("阶段", badge)])
    qtbot.waitUntil(lambda: shown_texts(facts) == ["总投资", "—", "阶段", "签约"])
    facts.set_facts([("备注", "一期")])
    qtbot.waitUntil(lambda: shown_texts(facts) == ["备注", "一期"])


def test_a_card_has_title_count_and_link(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    card = Card(theme, "今天要办", count="7", link="全部 12 项")
    put(window, card)
    assert shown_texts(card) == ["今天要办", "7"]
    with qtbot.waitSignal(card.header.link_clicked):
        click(card.findChildren(QPushButton)[0])
    card.header.set_count("")
    card.header.set_title("明天要办")
    card.header.set_link("")
    assert shown_texts(card) == ["明天要办"]
    assert not card.findChildren(QPushButton)[0].isVisible()


def test_a_banner_offers_at_most_one_thing(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    banner = Banner(theme, "可能撞单", "科技工业园区已首报", action="并入该项目")
    put(window, banner)
    assert shown_texts(banner) == ["可能撞单", "科技工业园区已首报"]
    assert banner.grab().toImage().pixelColor(3, banner.height() // 2) == theme.color("warn.soft")
    with qtbot.waitSignal(banner.action_clicked):
        click(banner.findChildren(QPushButton)[0])
    banner.set_text("没有撞单")
    assert shown_texts(banner) == ["没有撞单"]


def test_an_empty_list_says_so_and_offers_one_thing(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    empty = EmptyState(theme, "还没有走访记录。", "记走访", hint="Ctrl+N")
    put(window, empty)
    with qtbot.waitSignal(empty.action_clicked):
        click(empty.findChildren(QPushButton)[0])
    empty.set_sentence("没有符合筛选的项目。")
    assert shown_texts(empty) == ["没有符合筛选的项目。"]


# ---- timeline


def test_the_timeline_opens_an_entry(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    timeline = Timeline(theme)
    put(window, timeline)
    timeline.set_entries(
        [
            TimelineEntry("v1", "pencil", "洽谈", "今天 10:32", "分两期供地", "arrow-up", "待发送"),
            TimelineEntry("v2", "map-pin", "考察", "10-21"),
        ]
    )
    assert timeline.count() == 2
    entries = [one for one in timeline.findChildren(QWidget) if one.accessibleName()]
    assert [one.accessibleName() for one in entries] == ["洽谈 今天 10:32", "考察 10-21"]
    with qtbot.waitSignal(timeline.opened) as told:
        press(entries[1], KEY.Key_Return)
    assert told.args == ["v2"]
    with qtbot.waitSignal(timeline.opened) as told:
        QTest.mouseDClick(entries[0], Qt.MouseButton.LeftButton)
    assert told.args == ["v1"]
    timeline.set_entries([])
    assert timeline.count() == 0
    assert not entries[0].isVisible()


# ---- toast


def test_a_toast_stands_at_the_bottom_centre(theme: Theme, window: QWidget) -> None:
    toast = Toast(theme, window)
    toast.say("已记走访", "撤销", lambda: None, hint="Ctrl+Z")
    assert toast.text == "已记走访"
    assert abs(toast.geometry().center().x() - window.rect().center().x()) <= 1
    assert toast.geometry().bottom() < window.height() - 32
    window.resize(1200, 700)
    assert abs(toast.geometry().center().x() - window.rect().center().x()) <= 1
    assert toast.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_there_is_one_toast_at_a_time_for_six_seconds(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    toast = Toast(theme, window)
    toast.say("第一件")
    toast.say("第二件事做完了")
    assert toast.text == "第二件事做完了"
    assert TOAST_MS == 6000
    timers = [timer for timer in toast.children() if getattr(timer, "isActive", bool)()]
    assert len(timers) == 1
    timers[0].setProperty("interval", 1)
    qtbot.waitUntil(lambda: toast.text == "")


def test_its_link_acts_once(theme: Theme, window: QWidget) -> None:
    toast, undone = Toast(theme, window), list[int]()
    toast.say("已删除", "撤销", lambda: undone.append(1))
    words = theme.metrics(bold=True).horizontalAdvance("已删除")
    spot = QPoint(8 + 40 + words + 20 + 6, toast.height() // 2)
    none = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(toast, Qt.MouseButton.LeftButton, none, QPoint(12, 20))
    assert undone == [], "only the link acts"
    QTest.mouseClick(toast, Qt.MouseButton.LeftButton, none, spot)
    QTest.mouseClick(toast, Qt.MouseButton.LeftButton, none, spot)
    assert undone == [1]
    assert toast.text == ""


def test_it_slides_in_only_where_motion_is_wanted(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    toast = Toast(theme, window)
    toast.say("已记走访")
    resting = toast.pos()
    theme.set_reduced_motion(False)
    toast.say("已记走访")
    qtbot.waitUntil(lambda: toast.pos() == resting)


# ---- progress, conflicts, menus, months, flow


def test_progress_is_a_bar_and_words(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    strip = ProgressStrip(theme, cancel="停止")
    put(window, strip)
    strip.set_progress(12, 15, "附件 12/15")
    assert strip.bar.share == pytest.approx(0.8)
    assert "附件 12/15" in shown_texts(strip)
    image = strip.bar.grab().toImage()
    y = image.height() // 2
    assert image.pixelColor(round(image.width() * 0.7), y) == theme.color("accent")
    assert image.pixelColor(round(image.width() * 0.9), y) == theme.color("border")
    with qtbot.waitSignal(strip.cancelled):
        click(strip.findChildren(QPushButton)[0])
    strip.set_progress(0, 0, "准备中")
    assert strip.bar.share == 0


def test_a_conflict_box_is_chosen_anywhere_on_it(theme: Theme, window: QWidget) -> None:
    box = ConflictChoice(theme, "5.20 亿元", "附合同扫描件")
    put(window, box)
    assert box.accessibleName() == "5.20 亿元 附合同扫描件"
    image = box.grab().toImage()
    assert image.pixelColor(image.width() // 2, 0) == theme.color("border")
    QTest.mouseClick(
        box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(box.width() - 4, 8)
    )
    assert box.isChecked()
    image = box.grab().toImage()
    assert image.pixelColor(image.width() // 2, 0) == theme.color("accent")
    assert image.pixelColor(image.width() - 20, 6) == theme.color("accent.soft")


def test_a_menu_line_acts_and_a_disabled_one_explains(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    menu, ran = Menu(theme, window), list[str]()
    opened = menu.add("打开", lambda: ran.append("open"), icon="external-link", hint="F2")
    menu.add("推进阶段", lambda: ran.append("move"), enabled=False, why_not="先补齐土地出让合同")
    opened.trigger()
    menu.actions()[1].trigger()
    assert ran == ["open"]
    assert opened.text() == "打开\tF2"
    assert menu.actions()[1].toolTip() == "先补齐土地出让合同"


@given(st.dates(), st.integers(-60, 60))
def test_a_month_later_and_back_is_the_same_month(day: date, months: int) -> None:
    there = shifted(day, months)
    if date(1, 2, 1) < there < date(9999, 11, 30):
        assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day <= day.day


def test_the_last_day_of_a_longer_month() -> None:
    assert shifted(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert shifted(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert shifted(date(9999, 12, 31), 1) == date(9999, 12, 31)
    assert shifted(date(1, 1, 31), -1) == date(1, 1, 31)


def test_the_month_is_walked_by_keys(qtbot: QtBot, theme: Theme) -> None:
    view = MonthView(theme, date(2026, 11, 20))
    qtbot.addWidget(view)
    view.show()
    for key, expected in [
        (KEY.Key_Left, date(2026, 11, 19)),
        (KEY.Key_Down, date(2026, 11, 26)),
        (KEY.Key_Right, date(2026, 11, 27)),
        (KEY.Key_PageDown, date(2026, 12, 27)),
        (KEY.Key_PageUp, date(2026, 11, 27)),
        (KEY.Key_Up, date(2026, 11, 20)),
    ]:
        press(view, key)
        assert view.day == expected
    with qtbot.waitSignal(view.picked) as told:
        press(view, KEY.Key_Return)
    assert told.args == [date(2026, 11, 20)]


def test_the_first_column_is_monday(qtbot: QtBot, theme: Theme) -> None:
    view = MonthView(theme, date(2026, 11, 20))
    qtbot.addWidget(view)
    view.resize(view.sizeHint())
    view.show()
    with qtbot.waitSignal(view.picked) as told:
        QTest.mouseClick(
            view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(16, 24 + 32 + 16)
        )
    assert told.args == [date(2026, 11, 2)]
    assert told.args[0].weekday() == 0


def test_flow_wraps_and_keeps_every_widget_inside(qtbot: QtBot, theme: Theme) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, gap=8)
    buttons = [Button(theme, f"按钮{number}") for number in range(9)]
    for button in buttons[1:]:
        flow.addWidget(button)
    flow.insert(0, buttons[0])
    for width in (700, 320, 180):
        holder.resize(width, flow.heightForWidth(width))
        holder.show()
        flow.activate()
        assert all(holder.rect().contains(button.geometry()) for button in buttons)
        spots = [(button.y(), button.x()) for button in buttons]
        assert spots == sorted(spots), "in reading order"
    assert flow.heightForWidth(180) > flow.heightForWidth(700)
    assert flow.itemAt(99) is None
