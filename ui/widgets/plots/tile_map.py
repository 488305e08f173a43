"""Equal squares where regions lie, five steps of accent by their figure (looks.md Plots)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.painting import draw_box
from ui.widgets.plots.picking import PickingPlot

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


class TileMap(PickingPlot):
    """Arrows go from square to square."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._squares: list[Square] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def parts(self) -> Sequence[Square]:
        return self._squares

    def place(self, number: int) -> QRect:
        return self.box(self._squares[number])

    def set_squares(self, squares: Sequence[Square]) -> None:
        """Show these."""
        self._squares = list(squares)
        most = max(range(len(self._squares)), key=lambda n: self._squares[n].value, default=0)
        self.current = most
        self.setAccessibleName("\n".join(one.words for one in self._squares if one.value))
        self.updateGeometry()
        self.tell()

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

    def beside(self, key: Qt.Key) -> int | None:
        """The nearest square that way."""
        if key not in _ARROWS:
            return None
        down, across = _ARROWS[key]
        here = self._squares[self.current]

        def apart(one: Square) -> tuple[int, int]:
            rows, columns = one.row - here.row, one.column - here.column
            along, aside = (rows * down, abs(columns)) if down else (columns * across, abs(rows))
            return along, aside

        ways = [n for n, one in enumerate(self._squares) if apart(one)[0] > 0]
        near = {n: apart(self._squares[n]) for n in ways}
        return min(near, key=lambda n: (sum(near[n]), near[n][1]), default=self.current)
