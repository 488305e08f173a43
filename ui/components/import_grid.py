"""The preview of one table of a ledger: what each column was taken for, what became of each cell and row."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.services.ledger.cells import State
from app.services.ledger.columns import Column, target_label_key
from app.services.ledger.drafts import CellView
from app.services.ledger.preview import Choice, PlannedRow, PlannedTable
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.menu import Menu
from ui.widgets.painting import draw_box, draw_icon, draw_light
from ui.widgets.quiet_table import ROW, QuietTable

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_CELL = Qt.ItemDataRole.UserRole + 1
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
PAD, ROW_COLUMN, DATA_COLUMN = 8, 148, 148
_GROUNDS: dict[State, Token | None] = {
    State.TAKEN: None,
    State.PARTLY: "accent.soft",
    State.NOTED: "warn.soft",
    State.KEPT: None,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell of the preview."""

    text: str
    state: State
    problem: str = ""
    note: str = ""


class PreviewModel(QAbstractTableModel):
    """Column 0 is the row's number and choice; the others are the ledger's own columns."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.table: PlannedTable | None = None

    def show_table(self, table: PlannedTable) -> None:
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    @property
    def columns(self) -> Sequence[Column]:
        return self.table.columns if self.table is not None else ()

    def row_at(self, row: int) -> PlannedRow:
        assert self.table is not None
        return self.table.rows[row]

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() or self.table is None else len(self.table.rows)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() or self.table is None else len(self.table.columns) + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            _CELL,
        ):
            return None
        shown = self.cell(index.row(), index.column())
        if role == _CELL:
            return shown
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (shown.problem, shown.note, shown.text) if part) or None
        return shown.text

    def cell(self, row: int, column: int) -> Shown:
        """What the preview shows there."""
        planned = self.row_at(row)
        if column == 0:
            warning = "\n".join(self._ctx.formats.reason(one) for one in planned.warnings)
            words = self._ctx.tr(f"import.choice.{planned.choice}")
            return Shown(f"{planned.row.number}  {words}", State.TAKEN, warning)
        number = self.columns[column - 1].number
        view = next((one for one in planned.row.cells if one.column == number), None)
        return self._cell(view) if view is not None else Shown("", State.TAKEN)

    def _cell(self, view: CellView) -> Shown:
        problem = "\n".join(self._ctx.formats.reason(one) for one in view.reading.warnings)
        note = self._ctx.tr(view.state.label_key)
        return Shown(" ".join(view.text.split()), view.state, problem, note)


class _Header(QHeaderView):
    """Two lines: the ledger's heading, and what it was taken for with an arrow to say otherwise."""

    asked = Signal(int)

    def __init__(self, ctx: Context, model: PreviewModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._ctx, self._preview = ctx, model
        self.setSectionsClickable(True)
        self.sectionClicked.connect(self._clicked)
        self.setFixedHeight(ctx.theme.px(52))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        ctx, theme, px = self._ctx, self._ctx.theme, self._ctx.theme.px
        painter.fillRect(rect, theme.color("bg.sunken"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("border"))
        top = rect.adjusted(px(PAD), px(6), -px(PAD), -px(26))
        low = rect.adjusted(px(PAD), px(26), -px(PAD), -px(4))
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color("text.2"))
        if logicalIndex == 0:
            painter.drawText(top, _LEFT, ctx.tr("ui.import.row"))
            return
        column = self._preview.columns[logicalIndex - 1]
        kind = self._preview.table.kind if self._preview.table is not None else "project"
        self._write(painter, top, f"{column.letter}  {column.label}")
        noted = column.target in ("note", "serial")
        painter.setFont(theme.font(bold=not noted))
        painter.setPen(theme.color("text.3" if noted else "accent"))
        low.setRight(low.right() - px(16))
        words = painter.fontMetrics().elidedText(
            ctx.tr(target_label_key(kind, column.target)), Qt.TextElideMode.ElideRight, low.width()
        )
        painter.drawText(low, _LEFT, words)
        spot = QPoint(
            low.left() + painter.fontMetrics().horizontalAdvance(words) + px(2), low.center().y() - px(6)
        )
        draw_icon(painter, theme, "chevron-down", "text.3" if noted else "accent", spot, 14)

    def _write(self, painter: QPainter, area: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, _LEFT, shown)

    def _clicked(self, section: int) -> None:
        if section > 0:
            self.asked.emit(section)


class _Painter(QStyledItemDelegate):
    def __init__(self, ctx: Context, model: PreviewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx, self._preview = ctx, model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self._ctx.theme.px(DATA_COLUMN), self._ctx.theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, px = self._ctx.theme, self._ctx.theme.px
        rect: QRect = option.rect
        shown: Shown = index.data(_CELL)
        skipped = self._preview.row_at(index.row()).choice is Choice.SKIP
        ground = _GROUNDS[shown.state]
        if ground is not None and not skipped:
            painter.fillRect(rect, theme.color(ground))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        inner = rect.adjusted(px(PAD), 0, -px(PAD), 0)
        if shown.problem:
            side = px(10)
            draw_light(
                painter, theme, "yellow", QRectF(inner.left(), inner.center().y() - side // 2, side, side)
            )
            inner.setLeft(inner.left() + px(15))
        tone: Token = "text.3" if skipped or shown.state in (State.KEPT, State.NOTED) else "text.1"
        if shown.state is State.NOTED and not skipped:
            tone = "warn"
        if index.column() == 0:
            tone = "text.3" if skipped else "text.2"
            draw_icon(
                painter,
                theme,
                "chevron-down",
                "text.3",
                QPoint(rect.right() - px(18), rect.center().y() - px(6)),
                14,
            )
            inner.setRight(inner.right() - px(14))
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color(tone))
        words = painter.fontMetrics().elidedText(shown.text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _LEFT, words)
        if option.state & QStyle.StateFlag.State_HasFocus:
            draw_box(painter, rect, 0, border=theme.color("focus"), width=2)


class PreviewGrid(QuietTable):
    """Scrolls sideways within itself: a ledger has the columns it has.

    F2, Alt+Down or a click on the arrow asks what a column holds, or what to do with a row.
    """

    column_asked = Signal(int)
    """The ledger's column, counted as the table counts it, and where its menu belongs (see ``menu_spot``)."""
    row_asked = Signal(int)

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme)
        self._ctx = ctx
        self.preview = PreviewModel(ctx, self)
        self.setModel(self.preview)
        self.setItemDelegate(_Painter(ctx, self.preview, self))
        header = _Header(ctx, self.preview, self)
        header.asked.connect(self._ask_column)
        self.setHorizontalHeader(header)
        self.head_clicked.connect(self.row_asked)

    def show_table(self, table: PlannedTable) -> None:
        """Show another table, or the same planned anew; the place in it stays."""
        before = self.currentIndex()
        place, across = (before.row(), before.column()), self.horizontalScrollBar().value()
        down = self.verticalScrollBar().value()
        self.preview.show_table(table)
        px = self._ctx.theme.px
        self.setColumnWidth(0, px(ROW_COLUMN))
        for number, column in enumerate(table.columns, start=1):
            wide = column.target in ("name", "note", "summary")
            self.setColumnWidth(number, px(DATA_COLUMN * 5 // 4 if wide else DATA_COLUMN))
        if 0 <= place[0] < self.preview.rowCount() and place[1] < self.preview.columnCount():
            self.setCurrentIndex(self.preview.index(*place))
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)

    def go_to(self, sheet_row: int, letter: str) -> None:
        """Stand on a cell named as the spreadsheet names it."""
        table = self.preview.table
        if table is None:
            return
        row = next((n for n, one in enumerate(table.rows) if one.row.number == sheet_row), -1)
        column = next((n for n, one in enumerate(table.columns, start=1) if one.letter == letter), 0)
        if row >= 0:
            index = self.preview.index(row, column)
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.setFocus()

    def menu_spot(self, column: int) -> QPoint:
        """Where the menu of a column drops down."""
        header = self.horizontalHeader()
        return header.mapToGlobal(QPoint(header.sectionViewportPosition(column), header.height()))

    def row_spot(self, row: int) -> QPoint:
        bottom = self.rowViewportPosition(row) + self.rowHeight(row)
        return self.viewport().mapToGlobal(QPoint(0, bottom))

    def add_verbs(self, menu: Menu, row: int, column: int) -> None:
        tr = self._ctx.tr
        if column:
            ask = partial(self._ask_column, column)
            menu.add(tr("ui.import.menu.column"), ask, icon="columns", hint="F2")
        ask_row = partial(self.row_asked.emit, row)
        menu.add(tr("ui.import.menu.row"), ask_row, icon="chevron-down", hint="" if column else "F2")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        index = self.currentIndex()
        if index.isValid() and (down or event.key() == Qt.Key.Key_F2):
            if index.column() == 0:
                self.row_asked.emit(index.row())
            else:
                self._ask_column(index.column())
            event.accept()
        else:
            super().keyPressEvent(event)

    def _ask_column(self, section: int) -> None:
        self.column_asked.emit(section)
