"""One month of days to pick from; weeks start on Monday."""

from calendar import monthrange
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind, IconButton
from ui.widgets.drop_down import DropDown
from ui.widgets.focus_ring import OWN_RING
from ui.widgets.label import Label
from ui.widgets.nesting import nest
from ui.widgets.painting import draw_box

_CELL, _HEAD, _WEEKS = 32, 24, 6
_CENTRE = Qt.AlignmentFlag.AlignCenter


def shifted(day: date, months: int) -> date:
    """The same day ``months`` later, or the last of a shorter month; never outside what ``date`` holds."""
    count = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moved(day: date, days: int) -> date | None:
    """``days`` later, or ``None`` outside what ``date`` holds."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


class MonthView(QWidget):
    """The grid of days. Arrows move by day and week, PageUp and PageDown by month, Enter picks."""

    picked = Signal(object)
    """A ``date`` was picked."""
    month_changed = Signal()

    def __init__(self, theme: Theme, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._today, self._day = theme, today, today
        self._hovered: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setProperty(OWN_RING, True)

    @property
    def day(self) -> date:
        return self._day

    def set_day(self, day: date) -> None:
        another = (day.year, day.month) != (self._day.year, self._day.month)
        self._day = day
        self.update()
        if another:
            self.month_changed.emit()

    def sizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(px(_CELL) * 7, px(_HEAD) + px(_CELL) * _WEEKS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        key = Qt.Key(event.key())
        if key in days:
            self.set_day(moved(self._day, days[key]) or self._day)
        elif key in months:
            self.set_day(shifted(self._day, months[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self._day)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._at(event.position().toPoint())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        day = self._at(event.position().toPoint())
        if day is not None and event.button() is Qt.MouseButton.LeftButton:
            self.set_day(day)
            self.picked.emit(day)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setFont(theme.font(Role.MICRO))
        painter.setPen(theme.color("text.3"))
        names = theme.words.tr("widgets.weekdays").split()
        for column, name in enumerate(names):
            cell = theme.px(_CELL)
            painter.drawText(QRect(column * cell, 0, cell, theme.px(_HEAD)), _CENTRE, name)
        for number in range(7 * _WEEKS):
            if (day := moved(self._first(), number)) is not None:
                self._paint_day(painter, day, self._cell(number))

    def _paint_day(self, painter: QPainter, day: date, cell: QRect) -> None:
        theme = self._theme
        inside = day.month == self._day.month
        token: Token = "text.1" if inside else "text.3"
        box = cell.adjusted(2, 2, -2, -2)
        if day == self._day:
            draw_box(painter, box, theme.px(6), theme.color("accent"))
            token = "on.accent"
        elif day == self._hovered:
            draw_box(painter, box, theme.px(6), theme.color("bg.hover"))
        if day == self._today and day != self._day:
            draw_box(painter, box, theme.px(6), border=theme.color("accent"))
        painter.setFont(theme.font(Role.META, bold=day in (self._day, self._today)))
        painter.setPen(theme.color(token))
        painter.drawText(cell, _CENTRE, str(day.day))

    def _first(self) -> date:
        first = self._day.replace(day=1)
        return first - timedelta(days=first.weekday())

    def _cell(self, number: int) -> QRect:
        cell = self._theme.px(_CELL)
        return QRect(number % 7 * cell, self._theme.px(_HEAD) + number // 7 * cell, cell, cell)

    def _at(self, spot: QPoint) -> date | None:
        for number in range(7 * _WEEKS):
            if self._cell(number).contains(spot):
                return moved(self._first(), number)
        return None


class MonthPopup(DropDown):
    """A month with its name, arrows and “today”, dropped down under a field."""

    picked = Signal(object)

    def __init__(self, theme: Theme, anchor: QWidget, today: date) -> None:
        super().__init__(theme, anchor, sides=8, ends=8)
        self._anchor = anchor
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the field opens it again
        self.view = MonthView(theme, today)
        self._title = Label("", tone="text.1")
        words = theme.words
        back = IconButton(theme, "chevron-left", words.tr("widgets.month_before"))
        forward = IconButton(theme, "chevron-right", words.tr("widgets.month_after"))
        now = Button(theme, words.tr("widgets.today"), ButtonKind.LINK)
        for button in (back, forward, now):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        back.clicked.connect(lambda: self.view.set_day(shifted(self.view.day, -1)))
        forward.clicked.connect(lambda: self.view.set_day(shifted(self.view.day, 1)))
        now.clicked.connect(lambda: self._pick(today))
        head = QHBoxLayout()
        head.setSpacing(theme.px(4))
        head.addSpacing(theme.px(8))
        head.addWidget(self._title)
        head.addStretch()
        for button in (now, back, forward):
            head.addWidget(button)
        self.column.setSpacing(theme.px(4))
        nest(self.column, head)
        self.column.addWidget(self.view)
        self.setFocusProxy(self.view)
        self.first = self.view
        self.view.picked.connect(self._pick)
        self.view.month_changed.connect(self._name)
        self._name()

    def open_at(self, day: date) -> None:
        """Show the month of ``day`` under the anchor."""
        self.view.set_day(day)
        self._name()
        self.open_under(self._anchor)

    def _pick(self, day: date) -> None:
        self.hide()
        self.picked.emit(day)

    def _name(self) -> None:
        day = self.view.day
        self._title.setText(self._theme.words.tr("widgets.month", year=day.year, month=day.month))
