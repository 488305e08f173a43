"""What 到位资金 does with the rows of its tables, as lines of their menus."""

from typing import Protocol

from app.rules.fund_ledger import Component
from app.services.headquarters import writes_for_headquarters
from app.services.month_locks import Recomputed
from ui.components.fund_columns import FIGURES
from ui.components.fund_table import LinesTable
from ui.context.context import Context
from ui.widgets.menu import Menu


class FundTables(Protocol):
    """What the menus ask of the page they belong to."""

    sheet: LinesTable
    reconciled: LinesTable

    @property
    def locks(self) -> LinesTable: ...
    def edit(self, id: str, key: str) -> object: ...
    def count_as(self, id: str) -> object: ...
    def enter(self) -> object: ...
    def paste(self) -> object: ...
    def export(self) -> object: ...
    def reopen(self) -> object: ...
    def open_project(self, id: str) -> None: ...
    def published(self, id: str) -> Recomputed | None: ...


class FundMenus:
    """Gives the three tables of the page their verbs."""

    def __init__(self, ctx: Context, page: FundTables) -> None:
        self._ctx, self._page = ctx, page
        page.sheet.menu.verbs = self._of_line
        page.reconciled.menu.verbs = self._open
        page.locks.menu.verbs = self._of_month

    def _of_line(self, menu: Menu, id: str) -> None:
        tr, page = self._ctx.tr, self._page
        if id:
            key = page.sheet.grid.cells.key()
            field = key if key in FIGURES else Component.FIXED.value
            self._open(menu, id)
            menu.add(tr("ui.funds.edit"), lambda: page.edit(id, field), icon="pencil", hint="F2")
            menu.add(tr("ui.funds.standards"), lambda: page.count_as(id), icon="target")
            menu.add(tr("ui.funds.enter"), page.enter, icon="plus")
            menu.addSeparator()
        menu.add(tr("ui.funds.paste"), page.paste, icon="clipboard-check", hint="Ctrl+V")
        menu.add(tr("ui.list.export"), page.export, icon="download")

    def _open(self, menu: Menu, id: str) -> None:
        if id:
            open_it = self._ctx.tr("ui.action.open")
            menu.add(open_it, lambda: self._page.open_project(id), icon="chevron-right")

    def _of_month(self, menu: Menu, id: str) -> None:
        """Headquarters' people open a published month again; the others are told who does it."""
        found, may = self._page.published(id), writes_for_headquarters(self._ctx.desk)
        if found is None:
            return
        why_not = "ui.funds.reopened_already" if may else "ui.funds.lock.by_headquarters"
        menu.add(
            self._ctx.tr("ui.funds.reopen"),
            self._page.reopen,
            icon="lock",
            enabled=may and found.reopening is None,
            why_not=self._ctx.tr(why_not),
        )
