"""What plots have in common: one of their parts is current, by arrow or click, and opens its rows."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from ui.theme.theme import Theme


class PlotPart(Protocol):
    """A bar, a square: ``words`` say it whole."""

    @property
    def key(self) -> str: ...

    @property
    def words(self) -> str: ...


class PickingPlot(QWidget):
    """Arrows go from part to part, Enter or a click opens the rows of one; a rest over it tells its words."""

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    # ---- what each plot says of itself
    def parts(self) -> Sequence[PlotPart]:
        """Everything that can be picked, in order."""
        raise NotImplementedError

    def place(self, number: int) -> QRect:
        """Where a part is."""
        raise NotImplementedError

    def beside(self, key: Qt.Key) -> int | None:
        """The part an arrow leads to, itself at the edge; None for other keys."""
        raise NotImplementedError

    # ---- picking
    def keyPressEvent(self, event: QKeyEvent) -> None:
        parts, key = self.parts(), Qt.Key(event.key())
        following = self.beside(key) if parts else None
        if following is not None:
            self.current = following
            self.tell()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and parts:
            self.opened.emit(parts[self.current].key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position().toPoint())
        if number is not None and event.button() is Qt.MouseButton.LeftButton:
            self.current = number
            self.tell()
            self.opened.emit(self.parts()[number].key)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self._at(event.pos())
            QToolTip.showText(event.globalPos(), self.parts()[number].words if number is not None else "")
            return True
        return super().event(event)

    def tell(self) -> None:
        """Say the current part to those who do not see it, and draw anew."""
        parts = self.parts()
        self.setAccessibleDescription(parts[self.current].words if parts else "")
        self.update()

    def _at(self, spot: QPoint) -> int | None:
        return next((n for n in range(len(self.parts())) if self.place(n).contains(spot)), None)
