"""Lines of funds that a published month did not take: one click books them as corrections."""

from datetime import date
from decimal import Decimal

import pytest

from app.reasons import Reason
from app.rules.fund_ledger import Component, Source
from app.services.fund_entries import book_figure, entry_rows
from app.services.month_locks import lock_month
from app.services.records import create_record, undo
from sync.client.errors import RefusalGone
from sync.client.rebooking import is_month_locked, month_locked, rebook
from tests.fakes.desktops import Desktop
from ui.pages.funds_page import FundsPage
from ui.pages.sync_centre import SyncCentre

OCTOBER, NOVEMBER, DECEMBER = (date(2026, month, 1) for month in (10, 11, 12))
SIGNED = {"name": "甲测试项目", "stage": "signed", "contract_amount": "1亿", "contract_on": "2026-01-05"}


@pytest.fixture
def project(desktop: Desktop) -> str:
    """A project of which headquarters took a line of October and refused two more; open from November."""
    store = desktop.desk.store
    id = create_record(desktop.desk, "project", SIGNED)[0]
    book_figure(desktop.desk, id, OCTOBER, Source.UNIT, Component.FIXED, "100")
    with store.replica() as replica:
        replica.settle([item.operation.op_id for item in store.outbox()], {})
    book_figure(desktop.desk, id, OCTOBER, Source.UNIT, Component.FIXED, "130")
    book_figure(desktop.desk, id, OCTOBER, Source.UNIT, Component.LAND, "7")
    locked = Reason("hq.refused.month_locked", {"month": "2026-10", "open": "2026-11"})
    with store.replica() as replica:
        replica.settle([], {item.operation.op_id: locked for item in store.outbox()})
    desktop.window.monitor.recount()
    desktop.settle()
    return id


def told(desktop: Desktop, project: str) -> set[tuple[date, str, Decimal, bool]]:
    rows = entry_rows(desktop.desk, project)
    return {(row["month"], row["component"], row["amount"], bool(row["corrects"])) for row in rows}


AFTER = {
    (OCTOBER, "fixed", Decimal(100), False),
    (NOVEMBER, "fixed", Decimal(30), True),
    (NOVEMBER, "land", Decimal(7), False),
}


def test_from_the_page_of_funds(desktop: Desktop, project: str) -> None:
    page = desktop.page("funds")
    assert isinstance(page, FundsPage)
    desktop.settle()
    assert page.refused.isVisible() and page.refused.words.text() == "2 笔到位资金被总部退回：月份已经公布"
    page.refused.book_button.click()
    desktop.settle()
    desktop.settle()
    assert told(desktop, project) == AFTER and not page.refused.isVisible()
    counts = desktop.desk.store.counts()
    assert (counts.pending, counts.refused) == (2, 0), "they go out with the next sync"
    sent = {item.operation.fields["month"][1] for item in desktop.desk.store.outbox()}
    assert sent == {"2026-11-01"}, "headquarters never sees October again"


def test_from_the_tray_one_by_one_and_all_at_once(desktop: Desktop, project: str) -> None:
    page = desktop.page("sync", "refused")
    assert isinstance(page, SyncCentre)
    desktop.settle()
    assert len(page.tray.cards) == 2 and page.tray.all_booked.isVisible()
    next(iter(page.tray.cards.values())).book_button.click()
    desktop.settle()
    desktop.settle()
    assert len(page.tray.cards) == 1 and not page.tray.all_booked.isVisible()
    next(iter(page.tray.cards.values())).book_button.click()
    desktop.settle()
    desktop.settle()
    assert told(desktop, project) == AFTER and not page.tray.cards


def test_the_month_is_open_here_too(desktop: Desktop, project: str) -> None:
    lock_month(desktop.desk, NOVEMBER)
    items = month_locked(desktop.desk.store)
    assert len(items) == 2 and all(map(is_month_locked, items))
    rebook(desktop.desk.store, [item.operation.op_id for item in items], "陈立")
    assert {month for month, *_ in told(desktop, project)} == {OCTOBER, DECEMBER}
    with pytest.raises(RefusalGone):
        rebook(desktop.desk.store, [item.operation.op_id for item in items], "陈立")


def test_what_came_back_for_another_reason_is_not_booked(desktop: Desktop, project: str) -> None:
    store = desktop.desk.store
    other = create_record(desktop.desk, "company", {"name": "别的企业"})[0]
    (op_id,) = [item.operation.op_id for item in store.outbox() if item.operation.id == other]
    with store.replica() as replica:
        replica.settle([], {op_id: Reason("hq.refused.out_of_scope")})
    assert len(month_locked(store)) == 2
    with pytest.raises(RefusalGone):
        rebook(store, [op_id], "陈立")
    before = told(desktop, project)
    rebook(store, [item.operation.op_id for item in month_locked(store)], "陈立")
    undo(desktop.desk)
    assert {month for month, *_ in told(desktop, project)} <= {OCTOBER, NOVEMBER} and before
