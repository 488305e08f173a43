"""Seats round a table, seen from above with the door below; two of them can be exchanged."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.offering import PaintedRows
from ui.widgets.painting import draw_box

_WIDTH, _HEIGHT, _GAP, _TABLE = 96, 42, 6, 44  # px of a seat, between seats, of a long table's depth
_LEAST = 56
_DOOR = 22
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True, slots=True)
class ShownSeat:
    """Who sits at a place; ``x`` and ``y`` from 0 to 1; ``strong``: one of ours."""

    key: str
    name: str
    note: str
    x: float
    y: float
    strong: bool


class SeatingPlan(PaintedRows, QWidget):
    """Arrows go from seat to seat; F2 takes one up and F2 or Enter on another exchanges them; Esc puts it
    down. With the mouse one is dragged onto the other.
    """

    swapped = Signal(str, str)
    """Keys of two whose seats are to be exchanged."""
    taken = Signal(bool)
    """Whether a seat is taken up."""

    def __init__(self, theme: Theme, table: str, door: str, *, round: bool) -> None:
        super().__init__()
        self._theme, self._table, self._door, self._is_round = theme, table, door, round
        self._seats: list[ShownSeat] = []
        self._current = 0
        self._held = ""
        self._pressed: QPoint | None = None
        self._pointer = QPoint()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_seats(self, seats: Sequence[ShownSeat]) -> None:
        """Show these; the keyboard stays on who it was on, and who is taken up stays so."""
        key = self.current_key()
        self._seats = list(seats)
        keys = [seat.key for seat in self._seats]
        self._held = self._held if self._held in keys else ""
        self._current = keys.index(key) if key in keys else 0
        self.setAccessibleName(", ".join(f"{seat.note} {seat.name}" for seat in self._seats))
        self._tell()
        self.updateGeometry()
        self.update()

    @property
    def held(self) -> str:
        """Key of who is taken up, or ""."""
        return self._held

    def take(self) -> None:
        """F2: take up who the keyboard is on, or exchange them with who is held."""
        key = self.current_key()
        if self._held and self._held != key:
            self._exchange(self._held, key)
        else:
            self._hold("" if self._held else key)

    # ---- places
    def sizeHint(self) -> QSize:
        px = self._theme.px
        if not self._is_round:
            return QSize(px(520), 2 * px(_HEIGHT) + px(_TABLE) + 2 * px(_GAP) + px(_DOOR))
        rows = max(len(self._seats) // 2 + 1, 4)
        return QSize(px(520), rows * (px(_HEIGHT) + px(_GAP)) + px(_DOOR))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(280), self.sizeHint().height())

    def rect_of(self, at: int) -> QRect:
        """Where a seat is drawn."""
        px, seat = self._theme.px, self._seats[at]
        across = len({one.x for one in self._seats}) if not self._is_round else 4
        room = max(self.width(), 1)
        width = max(min(px(_WIDTH), room // max(across, 1) - px(_GAP)), px(_LEAST))
        high, tall = px(_HEIGHT), self.height() - px(_DOOR)
        reach = min(room - width, px(420)) if self._is_round else room - width
        if not self._is_round:  # seats close together about the middle
            least = min((b - a for a, b in _pairs(sorted({one.x for one in self._seats}))), default=1)
            reach = min(reach, int((width + px(_GAP)) / least)) if least else reach
        left = (room - width) / 2 + (seat.x - 0.5) * reach
        return QRect(int(left), int(seat.y * (tall - high)), width, high)

    def _at(self, spot: QPoint) -> int:
        return next((at for at in range(len(self._seats)) if self.rect_of(at).contains(spot)), -1)

    def menu_place(self) -> QRect:
        """The seat the keyboard is on."""
        return self.rect_of(self._current) if self._seats else self.rect()

    def current_key(self) -> str:
        return self._seats[self._current].key if self._seats else ""

    def point_at(self, spot: QPoint) -> None:
        if (at := self._at(spot)) >= 0:
            self._go(at)

    # ---- hands
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _WAYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._step(*_WAYS[key])
        elif key == Qt.Key.Key_F2 or (self._held and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            self.take()
        elif key == Qt.Key.Key_Escape and self._held:
            self._hold("")
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = self._pointer = event.position().toPoint()
            self.point_at(self._pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start, spot = self._pressed, event.position().toPoint()
        if start is None or (at := self._at(start)) < 0:
            return
        self._pointer = spot
        if (spot - start).manhattanLength() >= QApplication.startDragDistance() and not self._held:
            self._hold(self._seats[at].key)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        start, self._pressed = self._pressed, None
        if start is None or not self._held or self._pointer == start:
            return
        at = self._at(event.position().toPoint())
        if at >= 0 and self._seats[at].key != self._held:
            self._exchange(self._held, self._seats[at].key)
        else:
            self._hold("")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _step(self, x: int, y: int) -> None:
        """To the nearest seat that lies more in this direction than aside of it."""
        if not self._seats:
            return
        here = self.rect_of(self._current).center()
        best, found = 0, -1
        for at in range(len(self._seats)):
            way = self.rect_of(at).center() - here
            ahead, aside = way.x() * x + way.y() * y, abs(way.x() * y) + abs(way.y() * x)
            if ahead > 0 and (found < 0 or ahead + 2 * aside < best):
                best, found = ahead + 2 * aside, at
        if found >= 0:
            self._go(found)

    def _go(self, at: int) -> None:
        self._current = at
        self._tell()
        self.update()

    def _hold(self, key: str) -> None:
        self._held = key
        self.taken.emit(bool(key))
        self.update()

    def _exchange(self, first: str, second: str) -> None:
        self._hold("")
        self.swapped.emit(first, second)

    def _tell(self) -> None:
        seat = self._seats[self._current] if self._seats else None
        self.setAccessibleDescription(f"{seat.note} {seat.name}" if seat else "")

    # ---- painting
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        table = self._table_rect()
        radius = table.height() // 2 if self._is_round else px(6)
        draw_box(painter, table, radius, theme.color("bg.hover"), theme.color("border"))
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color("text.2"))
        painter.drawText(table, Qt.AlignmentFlag.AlignCenter, self._table)
        door = QRect(0, self.height() - px(_DOOR), self.width(), px(_DOOR))
        painter.drawText(door, Qt.AlignmentFlag.AlignCenter, f"▽ {self._door}")
        for at in range(len(self._seats)):
            self._paint_seat(painter, at)

    def _table_rect(self) -> QRect:
        px, tall = self._theme.px, self.height() - self._theme.px(_DOOR)
        if not self._is_round:
            rects = [self.rect_of(at) for at in range(len(self._seats))]
            left = min((one.left() for one in rects), default=0)
            right = max((one.right() for one in rects), default=self.width())
            top = px(_HEIGHT) + px(_GAP)
            return QRect(left, top, right - left + 1, tall - 2 * top)
        side = max(tall - 2 * (px(_HEIGHT) + px(_GAP) * 2), px(40))
        side = min(side, px(180))
        return QRect((self.width() - side) // 2, (tall - side) // 2, side, side)

    def _paint_seat(self, painter: QPainter, at: int) -> None:
        theme, seat, rect = self._theme, self._seats[at], self.rect_of(at)
        if seat.key == self._held and self._pressed is not None:
            rect = rect.translated(self._pointer - self._pressed)
        here = self.hasFocus() and at == self._current
        line: Token = "accent" if here or seat.key == self._held else "border"
        ground: Token = (
            "accent.soft" if seat.key == self._held else "bg.panel" if not seat.strong else "bg.hover"
        )
        draw_box(painter, rect, theme.px(4), theme.color(ground), theme.color(line))
        if here:
            draw_box(painter, rect.adjusted(1, 1, -1, -1), theme.px(4), None, theme.color(line))
        half = rect.height() // 2
        inner = rect.adjusted(theme.px(4), theme.px(3), -theme.px(4), -theme.px(3))
        told: tuple[tuple[Role, Token, str, int], ...] = (
            (Role.BODY, "text.1", seat.name, 0),
            (Role.META, "text.2", seat.note, half - theme.px(3)),
        )
        for role, tone, text, top in told:
            painter.setFont(theme.font(role))
            painter.setPen(theme.color(tone))
            short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            line_rect = QRect(inner.left(), inner.top() + top, inner.width(), half - theme.px(2))
            painter.drawText(line_rect, Qt.AlignmentFlag.AlignCenter, short)


def _pairs(places: Sequence[float]) -> list[tuple[float, float]]:
    return list(pairwise(places))
