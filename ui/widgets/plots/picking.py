"""What plots have in common: one of their parts is current, by arrow or click, and opens its rows."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from ui.theme.theme import Theme
from ui.widgets.menu import Menu
from ui.widgets.offering import PaintedRows


class PlotPart(Protocol):
    """A bar, a square: ``words`` say it whole."""

    @property
    def key(self) -> str: ...

    @property
    def words(self) -> str: ...


class PickingPlot(PaintedRows, QWidget):
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

    # ---- its menu
    def current_key(self) -> str:
        parts = self.parts()
        return parts[self.current].key if parts else ""

    def menu_place(self) -> QRect:
        """See ``Placed``."""
        return self.place(self.current) if self.parts() else self.rect()

    def point_at(self, spot: QPoint) -> None:
        if (number := self._at(spot)) is not None:
            self.current = number
            self.tell()

    def menu(self) -> Menu | None:
        """Open the rows of a part, copy its words or those of the whole plot."""
        tr, parts = self._theme.words.tr, self.parts()
        if not parts:
            return None
        menu, part = Menu(self._theme, self), parts[self.current]
        menu.add(tr("widgets.plot.open"), lambda: self.opened.emit(part.key), icon="chevron-right")
        menu.add(tr("widgets.plot.copy"), lambda: _copy(part.words), icon="copy")
        menu.add(
            tr("widgets.plot.copy_all"), lambda: _copy("\n".join(one.words for one in parts)), icon="layers"
        )
        return menu

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


def _copy(words: str) -> None:
    QGuiApplication.clipboard().setText(words)
