"""Dated tasks under each other on one time axis: where each begins and ends, and where today is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.models.columns import Level
from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.offering import PaintedRows
from ui.widgets.painting import draw_box, draw_icon, draw_light

_ROW, _HEAD, _BAR, _LABEL, _NOTE = 32, 28, 10, 176, 164
_WIDEST_NOTE = 240
_PAD_DAYS = 7
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class GanttBar:
    """One task from ``start`` to ``end``; ``light`` None: done. ``note`` is shown at the right."""

    key: str
    label: str
    start: date
    end: date
    note: str
    light: Level | None = None
    done_on: date | None = None


class Gantt(PaintedRows, QWidget):
    """Up and Down go from row to row, Enter or a click opens one."""

    opened = Signal(str)
    """Key of the task to open."""

    def __init__(self, theme: Theme, today_word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._today_word = theme, today_word
        self._bars: list[GanttBar] = []
        self._note = theme.px(_NOTE)
        self._today = date.min
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_bars(self, bars: Sequence[GanttBar], today: date) -> None:
        """Show these tasks, in this order."""
        self._bars, self._today = list(bars), today
        self._note = self.note_room()
        self._current = min(self._current, max(len(self._bars) - 1, 0))
        self.setAccessibleName("\n".join(f"{bar.label} {bar.end} {bar.note}" for bar in self._bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(px(560), px(_HEAD) + px(_ROW) * len(self._bars) + px(4))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(360), self.sizeHint().height())

    def note_room(self) -> int:
        """px for the widest note: in English they are longer."""
        metrics = self._theme.metrics(Role.META)
        widest = max((metrics.horizontalAdvance(bar.note) for bar in self._bars), default=0)
        return min(max(self._theme.px(_NOTE), widest + self._theme.px(10)), self._theme.px(_WIDEST_NOTE))

    # ---- time and place
    @property
    def span(self) -> tuple[date, date]:
        """The first and last day of the axis, with today in it."""
        pad = timedelta(days=_PAD_DAYS)
        days = [self._today, *(bar.start for bar in self._bars), *(bar.end for bar in self._bars)]
        days += [bar.done_on for bar in self._bars if bar.done_on is not None]
        return min(days) - pad, max(days) + pad

    def x_of(self, day: date) -> int:
        """Where a day lies."""
        first, last = self.span
        area = self._area()
        share = (day - first).days / max((last - first).days, 1)
        return area.left() + round(share * area.width())

    def row_rect(self, number: int) -> QRect:
        """The whole of a row."""
        px = self._theme.px
        return QRect(0, px(_HEAD) + number * px(_ROW), self.width(), px(_ROW))

    def _area(self) -> QRect:
        px = self._theme.px
        return QRect(
            px(_LABEL), px(_HEAD), max(self.width() - px(_LABEL) - self._note, px(80)), self.height()
        )

    # ---- painting
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._bars:
            return
        self._paint_axis(painter)
        for number, bar in enumerate(self._bars):
            self._paint_bar(painter, self.row_rect(number), bar, current=number == self._current)
        x = self.x_of(self._today)
        theme, px = self._theme, self._theme.px
        painter.fillRect(x, px(_HEAD) - px(4), 1, self.height(), theme.color("accent"))
        painter.setFont(theme.font(Role.MICRO, bold=True))
        painter.setPen(theme.color("accent"))
        painter.drawText(QRect(x - px(40), 0, px(80), px(14)), Qt.AlignmentFlag.AlignCenter, self._today_word)

    def _paint_axis(self, painter: QPainter) -> None:
        theme, px = self._theme, self._theme.px
        first, last = self.span
        painter.setFont(theme.font(Role.MICRO))
        month, free = date(first.year, first.month, 1), 0
        while month <= last:
            x = self.x_of(month)
            if month >= first:
                painter.fillRect(x, px(_HEAD), 1, self.height(), theme.color("line"))
                bare = free or month.month == 12  # the year follows at once
                words = f"{month:%Y}" if month.month == 1 else f"{month:%m}" if bare else f"{month:%Y-%m}"
                room = painter.fontMetrics().horizontalAdvance(words) + px(6)
                if x >= free:
                    painter.setPen(theme.color("text.3"))
                    painter.drawText(QRect(x + px(3), px(13), room, px(15)), _MIDDLE, words)
                    free = x + room
            month = date(month.year + month.month // 12, month.month % 12 + 1, 1)

    def _paint_bar(self, painter: QPainter, rect: QRect, bar: GanttBar, *, current: bool) -> None:
        theme, px = self._theme, self._theme.px
        if current and self.hasFocus():
            draw_box(painter, rect.adjusted(0, 1, 0, -1), px(4), None, theme.color("focus"), 2)
        side = px(10)
        sign = QRectF(px(4), rect.center().y() - side / 2, side, side)
        if bar.light is None:
            draw_icon(painter, theme, "check", "success", sign.topLeft().toPoint(), 12)
        else:
            draw_light(painter, theme, bar.light, sign)
        painter.setFont(theme.font())
        painter.setPen(theme.color("text.2" if bar.light is None else "text.1"))
        words = QRect(px(22), rect.top(), px(_LABEL) - px(30), rect.height())
        label = painter.fontMetrics().elidedText(bar.label, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, _MIDDLE, label)
        left, right = self.x_of(bar.start), self.x_of(bar.end)
        high = px(_BAR)
        body = QRect(left, rect.center().y() - high // 2, max(right - left, px(4)), high)
        draw_box(painter, body, px(2), theme.color(_FILLS[bar.light]), theme.color(_EDGES[bar.light]))
        if bar.done_on is not None:
            at = self.x_of(bar.done_on)
            painter.fillRect(at - 1, body.top() - px(3), px(2), high + px(6), theme.color("success"))
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color(_NOTES[bar.light]))
        note = QRect(self.width() - self._note + px(8), rect.top(), self._note - px(8), rect.height())
        shown = painter.fontMetrics().elidedText(bar.note, Qt.TextElideMode.ElideRight, note.width())
        painter.drawText(note, _MIDDLE, shown)

    # ---- its menu
    def current_key(self) -> str:
        return self._bars[self._current].key if self._bars else ""

    def menu_place(self) -> QRect:
        """See ``Placed``."""
        return self.row_rect(self._current)

    def point_at(self, spot: QPoint) -> None:
        if (number := self._row_of(spot)) >= 0:
            self._current = number
            self.update()

    # ---- acting
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._row_at(event)
        self.setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
        bar = self._bars[number] if number >= 0 else None
        self.setToolTip(f"{bar.label}  {bar.start} → {bar.end}\n{bar.note}" if bar else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._row_at(event)
        if event.button() is Qt.MouseButton.LeftButton and number >= 0:
            self._current = number
            self.update()
            self.opened.emit(self._bars[number].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._current = min(max(self._current + step, 0), max(len(self._bars) - 1, 0))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._bars:
            self.opened.emit(self._bars[self._current].key)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _row_at(self, event: QMouseEvent) -> int:
        return self._row_of(event.position().toPoint())

    def _row_of(self, spot: QPoint) -> int:
        return next((at for at in range(len(self._bars)) if self.row_rect(at).contains(spot)), -1)


_FILLS: dict[Level | None, Token] = {
    None: "success.soft",
    "red": "danger.soft",
    "yellow": "warn.soft",
    "green": "accent.soft",
}
_EDGES: dict[Level | None, Token] = {None: "success", "red": "danger", "yellow": "warn", "green": "accent"}
_NOTES: dict[Level | None, Token] = {None: "text.3", "red": "danger", "yellow": "warn", "green": "text.2"}
