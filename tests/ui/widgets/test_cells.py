"""Single cells and the header of the grid: what is painted in both looks, and what a tooltip says."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.row_sources import CountingRows, SameThread
from tests.ui.widgets.pictures import has_colour
from ui.models.columns import Cell, CellKind, Column, RowBadge, RowValues, StageMark, check_column, plain
from ui.models.table_query import TableQuery
from ui.models.window_table import WindowTable
from ui.theme.theme import Density, Mode, Theme
from ui.theme.tokens import Token
from ui.widgets.grid.cell_painter import CellPainter
from ui.widgets.grid.grid import Grid
from ui.widgets.grid.header import GridHeader

NONE = Qt.KeyboardModifier.NoModifier
BADGES = (
    RowBadge("pending", "待发送"),
    RowBadge("conflict", "总部与本机不一致"),
    RowBadge("refused", "总部退回：缺统一社会信用代码"),
)
Show = Callable[..., Grid]


def shown_as(cell: Cell, kind: CellKind = CellKind.TEXT, width: int = 120) -> Column:
    return Column("it", "它", lambda _: cell, width, kind)


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Show:
    """A grid of three rows: ticks, a name, and the columns asked for."""

    def made(*columns: Column, badges: tuple[RowBadge, ...] = (), width: int = 700) -> Grid:
        name = Column("name", "项目名称", plain("name"), 200, CellKind.NAME)
        model = WindowTable(
            CountingRows(3), [check_column(), name, *columns], SameThread(), badges=lambda _: badges
        )
        model.refresh()
        grid = Grid(theme, model)
        qtbot.addWidget(grid)
        grid.resize(width, 32 + 4 * theme.row_height)
        grid.show()
        grid.grab()
        model.fetch()
        return grid

    return made


def box_of(grid: Grid, column: int, row: int = 0) -> QRect:
    return grid.visualRect(grid.model().index(row, column))


def seen(grid: Grid, column: int, row: int = 0) -> QImage:
    return grid.viewport().grab(box_of(grid, column, row)).toImage()


def said(grid: Grid, column: int, spot: QPoint | None = None) -> str:
    painter = grid.itemDelegate()
    assert isinstance(painter, CellPainter)
    box = box_of(grid, column)
    return painter.explanation(box, grid.model().index(0, column), spot or box.center())


# ---- paint

MARKS: list[tuple[Cell, Token]] = [
    (Cell("红", light="red"), "danger"),
    (Cell("黄", light="yellow"), "warn"),
    (Cell("绿", light="green"), "success"),
    (Cell("线索", stage=StageMark(1, "stage.lead")), "stage.lead"),
    (Cell("投产", stage=StageMark(9, "stage.yield")), "stage.yield"),
    (Cell("暂缓", stage=StageMark(5, "stage.sign", "paused")), "text.3"),
    (Cell("流失", stage=StageMark(5, "stage.sign", "lost")), "text.3"),
]


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize(("cell", "token"), MARKS)
def test_signs_have_their_colour_in_both_looks(
    theme: Theme, show: Show, cell: Cell, token: Token, mode: Mode
) -> None:
    theme.set_mode(mode)
    grid = show(shown_as(cell, CellKind.STAGE if cell.stage else CellKind.LIGHT))
    assert has_colour(seen(grid, 2), theme.color(token))


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize("token", ["text.1", "text.3", "danger", "warn"])
def test_a_text_has_its_tone(theme: Theme, show: Show, token: Token, mode: Mode) -> None:
    theme.set_mode(mode)
    grid = show(shown_as(Cell("逾期三天", tone=token, bold=True)))
    assert has_colour(seen(grid, 2), theme.color(token))


def test_amounts_stand_at_the_right_and_words_at_the_left(theme: Theme, show: Show) -> None:
    grid = show(shown_as(Cell("5"), CellKind.AMOUNT), Column("w", "词", lambda _: Cell("五"), 120))
    ground = theme.color("bg.panel").name()

    def inked(column: int, half: range) -> bool:
        image = seen(grid, column)
        return any(image.pixelColor(x, y).name() != ground for x in half for y in range(4, 28))

    assert (inked(2, range(60)), inked(2, range(60, 112))) == (False, True)
    assert (inked(3, range(8, 60)), inked(3, range(60, 120))) == (True, False)


def test_every_standing_has_its_own_sign_at_the_right_of_the_name(theme: Theme, show: Show) -> None:
    tokens: list[Token] = ["text.3", "warn", "danger"]
    for badge, token in zip(BADGES, tokens, strict=True):
        grid = show(badges=(badge,))
        box = box_of(grid, 1)
        right = grid.viewport().grab(QRect(box.right() - 10 - 14, box.top(), 15, box.height())).toImage()
        assert has_colour(right, theme.color(token)), badge.kind
    plain_grid = show()
    box = box_of(plain_grid, 1)
    bare = plain_grid.viewport().grab(QRect(box.right() - 24, box.top(), 15, 30)).toImage()
    assert not has_colour(bare, theme.color("warn"))


def test_a_badge_cell_has_a_ground_and_an_empty_one_has_none(theme: Theme, show: Show) -> None:
    filled = show(shown_as(Cell("省重点"), CellKind.BADGE))
    empty = show(shown_as(Cell(""), CellKind.BADGE))
    assert has_colour(seen(filled, 2), theme.color("bg.hover"))
    assert not has_colour(seen(empty, 2), theme.color("bg.hover"))


def test_ticks_are_drawn_in_the_row_and_in_the_header(theme: Theme, show: Show) -> None:
    grid = show()
    header, accent = grid.horizontalHeader(), theme.color("accent")
    model = grid.model()
    assert isinstance(model, WindowTable)

    def head() -> QImage:
        return header.viewport().grab(QRect(0, 0, 34, 32)).toImage()

    assert not has_colour(seen(grid, 0, 1), accent)
    model.choose(["r0000001"])
    assert has_colour(seen(grid, 0, 1), accent)
    assert not has_colour(seen(grid, 0, 2), accent)
    assert not has_colour(head(), accent), "some are not all"
    model.choose_all(True)
    assert has_colour(head(), accent)


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_rows_are_told_apart_by_a_line_only(theme: Theme, show: Show, mode: Mode) -> None:
    theme.set_mode(mode)
    image = show().viewport().grab().toImage()
    at = image.width() - 3
    grounds = {image.pixelColor(at, row * 32 + 16).name() for row in range(3)}
    assert grounds == {theme.color("bg.panel").name()}
    lines = {image.pixelColor(at, row * 32 + 31).name() for row in range(3)}
    assert lines == {theme.color("line").name()}


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("density", list(Density))
def test_cells_ask_for_a_row_of_the_density(theme: Theme, show: Show, density: Density, percent: int) -> None:
    grid = show(shown_as(Cell("a")))
    theme.set_density(density)
    theme.set_percent(percent)
    assert grid.sizeHintForRow(0) == theme.px(density.value) == grid.rowHeight(0)


# ---- tooltips

LONG = "煤矸石及废旧轮胎综合利用项目一期年产煤气1.83亿立方米"


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        (Cell("短"), CellKind.TEXT, ""),
        (Cell(LONG), CellKind.TEXT, LONG),
        (Cell(LONG, bold=True), CellKind.TEXT, LONG),
        (Cell("短", tooltip="计划 2026-12-01"), CellKind.TEXT, "计划 2026-12-01"),
        (Cell(LONG, tooltip="计划 2026-12-01"), CellKind.TEXT, "计划 2026-12-01"),
        (Cell("1,234,567,890,123.00"), CellKind.AMOUNT, "1,234,567,890,123.00"),
        (Cell("签约", stage=StageMark(5, "stage.sign")), CellKind.STAGE, ""),
        (Cell(LONG, stage=StageMark(5, "stage.sign")), CellKind.STAGE, LONG),
        (Cell("红", light="red"), CellKind.LIGHT, ""),
        (Cell(LONG, light="red"), CellKind.LIGHT, LONG),
        (Cell("重点"), CellKind.BADGE, ""),
        (Cell(LONG), CellKind.BADGE, LONG),
        (Cell(""), CellKind.TEXT, ""),
    ],
)
def test_a_tooltip_has_all_of_what_is_cut_off(show: Show, cell: Cell, kind: CellKind, expected: str) -> None:
    assert said(show(shown_as(cell, kind)), 2) == expected


def test_a_long_name_explains_itself_and_gives_way_to_its_signs(show: Show) -> None:
    def name(text: str) -> Callable[[RowValues], Cell]:
        return lambda _: Cell(text)

    grid = show(badges=BADGES, width=240)
    table = grid.model()
    assert isinstance(table, WindowTable)
    assert said(grid, 1, box_of(grid, 1).topLeft() + QPoint(12, 16)) == ""
    table.set_columns([check_column(), Column("name", "项目名称", name(LONG), 200, CellKind.NAME)])
    assert said(grid, 1, box_of(grid, 1).topLeft() + QPoint(12, 16)) == LONG


def test_each_sign_of_a_record_says_why(show: Show) -> None:
    grid = show(badges=BADGES)
    box = box_of(grid, 1)
    rightmost = box.right() - 10 - 7
    spots = [QPoint(rightmost - number * 18, box.center().y()) for number in (2, 1, 0)]
    assert [said(grid, 1, spot) for spot in spots] == [badge.tooltip for badge in BADGES]


def test_a_row_that_is_loading_says_nothing(qtbot: QtBot, theme: Theme) -> None:
    model = WindowTable(CountingRows(3), [shown_as(Cell(LONG))], SameThread())
    grid = Grid(theme, model)
    qtbot.addWidget(grid)
    model.refresh()
    painter = grid.itemDelegate()
    assert isinstance(painter, CellPainter)
    assert painter.explanation(QRect(0, 0, 60, 32), model.index(0, 0), QPoint(5, 5)) == ""


def test_the_tooltip_comes_up_where_the_pointer_rests(qtbot: QtBot, show: Show) -> None:
    grid = show(shown_as(Cell(LONG)))
    spot = box_of(grid, 2).center()
    event = QHelpEvent(QEvent.Type.ToolTip, spot, grid.viewport().mapToGlobal(spot))
    QApplication.sendEvent(grid.viewport(), event)
    assert QToolTip.text() == LONG
    QToolTip.hideText()


# ---- header


def header_of(grid: Grid) -> GridHeader:
    header = grid.horizontalHeader()
    assert isinstance(header, GridHeader)
    return header


def section(grid: Grid, column: int) -> QImage:
    header = header_of(grid)
    left, width = header.sectionViewportPosition(column), header.sectionSize(column)
    return header.viewport().grab(QRect(left, 0, width, header.height())).toImage()


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_the_header_is_sunken_with_a_line_below(theme: Theme, show: Show, mode: Mode) -> None:
    theme.set_mode(mode)
    image = section(show(shown_as(Cell("a"))), 2)
    assert image.pixelColor(2, 2).name() == theme.color("bg.sunken").name()
    assert image.pixelColor(2, image.height() - 1).name() == theme.color("border").name()


def test_the_sorted_column_is_strong_and_shows_its_direction(theme: Theme, show: Show) -> None:
    grid = show(shown_as(Cell("a")))
    unsorted = section(grid, 2)
    assert not has_colour(unsorted, theme.color("text.1"))
    pictures = [unsorted]
    for _ in range(2):
        grid.sort_by(2)
        pictures.append(section(grid, 2))
        assert has_colour(pictures[-1], theme.color("text.1"))
        assert not has_colour(section(grid, 1), theme.color("text.1")), "the others stay quiet"
    assert pictures[1] != pictures[2], "up is not down"


def test_sorting_another_column_begins_upwards(show: Show) -> None:
    grid = show(shown_as(Cell("a")))
    model = grid.model()
    assert isinstance(model, WindowTable)
    grid.sort_by(2)
    grid.sort_by(2)
    assert model.query.order == (("it", True),)
    grid.sort_by(1)
    assert model.query.order == (("name", False),)


def test_a_column_that_cannot_be_sorted_asks_for_nothing(qtbot: QtBot, show: Show) -> None:
    fixed = Column("fixed", "固定", plain("name"), 120, sortable=False)
    grid = show(fixed)
    header = header_of(grid)
    spot = QPoint(header.sectionViewportPosition(2) + 20, 16)
    with qtbot.assertNotEmitted(header.sort_asked):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, NONE, spot)
    model = grid.model()
    assert isinstance(model, WindowTable)
    assert model.query == TableQuery()


def test_a_real_click_on_a_heading_sorts(qtbot: QtBot, show: Show) -> None:
    grid = show(shown_as(Cell("a")))
    header = header_of(grid)
    spot = QPoint(header.sectionViewportPosition(2) + 20, 16)
    with qtbot.waitSignal(header.sort_asked) as told:
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, NONE, spot)
    assert told.args == [2, False]


def test_shift_click_adds_a_column_to_the_order_and_numbers_show(qtbot: QtBot, show: Show) -> None:
    grid = show(shown_as(Cell("a")))
    header, model = header_of(grid), grid.model()
    assert isinstance(model, WindowTable)
    grid.sort_by(1)
    alone = section(grid, 1)
    spot = QPoint(header.sectionViewportPosition(2) + 20, 16)
    for order in ((("name", False), ("it", False)), (("name", False), ("it", True)), (("name", False),)):
        QTest.mouseClick(
            header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, spot
        )
        assert model.query.order == order
        assert (section(grid, 1) != alone) == (len(order) > 1), "numbers only where there are several"


def _move(widget: QWidget, spot: QPoint) -> None:
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, spot.toPointF(), widget.mapToGlobal(spot).toPointF(), none, none, NONE
    )
    QApplication.sendEvent(widget, event)


def test_a_heading_under_the_pointer_is_lit_only_where_it_sorts(theme: Theme, show: Show) -> None:
    fixed = Column("fixed", "固定", plain("name"), 120, sortable=False)
    grid = show(shown_as(Cell("a")), fixed)
    header, strong = header_of(grid), theme.color("text.1")
    _move(header.viewport(), QPoint(header.sectionViewportPosition(2) + 20, 16))
    assert has_colour(section(grid, 2), strong)
    _move(header.viewport(), QPoint(header.sectionViewportPosition(3) + 20, 16))
    assert not has_colour(section(grid, 3), strong)
    assert not has_colour(section(grid, 2), strong)
    _move(header.viewport(), QPoint(header.sectionViewportPosition(2) + 20, 16))
    QApplication.sendEvent(header, QEvent(QEvent.Type.Leave))
    assert not has_colour(section(grid, 2), strong)


def test_the_header_menu_is_about_no_row(qtbot: QtBot, show: Show) -> None:
    grid = show()
    header = header_of(grid)
    with qtbot.waitSignal(grid.menu_asked) as told:
        header.customContextMenuRequested.emit(QPoint(50, 10))
    assert told.args == ["", header.mapToGlobal(QPoint(50, 10))]
