"""What opens something by a click or Enter; as a line of a card it is lit while the mouse is over it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.theme import Theme
from ui.widgets.offering import Offering
from ui.widgets.painting import draw_box


class Opening(Offering, QWidget):
    """Stands before whatever else a widget is; that says by which focus it is reached, and its menu."""

    opened = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class OpeningRow(Opening):
    """Subclasses fill it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse():
            draw_box(QPainter(self), self.rect(), self._theme.px(4), self._theme.color("bg.hover"))
