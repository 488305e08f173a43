"""A table of lines in memory, sorted by their values, with a sentence where there are none."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedLayout

from ui.components.page import Surface
from ui.components.table_menu import TableMenu
from ui.context.context import Context
from ui.models.columns import Column, RowValues
from ui.models.news import News, Touches
from ui.models.table_query import TableQuery
from ui.models.window_table import WindowTable
from ui.theme.theme import Theme
from ui.widgets.card import EmptyState
from ui.widgets.grid.cell_painter import PADDING
from ui.widgets.grid.grid import Grid

MEASURED = 60
"""Rows whose words are measured."""
WIDEST = 340


VERSIONS = 8
"""Of lines: how often they may be replaced while a table waits for its turn."""


@dataclass(frozen=True, slots=True)
class _Version:
    number: int
    touched: frozenset[str] | None


class KeptLines:
    """A ``RowSource`` over lines in memory, each with its ``id``; sorted by the values under the keys."""

    def __init__(self) -> None:
        self._rows: Mapping[str, RowValues] = {}
        # Never changed, only replaced: it is read on another thread. The last is what ``_rows`` are.
        self._versions: tuple[_Version, ...] = (_Version(0, None),)

    def replace(self, rows: Mapping[str, RowValues], touched: frozenset[str] | None = None) -> None:
        """Have these lines; ``touched``: which are other than those before, None where any may be."""
        self._rows = rows
        version = _Version(self._versions[-1].number + 1, touched)
        self._versions = (*self._versions[1 - VERSIONS :], version)

    def ids(self, query: TableQuery) -> Sequence[str]:
        """See ``RowSource``; nothing comes last, whichever way round."""
        rows, found = self._rows, list(self._rows)  # never changed, only replaced
        for key, descending in reversed(query.order):
            filled = [id for id in found if rows[id].get(key) is not None]
            filled.sort(key=lambda id, key=key: _rank(rows[id][key]), reverse=descending)  # type: ignore[misc]
            found = filled + [id for id in found if rows[id].get(key) is None]
        return found

    def news(self, query: TableQuery, since: Hashable) -> News:
        """The ids, and which lines are other than in the version ``since``."""
        versions = self._versions  # before the ids: what is replaced meanwhile is told once more
        later = [one for one in versions if isinstance(since, int) and one.number > since]
        touched = [one.touched for one in later if one.touched is not None]
        known = isinstance(since, int) and since + len(touched) == versions[-1].number
        touches = Touches(frozenset().union(*touched)) if known else None
        return News(self.ids(query), touches, versions[-1].number)

    def rows(self, ids: Sequence[str]) -> Sequence[RowValues]:
        """See ``RowSource``."""
        return [self._rows[id] for id in ids if id in self._rows]


def _rank(value: object) -> tuple[Decimal, str]:
    if isinstance(value, Decimal | int):
        return Decimal(value), ""
    return Decimal(0), value.isoformat() if isinstance(value, date) else str(value)


def asked_widths(
    theme: Theme, columns: Sequence[Column], rows: Sequence[Mapping[str, object]]
) -> dict[str, int]:
    """What the cells of columns ask for, px by key and never more than ``WIDEST``."""
    return Widths(theme).asked(columns, rows)


class Widths:
    """Measures words; a row that is the same the next time is not measured again."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._columns: Sequence[Column] = ()
        self._known: list[tuple[Mapping[str, object], list[int]]] = []

    def asked(self, columns: Sequence[Column], rows: Sequence[Mapping[str, object]]) -> dict[str, int]:
        """See ``asked_widths``."""
        known = self._known if columns is self._columns else []
        self._columns, self._known = columns, []
        for at, row in enumerate(rows):
            same = at < len(known) and known[at][0] == row
            self._known.append((row, known[at][1] if same else self._of(columns, row)))
        beside, most = self._theme.px(2 * PADDING + 2), self._theme.px(WIDEST)
        widest = [max(some) for some in zip(*(widths for _, widths in self._known), strict=True)]
        asked = zip(columns, widest or [0] * len(columns), strict=True)
        return {column.key: min(width + beside, most) for column, width in asked}

    def _of(self, columns: Sequence[Column], row: Mapping[str, object]) -> list[int]:
        words, sign = self._theme.metrics(), self._theme.px(20)
        cells = [column.format(row) for column in columns]
        return [
            words.horizontalAdvance(cell.text) + (sign if cell.light or cell.stage else 0) for cell in cells
        ]


class LinesTable(Surface):
    """Keys as in every list; ``empty`` says what to do where there is nothing."""

    def __init__(self, ctx: Context, columns: Sequence[Column], empty: str, action: str = "") -> None:
        super().__init__(ctx)
        self._source, self._widths = KeptLines(), Widths(ctx.theme)
        self.table = WindowTable(self._source, columns, ctx.database, news=self._source.news, parent=self)
        self.grid = Grid(ctx.theme, self.table)
        self.menu = TableMenu(ctx, self.grid, self.table)
        self.table.failed.connect(ctx.trouble)
        self.table.loaded.connect(lambda count: QTimer.singleShot(0, self, self._stand) if count else None)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.grid)
        self.empty = EmptyState(ctx.theme, empty, action)
        self._stack.addWidget(self.empty)

    def _stand(self) -> None:
        """On the first line, where one stands on none."""
        if self.table.rowCount() and self.table.row_of(self.grid.current_id()) < 0:
            self.grid.set_current_id(self.table.id_at(0))

    def show_lines(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Replace every line; the current one stays where it is still there."""
        self.show_by_id({str(row["id"]): row for row in rows})

    def show_by_id(self, rows: Mapping[str, RowValues], touched: frozenset[str] | None = None) -> None:
        """The same for rows by their id, in their order; of thousands only those in view are asked for.

        ``touched``: which are other than those shown before; only they are painted again. None: any may be.
        """
        self._source.replace(rows, touched)
        first = [rows[id] for id in islice(rows, MEASURED)]
        self.grid.wish_widths(self._widths.asked(self.table.columns, first))
        self._stack.setCurrentWidget(self.grid if rows else self.empty)
        self.table.catch_up()
