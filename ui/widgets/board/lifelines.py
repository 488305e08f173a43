"""Lines of a time axis, one a record: what it went through, from when to when, and what it is in now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.models.columns import Level, RowValues, StageMark
from ui.models.window_table import GREY_ROLE, WindowTable
from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.board.cards import RecordList
from ui.widgets.painting import draw_box, draw_light, draw_stage

_Index = QModelIndex | QPersistentModelIndex
_ROW, _HEAD, _BAR, _PAD = 36, 28, 18, 20
_NAME, _STATE = 220, 112
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Span:
    """One part of a life, from ``start`` until the day ``end`` begins; ``thin``: nothing went on in it."""

    start: date
    end: date
    word: str
    tone: Token
    thin: bool = False


@dataclass(frozen=True, slots=True)
class Lifeline:
    """A record's: its title, its light, its parts in order, and at the right what it is in."""

    title: str
    spans: tuple[Span, ...]
    mark: StageMark
    state: str
    light: Level | None = None


LifelineOf = Callable[[RowValues], Lifeline]


class LifelineList(RecordList):
    """Left and Right are for who moves the axis: ``side_asked``. ``words``: over today's line, and where a
    record has no day.
    """

    def __init__(
        self, theme: Theme, table: WindowTable, lifeline_of: LifelineOf, words: tuple[str, str]
    ) -> None:
        super().__init__(theme, table, _ROW)
        self.theme, self.px, self.lifeline_of = theme, theme.px, lifeline_of
        self.today_word, self.none_word = words
        self.first, self.last, self.today = date.min, date.min, date.min
        self.setItemDelegate(_LinePainter(theme, self))
        self.setMouseTracking(True)
        self.head = _Head(self)

    def set_axis(self, first: date, last: date, today: date) -> None:
        """Show the days from ``first`` until ``last`` begins."""
        self.first, self.last, self.today = first, last, today
        self.head.update()
        self.viewport().update()

    def x_of(self, day: date) -> int:
        """Where a day begins; days before and after the axis lie at its ends."""
        area = self.axis()
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return area.left() + round(min(max(share, 0.0), 1.0) * area.width())

    def axis(self) -> QRect:
        """Where the axis is, in the viewport."""
        px = self._theme.px
        left, right = px(_PAD + _NAME), px(_STATE + _PAD)
        return QRect(left, 0, max(self.viewport().width() - left - right, px(80)), self.viewport().height())

    def months(self) -> Sequence[date]:
        """The first days of the quarters on the axis."""
        found, month = [], self.first
        while month < self.last:
            found.append(month)
            month = date(month.year + (month.month + 2) // 12, (month.month + 2) % 12 + 1, 1)
        return found

    def values_of(self, index: _Index) -> RowValues | None:
        """The row of an index, once it is read."""
        return self._table.values_at(index.row())

    def is_ticked(self, index: _Index) -> bool:
        """Whether the record is among the ticked ones."""
        return self._table.id_at(index.row()) in self.ticked()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.head.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = QPainter(self.viewport()), self._theme.color
        for month in self.months():
            painter.fillRect(self.x_of(month), 0, 1, self.viewport().height(), color("line"))
        painter.end()
        super().paintEvent(event)
        if self.first <= self.today < self.last:
            painter = QPainter(self.viewport())
            painter.fillRect(self.x_of(self.today), 0, 1, self.viewport().height(), color("accent"))
            painter.end()


class _Head(QWidget):
    """Stands over the lines: the years and quarters, and where today is."""

    def __init__(self, lines: LifelineList) -> None:
        super().__init__()
        self._lines = lines
        self.setFixedHeight(lines.px(_HEAD))

    def paintEvent(self, event: QPaintEvent) -> None:
        lines, theme = self._lines, self._lines.theme
        px, high = theme.px, self.height()
        painter = QPainter(self)
        today = lines.x_of(lines.today) if lines.first <= lines.today < lines.last else -px(99)
        for month in lines.months():
            year = month.month == 1
            words, x = f"{month:%Y}" if year else str(month.month), lines.x_of(month)
            painter.setFont(theme.font(Role.MICRO, bold=year))
            painter.setPen(theme.color("text.2" if year else "text.3"))
            painter.drawText(QRect(x + px(3), high // 2, px(48), high - high // 2), _LEFT, words)
        painter.setFont(theme.font(Role.MICRO, bold=True))
        painter.setPen(theme.color("accent"))
        where = QRect(today - px(40), 0, px(80), high // 2)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, lines.today_word)
        painter.fillRect(0, high - 1, self.width(), 1, theme.color("line"))


class _LinePainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: LifelineList) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, px, view = self._theme, self._theme.px, self._view
        rect: QRect = option.rect
        current = index.row() == view.currentIndex().row()
        if current or view.is_ticked(index):
            painter.fillRect(rect, theme.color("bg.selection"))
            for month in view.months():
                painter.fillRect(view.x_of(month), rect.top(), 1, rect.height(), theme.color("line"))
        if current:
            painter.fillRect(rect.left(), rect.top(), px(3), rect.height(), theme.color("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        if current and view.hasFocus():
            draw_box(painter, rect.adjusted(0, 0, 0, -1), 0, None, theme.color("focus"), 2)
        values = view.values_of(index)
        if values is not None:
            self._write(painter, rect, view.lifeline_of(values))
        elif index.data(GREY_ROLE):
            bar = QRect(px(_PAD), rect.center().y() - px(4), px(_NAME) * 3 // 5, px(8))
            draw_box(painter, bar, px(4), theme.color("bg.hover"))

    def _write(self, painter: QPainter, rect: QRect, line: Lifeline) -> None:
        theme, px, area = self._theme, self._theme.px, self._view.axis()
        left, middle, side = px(_PAD), rect.center().y(), px(10)
        if line.light is not None:
            draw_light(painter, theme, line.light, QRectF(left, middle - side / 2, side, side))
        name = QRect(left + px(16), rect.top(), px(_NAME) - px(28), rect.height())
        self._text(painter, name, line.title, "text.1", theme.font())
        for span in line.spans:
            self._span(painter, rect, span)
        if not line.spans:
            none = QRect(area.left() + px(4), rect.top(), area.width(), rect.height())
            self._text(painter, none, self._view.none_word, "text.3", theme.font(Role.META))
        glyph = QRectF(area.right() + px(12), middle - px(7), px(14), px(14))
        draw_stage(painter, theme, line.mark, glyph)
        words = QRect(round(glyph.right()) + px(6), rect.top(), px(_STATE) - px(24), rect.height())
        self._text(painter, words, line.state, "text.2", theme.font(Role.META))

    def _span(self, painter: QPainter, rect: QRect, span: Span) -> None:
        theme, px, view = self._theme, self._theme.px, self._view
        if span.end <= view.first or span.start >= view.last:
            return
        left, right = view.x_of(span.start), view.x_of(span.end)
        high = px(4 if span.thin else _BAR)
        bar = QRect(left, rect.center().y() - high // 2, max(right - left - 1, px(3)), high)
        draw_box(painter, bar, px(2), theme.color(span.tone))
        font = theme.font(Role.MICRO)
        painter.setFont(font)
        if not span.thin and painter.fontMetrics().horizontalAdvance(span.word) + px(6) <= bar.width():
            self._text(painter, bar.adjusted(px(4), 0, 0, 0), span.word, "bg.panel", font)

    def _text(self, painter: QPainter, where: QRect, text: str, tone: Token, font: object) -> None:
        painter.setFont(font)  # type: ignore[arg-type]
        painter.setPen(self._theme.color(tone))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, where.width())
        painter.drawText(where, _LEFT, shown)
