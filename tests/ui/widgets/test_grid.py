"""The grid: keys as in WPS, ticks apart from the current row, nothing sideways."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.row_sources import CountingRows, SameThread
from ui.models.columns import Cell, CellKind, Column, RowBadge, StageMark, check_column, plain
from ui.models.table_query import TableQuery
from ui.models.window_table import WindowTable
from ui.theme.theme import Density, Theme
from ui.widgets.grid.column_chooser import ColumnChooser
from ui.widgets.grid.grid import COPY_LIMIT, Grid

CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
KEY = Qt.Key


def columns() -> list[Column]:
    return [
        check_column(),
        Column("name", "项目名称", plain("name"), 200, CellKind.NAME),
        Column(
            "stage", "阶段", lambda _: Cell("签约", stage=StageMark(5, "stage.sign")), 100, CellKind.STAGE
        ),
        Column("light", "灯", lambda _: Cell("黄", light="yellow"), 60, CellKind.LIGHT, 4),
        Column("phone", "电话", plain("phone"), 120, priority=2),
        Column("total", "总投资", plain("total"), 100, CellKind.AMOUNT, 1),
        Column("note", "备注", plain("note"), 160, CellKind.BADGE, 3, editable=True),
    ]


Open = Callable[[int], Grid]


@pytest.fixture
def source() -> CountingRows:
    return CountingRows(500)


@pytest.fixture
def model(theme: Theme, source: CountingRows) -> WindowTable:
    made = WindowTable(
        source, columns(), SameThread(), badges=lambda row: (RowBadge("conflict", "总部与本机不一致"),)
    )
    made.refresh()
    return made


@pytest.fixture
def grid(qtbot: QtBot, theme: Theme, model: WindowTable) -> Grid:
    made = Grid(theme, model)
    qtbot.addWidget(made)
    made.resize(1000, 32 + 32 * 12)
    made.show()
    made.setFocus()
    return made


def press(grid: Grid, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(grid, key, modifiers)


def click(grid: Grid, row: int, column: int = 1, modifiers: Qt.KeyboardModifier = NONE) -> None:
    spot = grid.visualRect(grid.model().index(row, column)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifiers, spot)


def row_id(number: int) -> str:
    return f"r{number:07d}"


def test_keys_move_the_current_row(grid: Grid) -> None:
    grid.set_current_id(row_id(0))
    page = grid.viewport().height() // 32 - 1
    for key, expected in [
        (KEY.Key_Down, 1),
        (KEY.Key_Return, 2),
        (KEY.Key_Enter, 3),
        (KEY.Key_Up, 2),
        (KEY.Key_PageDown, 2 + page),
        (KEY.Key_PageUp, 2),
        (KEY.Key_End, 499),
        (KEY.Key_Down, 499),
        (KEY.Key_Home, 0),
        (KEY.Key_Up, 0),
    ]:
        press(grid, key)
        assert grid.current_id() == row_id(expected), key


def test_focus_without_a_current_row_goes_to_the_first(
    qtbot: QtBot, theme: Theme, model: WindowTable
) -> None:
    grid = Grid(theme, model)
    qtbot.addWidget(grid)
    assert grid.current_id() == ""
    assert grid.target_ids() == []
    with qtbot.waitSignal(grid.current_changed) as told:
        QApplication.sendEvent(grid, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert told.args == [row_id(0)]


def test_letters_and_digits_do_nothing(grid: Grid, model: WindowTable) -> None:
    grid.set_current_id(row_id(3))
    for key in (KEY.Key_J, KEY.Key_X, KEY.Key_9):
        press(grid, key)
    assert grid.current_id() == row_id(3)
    assert model.chosen() == set()


def test_space_asks_for_the_inspector_and_f2_opens(qtbot: QtBot, grid: Grid) -> None:
    grid.set_current_id(row_id(7))
    with qtbot.waitSignal(grid.inspected) as told:
        press(grid, KEY.Key_Space)
    assert told.args == [row_id(7)]
    with qtbot.waitSignal(grid.opened) as told:
        press(grid, KEY.Key_F2)
    assert told.args == [row_id(7)]


def test_double_click_opens(qtbot: QtBot, grid: Grid) -> None:
    spot = grid.visualRect(grid.model().index(4, 1)).center()
    with qtbot.waitSignal(grid.opened) as told:
        QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, NONE, spot)
    assert told.args == [row_id(4)]


def test_a_click_makes_a_row_current_and_ticks_nothing(grid: Grid, model: WindowTable) -> None:
    model.choose([row_id(1)])
    click(grid, 5)
    assert grid.current_id() == row_id(5)
    assert model.chosen() == {row_id(1)}


def test_the_check_column_ticks_and_leaves_the_current_row(grid: Grid, model: WindowTable) -> None:
    click(grid, 5)
    click(grid, 2, column=0)
    assert model.chosen() == {row_id(2)}
    assert grid.current_id() == row_id(5)
    click(grid, 2, column=0)
    assert model.chosen() == set()


def test_ctrl_and_shift_click_tick(grid: Grid, model: WindowTable) -> None:
    click(grid, 2, modifiers=CTRL)
    click(grid, 6, modifiers=SHIFT)
    assert model.chosen() == {row_id(number) for number in range(2, 7)}
    click(grid, 4, modifiers=CTRL)
    assert row_id(4) not in model.chosen()


def test_shift_arrows_tick_a_run(grid: Grid, model: WindowTable) -> None:
    click(grid, 3)
    press(grid, KEY.Key_Down, SHIFT)
    press(grid, KEY.Key_Down, SHIFT)
    assert model.chosen() == {row_id(3), row_id(4), row_id(5)}
    assert grid.current_id() == row_id(5)


def test_ctrl_a_ticks_all_and_escape_none(grid: Grid, model: WindowTable) -> None:
    press(grid, KEY.Key_A, CTRL)
    assert len(model.chosen()) == 500
    press(grid, KEY.Key_Escape)
    assert model.chosen() == set()


def test_ctrl_space_ticks_the_current_row(grid: Grid, model: WindowTable) -> None:
    grid.set_current_id(row_id(8))
    press(grid, KEY.Key_Space, CTRL)
    assert model.chosen() == {row_id(8)}


def test_what_an_action_is_about(grid: Grid, model: WindowTable) -> None:
    grid.set_current_id(row_id(9))
    assert grid.target_ids() == [row_id(9)]
    model.choose([row_id(5), row_id(2)])
    assert grid.target_ids() == [row_id(2), row_id(5)], "in the order listed"


def test_the_current_row_is_kept_by_id_across_a_refresh(qtbot: QtBot, grid: Grid, model: WindowTable) -> None:
    grid.set_current_id(row_id(100))
    with qtbot.assertNotEmitted(grid.current_changed):
        model.set_query(TableQuery(order=(("name", True),)))
    assert grid.current_id() == row_id(100)
    assert grid.currentIndex().row() == 399


def test_a_current_row_that_is_gone_says_so(qtbot: QtBot, grid: Grid, model: WindowTable) -> None:
    grid.set_current_id(row_id(100))
    with qtbot.waitSignal(grid.current_changed) as told:
        model.set_query(TableQuery(find="r00002"))
    assert told.args == [""]
    assert grid.current_id() == ""


def test_a_header_click_sorts_and_a_second_turns_it_round(grid: Grid, source: CountingRows) -> None:
    header = grid.horizontalHeader()
    for descending in (False, True, False):
        header.sectionClicked.emit(1)
        assert source.asked_ids[-1].order == (("name", descending),)


def test_the_header_check_ticks_all_then_none(grid: Grid, model: WindowTable) -> None:
    header = grid.horizontalHeader()
    model.choose([row_id(3)])
    header.sectionClicked.emit(0)
    assert model.all_chosen() is True
    header.sectionClicked.emit(0)
    assert model.all_chosen() is False


@pytest.mark.parametrize("width", [420, 560, 700, 1000, 1366])
def test_nothing_scrolls_sideways_and_low_priority_goes_first(grid: Grid, width: int) -> None:
    grid.resize(width, 400)
    shown = [column.key for column in grid.shown_columns()]
    assert grid.horizontalHeader().length() <= grid.viewport().width()
    assert shown[0:3] == ["", "name", "stage"]
    by_priority = ["light", "note", "phone", "total"]
    hidden = [key for key in by_priority if key not in shown]
    assert hidden == by_priority[: len(hidden)], "the highest number goes first"


def test_the_name_column_takes_the_rest(grid: Grid) -> None:
    for width in (900, 1200):
        grid.resize(width, 400)
        assert grid.horizontalHeader().length() == grid.viewport().width()


def test_columns_chosen_by_the_user(qtbot: QtBot, theme: Theme, grid: Grid, model: WindowTable) -> None:
    chooser = ColumnChooser(theme, grid, model)
    qtbot.addWidget(chooser)
    assert not chooser.boxes["name"].isEnabled(), "priority 0 stays"
    assert set(chooser.boxes) == {"name", "stage", "light", "phone", "total", "note"}
    with qtbot.waitSignal(grid.columns_changed):
        chooser.boxes["phone"].setChecked(False)
    assert grid.hidden_columns() == {"phone"}
    assert "phone" not in [column.key for column in grid.shown_columns()]
    grid.set_hidden_columns([])
    assert "phone" in [column.key for column in grid.shown_columns()]


@pytest.mark.parametrize("density", list(Density))
def test_row_height_follows_density_and_text_size(grid: Grid, theme: Theme, density: Density) -> None:
    theme.set_density(density)
    assert grid.rowHeight(0) == density.value
    theme.set_percent(150)
    assert grid.rowHeight(0) == round(density.value * 1.5)
    assert grid.horizontalHeader().height() == 48


def test_copy_gives_a_table_with_phones_as_text(qtbot: QtBot, grid: Grid, model: WindowTable) -> None:
    model.choose([row_id(1), row_id(2)])
    with qtbot.waitSignal(grid.copied) as told:
        press(grid, KEY.Key_C, CTRL)
    assert told.args == [2, 2]
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\n")
    assert lines[0].split("\t")[:2] == ["项目名称", "阶段"]
    assert lines[1].split("\t")[0] == "项目 1"
    assert "第一行 第二行" in lines[1]
    assert "mso-number-format:'\\@'\">13800000001</td>" in data.html()


def test_copy_without_ticks_takes_the_current_row(grid: Grid) -> None:
    grid.set_current_id(row_id(3))
    grid.copy()
    assert QGuiApplication.clipboard().text().split("\n")[1].startswith("项目 3\t")


def test_copying_very_many_says_how_many_were_left(qtbot: QtBot, theme: Theme) -> None:
    model = WindowTable(CountingRows(COPY_LIMIT + 20), columns()[:2], SameThread())
    model.refresh()
    grid = Grid(theme, model)
    qtbot.addWidget(grid)
    model.choose_all(True)
    with qtbot.waitSignal(grid.copied) as told:
        grid.copy()
    assert told.args == [COPY_LIMIT, COPY_LIMIT + 20]


def test_the_context_menu_names_the_row_under_it(qtbot: QtBot, grid: Grid) -> None:
    spot = grid.visualRect(grid.model().index(6, 1)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, grid.viewport().mapToGlobal(spot))
    with qtbot.waitSignal(grid.menu_asked) as told:
        QApplication.sendEvent(grid.viewport(), event)
    assert told.args[0] == row_id(6)
    assert grid.current_id() == row_id(6)


def test_the_menu_key_is_about_the_current_row(qtbot: QtBot, grid: Grid) -> None:
    grid.set_current_id(row_id(2))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 300), QPoint(5, 300))
    with qtbot.waitSignal(grid.menu_asked) as told:
        QApplication.sendEvent(grid.viewport(), event)
    assert told.args[0] == row_id(2)


def colour_at(widget: QWidget, spot: QPoint) -> str:
    return widget.grab().toImage().pixelColor(spot).name()


def test_the_current_row_has_an_accent_bar_and_ticked_rows_a_fill(
    grid: Grid, model: WindowTable, theme: Theme
) -> None:
    grid.set_current_id(row_id(3))
    model.choose([row_id(5)])
    grid.clearFocus()
    view = grid.viewport()
    assert colour_at(view, QPoint(1, 32 * 3 + 16)) == theme.color("accent").name()
    assert colour_at(view, QPoint(6, 32 * 5 + 16)) == theme.color("bg.selection").name()
    assert colour_at(view, QPoint(6, 32 * 7 + 16)) == theme.color("bg.panel").name(), "no stripes"
    assert colour_at(view, QPoint(6, 32 * 8 - 1)) == theme.color("line").name()


def test_rows_that_take_long_to_load_show_grey_bars(
    qtbot: QtBot, grid: Grid, model: WindowTable, source: CountingRows, theme: Theme
) -> None:
    model.fetch()
    source.listed = source.listed[:3]
    model.refresh()
    source.broken = OSError("locked")
    spot = grid.visualRect(model.index(1, 1)).center()
    in_bar = QPoint(grid.columnViewportPosition(1) + 20, spot.y())
    assert colour_at(grid.viewport(), in_bar) == theme.color("bg.panel").name()
    with qtbot.waitSignal(model.dataChanged):
        pass
    assert colour_at(grid.viewport(), in_bar) == theme.color("bg.hover").name()
    assert grid.rowHeight(1) == 32


def test_hovering_paints_the_whole_row(grid: Grid, theme: Theme) -> None:
    spot = grid.visualRect(grid.model().index(2, 1)).center()
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        spot.toPointF(),
        grid.viewport().mapToGlobal(spot).toPointF(),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        NONE,
    )
    QApplication.sendEvent(grid.viewport(), move)
    assert colour_at(grid.viewport(), QPoint(6, 32 * 2 + 16)) == theme.color("bg.hover").name()
    QApplication.sendEvent(grid, QEvent(QEvent.Type.Leave))
    assert colour_at(grid.viewport(), QPoint(6, 32 * 2 + 16)) == theme.color("bg.panel").name()


def test_a_million_rows_scroll_by_windows(qtbot: QtBot, theme: Theme) -> None:
    source = CountingRows(1_000_000)
    model = WindowTable(source, columns(), SameThread())
    grid = Grid(theme, model)
    qtbot.addWidget(grid)
    grid.resize(1000, 500)
    grid.show()
    model.refresh()
    bar = grid.verticalScrollBar()
    for share in (0.0, 0.33, 0.66, 1.0):
        bar.setValue(round(bar.maximum() * share))
        grid.grab()  # the first picture has every row
        shown = range(grid.rowAt(0), grid.rowAt(grid.viewport().height() - 2) + 1)
        assert all(model.values_at(row) is not None for row in shown)
    assert grid.rowAt(grid.viewport().height() - 2) == 999_999
    assert all(len(asked) <= 100 for asked in source.asked_rows)
    assert len(source.asked_rows) <= 10, "two windows per place at most"
    assert len(source.asked_ids) == 1
