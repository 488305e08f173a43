"""A table of any length: all ids at once, rows in windows of 100 as they come into view.

Loading every row as an object takes seconds at 50,000 rows, all ids sorted a tenth of one, 100 rows by key
half a millisecond; so the ids come from the database thread in one go, a window by key when it is shown.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from ui.background.database_thread import Submit
from ui.models.columns import NO_BADGES, Cell, Column, RowBadge, RowValues
from ui.models.news import News, Touches
from ui.models.table_query import RowSource, TableQuery

WINDOW = 100
_KEPT_WINDOWS = 24
_BATCH_WINDOWS = 4
_IN_VIEW = 2
_TAIL = 10
GREY_AFTER_MS = 150

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
"""``Cell`` of a loaded cell, ``None`` while loading."""
BADGES_ROLE = Qt.ItemDataRole.UserRole + 2
"""Tuple of ``RowBadge`` of the row."""
CHOSEN_ROLE = Qt.ItemDataRole.UserRole + 3
"""Whether the row is ticked."""
ID_ROLE = Qt.ItemDataRole.UserRole + 4
GREY_ROLE = Qt.ItemDataRole.UserRole + 5
"""Whether loading has taken long enough to show grey bars."""

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_EDITED = _READ | Qt.ItemFlag.ItemIsEditable


NewsOf = Callable[[TableQuery, Hashable], News]
"""Asked with the mark of what is shown (None: nothing is); runs on the database thread."""


class WindowTable(QAbstractTableModel):
    """Column table over a ``RowSource``; ticked rows and the current one are known by id across refreshes."""

    loaded = Signal(int)
    """The ids of the latest query are in; carries their number."""
    failed = Signal(object)
    """Ids or rows could not be read; carries the exception. What was shown stays."""
    chosen_changed = Signal()

    def __init__(
        self,
        source: RowSource,
        columns: Sequence[Column],
        database: Submit,
        *,
        badges: Callable[[RowValues], tuple[RowBadge, ...]] = NO_BADGES,
        news: NewsOf | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._source, self._columns, self._database, self._badges = source, list(columns), database, badges
        self._news_of: NewsOf = news or (lambda query, _: News(source.ids(query)))
        self._query = TableQuery()
        self.news = News(())  # that is shown
        self._as_of: Hashable = None
        self._ids: Sequence[str] = ()
        self._windows: OrderedDict[int, dict[str, RowValues]] = OrderedDict()
        self._carried: dict[str, RowValues] = {}  # rows of windows that were, to fill new ones with
        self._short = set[int]()  # windows whose last rows are read when they come into view
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._chosen: set[str] = set()
        self._grey = False
        self._fetch_timer = self._timer(0, self.fetch)
        self._grey_timer = self._timer(GREY_AFTER_MS, self._show_grey)

    # ---- what is shown
    @property
    def columns(self) -> Sequence[Column]:
        return self._columns

    @property
    def query(self) -> TableQuery:
        return self._query

    def ids(self) -> Sequence[str]:
        return self._ids

    def row_of(self, record_id: str) -> int:
        """Row of a record, or -1 when it is not listed."""
        try:
            return self._ids.index(record_id)
        except ValueError:
            return -1

    def id_at(self, row: int) -> str:
        """Id of a row, or "" outside the table."""
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def values_at(self, row: int) -> RowValues | None:
        """The row if its window is loaded; otherwise ``None``, and the window is asked for."""
        return self._row(row)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show the same columns otherwise (another unit in a heading); keys and order stay."""
        self._columns = list(columns)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self._columns) - 1))

    def read_rows(self, ids: Sequence[str]) -> list[RowValues]:
        """Rows by id in the order given, read now in windows; for copying and exporting what is ticked."""
        found: list[RowValues] = []
        for start in range(0, len(ids), WINDOW):
            part = ids[start : start + WINDOW]
            by_id = {str(row["id"]): row for row in self._source.rows(part)}
            found += [by_id[one] for one in part if one in by_id]
        return found

    # ---- asking
    def set_query(self, query: TableQuery) -> None:
        """List something else (or the same, sorted otherwise); the old rows stay until the new ids are in."""
        self._query = query
        self.refresh()

    def order_by(self, order: tuple[tuple[str, bool], ...]) -> None:
        """Sort by these columns from the next question on."""
        self._query = replace(self._query, order=order)

    def refresh(self) -> None:
        """Ask for the ids again and drop every loaded row once they are in."""
        self._as_of = None
        self.catch_up()

    def catch_up(self) -> None:
        """Ask for the ids again after a change; rows that it did not touch stay, where the source tells."""
        query, as_of, key = self._query, self._as_of, ("ids", id(self))
        self._database.submit(
            lambda: self._news_of(query, as_of), self.show_news, self.failed.emit, key=key, owner=self
        )

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by asking again: the store sorts, never this model."""
        wanted = self._columns[column]
        if wanted.sortable:
            descending = order is Qt.SortOrder.DescendingOrder
            self.set_query(replace(self._query, order=((wanted.key, descending),)))

    # ---- ticking
    def chosen(self) -> set[str]:
        """Ids of the ticked rows; those no longer listed are not among them."""
        return set(self._chosen)

    def choose(self, ids: Iterable[str], *, on: bool = True) -> None:
        before = len(self._chosen)
        self._chosen = self._chosen | set(ids) if on else self._chosen - set(ids)
        if len(self._chosen) != before:
            self._chosen_moved()

    def all_chosen(self) -> bool | None:
        """Whether every listed row is ticked; ``None`` = some are."""
        if not self._chosen:
            return False
        return True if len(self._chosen) >= len(self._ids) else None

    def choose_all(self, on: bool) -> None:
        self._chosen = set(self._ids) if on else set()
        self._chosen_moved()

    def _chosen_moved(self) -> None:
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [CHOSEN_ROLE])
        self.chosen_changed.emit()

    # ---- Qt's model interface
    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return _EDITED if index.isValid() and self._columns[index.column()].editable else _READ

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == ID_ROLE:
            return self._ids[index.row()]
        if role == CHOSEN_ROLE:
            return self._ids[index.row()] in self._chosen
        if role == GREY_ROLE:
            return self._grey
        row = self._row(index.row())
        if row is None:
            return None
        return self._shown(row, self._columns[index.column()], role)

    def _shown(self, row: RowValues, column: Column, role: int) -> Any:
        if role == BADGES_ROLE:
            return self._badges(row)
        cell: Cell | None = None
        if role in (CELL_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            cell = column.format(row)
        if cell is None or role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tooltip or None
        return cell.text

    # ---- windows
    def _row(self, row: int) -> RowValues | None:
        window = row // WINDOW
        rows = self._windows.get(window)
        if rows is None:
            self._want(window)
            return None
        self._windows.move_to_end(window)
        found = rows.get(self._ids[row])
        if found is None and window in self._short:
            self._want(window)
        return found

    def _want(self, window: int) -> None:
        self._wanted[window] = None
        self._wanted.move_to_end(window)
        if not self._fetch_timer.isActive():
            self._fetch_timer.start()
        if not self._grey_timer.isActive():
            self._grey_timer.start()

    def bring(self, first: int, last: int) -> None:
        """Have the rows ``first`` to ``last``: they are about to be painted, and none should be empty."""
        for row in range(first, last + 1):
            self._row(row)
        if self._wanted:
            for window in self._fetched():
                if not first // WINDOW <= window <= last // WINDOW:
                    self._emit_window(window)

    def fetch(self) -> None:
        """Read the windows asked for last; runs by itself once per turn of the event loop.

        A fling past thousands of rows reads only where it stopped.
        """
        for window in self._fetched():
            self._emit_window(window)

    def _fetched(self) -> list[int]:
        """The windows that were read; where that fails they stay wanted."""
        self._fetch_timer.stop()
        windows, found = list(self._wanted)[-_BATCH_WINDOWS:], list[int]()
        self._wanted.clear()
        for window in windows:
            loaded = window in self._windows and window not in self._short
            if loaded or window * WINDOW >= len(self._ids):
                continue
            if not self._fill(window):
                self._wanted.update(dict.fromkeys(windows))
                return found
            found.append(window)
        self._grey_timer.stop()
        self._grey = False
        while len(self._windows) > _KEPT_WINDOWS:
            self._windows.popitem(last=False)
        return found

    def _fill(self, window: int, *, tail: bool = True) -> bool:
        """Have the rows of a window: those carried over, and the others read by key. Without ``tail`` the
        last few, moved up from the next window, wait until they are in view.
        """
        part = self._ids[window * WINDOW : (window + 1) * WINDOW]
        known = self._windows.get(window) or self._carried
        rows = {id: known[id] for id in part if id in known}
        last = max((at for at, id in enumerate(part, 1) if id in rows), default=0)
        if tail or len(part) < WINDOW or len(part) - last > _TAIL:
            last = len(part)
        if not self._read([id for id in part[:last] if id not in rows], rows):
            return False
        self._windows[window] = rows
        if last < len(part):
            self._short.add(window)
        else:
            self._short.discard(window)
        return True

    def _emit_window(self, window: int) -> None:
        self._emit_rows(window * WINDOW, min((window + 1) * WINDOW, len(self._ids)) - 1)

    def _emit_rows(self, first: int, last: int) -> None:
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def _show_grey(self) -> None:
        if self._wanted and not self._grey:
            self._grey = True
            for window in list(self._wanted):
                self._emit_window(window)

    def _read(self, ids: Sequence[str], into: dict[str, RowValues]) -> bool:
        """Read rows by key; where that fails they stay grey and are tried again."""
        try:
            into.update((str(row["id"]), row) for row in (self._source.rows(ids) if ids else ()))
        except Exception as error:  # noqa: BLE001 - told through `failed`
            self.failed.emit(error)
            return False
        return True

    # ---- taking in
    def show_news(self, news: News) -> None:
        """List these; of the loaded rows those that were touched are read again, and others stay."""
        self.news, self._as_of, touches = news, news.as_of, news.touches
        if touches is None:
            self._carried = {}
            self._list(news.ids)
        elif news.ids is self._ids or news.ids == self._ids:
            self._carried = touches.rest(self._carried)
            self._read_again(touches)
        else:
            loaded = [self._carried, *self._windows.values()]
            self._carried = touches.rest({id: row for rows in loaded for id, row in rows.items()})
            self._list(news.ids)
        self.loaded.emit(len(news.ids))

    def show_ids(self, ids: Sequence[str]) -> None:
        """List these; every loaded row is dropped."""
        self.show_news(News(ids))

    def _read_again(self, touches: Touches) -> None:
        for window, rows in list(self._windows.items()):
            stale = touches.among(rows)
            for id in stale:
                del rows[id]
            if stale and not self._read(stale, rows):
                del self._windows[window]
            for id in stale:
                self._emit_rows(at := self._ids.index(id, window * WINDOW), at)

    def _list(self, ids: Sequence[str]) -> None:
        in_view = list(self._windows)[-_IN_VIEW:] if self._carried else []
        # Shrinking a long table in one reset takes Qt seconds; through zero rows it takes none.
        if len(ids) < len(self._ids):
            self.beginResetModel()
            self._ids = ()
            self._windows.clear()
            self.endResetModel()
        self.beginResetModel()
        self._ids = ids
        self._windows.clear()
        self._short.clear()
        self._wanted.clear()
        for window in in_view:  # at once, so that they are painted once: hardly a row has to be read
            if window * WINDOW < len(ids) and not self._fill(window, tail=False):
                break
        self.endResetModel()
        gone = self._chosen.difference(ids) if self._chosen else set()
        if gone:
            self._chosen -= gone
            self.chosen_changed.emit()

    def _timer(self, milliseconds: int, run: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(run)
        return timer


def cell_of(index: _Index) -> Cell | None:
    """The ``Cell`` at ``index``, or ``None`` while its row is loading."""
    return cast(Cell | None, index.data(CELL_ROLE))
