"""A funnel as left-aligned bars: how many are left at each step, and the share of the first."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.painting import draw_box

_ROW, _BAR, _LABEL, _FIGURES = 28, 16, 112, 96
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Step:
    """One step: how many came so far, and their share in words."""

    label: str
    count: int
    share: str


class Funnel(QWidget):
    """The first step is the whole length."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.steps: list[Step] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show these, the widest first."""
        self.steps = list(steps)
        self.setAccessibleName("\n".join(f"{one.label} {one.count} {one.share}" for one in steps))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(280), self._theme.px(_ROW) * len(self.steps))

    def bar_rect(self, number: int) -> QRect:
        """The bar of a step; empty where nobody came so far."""
        px = self._theme.px
        room = max(self.width() - px(_LABEL) - px(_FIGURES), 0)
        whole = max((one.count for one in self.steps), default=0)
        width = round(room * self.steps[number].count / whole) if whole else 0
        top = number * px(_ROW) + (px(_ROW) - px(_BAR)) // 2
        return QRect(px(_LABEL), top, width, px(_BAR))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        for number, step in enumerate(self.steps):
            top = number * px(_ROW)
            painter.setFont(theme.font(Role.META))
            painter.setPen(theme.color("text.2"))
            area = QRect(0, top, px(_LABEL - 8), px(_ROW))
            shown = painter.fontMetrics().elidedText(step.label, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, _LEFT, shown)
            bar = self.bar_rect(number)
            if not bar.isEmpty():
                painter.setOpacity(1.0 if number == 0 else 0.62)
                draw_box(painter, bar, px(2), theme.color("accent"))
                painter.setOpacity(1.0)
            painter.setPen(theme.color("text.1"))
            words = QRect(self.width() - px(_FIGURES), top, px(_FIGURES), px(_ROW))
            painter.drawText(words, _RIGHT, f"{step.count}  {step.share}".strip())
