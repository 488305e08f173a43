"""到位资金 on the screen: figures pasted, typed, corrected, published; tabs and the project's own page."""

from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication

from app.rules.fund_ledger import Component, Source
from app.services.fund_entries import book_figure
from app.services.funds import month_sheet
from app.services.month_locks import lock_month
from app.services.records import create_record, undo
from app.store.work import ROLE
from tests.fakes.desktops import Desktop
from ui.components.fund_columns import line_of
from ui.dialogs.figure_dialog import FigureDialog
from ui.dialogs.fund_entry_dialog import FundEntryDialog
from ui.dialogs.fund_paste_dialog import FundPasteDialog
from ui.dialogs.lock_dialog import LockDialog
from ui.dialogs.reopen_dialog import ReopenDialog
from ui.dialogs.standards_dialog import StandardsDialog
from ui.pages.funds_page import FUNDS, LOCKS, RECONCILE, SHEET, FundsPage

MONTH = date(2026, 11, 1)


def made(desktop: Desktop, name: str) -> str:
    given = {"name": name, "stage": "signed", "contract_amount": "1亿", "contract_on": "2026-01-05"}
    return create_record(desktop.desk, "project", {**given, "responsible_unit": "甲局"})[0]


@pytest.fixture
def page(desktop: Desktop) -> FundsPage:
    """The sheet of this month with two projects of the test's own, in 万元."""
    desktop.window.set_unit("wan")
    for name in ("甲测试项目", "乙测试项目"):
        made(desktop, name)
    page = desktop.page("funds")
    assert isinstance(page, FundsPage)
    page.refresh()
    desktop.settle()
    return page


def figure(desktop: Desktop, name: str, month: date = MONTH) -> object:
    lines = {line.name: line for line in month_sheet(desktop.desk, month).lines}
    return lines[name].month.total


def test_a_pasted_column_is_checked_booked_and_undone_at_once(desktop: Desktop, page: FundsPage) -> None:
    QGuiApplication.clipboard().setText("甲测试项目\t120\n乙测试项目\t约300\n没有的项目\t5\n")
    dialog = page.paste()
    desktop.settle()
    assert isinstance(dialog, FundPasteDialog) and dialog.pasted is not None
    assert (dialog.pasted.changing, dialog.pasted.refused) == (1, 2)
    cells = [line.cells for line in dialog.table.lines.lines]
    assert [cell[-1].light for cell in cells] == [None, "red", "red"]
    dialog.accept()
    desktop.settle()
    assert figure(desktop, "甲测试项目") == 120 and page.shown is not None
    assert page.shown.sums.total == month_sheet(desktop.desk, MONTH).sums.total
    undo(desktop.desk)
    assert figure(desktop, "甲测试项目") == 0


def test_what_is_pasted_before_the_sheet_is_drawn_finds_its_lines(desktop: Desktop) -> None:
    """The month was read, the table has yet to ask for its rows: a quick hand was told that all lay below."""
    made(desktop, "甲测试项目")
    QGuiApplication.clipboard().setText("120\n")
    page = desktop.window.open_page("funds")
    assert isinstance(page, FundsPage)
    dialogs = list[FundPasteDialog | None]()
    page.status_changed.connect(lambda: dialogs.append(page.paste()))
    desktop.until(lambda: bool(dialogs))
    dialog = dialogs[0]
    assert dialog is not None and dialog.pasted is not None
    assert dialog.pasted.beyond == 0
    assert [len(column.lines) for column in dialog.pasted.columns] == [1]


def test_nothing_on_the_clipboard_says_what_to_do(desktop: Desktop, page: FundsPage) -> None:
    QGuiApplication.clipboard().setText("")
    assert page.paste() is None


def test_a_figure_is_typed_and_corrected_once_published(desktop: Desktop, page: FundsPage) -> None:
    id = desktop.id("project", "甲测试项目")
    dialog = page.edit(id, "fixed")
    assert isinstance(dialog, FigureDialog) and not dialog.cell.locked
    dialog.figure.set_raw("全部")
    dialog.accept()
    desktop.settle()
    assert figure(desktop, "甲测试项目") == 0
    dialog.figure.set_raw("80.5")
    dialog.accept()
    desktop.settle()
    assert str(figure(desktop, "甲测试项目")) == "80.5"
    lock_month(desktop.desk, MONTH)
    page.refresh()
    desktop.settle()
    assert page.lock_sign.text() and not page.lock_button.isEnabled()
    dialog = page.edit(id, "fixed")
    assert isinstance(dialog, FigureDialog) and dialog.cell.locked
    dialog.figure.set_raw("100")
    dialog.accept()
    desktop.settle()
    assert str(figure(desktop, "甲测试项目")) == "80.5"
    assert str(figure(desktop, "甲测试项目", date(2026, 12, 1))) == "19.5"


def test_publishing_says_what_is_open_and_stays(desktop: Desktop, page: FundsPage) -> None:
    dialog = page.lock()
    assert isinstance(dialog, LockDialog)
    dialog.remark.set_raw("已公布")
    dialog.accept()
    desktop.settle()
    assert page.shown is not None and page.shown.locked
    desktop.page("funds", LOCKS)
    assert page.current_tab() == LOCKS and page.locks.table.rowCount() >= 1


def test_a_line_with_all_its_details(desktop: Desktop, page: FundsPage) -> None:
    id = desktop.id("project", "乙测试项目")
    page.sheet.grid.set_current_id(id)
    dialog = page.enter()
    assert isinstance(dialog, FundEntryDialog)
    dialog.foreign.set_raw("10万美元")
    dialog.accept()
    desktop.settle()
    assert figure(desktop, "乙测试项目") == 0
    dialog.rate.set_raw("7.1")
    dialog.bindings["rate_on"].restore("2026-11-03")
    dialog.accept()
    desktop.settle()
    assert figure(desktop, "乙测试项目") == 71


def test_what_a_project_is_counted_as_shows_on_the_line(desktop: Desktop, page: FundsPage) -> None:
    id = desktop.id("project", "甲测试项目")
    dialog = page.count_as(id)
    assert isinstance(dialog, StandardsDialog)
    dialog.editors["counted_kind"].set_value("manufacturing")
    dialog.editors["counted_kind"].changed.emit()
    assert "100%" in dialog.result_line.text()
    dialog.accept()
    desktop.settle()
    values = page.sheet.table.values_at(page.sheet.table.row_of(id))
    assert values is not None and not line_of(values).standards.unknown


def test_what_differs_comes_first(desktop: Desktop, page: FundsPage) -> None:
    for name, told in (("甲测试项目", "50"), ("乙测试项目", "40")):
        id = desktop.id("project", name)
        book_figure(desktop.desk, id, MONTH, Source.UNIT, Component.FIXED, "50")
        book_figure(desktop.desk, id, MONTH, Source.DEPARTMENT, Component.FIXED, told)
    desktop.page("funds", RECONCILE)
    page.refresh()
    desktop.settle()
    assert page.reconciled.table.id_at(0) == desktop.id("project", "乙测试项目")
    assert any(bold for _, bold in page.status())


def test_funds_and_tax_and_the_projects_own_page(desktop: Desktop, page: FundsPage) -> None:
    id = desktop.id("project", "甲测试项目")
    stake = {"project_id": id, "fund": "industry", "stake": "equity", "amount": "2亿"}
    create_record(desktop.desk, "fund_commitment", {**stake, "committed_on": MONTH})
    create_record(desktop.desk, "tax_return", {"project_id": id, "year": "2026", "amount": "12"})
    book_figure(desktop.desk, id, MONTH, Source.UNIT, Component.FIXED, "50")
    desktop.page("funds", FUNDS)
    desktop.record("project", "甲测试项目").show_tab("funds")
    desktop.settle()


def test_another_month_another_source_another_unit(desktop: Desktop, page: FundsPage) -> None:
    id = desktop.id("project", "甲测试项目")
    book_figure(desktop.desk, id, MONTH, Source.DEPARTMENT, Component.LAND, "7")
    page.refresh()
    desktop.settle()
    row = page.sheet.table.row_of(id)
    values = page.sheet.table.values_at(row)
    assert values is not None and values["land"] is None
    page.show_source(Source.DEPARTMENT)
    desktop.settle()
    values = page.sheet.table.values_at(page.sheet.table.row_of(id))
    assert values is not None and values["land"] == 7
    desktop.window.set_unit("yi")
    page.show_month(date(2026, 10, 1))
    desktop.settle()
    assert page.shown is not None and page.shown.month == date(2026, 10, 1)
    assert page.month_label.text() == "2026-10"


@pytest.mark.parametrize(("role", "may"), [("", True), ("hq", True), ("officer", False), ("leader", False)])
def test_publishing_a_month_is_offered_to_headquarters_people_alone(
    desktop: Desktop, role: str, may: bool
) -> None:
    with desktop.desk.store.replica() as replica:
        replica.set(ROLE, role)
    page = desktop.page("funds")
    assert isinstance(page, FundsPage)
    desktop.settle()
    assert page.lock_button.isVisible() is may
    assert page.lock_sign.text() == ("" if may else "由总部锁账")
    if not may:
        assert page.lock() is None and desktop.window.sheets.top is None


def test_a_month_is_opened_again_for_a_reason_that_stands_over_the_sheet(
    desktop: Desktop, page: FundsPage
) -> None:
    lock_month(desktop.desk, MONTH)
    desktop.page("funds", LOCKS)
    desktop.settle()
    assert page.reopen_button.isVisible()
    found = {id: page.published(id) for id in page.locks.table.ids()}
    rows = [id for id, one in found.items() if one is not None and one.lock["month"] == MONTH]
    page.locks.grid.set_current_id(rows[0])
    dialog = page.reopen()
    assert isinstance(dialog, ReopenDialog)
    dialog.accept()
    desktop.settle()
    assert dialog.row.error, "a reason is asked for"
    dialog.reason.set_raw("统计局改了口径")
    dialog.accept()
    desktop.settle()
    desktop.settle()
    assert page.shown is not None and not page.shown.locked
    page.locks.grid.set_current_id(rows[0])
    assert page.reopen() is None, "it is open"
    page.show_tab(SHEET)
    desktop.settle()
    assert "重开：统计局改了口径" in page.lock_sign.text() and not page.reopen_button.isVisible()
