"""A month as a page: what spans days lies over them as bars; weeks start on Monday."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.month_view import moved, shifted
from ui.widgets.offering import PaintedRows
from ui.widgets.painting import draw_box

_HEAD, _LEAST_CELL, _NUMBER, _LANE, _INSET = 28, 76, 22, 20, 3
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Span:
    """Something from ``start`` to ``end``; ``strong``: it is still to come or under way."""

    key: str
    text: str
    start: date
    end: date
    strong: bool = True

    def holds(self, day: date) -> bool:
        """Whether it touches the day."""
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class DayWords:
    """Beside a day's number: ``text``, ``strong`` for a festival; ``rest`` is short for a day off or worked.

    ``off``: whether ``rest`` tells a day off. ``whole`` says all of it, for tooltips and for who listens.
    """

    text: str = ""
    strong: bool = False
    rest: str = ""
    off: bool = False
    whole: str = ""


class MonthCalendar(PaintedRows, QWidget):
    """Arrows move by day and week, PageUp and PageDown by month, Enter opens what is on the day."""

    opened = Signal(str)
    picked = Signal(object)
    """Double click or Enter on a day without anything: a ``date``."""
    day_changed = Signal(object)
    month_changed = Signal()

    def __init__(self, theme: Theme, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._today, self._day = theme, today, today
        self._spans: list[Span] = []
        self._marks: dict[date, str] = {}
        self._pointed: str | None = None
        self.words_of: Callable[[date], DayWords] = lambda _day: DayWords()
        """What is said beside a day's number."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    # ---- content
    @property
    def day(self) -> date:
        """The current day."""
        return self._day

    @property
    def shown(self) -> tuple[date, date]:
        """The first and last day on the page."""
        first = self._day.replace(day=1)
        first -= timedelta(days=first.weekday())
        return first, first + timedelta(days=7 * self._weeks() - 1)

    def set_content(self, spans: Sequence[Span], marks: dict[date, str]) -> None:
        """``marks`` are a few words in the corner of a day."""
        self._spans, self._marks = list(spans), dict(marks)
        self.setAccessibleName("\n".join(f"{one.start}–{one.end} {one.text}" for one in self._spans))
        self._tell()
        self.update()

    def set_day(self, day: date) -> None:
        """Go to a day."""
        before, self._day = self._day, day
        if (before.year, before.month) != (day.year, day.month):
            self.month_changed.emit()
        self._tell()
        self.day_changed.emit(day)
        self.update()

    def on_day(self, day: date) -> list[Span]:
        """What touches a day."""
        return [one for one in self._spans if one.holds(day)]

    def sizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(px(700), px(_HEAD) + px(_LEAST_CELL) * 6)

    def minimumSizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(px(420), px(_HEAD) + px(_LEAST_CELL) * self._weeks())

    # ---- input
    def keyPressEvent(self, event: QKeyEvent) -> None:
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        key = Qt.Key(event.key())
        if key in days:
            self.set_day(moved(self._day, days[key]) or self._day)
        elif key in months:
            self.set_day(shifted(self._day, months[key]))
        elif key is Qt.Key.Key_Home:
            self.set_day(self._today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_day()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (day := self._at(event.position().toPoint())) is not None:
            self.set_day(day)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        span = self._span_at(event.position().toPoint())
        if span is not None and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(span.key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._span_at(event.position().toPoint()) is None:
            self._open_day()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            span = self._span_at(event.pos())
            day = self._at(event.pos())
            words = self.words_of(day).whole if day is not None else ""
            QToolTip.showText(event.globalPos(), span.text if span is not None else words)
            return True
        return super().event(event)

    # ---- its menu
    def current_key(self) -> str:
        """What the pointer is on, for the keyboard the first thing of the day."""
        there = self.on_day(self._day)
        return self._pointed if self._pointed is not None else there[0].key if there else ""

    def menu_place(self) -> QRect:
        """See ``Placed``: the current day."""
        return self._cell(*divmod((self._day - self.shown[0]).days, 7))

    def point_at(self, spot: QPoint) -> None:
        if (day := self._at(spot)) is not None and day != self._day:
            self.set_day(day)
        span = self._span_at(spot)
        self._pointed = span.key if span is not None else ""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        super().contextMenuEvent(event)
        self._pointed = None

    def _open_day(self) -> None:
        there = self.on_day(self._day)
        if there:
            self.opened.emit(there[0].key)
        else:
            self.picked.emit(self._day)

    # ---- painting
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        draw_box(painter, self.rect(), px(8), theme.color("bg.panel"), theme.color("border"))
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color("text.3"))
        for column, name in enumerate(theme.words.tr("widgets.weekdays").split()):
            cell = self._cell(0, column)
            painter.drawText(QRect(cell.left() + px(8), 0, cell.width(), px(_HEAD)), _LEFT, name)
        first, _ = self.shown
        for number in range(7 * self._weeks()):
            self._paint_day(painter, first + timedelta(days=number), self._cell(*divmod(number, 7)))
        for week in range(self._weeks()):
            self._paint_week(painter, week)

    def _paint_day(self, painter: QPainter, day: date, cell: QRect) -> None:
        theme, px = self._theme, self._theme.px
        painter.fillRect(cell.left(), cell.top(), cell.width(), 1, theme.color("line"))
        if day == self._day:
            draw_box(painter, cell.adjusted(1, 2, -2, -1), px(4), theme.color("bg.selection"))
        inside = day.month == self._day.month
        token: Token = "accent" if day == self._today else "text.1" if inside else "text.3"
        painter.setFont(theme.font(Role.META, bold=day == self._today))
        painter.setPen(theme.color(token))
        head = QRect(cell.left() + px(8), cell.top() + px(2), cell.width() - px(14), px(_NUMBER))
        painter.drawText(head, _LEFT, str(day.day))
        head.setLeft(head.left() + painter.fontMetrics().horizontalAdvance(str(day.day)) + px(4))
        self._paint_words(painter, head, self.words_of(day), faint=not inside)
        room = head.width()
        if mark := self._marks.get(day, ""):
            painter.setFont(theme.font(Role.MICRO))
            painter.setPen(theme.color("text.2"))
            if painter.fontMetrics().horizontalAdvance(mark) > room:  # in a narrow cell its figure alone
                mark = "".join(one for one in mark if one.isdigit())
            painter.drawText(head, _RIGHT, mark)
        if self.hasFocus() and day == self._day:
            draw_box(painter, cell.adjusted(1, 2, -2, -1), px(4), border=theme.color("focus"), width=2)

    def _paint_words(self, painter: QPainter, head: QRect, words: DayWords, *, faint: bool) -> None:
        """From the left, as far as there is room: the day off or worked first; what is left is ``head``."""
        theme, px = self._theme, self._theme.px
        tone: Token = "success" if words.off else "warn"
        festival: Token = "text.1" if words.strong else "text.3"
        for text, token in ((words.rest, tone), (words.text, festival)):
            painter.setFont(theme.font(Role.MICRO, bold=text == words.rest))
            wide = painter.fontMetrics().horizontalAdvance(text)
            if text and wide <= head.width():
                painter.setPen(theme.color("text.3" if faint else token))
                painter.drawText(head, _LEFT, text)
                head.setLeft(head.left() + wide + px(4))

    def _paint_week(self, painter: QPainter, week: int) -> None:
        theme, px = self._theme, self._theme.px
        painter.setFont(theme.font(Role.MICRO))
        hidden: dict[int, int] = {}
        for span, box in self._bars(week):
            if box is None:
                for column in range(7):
                    if span.holds(self.shown[0] + timedelta(days=week * 7 + column)):
                        hidden[column] = hidden.get(column, 0) + 1
                continue
            draw_box(painter, box, px(4), theme.color("accent" if span.strong else "bg.hover"))
            painter.setPen(theme.color("on.accent" if span.strong else "text.2"))
            room = box.adjusted(px(6), 0, -px(4), 0)
            text = painter.fontMetrics().elidedText(span.text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _LEFT, text)
        painter.setPen(theme.color("text.3"))
        for column, count in hidden.items():
            cell = self._cell(week, column).adjusted(px(8), 0, -px(6), -px(2))
            if cell.height() >= px(_NUMBER) + painter.fontMetrics().height():
                painter.drawText(
                    cell, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, f"+{count}"
                )
            else:  # no line is left below the day: a bar along the bottom says that there is something
                mark = QRect(cell.left(), self._cell(week, column).bottom() - px(4), cell.width(), px(3))
                draw_box(painter, mark, px(1.5), theme.color("accent"))

    # ---- places
    def _bars(self, week: int) -> list[tuple[Span, QRect | None]]:
        """What lies over a week, each in the first free lane; without a box where there is no room."""
        px = self._theme.px
        monday = self.shown[0] + timedelta(days=7 * week)
        sunday = monday + timedelta(days=6)
        lanes: list[date] = []
        found: list[tuple[Span, QRect | None]] = []
        for span in sorted(self._spans, key=lambda one: (one.start, one.key)):
            if span.end < monday or span.start > sunday:
                continue
            lane = next((n for n, until in enumerate(lanes) if until < span.start), len(lanes))
            lanes[lane : lane + 1] = [span.end]
            left = self._cell(week, (max(span.start, monday) - monday).days)
            right = self._cell(week, (min(span.end, sunday) - monday).days)
            top = left.top() + px(_NUMBER) + lane * (px(_LANE) + 2) + 2
            box = QRect(
                left.left() + px(_INSET), top, right.right() - left.left() - px(2 * _INSET), px(_LANE)
            )
            found.append((span, box if box.bottom() <= left.bottom() - 2 else None))
        return found

    def _weeks(self) -> int:
        first = self._day.replace(day=1)
        last = shifted(first, 1) - timedelta(days=1)
        return (first.weekday() + last.day + 6) // 7

    def _cell(self, week: int, column: int) -> QRect:
        head = self._theme.px(_HEAD)
        tall, wide = (self.height() - head) / self._weeks(), self.width() / 7
        left, top = round(column * wide), head + round(week * tall)
        return QRect(left, top, round((column + 1) * wide) - left, head + round((week + 1) * tall) - top)

    def _at(self, spot: QPoint) -> date | None:
        for number in range(7 * self._weeks()):
            if self._cell(*divmod(number, 7)).contains(spot):
                return self.shown[0] + timedelta(days=number)
        return None

    def _span_at(self, spot: QPoint) -> Span | None:
        for week in range(self._weeks()):
            for span, box in self._bars(week):
                if box is not None and box.contains(spot):
                    return span
        return None

    def _tell(self) -> None:
        there = ", ".join(one.text for one in self.on_day(self._day))
        told = f"{self._day.isoformat()} {self.words_of(self._day).whole}".strip()
        self.setAccessibleDescription(f"{told} {there}".strip())
