"""Equal squares where regions lie, five steps of accent by their figure (looks.md Plots)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.painting import draw_box

_SIDE, _GAP, _RADIUS = 40, 4, 4
STEPS = (0.15, 0.3, 0.45, 0.85, 1.0)  # of accent: the figure is read on each of them, in light and dark
_STRONG = 0.5  # from here on figures are in the colour that stands on the accent
_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


@dataclass(frozen=True, slots=True)
class Square:
    """``sign`` is written in it, with ``value`` below where there is one; ``words`` say it whole."""

    key: str
    sign: str
    row: int
    column: int
    value: int
    words: str


def shade(value: int, most: int) -> float:
    """How much accent a figure gets beside the greatest one: none for nothing, all for the greatest."""
    step = -(-value * len(STEPS) // most)
    return STEPS[step - 1] if step else 0.0


class TileMap(QWidget):
    """Arrows go from square to square, Enter or a click opens the rows of one."""

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._squares: list[Square] = []
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_squares(self, squares: Sequence[Square]) -> None:
        """Show these."""
        self._squares = list(squares)
        most = max(range(len(self._squares)), key=lambda n: self._squares[n].value, default=0)
        self.current = most
        self.setAccessibleName("\n".join(one.words for one in self._squares if one.value))
        self.updateGeometry()
        self._tell()

    def sizeHint(self) -> QSize:
        px = self._theme.px
        rows = max((one.row for one in self._squares), default=0) + 1
        columns = max((one.column for one in self._squares), default=0) + 1
        return QSize(columns * px(_SIDE + _GAP), rows * px(_SIDE + _GAP))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def box(self, one: Square) -> QRect:
        """Where a square stands."""
        px = self._theme.px
        pitch = px(_SIDE + _GAP)
        return QRect(one.column * pitch, one.row * pitch, px(_SIDE), px(_SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        most = max((one.value for one in self._squares), default=0) or 1
        for number, one in enumerate(self._squares):
            box = self.box(one)
            draw_box(painter, box, px(_RADIUS), theme.color("bg.hover"))
            share = shade(one.value, most)
            if share:
                painter.setOpacity(share)
                draw_box(painter, box, px(_RADIUS), theme.color("accent"))
                painter.setOpacity(1.0)
            painter.setPen(theme.color("on.accent" if share > _STRONG else "text.1" if share else "text.3"))
            painter.setFont(theme.font(Role.MICRO, bold=bool(share)))
            text = f"{one.sign}\n{one.value}" if one.value else one.sign
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            if self.hasFocus() and number == self.current:
                draw_box(painter, box.adjusted(-1, -1, 1, 1), px(5), border=theme.color("focus"), width=2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS and self._squares:
            self._move(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._squares:
            self.opened.emit(self._squares[self.current].key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position().toPoint())
        if number is not None and event.button() is Qt.MouseButton.LeftButton:
            self.current = number
            self._tell()
            self.opened.emit(self._squares[number].key)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self._at(event.pos())
            QToolTip.showText(event.globalPos(), self._squares[number].words if number is not None else "")
            return True
        return super().event(event)

    def _move(self, down: int, across: int) -> None:
        """To the nearest square that way."""
        here = self._squares[self.current]

        def apart(one: Square) -> tuple[int, int]:
            rows, columns = one.row - here.row, one.column - here.column
            along, aside = (rows * down, abs(columns)) if down else (columns * across, abs(rows))
            return along, aside

        ways = [n for n, one in enumerate(self._squares) if apart(one)[0] > 0]
        if ways:
            self.current = min(ways, key=lambda n: (sum(apart(self._squares[n])), apart(self._squares[n])[1]))
            self._tell()

    def _tell(self) -> None:
        self.setAccessibleDescription(self._squares[self.current].words if self._squares else "")
        self.update()

    def _at(self, spot: QPoint) -> int | None:
        return next((n for n, one in enumerate(self._squares) if self.box(one).contains(spot)), None)
