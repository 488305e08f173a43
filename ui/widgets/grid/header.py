"""The grid's header: sunken, the sorted column bold with its arrow, a check box over the ticks."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.models.columns import CellKind, Column
from ui.models.window_table import WindowTable
from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.grid.cell_painter import PADDING, draw_check
from ui.widgets.painting import draw_icon

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def title_width(theme: Theme, column: Column) -> int:
    """Room for a title as when it is sorted by, in px."""
    words = theme.metrics(Role.META, bold=True).horizontalAdvance(column.title)
    return words + 2 * theme.px(PADDING) + theme.px(16) if words else 0


class GridHeader(QHeaderView):
    """A click asks for another order, Shift+click for one more column; a right click is left to the grid."""

    sort_asked = Signal(int, bool)
    """Logical column the user wants to sort by, and whether after the ones there are."""

    def __init__(self, theme: Theme, model: WindowTable, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._model = theme, model
        self._hovered = -1
        self._also = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.sectionClicked.connect(self._clicked)
        theme.changed.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(32))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        theme, px = self._theme, self._theme.px
        column = self._model.columns[logicalIndex]
        query = self._model.query
        place = query.place(column.key) if column.key else -1
        sorted_by = place >= 0
        painter.fillRect(rect, theme.color("bg.sunken"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("border"))
        inner = rect.adjusted(px(PADDING), 0, -px(PADDING), 0)
        if column.kind is CellKind.CHECK:
            at = QPoint(inner.left(), inner.center().y() - px(14) // 2 + 1)
            draw_check(painter, theme, at, self._model.all_chosen())
            return
        painter.setFont(theme.font(Role.META, bold=sorted_by))
        strong = sorted_by or (logicalIndex == self._hovered and column.sortable)
        painter.setPen(theme.color("text.1" if strong else "text.2"))
        number = str(place + 1) if sorted_by and len(query.order) > 1 else ""
        arrow = px(14 + 2) + theme.metrics(Role.MICRO).horizontalAdvance(number) if sorted_by else 0
        words = painter.fontMetrics().elidedText(
            column.title, Qt.TextElideMode.ElideRight, inner.width() - arrow
        )
        width = painter.fontMetrics().horizontalAdvance(words)
        left = inner.left()
        if column.align is Qt.AlignmentFlag.AlignRight:
            left = inner.right() + 1 - width - arrow
        painter.drawText(QRect(left, rect.top(), width + px(4), rect.height()), _LEFT, words)
        if sorted_by:
            icon = "arrow-down" if query.order[place][1] else "arrow-up"
            at = QPoint(left + width + px(2), rect.center().y() - px(14) // 2 + 1)
            draw_icon(painter, theme, icon, "text.1", at, 14)
            painter.setFont(theme.font(Role.MICRO))
            painter.drawText(QRect(at.x() + px(14), rect.top(), px(20), rect.height()), _LEFT, number)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._also = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, section: int) -> None:
        if section != self._hovered:
            self._hovered = section
            self.viewport().update()

    def _clicked(self, section: int) -> None:
        if self._model.columns[section].kind is CellKind.CHECK:
            self._model.choose_all(self._model.all_chosen() is not True)
        elif self._model.columns[section].sortable:
            self.sort_asked.emit(section, self._also)

    def _fit(self) -> None:
        self.setMinimumSectionSize(self._theme.px(32))
        self.setFixedHeight(self._theme.px(32))
        self.viewport().update()
