"""Who stands where: choosing by mouse and keys, the signs of movement, the bars."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.widgets.keyboard import press
from tests.ui.widgets.pictures import has_colour
from ui.theme.theme import Theme
from ui.widgets.standings import Standing, Standings

ROWS = [
    Standing("a", "县功镇", "1", 2, 1.26, 0.83, "12 分", "125.64%  +42.31"),
    Standing("b", "磻溪镇", "2", -1, 0.4, 0.83, "9 分", "40.00%  -43.33", behind=True),
    Standing("c", "开发区", "—", None, None, None, "—"),
]


@pytest.fixture
def standings(qtbot: QtBot, theme: Theme) -> Standings:
    made = Standings(theme)
    made.set_rows(ROWS)
    made.resize(720, made.sizeHint().height())
    qtbot.addWidget(made)
    made.show()
    return made


def picked(standings: Standings) -> list[str]:
    found: list[str] = []
    standings.chosen.connect(found.append)
    return found


def test_a_click_chooses_a_row(standings: Standings) -> None:
    found = picked(standings)
    for number in (1, 0):
        spot = standings.row_rect(number).center()
        QTest.mouseClick(standings, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert found == ["b", "a"]


def test_the_arrows_move_the_choice_and_stop_at_the_ends(standings: Standings) -> None:
    found = picked(standings)
    standings.setFocus()
    standings.set_current("a")
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_A):
        press(standings, key)
    assert found == ["a", "b", "c", "c"]


@pytest.mark.parametrize("tone", ["success", "danger", "accent", "text.1"])
def test_each_sign_is_painted(standings: Standings, theme: Theme, tone: str) -> None:
    """Risen, fallen or behind, the bar, the time gone."""
    assert has_colour(standings.grab().toImage(), theme.color(tone))  # type: ignore[arg-type]


def test_without_a_figure_there_is_no_bar(standings: Standings, theme: Theme) -> None:
    standings.set_rows(ROWS[2:])
    image = standings.grab().toImage()
    assert not has_colour(image, theme.color("accent")) and not has_colour(image, theme.color("success"))


def test_readers_hear_every_row(standings: Standings) -> None:
    for row in ROWS:
        assert f"{row.rank} {row.name} {row.figure}" in standings.accessibleName()


def test_nobody_needs_no_room(standings: Standings) -> None:
    standings.set_rows([])
    assert standings.sizeHint().height() == 0
    press(standings, Qt.Key.Key_Down)  # and chooses nobody


def test_names_get_the_room_that_nothing_else_needs(qtbot: QtBot, theme: Theme) -> None:
    made = Standings(theme)
    qtbot.addWidget(made)
    long = Standing("a", "东岭工业园（本单位）及代管街道", "1", 0, 0.5, None, "15 分")
    made.set_rows([long])
    made.resize(560, made.sizeHint().height())
    made.show()
    whole = made.grab().toImage()
    made.set_rows([replace(long, name=long.name + "与开发区")])
    longer = made.grab().toImage()
    assert whole != longer, "the end of the name is seen"
    made.set_rows([replace(long, note="125.64%  +42.31")])
    assert made.grab().toImage() != whole
