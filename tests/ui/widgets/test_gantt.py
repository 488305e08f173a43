"""Tasks on a time axis: places, signs, keys and the mouse."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import press
from tests.ui.widgets.pictures import has_colour
from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.gantt import Gantt, GanttBar

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
BARS = [
    GanttBar("a", "签约", TODAY - 60 * DAY, TODAY - 30 * DAY, "按期", None, TODAY - 30 * DAY),
    GanttBar("b", "交地", TODAY - 30 * DAY, TODAY - 2 * DAY, "逾期 2 天", "red"),
    GanttBar("c", "开工", TODAY - 2 * DAY, TODAY + 9 * DAY, "还有 9 天", "yellow"),
    GanttBar("d", "竣工", TODAY + 9 * DAY, TODAY + 400 * DAY, "400 天后", "green"),
]


@pytest.fixture
def gantt(qtbot: QtBot, theme: Theme) -> Gantt:
    made = Gantt(theme, "今天")
    made.set_bars(BARS, TODAY)
    made.resize(900, made.sizeHint().height())
    qtbot.addWidget(made)
    made.show()
    return made


def test_days_lie_in_order_within_the_axis(gantt: Gantt) -> None:
    first, last = gantt.span
    assert first < BARS[0].start and last > BARS[-1].end
    days = [first + DAY * at for at in range(0, (last - first).days + 1, 3)]
    places = [gantt.x_of(day) for day in days]
    assert places == sorted(places)
    assert places[0] > 0 and places[-1] < gantt.width()


def test_a_long_note_is_not_cut(gantt: Gantt, theme: Theme) -> None:
    before = gantt.note_room()
    note = "2027-02-11  290 days early"
    gantt.set_bars([replace(BARS[0], note=note)], TODAY)
    assert (
        gantt.note_room()
        >= theme.metrics(Role.META).horizontalAdvance(note) + theme.px(8)
        >= before - theme.px(20)
    )
    gantt.set_bars([replace(BARS[0], note=note * 5)], TODAY)
    assert gantt.note_room() <= theme.px(240) and gantt.x_of(TODAY) < gantt.width() - theme.px(240)


@pytest.mark.parametrize("tone", ["success", "danger", "warn", "accent"])
def test_each_state_has_its_sign(gantt: Gantt, theme: Theme, tone: str) -> None:
    image = gantt.grab().toImage()
    assert has_colour(image, theme.color(tone))  # type: ignore[arg-type]
    gantt.set_bars([], TODAY)
    assert not has_colour(gantt.grab().toImage(), theme.color(tone))  # type: ignore[arg-type]


def test_today_is_always_on_the_axis(gantt: Gantt) -> None:
    for bar in (BARS[0], BARS[3]):
        gantt.set_bars([bar], TODAY)
        assert gantt.span[0] <= TODAY <= gantt.span[1]
        assert 0 <= gantt.x_of(TODAY) <= gantt.width()


def test_a_click_and_enter_open_a_row(gantt: Gantt) -> None:
    opened: list[str] = []
    gantt.opened.connect(opened.append)
    spot = gantt.row_rect(2).center()
    QTest.mouseClick(gantt, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    gantt.setFocus()
    press(gantt, Qt.Key.Key_Down)
    press(gantt, Qt.Key.Key_Down)
    press(gantt, Qt.Key.Key_Return)
    press(gantt, Qt.Key.Key_Up)
    press(gantt, Qt.Key.Key_Enter)
    QTest.mouseClick(gantt, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 2))
    assert opened == ["c", "d", "c"]


def test_readers_hear_every_task(gantt: Gantt) -> None:
    for bar in BARS:
        assert bar.label in gantt.accessibleName() and bar.note in gantt.accessibleName()


def test_nothing_to_show_needs_no_room(gantt: Gantt) -> None:
    full = gantt.sizeHint().height()
    gantt.set_bars([], TODAY)
    assert gantt.sizeHint().height() < full
    press(gantt, Qt.Key.Key_Return)  # and opens nothing
