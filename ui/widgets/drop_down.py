"""The frame of every small panel that drops down under what opened it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.widgets.painting import draw_box

GAP = 4  # px at 100 % between the panel and what it belongs to


class DropDown(QFrame):
    """Esc or a click elsewhere closes it; ``column`` takes what it holds, ``first`` gets the keyboard."""

    def __init__(self, theme: Theme, parent: QWidget, *, sides: int = 16, ends: int = 12) -> None:
        """``sides`` and ``ends`` are the room around its content, px at 100 %."""
        flags = Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        super().__init__(parent, flags)
        self._theme = theme
        self.first: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        px = theme.px
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(sides), px(ends), px(sides), px(ends))
        self.column.setSpacing(px(8))

    def open_under(self, anchor: QWidget, *, right: bool = False) -> None:
        """Drop down with the left edges in line, or the right ones; upwards where there is no room below."""
        self.adjustSize()
        gap, across = self._theme.px(GAP), anchor.width() - self.width() if right else 0
        spot = anchor.mapToGlobal(QPoint(across, anchor.height() + gap))
        if spot.y() + self.height() > anchor.screen().availableGeometry().bottom():
            above = anchor.mapToGlobal(QPoint(across, -self.height() - gap))
            spot = above if above.y() >= anchor.screen().availableGeometry().top() else spot
        self.move(spot)
        self.show()
        if self.first is not None:
            self.first.setFocus()

    def entered(self) -> bool:
        """Enter was pressed; whether it meant something."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not self.entered():
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        draw_box(QPainter(self), self.rect(), theme.px(8), theme.color("bg.panel"), theme.color("border"))
