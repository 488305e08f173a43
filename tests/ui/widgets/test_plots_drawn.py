"""Plots and the month as they are drawn, in light and dark, and what of them is heard and typed."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import press
from tests.ui.widgets.pictures import has_colour
from ui.theme.contrast import contrast
from ui.theme.theme import Mode, Theme
from ui.widgets.month_calendar import MonthCalendar, Span
from ui.widgets.plots.bars import Bar, BarPlot
from ui.widgets.plots.tile_map import STEPS, Square, TileMap, shade

TODAY = date(2026, 11, 20)
MODES = pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
AA_TEXT = 4.5


def blended(top: QColor, below: QColor, share: float) -> QColor:
    pairs = zip(top.getRgb()[:3], below.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a * share + b * (1 - share)) for a, b in pairs))


def seen(widget: TileMap | BarPlot | MonthCalendar) -> QImage:
    return widget.grab().toImage()


def put(qtbot: QtBot, widget: TileMap | BarPlot | MonthCalendar) -> None:
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()


def squares(*values: int) -> list[Square]:
    return [Square(str(n), "省", 0, n, value, f"第{n}省 {value} 次") for n, value in enumerate(values)]


# ---- the map
@pytest.mark.parametrize(
    ("value", "most", "step"),
    [
        (0, 10, 0),
        (1, 10, 1),
        (2, 10, 1),
        (3, 10, 2),
        (4, 10, 2),
        (8, 10, 4),
        (9, 10, 5),
        (10, 10, 5),
        (1, 1, 5),
    ],
)
def test_figures_go_into_five_steps(value: int, most: int, step: int) -> None:
    assert shade(value, most) == (0, *STEPS)[step]


@MODES
@pytest.mark.parametrize("share", STEPS)
def test_a_figure_is_read_on_every_step(theme: Theme, mode: Mode, share: float) -> None:
    theme.set_mode(mode)
    ground = blended(theme.color("accent"), theme.color("bg.hover"), share)
    ink = theme.color("on.accent" if share > 0.5 else "text.1")
    assert contrast(ink, ground) >= AA_TEXT


@MODES
def test_the_map_is_drawn_in_the_colours_of_the_theme(qtbot: QtBot, theme: Theme, mode: Mode) -> None:
    made = TileMap(theme)
    made.set_squares(squares(5, 0, 1))
    put(qtbot, made)
    theme.set_mode(mode)
    image = seen(made)
    for number, share in ((0, 1.0), (1, 0.0), (2, STEPS[0])):
        box = made.box(made._squares[number])
        painted = image.pixelColor(box.topLeft() + QPoint(6, 4))
        wanted = blended(theme.color("accent"), theme.color("bg.hover"), share)
        assert all(
            abs(a - b) <= 1
            for a, b in zip(painted.getRgb()[:3], wanted.getRgb()[:3], strict=True)  # type: ignore[index]
        )


def test_the_square_one_stands_on_shows_it_only_with_the_keyboard(qtbot: QtBot, theme: Theme) -> None:
    made = TileMap(theme)
    made.set_squares(squares(1, 2))
    put(qtbot, made)
    made.clearFocus()
    assert not has_colour(seen(made), theme.color("focus"))
    made.setFocus()
    assert has_colour(seen(made), theme.color("focus"))


def test_the_map_is_heard_square_by_square(qtbot: QtBot, theme: Theme) -> None:
    made = TileMap(theme)
    put(qtbot, made)
    assert (made.accessibleName(), made.accessibleDescription()) == ("", "")
    made.set_squares(squares(0, 3, 0))
    assert made.accessibleName() == "第1省 3 次"
    assert made.accessibleDescription() == "第1省 3 次"  # one begins at the greatest
    press(made, Qt.Key.Key_Left)
    assert made.accessibleDescription() == "第0省 0 次"
    made.set_squares(squares(7, 0, 0))
    assert made.accessibleDescription() == "第0省 7 次"
    made.set_squares([])
    press(made, Qt.Key.Key_Right)
    press(made, Qt.Key.Key_Return)
    assert made.accessibleDescription() == ""


def test_every_square_is_reached_by_arrows(qtbot: QtBot, theme: Theme) -> None:
    made = TileMap(theme)
    made.set_squares(
        [Square(f"{r}{c}", "省", r, c, 0, "") for r in range(3) for c in range(4) if (r, c) != (1, 2)]
    )
    put(qtbot, made)
    reached, waiting = {made.current}, [made.current]
    while waiting:
        start = waiting.pop()
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            made.current = start
            press(made, key)
            if made.current not in reached:
                reached.add(made.current)
                waiting.append(made.current)
    assert reached == set(range(11))


def test_gaps_and_the_right_button_open_nothing(qtbot: QtBot, theme: Theme) -> None:
    made = TileMap(theme)
    opened: list[str] = []
    made.set_squares(squares(1, 2))
    put(qtbot, made)
    made.opened.connect(opened.append)
    gap = made.box(made._squares[0]).topRight() + QPoint(2, 9)
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=gap)
    centre = made.box(made._squares[0]).center()
    QTest.mouseClick(made, Qt.MouseButton.RightButton, pos=centre)
    assert opened == []
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=centre)
    assert opened == ["0"] and made.accessibleDescription() == "第0省 1 次"


# ---- bars
def bars(*values: int) -> list[Bar]:
    last = len(values) - 1
    return [Bar(str(n), f"{n}", value, f"第{n}周 {value} 次", n == last) for n, value in enumerate(values)]


def plot(qtbot: QtBot, theme: Theme, *values: int) -> BarPlot:
    made = BarPlot(theme)
    made.set_bars(bars(*values))
    made.resize(400, made.sizeHint().height())
    put(qtbot, made)
    return made


@MODES
def test_one_accent_and_the_others_paler(qtbot: QtBot, theme: Theme, mode: Mode) -> None:
    made = plot(qtbot, theme, 4, 4)
    theme.set_mode(mode)
    image = seen(made)
    middle = made.height() // 2
    past, now = (image.pixelColor(made.place(n).center().x(), middle) for n in range(2))
    assert now.name() == theme.color("accent").name() and past.name() != now.name()
    assert image.pixelColor(3, middle).name() not in (past.name(), now.name())  # between the bars is nothing


def test_bars_are_as_tall_as_their_figures(qtbot: QtBot, theme: Theme) -> None:
    made = plot(qtbot, theme, 0, 0, 0, 8)
    accent = theme.color("accent").name()

    def tall(number: int) -> int:
        image, x = seen(made), made.place(number).center().x()
        return sum(image.pixelColor(x, y).name() == accent for y in range(made.height()))

    assert tall(3) > 90
    whole = tall(3)
    made.set_bars([*bars(16, 0, 0), Bar("3", "3", 8, "", strong=True)])
    assert abs(tall(3) * 2 - whole) <= 4
    made.set_bars(bars(0, 0, 0, 0))
    assert tall(3) == 0  # nothing at all is no bar, and no division by nothing


def test_what_is_heard_of_bars_is_never_of_the_bars_before(qtbot: QtBot, theme: Theme) -> None:
    made = plot(qtbot, theme, 1, 2, 3)
    for _ in range(2):
        press(made, Qt.Key.Key_Right)
    assert made.accessibleDescription() == "第2周 3 次"
    made.set_bars(bars(9, 8))
    assert (made.current, made.accessibleDescription()) == (1, "第1周 8 次")
    made.set_bars([])
    assert (made.current, made.accessibleDescription()) == (0, "")


def test_the_ends_of_the_bars_and_the_right_button(qtbot: QtBot, theme: Theme) -> None:
    made = plot(qtbot, theme, 1, 2)
    opened: list[str] = []
    made.opened.connect(opened.append)
    press(made, Qt.Key.Key_Left)
    assert made.current == 0
    QTest.mouseClick(made, Qt.MouseButton.RightButton, pos=made.place(1).center())
    assert opened == []
    press(made, Qt.Key.Key_Enter)
    assert opened == ["0"]


# ---- the month
def month(qtbot: QtBot, theme: Theme, *spans: Span, marks: dict[date, str] | None = None) -> MonthCalendar:
    made = MonthCalendar(theme, TODAY)
    made.set_content(spans, marks or {})
    made.resize(840, 640)
    put(qtbot, made)
    return made


@MODES
def test_what_is_to_come_is_in_accent_and_what_is_over_is_not(qtbot: QtBot, theme: Theme, mode: Mode) -> None:
    made = month(qtbot, theme, Span("a", "", date(2026, 11, 25), date(2026, 11, 26)))
    theme.set_mode(mode)
    box = made._bars(4)[0][1]
    assert box is not None
    assert seen(made).pixelColor(box.center()).name() == theme.color("accent").name()
    made.set_content([Span("a", "", date(2026, 11, 25), date(2026, 11, 26), strong=False)], {})
    assert seen(made).pixelColor(box.center()).name() == theme.color("bg.hover").name()


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 2, 14), date(2026, 1, 26), date(2026, 3, 1)),
        (date(2027, 2, 14), date(2027, 2, 1), date(2027, 2, 28)),  # four whole weeks
        (date(2026, 3, 1), date(2026, 2, 23), date(2026, 4, 5)),  # six
        (date(2028, 2, 29), date(2028, 1, 31), date(2028, 3, 5)),
        (date(2026, 12, 31), date(2026, 11, 30), date(2027, 1, 3)),
    ],
)
def test_a_page_is_whole_weeks_around_its_month(
    qtbot: QtBot, theme: Theme, day: date, first: date, last: date
) -> None:
    made = month(qtbot, theme)
    made.set_day(day)
    assert made.shown == (first, last)
    cells = [made._cell(*divmod(n, 7)) for n in range((last - first).days + 1)]
    assert [made._at(cell.center()) for cell in cells] == [first + timedelta(n) for n in range(len(cells))]
    assert not any(a.intersects(b) for a, b in pairwise(cells))


def test_bars_of_one_week_never_lie_on_each_other(qtbot: QtBot, theme: Theme) -> None:
    monday = date(2026, 11, 16)
    days = [(0, 2), (1, 1), (2, 4), (3, 3), (3, 6), (5, 9), (0, 6)]
    spans = [
        Span(str(n), "", monday + timedelta(start), monday + timedelta(end))
        for n, (start, end) in enumerate(days)
    ]
    made = month(qtbot, theme, *spans)
    boxes = [box for _, box in made._bars(3) if box is not None]
    assert len(made._bars(3)) == 7 and len(boxes) >= 3
    assert not any(a.intersects(b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])


def test_a_day_is_heard_with_what_is_on_it(qtbot: QtBot, theme: Theme) -> None:
    made = month(qtbot, theme, Span("a", "长三角", TODAY, TODAY + timedelta(1)))
    assert made.accessibleName() == "2026-11-20–2026-11-21 长三角"
    assert made.accessibleDescription() == "2026-11-20 长三角"
    press(made, Qt.Key.Key_Down)
    assert made.accessibleDescription() == "2026-11-27"
    made.set_content([Span("b", "珠三角", date(2026, 11, 27), date(2026, 11, 27))], {})
    assert made.accessibleDescription() == "2026-11-27 珠三角"


@pytest.mark.parametrize(
    ("begun", "key", "day"),
    [
        (date(2026, 10, 31), Qt.Key.Key_PageDown, date(2026, 11, 30)),
        (date(2026, 3, 31), Qt.Key.Key_PageUp, date(2026, 2, 28)),
        (date(2026, 12, 31), Qt.Key.Key_Right, date(2027, 1, 1)),
        (date(2026, 3, 1), Qt.Key.Key_Left, date(2026, 2, 28)),
        (date(2026, 3, 3), Qt.Key.Key_Up, date(2026, 2, 24)),
    ],
)
def test_keys_cross_months_and_years(qtbot: QtBot, theme: Theme, begun: date, key: Qt.Key, day: date) -> None:
    made = month(qtbot, theme)
    made.set_day(begun)
    with qtbot.waitSignal(made.month_changed):
        press(made, key)
    assert made.day == day


def test_the_mouse_picks_opens_and_begins(qtbot: QtBot, theme: Theme) -> None:
    made = month(qtbot, theme, Span("a", "长三角", TODAY, TODAY))
    opened: list[str] = []
    picked: list[date] = []
    made.opened.connect(opened.append)
    made.picked.connect(picked.append)
    bar = next(box for week in range(6) for _, box in made._bars(week) if box is not None)
    QTest.mouseClick(made, Qt.MouseButton.RightButton, pos=bar.center())
    assert opened == []
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=bar.center())
    assert opened == ["a"] and made.day == TODAY
    empty = made._cell(0, 0).center()
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=empty)
    assert (picked, made.day) == ([], date(2026, 10, 26))


def test_a_bar_may_say_its_figure_in_other_words_where_there_is_room(qtbot: QtBot, theme: Theme) -> None:
    def plot(figure: str, value: int = 5) -> QImage:
        made = BarPlot(theme, height=104)
        made.set_bars([Bar(str(n), "", value, "", True, figure) for n in range(6)])
        made.resize(240, 104)
        qtbot.addWidget(made)
        assert made.sizeHint().height() == theme.px(104)
        return seen(made)

    assert plot("0.05") != plot("") == plot("5"), "the value, where nothing else is given"
    assert plot("1,234,567,890") == plot("9,876,543,210"), "what has no room is left out"
    below = plot("-5", -5)
    assert not has_colour(below, theme.color("accent")), "below zero there is no bar"
