"""Upright bars over one base line, each with its figure; one may be picked (looks.md Plots)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.painting import draw_box
from ui.widgets.plots.picking import PickingPlot

_HEIGHT, _WIDEST, _TICK, _FIGURE, _RADIUS = 148, 22, 18, 16, 2
_PAST = 0.38  # opacity of the bars that are not the accent
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Bar:
    """``tick`` stands below, ``words`` say the bar whole; ``strong`` bars are in full accent.

    ``figure`` stands over it where there is room, else the value; below zero there is no bar to draw.
    """

    key: str
    tick: str
    value: int
    words: str
    strong: bool = False
    figure: str = ""


class BarPlot(PickingPlot):
    """Left and Right go from bar to bar."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, height: int = _HEIGHT) -> None:
        super().__init__(theme, parent)
        self._height = height
        self._bars: list[Bar] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def parts(self) -> Sequence[Bar]:
        return self._bars

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show these, from left to right."""
        self._bars = list(bars)
        self.current = min(self.current, max(len(self._bars) - 1, 0))
        self.setAccessibleName("\n".join(bar.words for bar in self._bars))
        self.tell()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(self._height))

    def place(self, number: int) -> QRect:
        """The room of one bar with its tick."""
        each = self.width() / max(len(self._bars), 1)
        return QRect(round(number * each), 0, round(each), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        most = max((bar.value for bar in self._bars), default=0) or 1
        base = self.height() - px(_TICK)
        room = base - px(_FIGURE)
        painter.setFont(theme.font(Role.MICRO))
        for number, bar in enumerate(self._bars):
            slot = self.place(number)
            tall = round(room * max(bar.value, 0) / most)
            wide = min(px(_WIDEST), slot.width() - px(4))
            box = QRect(slot.center().x() - wide // 2, base - tall, wide, tall)
            painter.setOpacity(1.0 if bar.strong else _PAST)
            draw_box(painter, box, px(_RADIUS), theme.color("accent"))
            painter.setOpacity(1.0)
            figure = bar.figure or str(bar.value)
            if bar.value and painter.fontMetrics().horizontalAdvance(figure) <= slot.width():
                painter.setPen(theme.color("text.1"))
                above = QRect(slot.left(), box.top() - px(_FIGURE), slot.width(), px(_FIGURE))
                painter.drawText(above, _CENTRE, figure)
            painter.setPen(theme.color("text.3"))
            tick = painter.fontMetrics().elidedText(bar.tick, Qt.TextElideMode.ElideRight, slot.width())
            painter.drawText(QRect(slot.left(), base, slot.width(), px(_TICK)), _CENTRE, tick)
            if self.hasFocus() and number == self.current:
                draw_box(painter, slot.adjusted(1, 1, -1, -1), px(4), border=theme.color("focus"), width=2)
        painter.fillRect(0, base, self.width(), 1, theme.color("border"))

    def beside(self, key: Qt.Key) -> int | None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0)
        return min(max(self.current + step, 0), len(self._bars) - 1) if step else None
