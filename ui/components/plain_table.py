"""A table of a few hundred ready-made rows, in the look of the big lists."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout

from ui.components.page import Surface
from ui.components.table_menu import TableMenu
from ui.context.context import Context
from ui.models.columns import Column, RowValues
from ui.models.table_query import TableQuery
from ui.models.window_table import WindowTable
from ui.widgets.card import EmptyState
from ui.widgets.grid.grid import Grid


class ReadyRows:
    """A ``RowSource`` over rows in memory, each with its ``id``."""

    def __init__(self) -> None:
        self._rows: dict[str, RowValues] = {}

    def replace(self, rows: Sequence[Mapping[str, object]]) -> None:
        self._rows = {str(row["id"]): row for row in rows}

    def ids(self, query: TableQuery) -> Sequence[str]:
        """See ``RowSource``: sorted by the shown texts of columns."""
        rows = dict(self._rows)
        found = list(rows)
        for name, descending in reversed(query.order):
            found.sort(key=lambda id, name=name: str(rows[id].get(name, "")), reverse=descending)  # type: ignore[misc]
        return found

    def rows(self, ids: Sequence[str]) -> Sequence[RowValues]:
        """See ``RowSource``."""
        return [self._rows[id] for id in ids if id in self._rows]


class PlainTable(Surface):
    """Rows under their columns, or a sentence where there are none."""

    opened = Signal(str)
    """Double click or F2 on the row with this id."""

    def __init__(self, ctx: Context, columns: Sequence[Column], empty: str) -> None:
        super().__init__(ctx)
        self._source = ReadyRows()
        self.table = WindowTable(self._source, columns, ctx.database, parent=self)
        self.grid = Grid(ctx.theme, self.table)
        self.grid.opened.connect(self.opened)
        self.menu = TableMenu(ctx, self.grid, self.table)
        self.table.failed.connect(ctx.trouble)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.grid)
        self._empty = EmptyState(ctx.theme, empty)
        self._stack.addWidget(self._empty)

    def show_rows(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Replace every row."""
        self._source.replace(rows)
        self._stack.setCurrentWidget(self.grid if rows else self._empty)
        self.table.refresh()
