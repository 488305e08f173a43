"""Journey 9: the month's funds of thirty projects, pasted as one column and taken back with one key."""

import random
from decimal import Decimal

from PySide6.QtCore import Qt

from app.rules.fund_ledger import Component, Source, month_of
from app.services.fund_records import ENTRY
from app.services.records import create_record
from tests.journeys.frame import CTRL, Budget, Hands, Journey, NotAnswered
from ui.dialogs.fund_paste_dialog import FundPasteDialog
from ui.pages.funds_page import FundsPage

PROJECTS = 30


def funds_of_thirty(hands: Hands) -> None:
    """The entry of the rail, Ctrl+V, Ctrl+Enter; Ctrl+Z takes every line back at once."""
    desk, store = hands.desk, hands.desk.store
    tag = f"{random.SystemRandom().randrange(10**6):06d}"  # a kept store is walked again and again
    names = [f"到位{tag}甲{number}号项目" for number in range(PROJECTS)]
    signed = {"stage": "signed", "contract_on": "2026-01-05", "responsible_unit": "招商一局"}
    ids = [create_record(desk, "project", {**signed, "name": name})[0] for name in names]
    before = set(store.ids(ENTRY))
    hands.open("funds")
    page = hands.window.page
    assert isinstance(page, FundsPage)
    hands.until(lambda: page.ready() and page.sheet.grid.hasFocus(), "open")
    hands.rest()
    hands.paste("项目名称\t固定资产投入（万元）\n" + "\n".join(f"{n}\t{at}.5" for at, n in enumerate(names)))

    def checked() -> bool:
        dialog = hands.window.sheets.top
        return isinstance(dialog, FundPasteDialog) and dialog.pasted is not None

    hands.until(checked, "check")
    dialog = hands.window.sheets.top
    assert isinstance(dialog, FundPasteDialog) and dialog.pasted is not None
    assert (dialog.pasted.changing, dialog.pasted.refused) == (PROJECTS, 0), "a line was not taken"
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: hands.window.sheets.top is None, "book")
    hands.rest()
    booked = store.rows(ENTRY, sorted(set(store.ids(ENTRY)) - before))
    assert {row["project_id"]: row["amount"] for row in booked} == _wanted(ids), "not what was pasted"
    told = {(row["month"], row["source"], row["component"]) for row in booked}
    here = (month_of(desk.today()), Source.UNIT.value, Component.FIXED.value)
    assert told == {here}, "booked in another cell"
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: set(store.ids(ENTRY)) == before, "undo")
    hands.rest()
    if page.shown is None or any(line.month.total for line in page.shown.lines if line.project in ids):
        raise NotAnswered("the sheet still shows what was taken back")


def _wanted(ids: list[str]) -> dict[str, Decimal]:
    return {id: Decimal(at) + Decimal("0.5") for at, id in enumerate(ids)}


JOURNEYS = (
    Journey(
        "9",
        "三十个项目报到位资金",
        Budget(3, 1, 0, {"open": 3000, "check": 1000, "book": 1000, "undo": 500}),
        funds_of_thirty,
    ),
)
