"""到位资金: the monthly sheet, its reconciliation, published months, funds and headquarters tax."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.rules.fund_ledger import Component, Source, Told, month_of
from app.rules.periods import months_later
from app.services.fund_overview import Overview, fund_overview
from app.services.fund_records import PUBLISHING
from app.services.funds import Sheet, month_sheet
from app.services.headquarters import writes_for_headquarters
from app.services.ledger.month_sheet_file import export_sheet
from app.services.month_locks import Recomputed
from app.services.reopened_months import reopened_in
from app.services.sheet_lines import Lines
from ui.components import fund_columns
from ui.components.fund_columns import FIGURES, LineRow, Reconciled, SheetRows
from ui.components.fund_panels import FundPanels, named_in
from ui.components.fund_sums import SumsStrip
from ui.components.fund_table import LinesTable
from ui.components.fund_words import line_note, month_named, month_word, source_word
from ui.components.page import Page, PageHeader, Surface, column_layout, tab_strip
from ui.components.refused_funds import RefusedFunds
from ui.components.saving import ask_where
from ui.components.search_actions import LOCK
from ui.context.context import Context, Said
from ui.context.formats import Names
from ui.dialogs.figure_dialog import FigureCell, FigureDialog
from ui.dialogs.fund_entry_dialog import FundEntryDialog
from ui.dialogs.fund_paste_dialog import FundPasteDialog
from ui.dialogs.lock_dialog import LockDialog
from ui.dialogs.reopen_dialog import ReopenDialog
from ui.dialogs.standards_dialog import StandardsDialog
from ui.pages.fund_menus import FundMenus
from ui.pages.published_months import PublishedMonths
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind, IconButton
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.scrolled import Scrolled
from ui.widgets.switches import SegmentedControl, Tab, TabBar

SHEET, RECONCILE, LOCKS, FUNDS = TABS = ("sheet", "reconcile", "locks", "funds")
_BOTH = (Component.LAND, Component.FIXED)
LEAST_EXPORT = 900


@dataclass(frozen=True)
class _Read:
    """A month as it was read. ``touched``: whose lines are not those ``before``, if they are few."""

    sheet: Sheet
    before: Lines
    touched: frozenset[str] | None
    reconciled: Sequence[LineRow] | None
    again: str


class FundsPage(Page):
    """Keys on the sheet: F2 a figure, Ctrl+V columns from a spreadsheet, Enter the project."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "funds")
        self.month = month_of(ctx.desk.today())
        self.source = Source.UNIT
        self.shown: Sheet | None = None
        self._lines = Lines({})
        self._reconciled = Reconciled()
        self._reopened, self._to_lock = "", False
        self._tab = SHEET
        self._build()
        ctx.hub.subscribe(
            self,
            {"fund_entry", *PUBLISHING, "project", "fund_commitment", "tax_return"},
            lambda _changes: self.refresh(),
        )

    # ---- building
    def _build(self) -> None:
        ctx = self.ctx
        self.sheet = LinesTable(
            ctx, fund_columns.sheet_columns(ctx), ctx.tr("ui.empty.funds"), ctx.tr("ui.funds.to_projects")
        )
        self.sheet.empty.action_clicked.connect(lambda: ctx.page_asked.emit("projects", ""))
        self.sheet.grid.setAccessibleName(ctx.tr("ui.page.funds"))
        self.sheet.grid.opened.connect(self.open_project)
        self.sheet.grid.edit_asked.connect(self.edit)
        self.sheet.grid.paste_asked.connect(self.paste)
        self.sheet.grid.current_changed.connect(lambda _id: self._show_note())
        self.reconciled = LinesTable(
            ctx, fund_columns.reconciled_columns(ctx), ctx.tr("ui.empty.funds.reconcile")
        )
        self.reconciled.grid.opened.connect(self.open_project)
        self.locks = PublishedMonths(ctx)
        self._menus = FundMenus(ctx, self)
        self.panels = FundPanels(ctx)
        self.sums = SumsStrip(ctx)
        self.note = ElidedLabel("", Role.META, "text.2")
        self.stack = QStackedWidget()
        for part in (self._with_sums(), self.reconciled, self.locks, self._padded(self.panels)):
            self.stack.addWidget(part)
        column = column_layout(self)
        column.addWidget(self._header())
        column.addWidget(self._strip())
        self.refused = RefusedFunds(ctx)
        column.addWidget(self.refused)
        column.addWidget(self.stack, 1)

    def _header(self) -> PageHeader:
        ctx, tr = self.ctx, self.ctx.tr
        header = PageHeader(ctx, tr("ui.page.funds"))
        back = IconButton(ctx.theme, "chevron-left", tr("ui.funds.month.before"))
        on = IconButton(ctx.theme, "chevron-right", tr("ui.funds.month.after"))
        back.clicked.connect(lambda: self.show_month(months_later(self.month, -1)))
        on.clicked.connect(lambda: self.show_month(months_later(self.month, 1)))
        self.month_label = Label(month_word(self.month), Role.TITLE)
        self.lock_sign = Label("", Role.META, "success")
        for widget in (back, self.month_label, on, self.lock_sign):
            header.left.addWidget(widget)
        self.export_button = Button(ctx.theme, tr("ui.list.export"), ButtonKind.QUIET, icon="download")
        self.export_button.clicked.connect(self.export)
        self.lock_button = Button(ctx.theme, tr("ui.funds.lock"), icon="lock")
        self.lock_button.clicked.connect(self.lock)
        self.reopen_button = Button(ctx.theme, tr("ui.funds.reopen"), icon="lock")
        self.reopen_button.clicked.connect(self.reopen)
        enter = Button(ctx.theme, tr("ui.funds.enter"), icon="plus")
        enter.clicked.connect(self.enter)
        self.paste_button = Button(ctx.theme, tr("ui.funds.paste"), icon="clipboard-check", hint="Ctrl+V")
        self.paste_button.clicked.connect(self.paste)
        for button in (self.export_button, self.lock_button, self.reopen_button, enter, self.paste_button):
            header.right.addWidget(button)
        self._of_month = (back, self.month_label, on, self.lock_sign, self.export_button, enter)
        return header

    def _strip(self) -> Surface:
        ctx = self.ctx
        self.tabs = TabBar(ctx.theme, [Tab(name, ctx.tr(f"ui.funds.tab.{name}")) for name in TABS])
        self.tabs.changed.connect(self.show_tab)
        self.sources = SegmentedControl(ctx.theme, [(one.value, source_word(ctx, one)) for one in Source])
        self.sources.setAccessibleName(ctx.tr("field.fund_entry.source"))
        self.sources.changed.connect(lambda key: self.show_source(Source(key)))
        return tab_strip(ctx, self.tabs, self.sources)

    def _with_sums(self) -> QWidget:
        px = self.ctx.theme.px
        holder = QWidget()
        column = column_layout(holder)
        column.addWidget(self.sheet, 1)
        strip = Surface(self.ctx, line=True)
        row = QHBoxLayout(strip)
        row.setContentsMargins(px(20), px(4), px(20), px(4))
        row.addWidget(self.note, 1)
        column.addWidget(strip)
        column.addWidget(self.sums)
        return holder

    def _padded(self, widget: QWidget) -> Scrolled:
        px, content = self.ctx.theme.px, QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(20), px(12), px(20), px(12))
        column.addWidget(widget)
        column.addStretch(1)
        return Scrolled(content)

    # ---- page
    def arrive(self, tab: str = "") -> None:
        """``tab``: one of the tabs, or a month (``2026-03``) whose sheet is to be shown."""
        self._to_lock = tab == LOCK
        if (month := month_named(tab)) is not None:
            self.show_month(month)
        self.show_tab(SHEET if self._to_lock or month else tab if tab in TABS else self._tab)
        self.setFocus()
        self._begin()

    def _begin(self) -> None:
        """The keyboard in the sheet once it has lines, so that Ctrl+V pastes; not taken from elsewhere."""
        if self.hasFocus() and self._tab == SHEET and self._lines:
            self.sheet.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def current_tab(self) -> str:
        return self._tab

    def ready(self) -> bool:
        return self.shown is not None

    def status(self) -> Sequence[tuple[str, bool]]:
        if self.shown is None:
            return ()
        tr, found = self.ctx.tr, self.shown.sums
        parts = [(tr("ui.funds.status.lines", count=found.lines), False)]
        if found.differing:
            parts.insert(0, (tr("ui.funds.status.differing", count=found.differing), True))
        if found.unknown:
            parts.append((tr("ui.funds.status.unknown", count=found.unknown), False))
        return parts

    def set_unit(self) -> None:
        self.sheet.table.set_columns(fund_columns.sheet_columns(self.ctx))
        self.reconciled.table.set_columns(fund_columns.reconciled_columns(self.ctx))
        self.locks.table.set_columns(fund_columns.lock_columns(self.ctx))
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._tab in (SHEET, RECONCILE):
            self.export_button.setVisible(self.width() >= self.ctx.theme.px(LEAST_EXPORT))

    # ---- what is shown
    def show_tab(self, name: str) -> None:
        """Go to a tab and read it again."""
        self._tab = name
        self.tabs.set_current(name)
        self.stack.setCurrentIndex(TABS.index(name))
        self.sources.setVisible(name == SHEET)
        self.paste_button.setVisible(name == SHEET)
        for widget in self._of_month:
            widget.setVisible(name in (SHEET, RECONCILE))
        self._offer_lock()
        self.refresh()

    def show_month(self, month: date) -> None:
        """Show another month."""
        self.month = month
        self.month_label.setText(month_word(month))
        self.refresh()

    def show_source(self, source: Source) -> None:
        """Show, type and paste the figures of another source."""
        self.source = source
        self.sources.set_current(source.value)
        self._show_sheet()

    def refresh(self) -> None:
        """Read the month, and what the current tab shows besides, on the database thread."""
        self.refused.refresh()
        ctx, month = self.ctx, self.month
        reconciled = self._reconciled if self._tab == RECONCILE else None

        shown = self._lines

        def sheet() -> _Read:
            with ctx.desk.looking():
                found, again = month_sheet(ctx.desk, month), reopened_in(ctx.desk, month, ctx.words)
            rows = reconciled.rows(found) if reconciled is not None else None
            return _Read(found, shown, found.by_project.other_than(shown), rows, again)

        ctx.read(sheet, self._take, key=("funds", id(self)), owner=self)
        if self._tab == LOCKS:
            self.locks.refresh()
        elif self._tab == FUNDS:

            def read() -> tuple[Overview, Names]:
                found = fund_overview(ctx.desk)
                return found, ctx.names(named_in(found))

            ctx.read(
                read,
                lambda told: self.panels.show_overview(*told),
                key=("fund panels", id(self)),
                owner=self,
            )

    def _take(self, read: "_Read") -> None:
        sheet, followed = read.sheet, read.before is self._lines
        self.shown, self._lines, self._reopened = sheet, sheet.by_project, read.again
        self._show_sheet(read.touched if followed else None)
        self._begin()
        if read.reconciled is not None:
            self.reconciled.show_lines(read.reconciled)
        self.sums.show_sums(sheet.sums)
        self._offer_lock()
        self._show_note()
        self.status_changed.emit()
        if self._to_lock and self.lock_button.isEnabled():
            self.lock()
        self._to_lock = False

    def _offer_lock(self) -> None:
        """Only headquarters' people publish a month."""
        may, shown = writes_for_headquarters(self.ctx.desk), self.shown
        locked = shown is not None and shown.locked
        self.lock_button.setVisible(self._tab in (SHEET, RECONCILE) and may)
        self.reopen_button.setVisible(self._tab == LOCKS and may)
        self.lock_button.setEnabled(bool(self._lines) and not locked)
        said = "ui.funds.locked" if locked else "" if may else "ui.funds.lock.by_headquarters"
        words = self.ctx.tr(said) if said else ""
        self.lock_sign.setText(f"{words}  {self._reopened.partition(chr(10))[0]}".strip())
        self.lock_sign.setToolTip(self._reopened)

    def _show_sheet(self, touched: frozenset[str] | None = None) -> None:
        if self.shown is not None:
            self.sheet.show_by_id(SheetRows(self._lines, self.source), touched)

    def _show_note(self) -> None:
        """Under the grid: why so much of the current line counts."""
        line = self._lines.get(self.sheet.grid.current_id())
        self.note.setText(line_note(self.ctx, line) if line is not None else self.ctx.tr("ui.funds.hint"))

    # ---- acting
    def edit(self, id: str, key: str) -> FigureDialog | None:
        """F2 on a figure: book it, or correct it where the month is published."""
        line = self._lines.get(id)
        if line is None or key not in FIGURES:
            return None
        component = Component(key)
        own = line.month.own.get(component, Told())
        # An open figure is made up to what is typed; corrections of earlier months are no part of it.
        before = line.month.told(self.source, component) if line.locked else own.of(self.source)
        cell = FigureCell(id, line.name, self.month, self.source, component, before, line.locked)
        dialog = FigureDialog(self.ctx, cell)
        self.ctx.dialog_asked.emit(dialog)
        return dialog

    def paste(self) -> FundPasteDialog | None:
        """Lay what was copied over the sheet, from the current cell on, or by the names in it."""
        text = QGuiApplication.clipboard().text()
        if self.shown is None or not self._lines or not text.strip():
            self.ctx.say(self.ctx.tr("ui.funds.paste.nothing"))
            return None
        grid = self.sheet.grid
        key, listed = grid.cells.key(), list(self.sheet.table.ids())
        first = Component(key) if key in FIGURES else Component.FIXED
        components = _BOTH if "\t" in text and first in _BOTH else (first,)
        # Lines without names go to the rows as they are shown now; what is read but not listed yet is behind.
        shown = replace(self.shown, by_project=self._lines.in_order(dict.fromkeys((*listed, *self._lines))))
        row = max(self.sheet.table.row_of(grid.current_id()), 0)
        dialog = FundPasteDialog(self.ctx, shown, text, self.source, components, row, first)
        self.ctx.dialog_asked.emit(dialog)
        return dialog

    def enter(self) -> FundEntryDialog:
        """One line with all its details, for the current project."""
        dialog = FundEntryDialog(self.ctx, self.month, self.sheet.grid.current_id(), self.source.value)
        self.ctx.dialog_asked.emit(dialog)
        return dialog

    def lock(self) -> LockDialog | None:
        """Publish the month in view."""
        if self.shown is None or not writes_for_headquarters(self.ctx.desk):
            return None
        dialog = LockDialog(self.ctx, self.shown)
        self.ctx.dialog_asked.emit(dialog)
        return dialog

    def reopen(self) -> ReopenDialog | None:
        """Open the current one of the published months again."""
        return self.locks.reopen()

    def published(self, id: str) -> Recomputed | None:
        """One of the published months."""
        return self.locks.published(id)

    def count_as(self, id: str) -> StandardsDialog | None:
        """Say what a project is counted as."""
        row = self.ctx.desk.store.get("project", id)
        if row is None:
            return None
        dialog = StandardsDialog(self.ctx, row)
        self.ctx.dialog_asked.emit(dialog)
        return dialog

    def menu(self, id: str) -> Menu:
        """What can be done with a line, or with the sheet."""
        return self.sheet.menu.menu(id)

    def export(self) -> None:
        """Ask for a file and write the month in view."""
        tr = self.ctx.tr
        name = f"{tr('export.funds.title', month=month_word(self.month))}.xlsx"
        ask_where(self, tr("ui.export.title"), name, self.write, (f"{tr('ui.export.xlsx')} (*.xlsx)",))

    def write(self, path: Path) -> None:
        """Write the month in view to a file and say so."""
        ctx, month = self.ctx, self.month

        def show() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

        def done(count: int) -> None:
            text = ctx.tr("ui.said.exported", count=count, name=path.name)
            ctx.said.emit(Said(text, link=ctx.tr("ui.export.show"), act=show))

        note = self._reopened
        ctx.read(lambda: export_sheet(month_sheet(ctx.desk, month), path, ctx.words, note=note), done)

    def open_project(self, id: str) -> None:
        """Open a project at its funds."""
        self.ctx.tab_asked.emit("project", id, "funds")
