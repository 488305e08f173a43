"""What the columns of somebody else's form take in, a line for each, changed by a menu."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from ui.components.checked_table import CheckedTable, Line
from ui.context.context import Context

WIDTHS = (250, 210, 260)


class MappingTable(CheckedTable):
    """F2, Alt+Down, Space or a click on what a column takes in asks for something else."""

    asked = Signal(int)
    """The line that wants another source."""

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__(ctx, name)
        self._px = ctx.theme.px

    def show_lines(self, titles: Sequence[str], lines: Sequence[Line]) -> None:
        """Replace everything; the place in it stays."""
        before, down = self.currentIndex(), self.verticalScrollBar().value()
        place = (before.row(), before.column())
        super().show_lines(titles, lines)
        for number, width in enumerate(WIDTHS):
            self.setColumnWidth(number, self._px(width))
        self.setCurrentIndex(self.lines.index(*(place if 0 <= place[0] < len(lines) else (0, 0))))
        self.verticalScrollBar().setValue(down)

    def spot(self, row: int) -> QPoint:
        """Where the menu of a line drops down."""
        bottom = self.rowViewportPosition(row) + self.rowHeight(row)
        return self.viewport().mapToGlobal(QPoint(self.columnViewportPosition(1), bottom))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == 1 and event.button() is Qt.MouseButton.LeftButton:
            self.asked.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        index = self.currentIndex()
        if index.isValid() and (down or event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Space)):
            self.asked.emit(index.row())
            event.accept()
        else:
            super().keyPressEvent(event)
