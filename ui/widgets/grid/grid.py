"""The product's table: windows of rows, ticks, one current row, keys as in WPS."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ui.models.columns import CellKind, Column
from ui.models.window_table import WindowTable
from ui.theme.theme import Theme
from ui.widgets.focus_ring import OWN_RING
from ui.widgets.grid.cell_cursor import CellCursor
from ui.widgets.grid.cell_painter import CellPainter
from ui.widgets.grid.clipboard import copied_cell, table_of
from ui.widgets.grid.column_layout import fitting
from ui.widgets.grid.header import GridHeader, title_width
from ui.widgets.in_view import read_in_view
from ui.widgets.offering import menu_spot
from ui.widgets.painting import draw_box

COPY_LIMIT = 5000
_Index = QModelIndex | QPersistentModelIndex
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Grid(QTableView):
    """Shows a ``WindowTable``.

    A click makes a row current; ticks (check column, Ctrl+click, Shift+click, Shift+arrows, Ctrl+A) are apart
    from it and stay when the current row moves. Both survive a refresh by id. Left, Right and F2 go into its
    cells: then Enter moves down and Tab right as in WPS, until Esc.
    """

    current_changed = Signal(str)
    """Id of the current row, "" when there is none."""
    opened = Signal(str)
    """Double click, or F2 on a cell that cannot be edited: open this record."""
    edit_asked = Signal(str, str)
    """F2 on a cell that can be edited: id and column."""
    paste_asked = Signal()
    """Ctrl+V: lay what is on the clipboard over the table from the current cell on."""
    inspected = Signal(str)
    """Space: show or hide the inspector for this record."""
    menu_asked = Signal(str, QPoint)
    """Right click or the menu key: id under it ("" on empty ground) and the global position."""
    columns_changed = Signal()
    """The user chose other columns; keep ``hidden_columns``."""
    order_changed = Signal()
    """The user asked for another order."""
    copied = Signal(int, int)
    """Rows on the clipboard, and rows that were ticked (more, when there were too many to copy)."""

    def __init__(self, theme: Theme, model: WindowTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._table = theme, model
        self._hidden: set[str] = set()
        self._wishes: Mapping[str, int] = {}
        self._current_id, self._anchor = "", -1
        self.cells = CellCursor(self, model, self._go)
        self._painter = CellPainter(theme, model, self)
        self._set_up_view()
        model.modelAboutToBeReset.connect(self._remember)
        model.loaded.connect(self._recall)
        model.chosen_changed.connect(self._header.viewport().update)
        theme.changed.connect(self._dress)
        self._dress()

    def _set_up_view(self) -> None:
        self.setModel(self._table)
        self.setItemDelegate(self._painter)
        self._header = GridHeader(self._theme, self._table, self)
        self.setHorizontalHeader(self._header)
        self._header.sort_asked.connect(self.sort_by)
        self._header.customContextMenuRequested.connect(self._ask_header_menu)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setProperty(OWN_RING, True)

    # ---- current row
    def current_id(self) -> str:
        return self._current_id

    def set_current_id(self, record_id: str) -> None:
        """Move to a record if it is listed."""
        row = self._table.row_of(record_id)
        if row >= 0:
            self._go(row)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self._painter.current_row = current.row()
        self.viewport().update()
        record_id = self._table.id_at(current.row())
        if record_id and record_id != self._current_id:
            self._current_id = record_id
            self.current_changed.emit(record_id)

    def target_ids(self) -> list[str]:
        """What an action is about: the ticked rows in listed order, or else the current one."""
        chosen = self._table.chosen()
        if chosen:
            return [one for one in self._table.ids() if one in chosen]
        return [self._current_id] if self._current_id else []

    # ---- columns and order
    def hidden_columns(self) -> set[str]:
        """Keys the user has hidden (not those hidden for want of space)."""
        return set(self._hidden)

    def set_hidden_columns(self, keys: Sequence[str] | set[str]) -> None:
        self._hidden = set(keys)
        self._lay_out()
        self.columns_changed.emit()

    def shown_columns(self) -> list[Column]:
        """Columns on the screen now, in order."""
        return [c for n, c in enumerate(self._table.columns) if not self.isColumnHidden(n)]

    def sort_by(self, section: int, also: bool = False) -> None:
        """Sort by a column, the same one again turns the order round; ``also``: after the ones before."""
        self._table.set_query(self._table.query.sorted_by(self._table.columns[section].key, also=also))
        self._header.viewport().update()
        self.order_changed.emit()

    # ---- copying
    def copy(self, all_rows: bool = False) -> None:
        """Put the ticked rows (or the current one) on the clipboard as a table; or every row."""
        ids = list(self._table.ids()) if all_rows else self.target_ids()
        if not ids:
            return
        rows = self._table.read_rows(ids[:COPY_LIMIT])
        QGuiApplication.clipboard().setMimeData(table_of(rows, self.shown_columns()))
        self.copied.emit(len(rows), len(ids))

    def cell_text(self) -> str:
        """The words of the current cell as they are copied."""
        rows = self._table.read_rows([self._current_id] if self._current_id else [])
        place = self.cells.place()
        return copied_cell(self._table.columns[place], rows[0]) if rows and place >= 0 else ""

    # ---- keys and mouse
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._act(event):
            event.accept()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) or not self._move(event):
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters do nothing: an input method is always on."""

    def _act(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if key == Qt.Key.Key_A and modifiers == _CTRL:
            self._table.choose_all(True)
        elif key == Qt.Key.Key_C and modifiers == _CTRL:
            self.copy()
        elif key == Qt.Key.Key_Space and self._current_id:
            if modifiers == _CTRL:
                self._toggle(self.currentIndex().row())
            else:
                self.inspected.emit(self._current_id)
        elif key == Qt.Key.Key_V and modifiers == _CTRL:
            self.paste_asked.emit()
        elif key == Qt.Key.Key_F2 and self._current_id:
            self._edit_or_open()
        elif self.cells.take_key(key, modifiers):
            pass
        elif key == Qt.Key.Key_Escape and self._table.chosen():
            self._table.choose_all(False)
        else:
            return False
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab among the cells goes on to the next one; from the last it leaves the table."""
        if self.cells.inside and self.cells.step(right=1 if forward else -1):
            return True
        return super().focusNextPrevChild(forward)

    def _move(self, event: QKeyEvent) -> bool:
        """Go where a navigation key says, ticking on the way with Shift; whether it was one."""
        last, row = self._table.rowCount() - 1, self.currentIndex().row()
        page = max(self.viewport().height() // max(self._theme.row_height, 1) - 1, 1)
        targets = {
            Qt.Key.Key_Up: row - 1,
            Qt.Key.Key_Down: row + 1,
            Qt.Key.Key_Return: row + 1,
            Qt.Key.Key_Enter: row + 1,
            Qt.Key.Key_PageUp: row - page,
            Qt.Key.Key_PageDown: row + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        target = targets.get(Qt.Key(event.key()))
        entering = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if target is None or last < 0 or (entering and event.modifiers() & _CTRL):
            return False
        target = min(max(target, 0), last)
        if event.modifiers() & _SHIFT and not entering:
            self._choose_to(target)
        else:
            self._anchor = target
        self._go(target)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        row = index.row()
        on_check = self._table.columns[index.column()].kind is CellKind.CHECK
        if event.modifiers() & _SHIFT:
            self._choose_to(row)
        elif on_check or event.modifiers() & _CTRL:
            self._anchor = row
            self._toggle(row)
        else:
            self._anchor = row
        if not on_check:
            self._go(row, index.column())
            self.cells.leave()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._table.columns[index.column()].kind is CellKind.CHECK:
            self._toggle(index.row())
        else:
            self.opened.emit(self._table.id_at(index.row()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keyboard else self.indexAt(event.pos())
        if index.isValid():
            self._go(index.row(), -1 if by_keyboard else index.column())
        at = menu_spot(self) if by_keyboard else event.globalPos()
        self.menu_asked.emit(self._table.id_at(index.row()), at)

    def _ask_header_menu(self, spot: QPoint) -> None:
        self.menu_asked.emit("", self._header.mapToGlobal(spot))

    # ---- painting and fitting
    def paintEvent(self, event: QPaintEvent) -> None:
        read_in_view(self, self._table, event.rect())
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        row = self.currentIndex().row()
        if row >= 0:
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            painter.fillRect(QRect(0, top, self._theme.px(3), height), self._theme.color("accent"))
            if self.hasFocus():
                ring = QRect(0, top, self.viewport().width(), height - 1)
                if self.cells.inside:
                    ring = self.cells.rect().adjusted(0, 0, 0, -1)
                draw_box(painter, ring, 0, border=self._theme.color("focus"), width=2)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._table.rowCount() and not self.currentIndex().isValid():
            self._go(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def wish_widths(self, wishes: Mapping[str, int]) -> None:
        """What the words of columns ask for, px by key: given where there is room to spare."""
        if wishes != self._wishes:
            self._wishes = wishes
            self._lay_out()

    def _lay_out(self) -> None:
        theme, columns = self._theme, self._table.columns
        titles = {column.key: title_width(theme, column) for column in columns}
        wishes = {key: max(width, self._wishes.get(key, 0)) for key, width in titles.items()}
        widths = fitting(columns, self._hidden, self.viewport().width(), theme.percent / 100, wishes)
        for number, column in enumerate(self._table.columns):
            self.setColumnHidden(number, column.key not in widths)
            if column.key in widths:
                self.setColumnWidth(number, widths[column.key])

    def _dress(self) -> None:
        self._painter.dress()
        self.verticalHeader().setDefaultSectionSize(self._theme.row_height)
        self._lay_out()
        self.viewport().update()

    # ---- internal
    def _go(self, row: int, column: int = -1) -> None:
        if column >= 0:
            self.cells.note(column)
        column = max(self.cells.place(), 0)
        index = self._table.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)

    def _edit_or_open(self) -> None:
        column = self._table.columns[self.cells.place()]
        if column.editable:
            self.cells.enter()
            self.edit_asked.emit(self._current_id, column.key)
        else:
            self.opened.emit(self._current_id)

    def _toggle(self, row: int) -> None:
        record_id = self._table.id_at(row)
        self._table.choose([record_id], on=record_id not in self._table.chosen())

    def _choose_to(self, row: int) -> None:
        start = self._anchor if self._anchor >= 0 else max(self.currentIndex().row(), 0)
        self._anchor = start
        first, last = sorted((start, row))
        self._table.choose(self._table.ids()[first : last + 1])

    def _hover(self, row: int) -> None:
        if row != self._painter.hovered_row:
            self._painter.hovered_row = row
            self.viewport().update()

    def _remember(self) -> None:
        self._painter.current_row = self._painter.hovered_row = -1

    def _recall(self) -> None:
        """After a refresh, stand on the same record again; say so when it is gone."""
        self._anchor = -1
        row = self._table.row_of(self._current_id) if self._current_id else -1
        if row >= 0:
            self._go(row)
        elif self._current_id:
            self._current_id = ""
            self.current_changed.emit("")
