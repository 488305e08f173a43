"""One list for every kind of record: header, filters, table, inspector."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from app.model.changes import SYNC, ChangeSet
from app.model.field import Type
from app.model.pointing import MERGEABLE
from app.model.registry import KINDS
from app.services.grading import grades
from app.services.views import ViewState
from ui.components.columns import badges_of, columns_of
from ui.components.filter_bar import FilterBar
from ui.components.grade_signs import GradeFilter
from ui.components.inspector_panel import InspectorPanel
from ui.components.list_sums import ListSums
from ui.components.page import Page, PageHeader, column_layout
from ui.components.pick_filter import PickFilter
from ui.components.proof_signs import ProofFilter
from ui.components.record_source import RecordSource
from ui.components.view_menu import ViewMenu
from ui.context.context import Context
from ui.models.news import News
from ui.models.table_query import TableQuery
from ui.models.window_table import WindowTable
from ui.pages.list_actions import ListActions
from ui.pages.list_editing import ListEditing
from ui.pages.list_layouts import ListLayouts
from ui.pages.rail_lists import DELETED, ListSpec
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import EmptyState
from ui.widgets.grid.column_chooser import ColumnChooser
from ui.widgets.grid.grid import Grid
from ui.widgets.inspector import WIDE_WIDTH, WIDE_WINDOW, WIDTH
from ui.widgets.switches import SegmentedControl

LEAST_BESIDE = 960
STEPPABLE = 20_000


class ListPage(Page):
    """Keys: Enter or double click opens, Space shows the inspector, Ctrl+F finds, Del deletes; F2 edits a
    cell, Ctrl+V pastes a block, Ctrl+E changes all ticked rows.
    """

    def __init__(self, ctx: Context, spec: ListSpec) -> None:
        super().__init__(ctx, spec.name)
        self.spec, self.kind = spec, KINDS[spec.kind]
        self.source = RecordSource(ctx, spec.kind, next(iter(spec.scopes.values())))
        self.sums = ListSums(ctx, spec.kind, self)
        self._count = 0
        self._build()
        self._connect()
        self.table.refresh()

    # ---- building
    def _build(self) -> None:
        ctx = self.ctx
        self.row_actions = ListActions(ctx, self, self, self.spec.kind)
        self.filters = FilterBar(ctx, self.spec.kind)
        self.table: WindowTable = self._make_table()
        self.grid = Grid(ctx.theme, self.table)
        self.row_actions.bind(self.grid)
        self.editing = ListEditing(ctx, self.grid, self.table, self.spec.kind)
        self.grid.setAccessibleName(ctx.tr(f"ui.page.{self.name}"))
        parts = self.grid, self.source, self.row_actions, self.filters
        self.layouts = ListLayouts(ctx, self.name, self.spec.kind, *parts)
        self.filters.add_tool(self.layouts.by_button)
        self.picks = self._pick_filter()
        if self.picks is not None:
            self.filters.add_tool(self.picks)
        self.views = ViewMenu(ctx, self.name, self.spec.kind, self.view_state)
        self.filters.add_head(self.views)
        self.inspector = InspectorPanel(ctx, self.spec.kind, self.row_actions.open_menu_under)
        left = QWidget()
        column = column_layout(left)
        column.addWidget(self._header())
        column.addWidget(self.filters)
        self.empty = self._empty_state()
        self.layouts.stack.addWidget(self.empty)
        column.addWidget(self.layouts.holder, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.inspector)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.splitterMoved.connect(lambda _place, _which: self._fit_tools())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)

    def _pick_filter(self) -> PickFilter | None:
        if self.spec.kind == "project" and grades(self.ctx.desk):
            return GradeFilter(self.ctx, self._show_picked)
        return ProofFilter(self.ctx, self._show_picked) if self.spec.kind == "visit" else None

    def _show_picked(self, wanted: str) -> None:
        self.source.picked = wanted
        self.table.refresh()

    def _make_table(self) -> WindowTable:
        ctx = self.ctx
        return WindowTable(
            self.source,
            columns_of(ctx, self.spec.kind, self.spec.first),
            ctx.database,
            badges=lambda values: badges_of(ctx, values),
            news=self._news,
            parent=self,
        )

    def _news(self, query: TableQuery, since: Hashable) -> News:
        return self.layouts.news(query, since)  # which are made after the table

    def _header(self) -> PageHeader:
        ctx = self.ctx
        self.header = PageHeader(ctx, ctx.tr(f"ui.page.{self.name}"))
        scopes = [(key, ctx.tr(f"ui.scope.{key}")) for key in self.spec.scopes]
        self.scopes = SegmentedControl(ctx.theme, scopes)
        self.scopes.changed.connect(self.set_scope)
        self.header.left.addWidget(self.scopes)
        self.header.left.addWidget(self.layouts.switch)
        self.columns_button = Button(ctx.theme, ctx.tr("ui.list.columns"), ButtonKind.QUIET, icon="columns")
        self.columns_button.clicked.connect(self.choose_columns)
        self.export_button = Button(ctx.theme, ctx.tr("ui.list.export"), ButtonKind.QUIET, icon="download")
        self.export_button.clicked.connect(lambda: self.row_actions.ask_export(self.export_button))
        self.scan_button = Button(ctx.theme, ctx.tr("ui.duplicates.scan"), ButtonKind.QUIET, icon="merge")
        self.scan_button.clicked.connect(lambda: ctx.duplicates_asked.emit(self.spec.kind, ""))
        scan = [self.scan_button] if self.spec.kind in MERGEABLE else []
        if not scan:  # nobody's child would outlive the page, and keep it by what it is connected to
            self.scan_button.setParent(self)
            self.scan_button.hide()
        self.tools = [*scan, self.columns_button, self.export_button]
        new = Button(ctx.theme, ctx.tr(f"ui.new.{self.name}"), icon="plus")
        new.clicked.connect(lambda: ctx.new_asked.emit(self.spec.kind, dict(self.spec.begin)))
        for button in (*self.tools, new):
            self.header.right.addWidget(button)
        return self.header

    def _empty_state(self) -> EmptyState:
        ctx = self.ctx
        empty = EmptyState(ctx.theme, ctx.tr(f"ui.empty.{self.name}"), ctx.tr(f"ui.new.{self.name}"))
        empty.action_clicked.connect(self._fill_emptiness)
        return empty

    def _connect(self) -> None:
        ctx = self.ctx
        self.filters.changed.connect(self._ask)
        self.layouts.chosen.connect(self._fit)
        self.views.chosen.connect(self.show_view)
        self.table.loaded.connect(self._loaded)
        self.table.failed.connect(ctx.trouble)
        self.table.chosen_changed.connect(self._add_up)
        self.sums.changed.connect(self.status_changed)
        self.grid.current_changed.connect(self.inspector.show_record)
        self.grid.opened.connect(self._open)
        self.grid.inspected.connect(lambda _id: self.toggle_inspector())
        self.grid.menu_asked.connect(self.row_actions.open_menu)
        self.grid.copied.connect(self.row_actions.tell_copied)
        self.grid.columns_changed.connect(self._keep_columns)
        self.inspector.closed.connect(self.toggle_inspector)
        named = {field.target for field in self.kind.references}  # of whose titles are shown
        named |= {"attachment"} if self.spec.kind == "visit" else set()
        ctx.hub.subscribe(self, {self.spec.kind, "conflict", *named}, self._changed)
        ctx.read(lambda: ctx.settings.get(f"columns.{self.name}", None), self._take_columns, owner=self)
        ctx.read(lambda: ctx.settings.get(f"layout.{self.name}", None), self.layouts.take, owner=self)

    # ---- page
    @property
    def new_kind(self) -> str:
        return self.spec.kind

    @property
    def shows_deleted(self) -> bool:
        return self.source.scope.deleted

    def has_amounts(self) -> bool:
        return any(field.type is Type.MONEY for field in self.kind.fields.values())

    def status(self) -> Sequence[tuple[str, bool]]:
        chosen = len(self.table.chosen())
        total = (self.ctx.tr("ui.list.total", count=self._count), False)
        if not chosen:
            return [total]
        return [(self.ctx.tr("ui.list.chosen", count=chosen), True), *self.sums.words(), total]

    def arrive(self, tab: str = "") -> None:
        if tab in self.layouts.known:
            self.layouts.choose(tab)
        elif tab:
            self.scopes.set_current(tab)
            self.set_scope(tab)
        if self._count:
            self.layouts.focus()
        else:
            self.setFocus()

    def listed(self, kind: str) -> Sequence[str]:
        return self.table.ids()[:STEPPABLE] if kind == self.spec.kind else ()

    def find_in_page(self) -> None:
        self.filters.come_to_find()

    def toggle_inspector(self) -> None:
        shown = not self.inspector.isVisible()
        if shown:
            self.inspector.show_record(self.grid.current_id())  # hidden it reads nothing, so it is read once
        self.inspector.setVisible(shown)
        self.ctx.preferences.set(inspector_open=shown)
        if shown:
            self._fit_inspector()
        else:
            self.layouts.focus()

    def set_unit(self) -> None:
        """Headers carry the unit: make the columns anew; ticks and place stay."""
        self.table.set_columns(columns_of(self.ctx, self.spec.kind, self.spec.first))
        self.filters.show_again()
        self.layouts.set_unit()
        self._add_up()

    def set_scope(self, key: str) -> None:
        """List another part: all, or deleted ones."""
        self.source.scope = self.spec.scopes[key]
        self.editing.shows_deleted = self.shows_deleted
        self.table.choose_all(False)
        self.table.refresh()

    def view_state(self) -> ViewState:
        """What the list shows now."""
        first = next(iter(self.spec.scopes))
        scope = self.scopes.current() if self.scopes.current() != first else ""
        return ViewState(
            self.filters.words,
            self.filters.filters,
            self.table.query.order,
            frozenset(self.grid.hidden_columns()),
            scope,
            self.layouts.layout,
            self.layouts.by,
            self.source.picked,
        )

    def show_view(self, state: ViewState) -> None:
        """Show what a saved view says."""
        scope = state.scope if state.scope in self.spec.scopes else next(iter(self.spec.scopes))
        self.scopes.set_current(scope)
        self.source.scope = self.spec.scopes[scope]
        self.editing.shows_deleted = self.shows_deleted
        self.table.choose_all(False)
        if self.picks is not None:
            self.picks.choose(state.picked)
        self.layouts.choose(state.layout, state.by)
        self.grid.set_hidden_columns(set(state.hidden))
        self.table.order_by(state.order)
        self.filters.show_state(state.find, state.filters)
        self.grid.horizontalHeader().viewport().update()

    def choose_columns(self) -> ColumnChooser:
        chooser = ColumnChooser(self.ctx.theme, self.grid, self.table, self)
        chooser.open_under(self.columns_button)
        return chooser

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # ---- inside
    def _ask(self) -> None:
        old = self.table.query
        query = TableQuery(self.filters.words, self.filters.filters, old.order)
        self.table.set_query(query)

    def _loaded(self, count: int) -> None:
        self._count = count
        self.views.show_name()
        self.header.count.setText(self.ctx.tr("ui.list.count", count=count))
        self._fit_tools()
        searching = bool(self.filters.words or self.filters.filters or self.source.picked)
        key = "filtered" if searching else DELETED if self.shows_deleted else self.name
        action = "" if key == DELETED else "ui.empty.clear" if searching else f"ui.new.{self.name}"
        self.empty.set_sentence(self.ctx.tr(f"ui.empty.{key}"))
        self.empty.set_action(self.ctx.tr(action) if action else "")
        had_focus = self.grid.hasFocus()
        self.layouts.show(count, self.empty)
        if had_focus and not count:
            self.setFocus()
        elif count and self.hasFocus():  # one came before the rows did
            self.layouts.focus()
        if count and not self.grid.current_id():
            QTimer.singleShot(0, self, self._stand_on_first)
        self.status_changed.emit()

    def _stand_on_first(self) -> None:
        if not self.grid.current_id() and self.table.rowCount():
            self.grid.set_current_id(self.table.id_at(0))

    def _open(self, id: str) -> None:
        self.ctx.record_asked.emit(self.spec.kind, id)

    def _fill_emptiness(self) -> None:
        if self.filters.words or self.filters.filters or self.source.picked:
            if self.picks is not None and self.picks.wanted:
                self.picks.choose("")
            self.filters.find_line.clear()
            self.filters.set_filters([])
        else:
            self.ctx.new_asked.emit(self.spec.kind, dict(self.spec.begin))

    def _changed(self, changes: ChangeSet) -> None:
        """A sync also takes marks away that history does not tell of."""
        (self.table.refresh if changes.origin == SYNC else self.table.catch_up)()

    def _add_up(self) -> None:
        self.sums.add_up(list(self.table.chosen()))

    def _keep_columns(self) -> None:
        self.ctx.keep(f"columns.{self.name}", sorted(self.grid.hidden_columns()))

    def _take_columns(self, hidden: object) -> None:
        if isinstance(hidden, list) and hidden:
            self.grid.blockSignals(True)
            self.grid.set_hidden_columns({str(one) for one in hidden})
            self.grid.blockSignals(False)

    def _fit(self) -> None:
        """In a small window, or with large text, the inspector closes and tools are in the menu only."""
        px = self.ctx.theme.px
        wanted = self.ctx.preferences.choices.inspector_open and self.layouts.of_records
        self.inspector.setVisible(wanted and self.width() >= px(LEAST_BESIDE))
        self._fit_inspector()
        self._fit_tools()

    def _fit_tools(self) -> None:
        beside = 0 if self.inspector.isHidden() else self.splitter.sizes()[1]
        self.header.make_room(self.width() - beside, self.tools)

    def _fit_inspector(self) -> None:
        """336 wide, 400 in a wide window."""
        wide = self.window().width() >= WIDE_WINDOW
        width = self.ctx.theme.px(WIDE_WIDTH if wide else WIDTH)
        if not self.inspector.isHidden():
            self.splitter.setSizes([max(self.width() - width, 1), width])
