"""看板: the list's own query as cards in columns; moving a card changes the record, one undo."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QDropEvent

from app.store.reading import Filter
from tests.fakes.desktops import Desktop
from ui.components.board import Board
from ui.dialogs.stage_dialog import StageDialog
from ui.pages.list_layouts import BOARD, GRID
from ui.pages.list_page import ListPage
from ui.widgets.board.cards import card_data
from ui.widgets.board.column import BoardColumn

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def board_of(desktop: Desktop, name: str = "projects") -> tuple[ListPage, Board]:
    page = desktop.listed(name)
    page.layouts.choose(BOARD)
    desktop.settle()
    page.layouts.focus()
    desktop.settle()
    assert page.layouts.board is not None and page.layouts.board.isVisible()
    return page, page.layouts.board


def column(board: Board, key: str) -> BoardColumn:
    return next(one for one in board.columns if one.head.key == key)


def titles(board: Board, key: str) -> list[str]:
    table = column(board, key).table
    table.values_at(0)
    table.fetch()
    found = []
    for row in range(table.rowCount()):
        values = table.values_at(row)
        assert values is not None
        found.append(str(values["name"]))
    return found


def test_columns_follow_the_stages_of_the_list_with_counts_and_sums(desktop: Desktop) -> None:
    _, board = board_of(desktop)
    heads = [one.head for one in board.columns]
    assert [head.key for head in heads][:3] == ["assessed", "approved", "signed"]
    assert "lead" not in {head.key for head in heads}, "leads have a list of their own"
    signed = next(head for head in heads if head.key == "signed")
    assert (signed.title, signed.count, signed.total) == ("签约", 1, "22.51 亿元")
    assert titles(board, "signed") == ["煤矸石及废旧轮胎综合利用项目"]
    assert column(board, "assessed").head.count == 0


def test_filters_order_and_search_are_the_lists_own(desktop: Desktop) -> None:
    page, board = board_of(desktop)
    page.set_scope("all")
    page.filters.set_filters([Filter("investment", "ge", Decimal(45_000))])
    desktop.settle()
    assert sum(one.head.count for one in board.columns) == page.table.rowCount() == 6
    page.layouts.choose(GRID)
    desktop.settle()
    assert page.grid.isVisible() and page.filters.filters


def test_a_card_moved_by_the_keyboard_asks_what_the_stage_needs(desktop: Desktop) -> None:
    _, board = board_of(desktop)
    id = desktop.id("project", "煤矸石")
    board.focus_card(id)
    desktop.key(KEY.Key_Right, CTRL)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, StageDialog)
    desktop.settle()
    dialog.facts["obligation_on"].restore("11月18日")
    dialog.accept()
    desktop.settle()
    assert desktop.row("project", "煤矸石")["stage"] == "landed"
    assert len(titles(board, "landed")) == 2 and column(board, "signed").head.count == 0
    desktop.key(KEY.Key_Z, CTRL)
    desktop.settle()
    assert desktop.row("project", "煤矸石")["stage"] == "landed", "moves are kept: the way back is another"


def test_a_card_dropped_on_another_column_moves_there(desktop: Desktop) -> None:
    _, board = board_of(desktop)
    id = desktop.id("project", "煤矸石")
    target = column(board, "landed")
    data = card_data(id)
    none = Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(
        QPointF(20, 80), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, none, QEvent.Type.Drop
    )
    target.dropEvent(drop)
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, StageDialog) and dialog.stage.value() == "landed"


def test_dropping_a_card_where_it_is_does_nothing(desktop: Desktop) -> None:
    _, board = board_of(desktop)
    none = Qt.KeyboardModifier.NoModifier
    data = card_data(desktop.id("project", "煤矸石"))
    drop = QDropEvent(
        QPointF(20, 80), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, none, QEvent.Type.Drop
    )
    column(board, "signed").dropEvent(drop)
    desktop.settle()
    assert desktop.window.sheets.top is None


def test_any_choice_field_makes_columns_and_a_move_is_one_undo(desktop: Desktop) -> None:
    page, board = board_of(desktop)
    page.layouts.choose(BOARD, "channel")
    desktop.settle()
    assert column(board, "").head.title == "未填" and column(board, "").head.count == 5
    board.focus_card(desktop.id("project", "煤矸石"))
    desktop.key(KEY.Key_Right, CTRL)
    assert desktop.row("project", "煤矸石")["channel"] == "kinship"
    assert desktop.window.toast.text.startswith("已移到")
    desktop.key(KEY.Key_Z, CTRL)
    assert desktop.row("project", "煤矸石")["channel"] == "business"


def test_the_keyboard_walks_over_empty_columns_and_stays_on_its_card(desktop: Desktop) -> None:
    page, board = board_of(desktop)
    board.focus_card(desktop.id("project", "华夏"))
    desktop.key(KEY.Key_Right)
    assert page.grid.current_id() == desktop.id("project", "煤矸石"), "the inspector follows"
    page.table.refresh()
    desktop.settle()
    assert column(board, "signed").cards.hasFocus()
    desktop.key(KEY.Key_Space, CTRL)
    assert page.table.chosen() == {desktop.id("project", "煤矸石")}
    desktop.key(KEY.Key_Delete)
    assert column(board, "signed").head.count == 0
    desktop.key(KEY.Key_Z, CTRL)
    desktop.until(lambda: column(board, "signed").head.count == 1)


def test_enter_opens_and_the_menu_is_the_lists_own(desktop: Desktop) -> None:
    page, board = board_of(desktop)
    id = desktop.id("project", "煤矸石")
    board.focus_card(id)
    assert page.row_actions.menu(id).actions()
    desktop.key(KEY.Key_Return)
    assert desktop.window.page is not page


def test_the_layout_is_remembered(desktop: Desktop) -> None:
    page, _ = board_of(desktop)
    page.layouts.choose(BOARD, "channel")
    desktop.settle()
    desktop.window.rebuild()
    again = desktop.listed("projects")
    assert again is not page and again.layouts.layout == BOARD and again.layouts.by == "channel"


def test_lists_without_a_choice_have_no_board(desktop: Desktop) -> None:
    page = desktop.listed("companies")
    assert BOARD not in page.layouts.known
    page.layouts.choose(BOARD)
    assert page.layouts.layout == GRID


@pytest.mark.parametrize("unit", ["wan", "yi"])
def test_sums_follow_the_unit(desktop: Desktop, unit: str) -> None:
    _, board = board_of(desktop)
    desktop.window.set_unit(unit)
    desktop.settle()
    assert column(board, "signed").head.total == {"wan": "225,100 万元", "yi": "22.51 亿元"}[unit]
