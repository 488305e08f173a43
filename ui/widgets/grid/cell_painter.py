"""Draws one grid cell of each kind."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from ui.models.columns import Cell, CellKind, Column, RowBadge
from ui.models.window_table import BADGES_ROLE, CELL_ROLE, CHOSEN_ROLE, GREY_ROLE, WindowTable
from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.fitting import Fitting
from ui.widgets.painting import LIGHT_TONES, draw_box, draw_icon, draw_light, draw_stage, stage_tone

_Index = QModelIndex | QPersistentModelIndex
PADDING = 10
BADGE_SIZE = 14
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def draw_check(painter: QPainter, theme: Theme, at: QPoint, checked: bool | None) -> None:
    """A 15 px check box with its top left corner ``at``; ``None`` = some are checked."""
    side = theme.px(14)
    box = QRect(at.x(), at.y(), side, side)
    if checked is False:
        draw_box(painter, box, theme.px(3), theme.color("bg.panel"), theme.color("border.strong"))
        return
    if checked is None:
        draw_box(painter, box, theme.px(3), theme.color("bg.panel"), theme.color("border.strong"))
        bar = QRect(at.x() + theme.px(4), at.y() + side // 2 - 1, side - theme.px(8), 2)
        painter.fillRect(bar, theme.color("text.3"))
        return
    draw_box(painter, box, theme.px(3), theme.color("accent"))
    inset = theme.px(1)
    draw_icon(painter, theme, "check", "on.accent", at + QPoint(inset, inset), 12)


class CellPainter(QStyledItemDelegate):
    """Rows have a 1 px line below, no stripes; the current row has an accent bar at the left of the grid."""

    def __init__(self, theme: Theme, model: WindowTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self.current_row = -1
        self.hovered_row = -1
        self._fitting = Fitting()
        self.dress()

    def dress(self) -> None:
        """Take fonts again after the theme changed."""
        self._plain, self._bold = self._theme.font(), self._theme.font(bold=True)
        self._micro = self._theme.font(Role.MICRO)
        self._line = self._theme.color("line")
        self._fitting.forget()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self._theme.px(self._model.columns[index.column()].width), self._theme.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        # The model is asked itself: by way of Qt each answer would be wrapped and unwrapped, for every cell.
        data = self._model.data
        chosen = bool(data(index, CHOSEN_ROLE))
        self._paint_ground(painter, rect, index.row(), chosen)
        column = self._model.columns[index.column()]
        cell: Cell | None = data(index, CELL_ROLE)
        inner = rect.adjusted(self._theme.px(PADDING), 0, -self._theme.px(PADDING), 0)
        if column.kind is CellKind.CHECK:
            side = self._theme.px(14)
            at = QPoint(inner.left(), inner.center().y() - side // 2 + 1)
            draw_check(painter, self._theme, at, chosen)
        elif cell is None:
            if data(index, GREY_ROLE):
                self._paint_grey(painter, inner, column)
        elif column.kind is CellKind.NAME:
            self._paint_name(painter, inner, cell, data(index, BADGES_ROLE) or ())
        elif cell.stage is not None or cell.light is not None:
            self._paint_mark(painter, inner, cell)
        elif column.kind is CellKind.BADGE and cell.text:
            self._paint_badge(painter, inner, cell)
        else:
            self._paint_text(painter, inner, cell, column)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        if event.type() is QEvent.Type.ToolTip and index.isValid():
            QToolTip.showText(event.globalPos(), self.explanation(option.rect, index, event.pos()), view)
            return True
        return super().helpEvent(event, view, option, index)

    def explanation(self, rect: QRect, index: _Index, spot: QPoint) -> str:
        """What a tooltip at ``spot`` says: a sign's reason, the cell's own words, all of an elided text."""
        cell: Cell | None = index.data(CELL_ROLE)
        if cell is None:
            return ""
        inner = rect.adjusted(self._theme.px(PADDING), 0, -self._theme.px(PADDING), 0)
        room = inner.width()
        kind = self._model.columns[index.column()].kind
        if kind is CellKind.NAME:
            badges: tuple[RowBadge, ...] = index.data(BADGES_ROLE) or ()
            side = self._theme.px(BADGE_SIZE)
            spots = self._badge_spots(inner, len(badges))
            for badge, at in zip(badges, spots, strict=True):
                if QRect(at.x(), rect.top(), side, rect.height()).contains(spot):
                    return badge.tooltip
            room = spots[0].x() - self._theme.px(8) - inner.left() if spots else room
        elif cell.stage is not None or cell.light is not None:
            # As drawn: the sign and its gap in front, a little of the padding behind.
            room += self._theme.px(2) - self._theme.px(14 if cell.stage else 10)
        elif kind is CellKind.BADGE:
            return cell.tooltip or self._beyond(cell, QFontMetrics(self._micro), room - self._theme.px(16))
        return cell.tooltip or self._beyond(
            cell, QFontMetrics(self._bold if cell.bold else self._plain), room
        )

    # ---- parts
    @staticmethod
    def _beyond(cell: Cell, metrics: QFontMetrics, room: int) -> str:
        return cell.text if metrics.horizontalAdvance(cell.text) > room else ""

    def _badge_spots(self, inner: QRect, count: int) -> list[QPoint]:
        """Top left corners of the signs at the right of a name."""
        side, gap = self._theme.px(BADGE_SIZE), self._theme.px(4)
        left, top = inner.right() + 1 - count * (side + gap) + gap, inner.center().y() - side // 2 + 1
        return [QPoint(left + number * (side + gap), top) for number in range(count)]

    def _paint_ground(self, painter: QPainter, rect: QRect, row: int, chosen: bool) -> None:
        color = self._theme.color
        if chosen or row == self.current_row:
            painter.fillRect(rect, color("bg.selection"))
        elif row == self.hovered_row:
            painter.fillRect(rect, color("bg.hover"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._line)

    def _paint_grey(self, painter: QPainter, inner: QRect, column: Column) -> None:
        height = self._theme.px(8)
        width = round(inner.width() * (0.55 if column.kind is CellKind.NAME else 0.7))
        left = inner.right() - width if column.kind is CellKind.AMOUNT else inner.left()
        bar = QRect(left, inner.center().y() - height // 2, width, height)
        draw_box(painter, bar, height / 2, self._theme.color("bg.hover"))

    def _paint_text(self, painter: QPainter, inner: QRect, cell: Cell, column: Column) -> None:
        right = column.align is Qt.AlignmentFlag.AlignRight
        self._write(painter, inner, cell.text, cell.tone, cell.bold, right=right)

    def _paint_name(self, painter: QPainter, inner: QRect, cell: Cell, badges: tuple[RowBadge, ...]) -> None:
        spots = self._badge_spots(inner, len(badges))
        for badge, at in zip(badges, spots, strict=True):
            self._paint_standing(painter, badge, at)
        if spots:
            inner = inner.adjusted(0, 0, spots[0].x() - inner.right() - self._theme.px(8), 0)
        self._write(painter, inner, cell.text, cell.tone, cell.bold)

    def _paint_standing(self, painter: QPainter, badge: RowBadge, at: QPoint) -> None:
        if badge.kind == "refused":
            dot = self._theme.px(9)
            inset = (self._theme.px(BADGE_SIZE) - dot) // 2
            draw_light(painter, self._theme, "red", QRectF(at.x() + inset, at.y() + inset, dot, dot))
            return
        icon, token = ("arrow-up", "text.3") if badge.kind == "pending" else ("arrow-left-right", "warn")
        tinted: Token = "warn" if token == "warn" else "text.3"
        draw_icon(painter, self._theme, icon, tinted, at, BADGE_SIZE)

    def _paint_mark(self, painter: QPainter, inner: QRect, cell: Cell) -> None:
        side = self._theme.px(14 if cell.stage else 10)
        spot = QRectF(inner.left(), inner.center().y() - side // 2 + 1, side, side)
        tone: Token = cell.tone
        if cell.stage is not None:
            draw_stage(painter, self._theme, cell.stage, spot)
            tone = stage_tone(cell.stage)
        elif cell.light is not None:
            draw_light(painter, self._theme, cell.light, spot)
            tone = LIGHT_TONES[cell.light]
        area = inner.adjusted(side + self._theme.px(6), 0, self._theme.px(8), 0)
        self._write(painter, area, cell.text, tone, cell.bold)

    def _paint_badge(self, painter: QPainter, inner: QRect, cell: Cell) -> None:
        painter.setFont(self._micro)
        height = self._theme.px(20)
        width = painter.fontMetrics().horizontalAdvance(cell.text) + self._theme.px(16)
        box = QRect(inner.left(), inner.center().y() - height // 2 + 1, min(width, inner.width()), height)
        draw_box(painter, box, self._theme.px(4), self._theme.color("bg.hover"))
        painter.setPen(self._theme.color("text.2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cell.text)

    def _write(
        self, painter: QPainter, area: QRect, text: str, tone: Token, bold: bool, *, right: bool = False
    ) -> None:
        painter.setFont(self._bold if bold else self._plain)
        painter.setPen(self._theme.color(tone))
        shown = self._fitting.shown(painter, text, area.width(), "bold" if bold else "plain")
        painter.drawText(area, _RIGHT if right else _LEFT, shown)
