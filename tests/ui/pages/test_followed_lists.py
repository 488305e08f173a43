"""A list, board or sheet that follows what changes shows what one opened afresh shows."""

import random

import pytest

from app.rules.month_sheet import sums
from app.services import lists
from app.services.records import create_record
from tests.fakes.desktops import Desktop
from tests.ui.pages.changing import Happening
from ui.components.board import Board
from ui.models.table_query import TableQuery
from ui.models.window_table import WindowTable
from ui.pages.funds_page import FundsPage
from ui.pages.list_layouts import BOARD
from ui.pages.list_page import ListPage
from ui.pages.projects_page import ProjectsPage

Shown = list[tuple[str, ...]]
ORDERS = ((), (("name", False),), (("investment", True), ("name", False)), (("leader", False),))


def rows_of(table: WindowTable) -> Shown:
    """What the columns of every row say."""
    for row in range(table.rowCount()):
        table.values_at(row)
    table.fetch()
    return [
        tuple(str(table.index(row, n).data() or "") for n in range(table.columnCount()))
        for row in range(table.rowCount())
    ]


def cards_of(board: Board) -> list[tuple[object, Shown]]:
    return [(column.head, rows_of(column.table)) for column in board.columns]


def board_of(page: ListPage) -> Board:
    assert page.layouts.board is not None
    return page.layouts.board


@pytest.mark.parametrize("order", ORDERS)
def test_a_list_that_follows(desktop: Desktop, order: tuple[tuple[str, bool], ...]) -> None:
    dice = random.Random(str(order))
    others = [
        create_record(desktop.desk, "project", {"name": f"乙项目{n}", "stage": "signed"})[0] for n in range(5)
    ]
    page = desktop.listed("projects")
    page.table.set_query(TableQuery(order=order))
    desktop.settle()
    happening = Happening(desktop, dice, others.pop(), others)
    for _ in range(12):
        what = happening.something()
        afresh = ProjectsPage(page.ctx, page.spec)
        desktop.bot.addWidget(afresh)
        afresh.table.set_query(TableQuery(order=order))
        desktop.settle()
        assert rows_of(page.table) == rows_of(afresh.table), what
        assert page.header.count.text() == afresh.header.count.text()
        afresh.close()


@pytest.mark.parametrize("seed", range(2))
def test_a_board_that_follows(desktop: Desktop, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(lists, "MANY", 0)  # as if there were thousands
    dice = random.Random(f"board {seed}")
    others = [
        create_record(desktop.desk, "project", {"name": f"乙项目{n}", "stage": "signed"})[0] for n in range(5)
    ]
    page = desktop.listed("projects")
    page.layouts.choose(BOARD)
    desktop.settle()
    happening = Happening(desktop, dice, others.pop(), others)
    for _ in range(12):
        what = happening.something()
        afresh = ProjectsPage(page.ctx, page.spec)
        desktop.bot.addWidget(afresh)
        afresh.layouts.choose(BOARD, keep=False)
        monkeypatch.setattr(lists, "MANY", 10**9)
        desktop.settle()
        afresh.table.refresh()
        desktop.settle()
        monkeypatch.setattr(lists, "MANY", 0)
        assert cards_of(board_of(page)) == cards_of(board_of(afresh)), what
        afresh.close()


def test_cards_that_stay_are_not_laid_out_again(desktop: Desktop) -> None:
    ids = [
        create_record(desktop.desk, "project", {"name": f"乙项目{n}", "stage": "signed"})[0] for n in range(3)
    ]
    page = desktop.listed("projects")
    page.layouts.choose(BOARD)
    desktop.settle()
    board = board_of(page)
    laid_out: list[str] = []
    for column in board.columns:
        column.table.modelReset.connect(lambda key=column.head.key: laid_out.append(key))
    happening = Happening(desktop, random.Random(1), ids[0], ids[1:])
    happening.move({"stage": "landed"})
    desktop.settle()
    assert set(laid_out) == {"signed", "landed"}
    laid_out.clear()
    happening.move({"leader": "陈静"})
    desktop.settle()
    assert laid_out == []


@pytest.mark.parametrize("seed", range(2))
def test_a_sheet_of_funds_that_follows(desktop: Desktop, seed: int) -> None:
    """Its lines, which of them are painted again, and its foot."""
    dice = random.Random(f"sheet {seed}")
    made = [
        create_record(desktop.desk, "project", {"name": f"乙项目{n}", "stage": "signed"})[0] for n in range(5)
    ]
    page = FundsPage(desktop.window.ctx)
    desktop.bot.addWidget(page)
    page.show()
    page.refresh()
    desktop.settle()
    happening = Happening(desktop, dice, made.pop(), made)
    for _ in range(12):
        what = happening.something()
        afresh = FundsPage(page.ctx)
        desktop.bot.addWidget(afresh)
        afresh.refresh()
        desktop.settle()
        assert rows_of(page.sheet.table) == rows_of(afresh.sheet.table), what
        assert page.shown is not None and afresh.shown is not None
        assert page.shown.sums == afresh.shown.sums == sums(afresh.shown.lines)
        afresh.close()
