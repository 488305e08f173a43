"""Lines of which one cell is a choice, made by a menu: what a column takes in, what becomes of a card."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from ui.components.checked_table import DATA_COLUMN, CheckedTable, Line
from ui.context.context import Context
from ui.widgets.menu import Menu

WIDTHS = (250, 210, 260)


class MappingTable(CheckedTable):
    """F2, Alt+Down, Space or a click on the choice of a line asks for another."""

    asked = Signal(int)
    """The line that wants another."""

    def __init__(self, ctx: Context, name: str, *, widths: Sequence[int] = WIDTHS, asks: int = 1) -> None:
        """``asks``: the column whose cells are asked for."""
        super().__init__(ctx, name)
        self._widths, self._asks = widths, asks

    def show_lines(self, titles: Sequence[str], lines: Sequence[Line]) -> None:
        """Replace everything; the place in it stays."""
        before, down = self.currentIndex(), self.verticalScrollBar().value()
        place = (before.row(), before.column())
        super().show_lines(titles, lines)
        self.setCurrentIndex(self.lines.index(*(place if 0 <= place[0] < len(lines) else (0, 0))))
        self.verticalScrollBar().setValue(down)

    def least_widths(self) -> Sequence[int]:
        last = len(self._needs) - len(self._widths)
        return [*self._widths, *([DATA_COLUMN] * last)]

    def spot(self, row: int) -> QPoint:
        """Where the menu of a line drops down."""
        bottom = self.rowViewportPosition(row) + self.rowHeight(row)
        return self.viewport().mapToGlobal(QPoint(self.columnViewportPosition(self._asks), bottom))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == self._asks and event.button() is Qt.MouseButton.LeftButton:
            self.asked.emit(index.row())

    def add_verbs(self, menu: Menu, row: int, column: int) -> None:
        words = self._ctx.theme.words.tr("widgets.table.choose")
        menu.add(words, lambda: self.asked.emit(row), icon="chevron-down", hint="F2")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        index = self.currentIndex()
        if index.isValid() and (down or event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Space)):
            self.asked.emit(index.row())
            event.accept()
        else:
            super().keyPressEvent(event)
