"""The menus of tables: what a page does with a row, copying, and the way there by the keyboard."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.services.records import change_record, create_record
from tests.fakes.desktops import CHINESE, Desktop, make_desktop
from tests.fakes.scored import score_year
from tests.ui.menus import choose, close_menu, line, menu_key, right_click, texts, unexplained
from ui.components.ground_menu import GroundMenu
from ui.dialogs.figure_dialog import FigureDialog
from ui.dialogs.goal_dialog import GoalDialog
from ui.dialogs.paste_dialog import PasteDialog
from ui.pages.detail_page import DetailPage
from ui.pages.funds_page import LOCKS, FundsPage
from ui.pages.scores_page import ScoresPage
from ui.pages.sync_centre import SyncCentre
from ui.theme.theme import Theme
from ui.widgets.grid.grid import Grid


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    close_menu()


def centre(desktop: Desktop, tab: str) -> SyncCentre:
    page = desktop.page("sync", tab)
    assert isinstance(page, SyncCentre)
    return page


def cell(grid: Grid, row: int, column: int) -> QPoint:
    return grid.visualRect(grid.model().index(row, column)).center()


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


# ---- the sync centre
def test_what_waits_opens_its_record_and_is_copied(desktop: Desktop) -> None:
    change_record(desktop.desk, "project", desktop.id("project", "天香食品"), {"place": "城北"})
    grid = centre(desktop, "pending").list_of("pending").grid
    title = str(grid.model().index(0, 0).data())
    menu = right_click(grid, cell(grid, 0, 0))
    assert texts(menu)[:2] == ["打开", "立即同步"] and not unexplained(menu)
    choose(menu, "复制这一格")
    assert clipboard() == title and desktop.window.toast.text == f"已复制：{title}"
    choose(menu_key(grid), "复制为表格")
    lines = clipboard().splitlines()
    assert len(lines) == 2 and lines[1].startswith(title) and desktop.window.toast.text == "已复制 1 行"
    choose(menu_key(grid), "复制整张表")
    assert len(clipboard().splitlines()) == grid.model().rowCount() + 1
    choose(menu_key(grid), "打开")
    assert isinstance(desktop.window.page, DetailPage)


def test_the_menu_says_why_nothing_can_be_sent(desktop: Desktop) -> None:
    centre(desktop, "packages")
    grid = centre(desktop, "packages").parts["packages"].list.grid  # type: ignore[attr-defined]
    menu = right_click(grid, QPoint(5, 5))
    assert [line(menu, one).isEnabled() for one in ("写出数据包…", "读入回执…")] == [False, False]
    assert "连接总部" in line(menu, "写出数据包…").toolTip()
    assert line(menu, "复制整张表").toolTip() == "表里没有内容" and not unexplained(menu)


def test_files_are_paused_from_their_menu(desktop: Desktop) -> None:
    part = centre(desktop, "files").parts["files"]
    grid = part.list.grid  # type: ignore[attr-defined]
    menu = right_click(grid, QPoint(5, 5))
    assert line(menu, "重试退回的附件").toolTip() == "没有被退回的文件"
    pause = part.pause_button.text()  # type: ignore[attr-defined]
    choose(menu, pause)
    desktop.settle()
    resume = part.pause_button.text()  # type: ignore[attr-defined]
    assert resume != pause and resume in texts(right_click(grid, QPoint(5, 5)))


# ---- 到位资金 and 考核
def test_a_figure_is_booked_from_the_menu_of_the_sheet(desktop: Desktop) -> None:
    given = {"name": "甲测试项目", "stage": "signed", "contract_amount": "1亿", "contract_on": "2026-01-05"}
    create_record(desktop.desk, "project", {**given, "responsible_unit": "甲局"})
    page = desktop.page("funds")
    assert isinstance(page, FundsPage)
    page.refresh()
    desktop.settle()
    grid = page.sheet.grid
    menu = menu_key(grid)
    assert texts(menu)[0] == "打开" and "复制这一格" in texts(menu)
    choose(menu, "填数")
    assert isinstance(desktop.window.sheets.top, FigureDialog)
    desktop.window.sheets.close_all()
    choose(menu_key(grid), "打开")
    assert isinstance(desktop.window.page, DetailPage)


def test_others_than_headquarters_are_told_who_opens_a_month_again(desktop: Desktop) -> None:
    from app.services.month_locks import lock_month
    from app.store.work import ROLE

    with desktop.desk.store.replica() as replica:
        replica.set(ROLE, "hq")
    lock_month(desktop.desk, date(2026, 10, 1))
    page = desktop.page("funds", LOCKS)
    assert isinstance(page, FundsPage)
    reopen = line(menu_key(page.locks.grid), "重开")
    assert reopen.isEnabled()
    with desktop.desk.store.replica() as replica:
        replica.set(ROLE, "officer")
    assert line(menu_key(page.locks.grid), "重开").toolTip() == "由总部锁账"


def test_a_target_is_set_from_the_menu(desktop: Desktop) -> None:
    score_year(desktop.desk)
    page = desktop.page("scores", "goals")
    assert isinstance(page, ScoresPage) and page.part is not None
    desktop.settle()
    menu = menu_key(page.part.list.grid)
    assert "粘贴一列" in texts(menu) and not unexplained(menu)
    choose(menu, "设定这一项目标")
    assert isinstance(desktop.window.sheets.top, GoalDialog)


# ---- big lists and previews
def test_a_list_copies_the_cell_that_was_pointed_at(desktop: Desktop) -> None:
    page = desktop.listed("contacts")
    titles = [column.key for column in page.table.columns]
    at = titles.index("phones")
    row = next(n for n in range(page.table.rowCount()) if page.table.index(n, at).data())
    phone = str(page.table.index(row, at).data())
    choose(right_click(page.grid, cell(page.grid, row, at)), "复制这一格")
    assert clipboard() == phone


def test_the_check_of_a_paste_has_a_menu_too(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    page.grid.setFocus()
    QGuiApplication.clipboard().setText("城北\n城南")
    page.grid.cells.go_to(page.table.id_at(0), "place")
    page.editing.paste()
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, PasteDialog)
    before = set(dialog.table.lines.chosen)
    choose(
        right_click(dialog.table, dialog.table.visualRect(dialog.table.lines.index(0, 1)).center()),
        "复制这一行",
    )
    assert "城北" in clipboard()
    if before:
        choose(menu_key(dialog.table), "勾选或取消勾选")
        assert set(dialog.table.lines.chosen) != before


# ---- where nothing else answers
def test_words_are_copied_wherever_they_stand(desktop: Desktop) -> None:
    page = desktop.page("funds")
    title = next(one for one in page.findChildren(QLabel) if one.text() == "到位资金" and one.isVisible())
    menu = right_click(title)
    assert isinstance(menu, GroundMenu) and "重做" in texts(menu)
    choose(menu, "复制文字")
    assert clipboard() == "到位资金"


def test_undo_and_redo_say_what_they_do_that_to(desktop: Desktop) -> None:
    page = desktop.page("funds")
    title = next(one for one in page.findChildren(QLabel) if one.text() == "到位资金" and one.isVisible())
    ctx, store = desktop.window.ctx, desktop.desk.store
    ctx.change(lambda: create_record(desktop.desk, "contact", {"name": "林虹"}), changes=lambda made: made[1])
    desktop.settle()
    choose(right_click(title), "撤销：新建联系人")
    desktop.settle()
    assert store.ids("contact", find="林虹") == []
    choose(right_click(title), "重做：新建联系人")
    desktop.settle()
    assert len(store.ids("contact", find="林虹")) == 1


def test_the_ground_offers_what_the_keys_of_the_window_do(desktop: Desktop) -> None:
    page = desktop.page("sync")
    menu = right_click(page, QPoint(3, page.height() - 3))
    assert "复制文字" not in texts(menu)
    choose(menu, "快速录入")
    desktop.settle()
    assert desktop.window.sheets.top is not None
    dialog = desktop.window.sheets.top
    words = next(one for one in dialog.findChildren(QLabel) if one.isVisible() and one.text().strip())
    assert texts(right_click(words)) == ["复制文字"]


def test_menus_are_whole_in_english(qtbot: QtBot, theme: Theme, profile_folder: Path) -> None:
    for desktop in make_desktop(qtbot, theme, profile_folder, language="en"):
        grid = centre(desktop, "pending").list_of("pending").grid
        ground = right_click(desktop.window.page, QPoint(3, 300))
        found = [*texts(ground), *texts(right_click(grid, cell(grid, 0, 3)))]
        assert "Copy cell" in found and not CHINESE.search("".join(found))
        assert "Undo typing" in texts(right_click(desktop.window.top.search))


def test_shift_f10_is_the_menu_key(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    assert "打开" in texts(menu_key(page.grid, Qt.Key.Key_F10))
