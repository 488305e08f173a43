"""A month with a correction of the one before on the screen: what is typed is the month's own figure."""

from datetime import date

from app.rules.fund_ledger import Component, Source
from app.services.fund_entries import book_figure, correct
from app.services.funds import month_sheet
from app.services.month_locks import lock_month
from tests.fakes.desktops import Desktop
from tests.ui.pages.test_funds_page import MONTH, made
from ui.dialogs.figure_dialog import FigureDialog
from ui.pages.funds_page import FundsPage

BEFORE = date(2026, 10, 1)
FIXED, UNIT = Component.FIXED, Source.UNIT


def test_a_figure_beside_a_correction_keeps_its_own_value(desktop: Desktop) -> None:
    desktop.window.set_unit("wan")
    id = made(desktop, "甲测试项目")
    book_figure(desktop.desk, id, BEFORE, UNIT, FIXED, "100")
    lock_month(desktop.desk, BEFORE)
    correct(desktop.desk, id, BEFORE, UNIT, FIXED, "80")
    book_figure(desktop.desk, id, MONTH, UNIT, FIXED, "50")
    page = desktop.page("funds")
    assert isinstance(page, FundsPage)
    page.refresh()
    desktop.settle()

    def total() -> object:
        return next(one for one in month_sheet(desktop.desk, MONTH).lines if one.project == id).month.total

    assert total() == 30
    dialog = page.edit(id, "fixed")
    assert isinstance(dialog, FigureDialog) and dialog.figure.raw() == "50"
    dialog.accept()  # nothing changed: nothing is booked
    desktop.settle()
    assert total() == 30
    dialog = page.edit(id, "fixed")
    assert isinstance(dialog, FigureDialog)
    dialog.figure.set_raw("55")
    dialog.accept()
    desktop.settle()
    assert total() == 35
    lock_month(desktop.desk, MONTH)
    page.refresh()
    desktop.settle()
    locked = page.edit(id, "fixed")
    assert isinstance(locked, FigureDialog) and locked.cell.locked and locked.figure.raw() == "35"
    locked.reject()
    assert page.edit(id, "name") is None and page.edit("gone", "fixed") is None
