"""The table of a pivot: totals on top, figures at the right, a bar for the share, sorted by any column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.rules.pivot_table import Figure, Line, sorted_lines
from app.services.pivots import Layout, Pivot
from ui.components.pivot_words import PivotWords
from ui.components.table_menu import tell_copied
from ui.context.context import Context
from ui.models.columns import Cell, CellKind, Column, RowValues
from ui.theme.type_scale import Role
from ui.widgets.grid.cell_painter import PADDING
from ui.widgets.grid.clipboard import table_of
from ui.widgets.menu import Menu
from ui.widgets.painting import draw_box, draw_icon
from ui.widgets.quiet_table import QuietTable

NAME, SUM = 200, 116  # px at 100 % of a column
COUNT, AMOUNT, WIDEST = 80, 104, 128
_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ACROSS = Qt.Orientation.Horizontal


@dataclass(frozen=True, slots=True)
class Place:
    """What stands behind a cell: the line (None: all of them) and the column (None: all of them)."""

    line: Line | None
    column: tuple[Any, ...] | None


class PivotModel(QAbstractTableModel):
    """Row 0 holds the totals; column 0 the names of lines, the last one their sums."""

    def __init__(self, words: PivotWords, tr: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self.words, self._tr = words, tr
        self.pivot: Pivot | None = None
        self.lines: Sequence[Line] = ()
        self.sorted_by: int | None = None
        self.down = False

    def show_pivot(self, pivot: Pivot) -> None:
        self.beginResetModel()
        before, self.pivot = self.pivot, pivot
        if (
            before is None
            or before.layout != pivot.layout
            or (self.sorted_by or 0) > len(pivot.table.columns)
        ):
            self.sorted_by, self.down = None, False
        self._sort()
        self.endResetModel()

    def sort_by(self, by: int | None, *, down: bool) -> None:
        """By a column's figures, None: by the lines' own order."""
        self.layoutAboutToBeChanged.emit()
        self.sorted_by, self.down = by, down
        self._sort()
        self.layoutChanged.emit()

    def _sort(self) -> None:
        assert self.pivot is not None
        self.lines = sorted_lines(self.pivot.table, self.sorted_by, down=self.down)

    # ---- Qt's
    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() or self.pivot is None else len(self.lines) + 1

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        if parent.isValid() or self.pivot is None:
            return 0
        return len(self.pivot.table.columns) + (2 if self.pivot.columns else 1)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not _ACROSS or self.pivot is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(section)
        if role == Qt.ItemDataRole.ToolTipRole and 0 < section <= len(self.pivot.table.columns):
            return self.words.more(self.pivot, self.pivot.columns, self.pivot.table.columns[section - 1])
        return None

    def title(self, section: int) -> str:
        """The heading of a column."""
        assert self.pivot is not None
        if not section:
            return self.words.axis(self.pivot.layout.rows)
        columns = self.pivot.table.columns
        if section > len(columns):
            return str(self._tr("ui.pivot.sum"))
        return self.words.heading(self.pivot, self.pivot.columns, columns[section - 1])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if index.column() or not index.row():
            return None
        assert self.pivot is not None
        return self.words.more(self.pivot, self.pivot.rows, self.lines[index.row() - 1].values)

    # ---- cells
    def text(self, row: int, column: int, *, exact: bool = False) -> str:
        """A cell as it is shown, or its figure in full."""
        assert self.pivot is not None
        if column:
            return self.words.figure(self.pivot.layout, self.figure(row, column), exact=exact)
        if not row:
            return str(self._tr("ui.pivot.total"))
        return self.words.heading(self.pivot, self.pivot.rows, self.lines[row - 1].values)

    def figure(self, row: int, column: int) -> Figure:
        """The figure of a cell, of a sum."""
        assert self.pivot is not None
        table = self.pivot.table
        line = self.lines[row - 1] if row else None
        if column > len(table.columns):
            return line.sum if line else table.total
        return line.figures[column - 1] if line else table.sums[column - 1]

    def place(self, row: int, column: int) -> Place:
        """What stands behind a cell."""
        assert self.pivot is not None
        columns = self.pivot.table.columns
        across = columns[column - 1] if self.pivot.columns and 0 < column <= len(columns) else None
        return Place(self.lines[row - 1] if row else None, across)

    def share(self, row: int, column: int) -> float:
        """A cell's part of the largest one, a line's sum's of the largest sum: 0 … 1."""
        assert self.pivot is not None
        if not row or not column:
            return 0.0
        alone = column > len(self.pivot.table.columns)
        figures = (
            [line.sum for line in self.lines]
            if alone
            else [one for line in self.lines for one in line.figures]
        )
        measure = bool(self.pivot.layout.measure)
        most = max((one.total if measure else one.count for one in figures), default=0)
        mine = self.figure(row, column)
        return float((mine.total if measure else mine.count) / most) if most > 0 else 0.0


class _Painter(QStyledItemDelegate):
    def __init__(self, ctx: Context, model: PivotModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._table = ctx.theme, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, px, model = self._theme, self._theme.px, self._table
        rect: QRect = option.rect
        if not index.row():
            painter.fillRect(rect, theme.color("bg.sunken"))
        share = model.share(index.row(), index.column())
        if share > 0:
            bar = rect.adjusted(px(4), px(4), -px(4), -px(5))
            bar.setLeft(bar.right() + 1 - max(round(bar.width() * share), 1))
            painter.fillRect(bar, theme.color("accent.soft"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        inner = rect.adjusted(px(PADDING), 0, -px(PADDING), 0)
        sum_column = index.column() > 0 and index.column() == model.columnCount() - 1
        painter.setFont(theme.font(Role.BODY_BOLD if not index.row() or sum_column else Role.BODY))
        painter.setPen(theme.color("text.1"))
        words = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, _RIGHT if index.column() else _LEFT, words)
        if option.state & QStyle.StateFlag.State_HasFocus:
            draw_box(painter, rect, 0, border=theme.color("focus"), width=2)


class _Header(QHeaderView):
    """Figures' headings at the right as the figures are; a click sorts by them, the largest first."""

    def __init__(self, ctx: Context, model: PivotModel, parent: QWidget) -> None:
        super().__init__(_ACROSS, parent)
        self._theme, self._table = ctx.theme, model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(ctx.theme.px(32))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        theme, px, model = self._theme, self._theme.px, self._table
        painter.fillRect(rect, theme.color("bg.sunken"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("border"))
        by = model.sorted_by
        mine = logicalIndex == (0 if by is None else by + 1)
        painter.setFont(theme.font(Role.META, bold=mine))
        painter.setPen(theme.color("text.1" if mine else "text.2"))
        inner = rect.adjusted(px(PADDING), 0, -px(PADDING), 0)
        arrow = px(16) if mine and by is not None else 0
        room = inner.adjusted(0, 0, -arrow, 0)
        words = painter.fontMetrics().elidedText(
            model.title(logicalIndex), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, _RIGHT if logicalIndex else _LEFT, words)
        if arrow:
            at = inner.topRight()
            at.setX(at.x() - px(14) + 1)
            at.setY(rect.center().y() - px(14) // 2 + 1)
            draw_icon(painter, theme, "arrow-down" if model.down else "arrow-up", "text.1", at, 14)


class PivotTable(QuietTable):
    """Double click or Enter opens the records of a cell; Ctrl+C copies the whole table."""

    opened = Signal(object)
    """The ``Place`` whose records are to be listed."""
    room_changed = Signal()

    def __init__(self, ctx: Context, words: PivotWords) -> None:
        super().__init__(ctx.theme)
        self._ctx = ctx
        self.figures = PivotModel(words, ctx.tr, self)
        self.setModel(self.figures)
        self.setItemDelegate(_Painter(ctx, self.figures, self))
        head = _Header(ctx, self.figures, self)
        self.setHorizontalHeader(head)
        head.sectionClicked.connect(self.sort_by)
        self.setAccessibleName(ctx.tr("ui.layout.pivot"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setDefaultSectionSize(ctx.theme.row_height)
        self._asked_for = 0

    def room(self, layout: Layout) -> int:
        """Columns of figures that there is room for beside the names and the sums."""
        px = self._theme.px
        return max((self.viewport().width() - px(NAME) - px(SUM)) // px(self._width(layout)), 2)

    def _width(self, layout: Layout) -> int:
        """px at 100 % of a column of figures."""
        needed = AMOUNT if layout.measure or (layout.columns and layout.columns[1]) else COUNT
        words = self.figures.words.widest(layout.columns[0]) + 2 * PADDING + 2 if layout.columns else 0
        return min(max(needed, words), WIDEST)

    def show_pivot(self, pivot: Pivot) -> None:
        """Show it; the keyboard stays where it was."""
        at = self.currentIndex()
        row, column = max(at.row(), 0), max(at.column(), 0)
        self.figures.show_pivot(pivot)
        self._share_out()
        model = self.figures
        self.setCurrentIndex(
            model.index(min(row, model.rowCount() - 1), min(column, model.columnCount() - 1))
        )

    def sort_by(self, section: int) -> None:
        """By the figures of a column, the largest first, then the other way; by the names in their order."""
        model, by = self.figures, section - 1 if section else None
        if model.pivot is not None:
            model.sort_by(by, down=not model.down if model.sorted_by == by else by is not None)
            self.horizontalHeader().viewport().update()

    def copy_all(self) -> None:
        """The table on the clipboard as Excel and WPS take it, figures in full."""
        model = self.figures
        if model.pivot is None:
            return
        names = [str(n) for n in range(model.columnCount())]
        rows: list[RowValues] = [
            {name: model.text(row, int(name), exact=True) for name in names}
            for row in range(model.rowCount())
        ]
        QGuiApplication.clipboard().setMimeData(table_of(rows, [self._column(name) for name in names]))
        tell_copied(self._ctx, len(rows), len(rows))

    def _column(self, name: str) -> Column:
        model, at = self.figures, int(name)
        assert model.pivot is not None
        title = model.title(at) if at else model.words.title(model.pivot.layout)
        kind = CellKind.AMOUNT if at else CellKind.TEXT
        return Column(name, title, lambda row: Cell(str(row[name])), kind=kind)

    def copied(self, index: _Index) -> str:
        return self.figures.text(index.row(), index.column(), exact=True)

    def add_verbs(self, menu: Menu, row: int, column: int) -> None:
        tr, model = self._ctx.tr, self.figures
        there = bool(model.figure(row, column).count) if column else True
        menu.add(
            tr("ui.pivot.open"),
            lambda: self._open(row, column),
            icon="external-link",
            hint=tr("ui.key.enter"),
            enabled=there,
            why_not=tr("ui.pivot.nothing"),
        )
        menu.add(tr("ui.pivot.sort"), lambda: self.sort_by(column), icon="arrow-down")

    def _open(self, row: int, column: int) -> None:
        model = self.figures
        if model.pivot is not None and (not column or model.figure(row, column).count):
            self.opened.emit(model.place(row, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self.currentIndex().isValid()
            and not control
        ):
            self._open(self.currentIndex().row(), self.currentIndex().column())
        elif event.key() == Qt.Key.Key_C and control:
            self.copy_all()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self._open(index.row(), index.column())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()
        if self.viewport().width() != self._asked_for:
            self._asked_for = self.viewport().width()
            self.room_changed.emit()

    def _share_out(self) -> None:
        """Figures get room to breathe, the names the rest: far from their names nobody reads them."""
        px, count, pivot = self._theme.px, self.figures.columnCount(), self.figures.pivot
        if pivot is None or not count:
            return
        rest, figures = self.viewport().width() - px(SUM), count - 2
        if figures > 0:
            room = (rest - px(NAME)) // figures
            width = max(px(self._width(pivot.layout)), min(room, px(WIDEST)))
            for column in range(1, count - 1):
                self.setColumnWidth(column, width)
            rest -= width * figures
        self.setColumnWidth(count - 1, px(SUM))
        self.setColumnWidth(0, max(rest, px(NAME)))
