"""表格, 看板, 时间轴 or 透视: one list in several layouts; which one, and its columns, are remembered."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.store.reading import Filter
from ui.components.board import Board, board_fields
from ui.components.filter_bar import FilterBar
from ui.components.page import Surface
from ui.components.project_timeline import ProjectTimeline
from ui.components.record_source import RecordSource
from ui.context.context import Context
from ui.models.news import News
from ui.models.table_query import TableQuery
from ui.models.window_table import WindowTable
from ui.pages.list_actions import ListActions
from ui.widgets.button import Button, ButtonKind
from ui.widgets.grid.grid import Grid
from ui.widgets.menu import Menu
from ui.widgets.switches import SegmentedControl

if TYPE_CHECKING:
    from ui.components.pivot_view import PivotView

GRID, BOARD, TIMELINE, PIVOT = "grid", "board", "timeline", "pivot"


class ListLayouts(QObject):
    """Belongs to one list page; the others are made when they are first asked for."""

    chosen = Signal()
    """Another one is in view."""

    def __init__(
        self,
        ctx: Context,
        name: str,
        kind: str,
        grid: Grid,
        source: RecordSource,
        actions: ListActions,
        filters: FilterBar,
    ) -> None:
        super().__init__(grid)
        self._filters = filters
        self._narrowed: tuple[tuple[Filter, ...], tuple[Filter, ...]] | None = None
        self._ctx, self._name, self._kind = ctx, name, kind
        self._grid, self._source, self._actions = grid, source, actions
        self.board: Board | None = None
        self.timeline: ProjectTimeline | None = None
        self.pivot: PivotView | None = None
        self.layout = GRID
        self._instead: QWidget | None = None
        self.holder = Surface(ctx)
        self.stack = QStackedLayout(self.holder)
        self.stack.addWidget(grid)
        self.known = (
            GRID,
            *([BOARD] if board_fields(kind) else []),
            *([TIMELINE] if kind == "project" else []),
            PIVOT,
        )
        self.switch = SegmentedControl(ctx.theme, [(one, ctx.tr(f"ui.layout.{one}")) for one in self.known])
        self.switch.changed.connect(self.choose)
        self.by_button = Button(ctx.theme, "", ButtonKind.QUIET, small=True, menu_arrow=True)
        self.by_button.clicked.connect(self.ask_field)
        self.by_button.hide()
        table = self._table
        table.chosen_changed.connect(self._show_ticks)

    @property
    def _table(self) -> WindowTable:
        table = self._grid.model()
        assert isinstance(table, WindowTable)
        return table

    @property
    def of_records(self) -> bool:
        """Whether one record at a time is looked at."""
        return self.layout != PIVOT

    @property
    def by(self) -> str:
        """What the layout in view is by: the field of the board's columns, the axes of the pivot; else ""."""
        if self.layout == PIVOT and self.pivot is not None:
            return self.pivot.layout_chosen.said()
        return self.board.field.name if self.layout == BOARD and self.board is not None else ""

    def view(self) -> QWidget:
        """The layout in view."""
        made = {BOARD: self.board, TIMELINE: self.timeline, PIVOT: self.pivot}.get(self.layout)
        return made if made is not None else self._grid

    def focus(self) -> None:
        """Put the keyboard where work begins."""
        if self.layout == BOARD and self.board is not None:
            self.board.focus_card(self._grid.current_id())
        elif self.layout == TIMELINE and self.timeline is not None:
            self.timeline.stand_on(self._grid.current_id())
            self.timeline.lines.setFocus()
        elif self.layout == PIVOT and self.pivot is not None:
            self.pivot.table.setFocus()
        else:
            self._grid.setFocus()

    def choose(self, layout: str, by: str = "", *, keep: bool = True) -> None:
        """Go over to the other layout; ``by`` as the property gives it."""
        self.layout = layout if layout in self.known else GRID
        self.switch.set_current(self.layout)
        if self.layout == TIMELINE:
            self._made_timeline().stand_on(self._grid.current_id())
        if self.layout == BOARD:
            board = self._made_board()
            if by:
                board.set_field(by)
            board.show_ids(self._table.ids())
        if self.layout == PIVOT:
            pivot = self._made_pivot()
            if by:
                pivot.take(by)
            self._widen()
        self.by_button.setVisible(self.layout == BOARD and len(board_fields(self._kind)) > 1)
        self._name_field()
        if self._table.rowCount():
            self.stack.setCurrentWidget(self.view())
        self._ask_pivot()
        self.chosen.emit()
        if keep:
            self._keep()

    def put_instead(self, view: QWidget | None) -> None:
        """Show a view of the page in place of every layout; None: layouts again, once the list is there."""
        self._instead = view
        if view is not None:
            self.stack.setCurrentWidget(view)

    def show(self, count: int, empty: QWidget) -> None:
        """The list was asked for anew."""
        if self.layout == BOARD and self.board is not None:
            self.board.show_news(self._table.news)
        if self.timeline is not None:
            self.timeline.stand_on(self._grid.current_id())
        self.stack.setCurrentWidget(self._instead or (self.view() if count else empty))
        self._ask_pivot()

    def news(self, query: TableQuery, since: Hashable) -> News:
        """What the list holds now, in groups where the board is in view; runs on the database thread."""
        desk = self._ctx.desk
        with desk.memory.at_one_time(desk.store.changed):
            found = self._source.news(query, since)
            if self.layout != BOARD or self.board is None:
                return found
            by = self.board.field.name
            return replace(found, groups=(by, self.board.groups(found.ids, by)))

    def set_unit(self) -> None:
        """The unit of amounts was changed."""
        for view in (self.board, self.pivot):
            if view is not None:
                view.set_unit()

    def ask_field(self) -> Menu:
        """The fields the columns can be by."""
        ctx = self._ctx
        menu = Menu(ctx.theme, self.by_button)
        for field in board_fields(self._kind):
            menu.add(ctx.formats.label(field), lambda name=field.name: self.choose(BOARD, name))  # type: ignore[misc]
        menu.popup(self.by_button.mapToGlobal(QPoint(0, self.by_button.height() + 4)))
        return menu

    def take(self, kept: object) -> None:
        """As it was left."""
        if isinstance(kept, dict) and kept.get("layout") in (BOARD, TIMELINE, PIVOT):
            self.choose(str(kept["layout"]), str(kept.get("by") or ""), keep=False)

    # ---- inside
    def _made_board(self) -> Board:
        if self.board is None:
            board = self.board = Board(self._ctx, self._source, self._kind)
            self._take_in(board)
            board.set_ticked(self._table.chosen())
        return self.board

    def _made_timeline(self) -> ProjectTimeline:
        if self.timeline is None:
            self.timeline = ProjectTimeline(self._ctx, self._table)
            self._take_in(self.timeline)
        return self.timeline

    def _made_pivot(self) -> "PivotView":
        if self.pivot is None:
            from ui.components.pivot_view import PivotView

            self.pivot = PivotView(self._ctx, self._kind)
            self.pivot.rows_asked.connect(self._narrow)
            self.pivot.chosen.connect(self._keep)
            self.stack.addWidget(self.pivot)
        return self.pivot

    def _ask_pivot(self) -> None:
        if self.layout == PIVOT and self.pivot is not None:
            query = self._table.query
            self.pivot.ask(self._source.asked(query), query.find, self._source.among(query))

    def _narrow(self, more: Sequence[Filter]) -> None:
        """List what stands behind a figure."""
        before = self._filters.filters
        self._narrowed = before, tuple(dict.fromkeys([*before, *more]))
        self.choose(GRID)
        self._filters.set_filters(self._narrowed[1])
        self._grid.setFocus()

    def _widen(self) -> None:
        """Back at the pivot the list is what it was before a figure of it was opened."""
        narrowed, self._narrowed = self._narrowed, None
        if narrowed is not None and self._filters.filters == narrowed[1]:
            self._filters.set_filters(narrowed[0])

    def _take_in(self, view: Board | ProjectTimeline) -> None:
        self.stack.addWidget(view)
        view.current_changed.connect(self._grid.set_current_id)
        view.opened.connect(self._grid.opened)
        view.inspected.connect(self._grid.inspected)
        view.menu_asked.connect(self._actions.open_menu)
        view.delete_asked.connect(self._actions.delete)
        view.ticked_asked.connect(self._tick)

    def _tick(self, id: str) -> None:
        self._table.choose([id], on=id not in self._table.chosen())

    def _show_ticks(self) -> None:
        if self.board is not None:
            self.board.set_ticked(self._table.chosen())

    def _name_field(self) -> None:
        if self.board is not None:
            label = self._ctx.formats.label(self.board.field)
            self.by_button.setText(self._ctx.tr("ui.board.by", field=label))

    def _keep(self) -> None:
        self._ctx.keep(f"layout.{self._name}", {"layout": self.layout, "by": self.by})
