"""Who stands where: rank and movement, a bar against the target with a tick for the time gone, the figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.offering import PaintedRows
from ui.widgets.painting import draw_box

_ROW, _BAR, _RANK, _MOVE, _FIGURE, _NOTE, _GAP = 36, 10, 36, 44, 132, 132, 12
_LEAST_BAR, _MEASURED = 96, 200  # px at 100 %; rows whose words are measured
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Standing:
    """One row. ``share`` of the bar's length (above 1 fills it), None for no bar; ``tick``: the time gone, or
    None; ``risen``: places won, below zero lost, None unknown. ``behind``: the note warns.
    """

    key: str
    name: str
    rank: str
    risen: int | None
    share: float | None
    tick: float | None
    figure: str
    note: str = ""
    behind: bool = False


class Standings(PaintedRows, QWidget):
    """Up and Down move the choice, a click chooses."""

    chosen = Signal(str)
    """Key of the row to show."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: list[Standing] = []
        self._current = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._measure()
        theme.changed.connect(self._measure)

    def set_rows(self, rows: Sequence[Standing]) -> None:
        """Show these, in this order."""
        self.rows = list(rows)
        self.setAccessibleName("\n".join(f"{one.rank} {one.name} {one.figure} {one.note}" for one in rows))
        self._measure()
        self.updateGeometry()

    def _measure(self) -> None:
        """The columns get what their words need: figures and notes no more than that, names the rest."""
        body, meta, px = self._theme.metrics(bold=True), self._theme.metrics(Role.META), self._theme.px
        rows = self.rows[:_MEASURED]
        figures = max((body.horizontalAdvance(row.figure) for row in rows), default=0)
        notes = max((meta.horizontalAdvance(row.note) for row in rows), default=0)
        self._name = max((body.horizontalAdvance(row.name) for row in rows), default=0) + 2
        self._figure = min(figures + px(_GAP), px(_FIGURE))
        self._note = min(notes + px(_GAP), px(_NOTE)) if notes else 0
        self.update()

    def set_current(self, key: str) -> None:
        """Mark one row."""
        self._current = key
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(560), self._theme.px(_ROW) * len(self.rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(360), self.sizeHint().height())

    def row_rect(self, number: int) -> QRect:
        """The whole of a row."""
        height = self._theme.px(_ROW)
        return QRect(0, number * height, self.width(), height)

    # ---- painting
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, row in enumerate(self.rows):
            rect = self.row_rect(number)
            if rect.intersects(event.rect()):
                self._paint_row(painter, rect, row)

    def _paint_row(self, painter: QPainter, rect: QRect, row: Standing) -> None:
        theme, px = self._theme, self._theme.px
        if row.key == self._current:
            painter.fillRect(rect, theme.color("bg.selection"))
            painter.fillRect(0, rect.top(), px(3), rect.height(), theme.color("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        left, right = rect.left() + px(_GAP), rect.right() - px(_GAP)
        middle = QRect(left, rect.top(), px(_RANK), rect.height())
        self._text(painter, middle, row.rank, bold=True)
        self._paint_move(painter, QRect(middle.right(), rect.top(), px(_MOVE), rect.height()), row.risen)
        note = QRect(right - self._note, rect.top(), self._note, rect.height())
        figure = QRect(note.left() - self._figure, rect.top(), self._figure, rect.height())
        self._text(painter, figure, row.figure, align=_RIGHT)
        tone: Token = "danger" if row.behind else "text.2"
        self._text(painter, note, row.note, align=_RIGHT, tone=tone, role=Role.META)
        left = middle.right() + px(_MOVE)
        room = figure.left() - px(_GAP) - left
        least = max(room * 2 // 5, min(self._name, room - px(_LEAST_BAR)))
        name = QRect(left, rect.top(), least, rect.height())
        self._text(painter, name, row.name, bold=row.key == self._current)
        bar = QRect(name.right() + px(_GAP), rect.top(), room - name.width() - px(_GAP), rect.height())
        self._paint_bar(painter, bar, row)

    def _paint_bar(self, painter: QPainter, area: QRect, row: Standing) -> None:
        theme, px = self._theme, self._theme.px
        if row.share is None or area.width() < px(24):
            return
        height = px(_BAR)
        track = QRect(area.left(), area.center().y() - height // 2, area.width(), height)
        draw_box(painter, track, px(2), theme.color("border"))
        if row.share > 0:
            width = max(round(track.width() * min(row.share, 1.0)), px(3))
            done = QRect(track.left(), track.top(), width, height)
            draw_box(painter, done, px(2), theme.color("accent"))
        if row.tick is not None:
            x = track.left() + min(round(track.width() * row.tick), track.width() - 2)
            painter.fillRect(QRect(x, track.top() - px(4), 2, height + px(8)), theme.color("text.1"))

    def _paint_move(self, painter: QPainter, area: QRect, risen: int | None) -> None:
        """A triangle up or down with how many places; a dash where nothing moved."""
        theme, px = self._theme, self._theme.px
        if not risen:
            self._text(painter, area, "—", tone="text.3", role=Role.META)
            return
        token: Token = "success" if risen > 0 else "danger"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(token))
        x, y, size = float(area.left()), float(area.center().y()), float(px(4))
        up = -1.0 if risen > 0 else 1.0
        corners = [QPointF(x, y - up * size), QPointF(x + 2 * size, y - up * size)]
        painter.drawPolygon(QPolygonF([*corners, QPointF(x + size, y + up * size)]))
        painter.restore()
        words = area.adjusted(px(12), 0, 0, 0)
        self._text(painter, words, str(abs(risen)), tone=token, role=Role.META)

    def _text(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        *,
        align: Qt.AlignmentFlag = _LEFT,
        tone: Token = "text.1",
        role: Role = Role.BODY,
        bold: bool = False,
    ) -> None:
        painter.setFont(self._theme.font(role, bold=bold))
        painter.setPen(self._theme.color(tone))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, align, shown)

    # ---- its menu
    def current_key(self) -> str:
        return self._current

    def menu_place(self) -> QRect:
        """See ``Placed``."""
        return self.row_rect(next((n for n, one in enumerate(self.rows) if one.key == self._current), 0))

    def point_at(self, spot: QPoint) -> None:
        number = spot.y() // self._theme.px(_ROW)
        if 0 <= number < len(self.rows) and self.rows[number].key != self._current:
            self._choose(number)

    # ---- choosing
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y()) // self._theme.px(_ROW)
        if event.button() is Qt.MouseButton.LeftButton and 0 <= number < len(self.rows):
            self._choose(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or not self.rows:
            super().keyPressEvent(event)
            return
        now = next((at for at, row in enumerate(self.rows) if row.key == self._current), -step)
        self._choose(min(max(now + step, 0), len(self.rows) - 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def _choose(self, number: int) -> None:
        self.set_current(self.rows[number].key)
        self.chosen.emit(self._current)
