"""Cells before they are written: what each holds and would hold, and why one is refused."""

from collections.abc import Sequence
from dataclasses import dataclass

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
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.context.context import Context
from ui.models.columns import Level
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.grid.cell_painter import draw_check
from ui.widgets.menu import Menu
from ui.widgets.painting import draw_box, draw_light
from ui.widgets.quiet_table import ROW, QuietTable

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_CELL = Qt.ItemDataRole.UserRole + 1
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
PAD, NAME_COLUMN, DATA_COLUMN = 8, 220, 190
BOX, SIGN = 22, 15  # px at 100 % that a box, a light takes before the words
_MEASURED = 200  # lines: those below are not worth the time


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: its words, the ground behind, a sign of trouble in front, and more in the tooltip."""

    text: str
    tone: Token = "text.1"
    ground: Token | None = None
    light: Level | None = None
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One record: ``chosen`` None where there is nothing to choose."""

    key: str
    cells: Sequence[Shown]
    chosen: bool | None = None


class CheckedModel(QAbstractTableModel):
    """Lines with a name in the first column; ``chosen`` holds the keys of the ticked ones."""

    chosen_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.titles: Sequence[str] = ()
        self.lines: Sequence[Line] = ()
        self.chosen: set[str] = set()

    def show_lines(self, titles: Sequence[str], lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.titles, self.lines = titles, lines
        self.chosen = {line.key for line in lines if line.chosen}
        self.endResetModel()

    def toggle(self, row: int) -> None:
        """Tick a line, or take its tick away."""
        line = self.lines[row]
        if line.chosen is not None:
            self.choose([line.key], on=line.key not in self.chosen)

    def choose(self, keys: Sequence[str], *, on: bool) -> None:
        self.chosen = self.chosen | set(keys) if on else self.chosen - set(keys)
        self.dataChanged.emit(self.index(0, 0), self.index(max(len(self.lines) - 1, 0), 0))
        self.chosen_changed.emit()

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        shown = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self.titles[section] if shown else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = self.lines[index.row()].cells[index.column()]
        if role == _CELL:
            return cell
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tooltip or cell.text or None
        return cell.text if role == Qt.ItemDataRole.DisplayRole else None


class _Painter(QStyledItemDelegate):
    def __init__(self, ctx: Context, model: CheckedModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx, self._lines = ctx, model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self._ctx.theme.px(DATA_COLUMN), self._ctx.theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, px = self._ctx.theme, self._ctx.theme.px
        rect: QRect = option.rect
        shown: Shown = index.data(_CELL)
        if shown.ground is not None:
            painter.fillRect(rect, theme.color(shown.ground))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        inner = rect.adjusted(px(PAD), 0, -px(PAD), 0)
        line = self._lines.lines[index.row()]
        if index.column() == 0 and line.chosen is not None:
            at = QPoint(inner.left(), inner.center().y() - px(14) // 2 + 1)
            draw_check(painter, theme, at, line.key in self._lines.chosen)
            inner.setLeft(inner.left() + px(BOX))
        if shown.light is not None:
            side = px(9)
            spot = QRectF(inner.left(), inner.center().y() - side // 2, side, side)
            draw_light(painter, theme, shown.light, spot)
            inner.setLeft(inner.left() + px(SIGN))
        painter.setFont(theme.font(Role.META, bold=index.column() == 0))
        painter.setPen(theme.color(shown.tone))
        words = painter.fontMetrics().elidedText(shown.text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _LEFT, words)
        if option.state & QStyle.StateFlag.State_HasFocus:
            draw_box(painter, rect, 0, border=theme.color("focus"), width=2)


class _Header(QHeaderView):
    """As the big lists': sunken, a line below, no lines between."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._ctx = ctx
        self.setHighlightSections(False)
        self.setFixedHeight(ctx.theme.px(32))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        theme, px = self._ctx.theme, self._ctx.theme.px
        painter.fillRect(rect, theme.color("bg.sunken"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("border"))
        inner = rect.adjusted(px(PAD), 0, -px(PAD), 0)
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color("text.2"))
        title = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        words = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _LEFT, words)


class CheckedTable(QuietTable):
    """Space or a click on the box ticks a line."""

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__(ctx.theme)
        self._ctx, self._needs = ctx, list[int]()
        self.lines = CheckedModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(_Painter(ctx, self.lines, self))
        self.setAccessibleName(name)
        self.setHorizontalHeader(_Header(ctx, self))
        self.head_clicked.connect(self.lines.toggle)

    def show_lines(self, titles: Sequence[str], lines: Sequence[Line]) -> None:
        """Replace everything; with few columns they share the width."""
        self.lines.show_lines(titles, lines)
        self._needs = [self._need(number) for number in range(len(titles))]
        self.horizontalHeader().setStretchLastSection(True)
        self._share_out()

    def least_widths(self) -> Sequence[int]:
        """px at 100 % of each column; what the table has to spare goes to those whose words need more."""
        return [NAME_COLUMN, *([DATA_COLUMN] * (len(self._needs) - 1))]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        px = self._ctx.theme.px
        widths = [px(least) for least in self.least_widths()[: len(self._needs)]]
        spare = self.viewport().width() - sum(widths)
        for number in sorted(range(len(widths)), key=lambda one: self._needs[one] - widths[one]):
            more = max(min(self._needs[number] - widths[number], spare), 0)
            widths[number], spare = widths[number] + more, spare - more
        for number, width in enumerate(widths):
            self.setColumnWidth(number, width)

    def _need(self, number: int) -> int:
        """px that the widest words of a column ask for, with what stands before them."""
        theme, found = self._ctx.theme, 0
        metrics = theme.metrics(Role.META, bold=number == 0)
        for line in self.lines.lines[:_MEASURED]:
            cell = line.cells[number]
            before = BOX * (number == 0 and line.chosen is not None) + SIGN * (cell.light is not None)
            found = max(found, metrics.horizontalAdvance(cell.text) + theme.px(before))
        return found + theme.px(2 * PAD) + 2

    def add_verbs(self, menu: Menu, row: int, column: int) -> None:
        tr, line = self._ctx.theme.words.tr, self.lines.lines[row]
        if any(one.chosen is not None for one in self.lines.lines):
            menu.add(
                tr("widgets.table.toggle"),
                lambda: self.lines.toggle(row),
                icon="check",
                hint=self._ctx.tr("ui.key.space"),
                enabled=line.chosen is not None,
                why_not=tr("widgets.table.no_choice"),
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.lines.toggle(self.currentIndex().row())
            event.accept()
        else:
            super().keyPressEvent(event)


def changed_words(ctx: Context, before: str, after: str) -> str:
    """“2.00 → 3.00”; a value that goes or comes stands against a dash."""
    return ctx.tr("ui.cells.becomes", before=before or "—", after=after or "—")
