"""Strokes shared by everything that paints itself: boxes, icons, record signs."""

from collections.abc import Callable
from math import ceil, floor
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from ui.theme.theme import Theme
from ui.theme.tokens import Token

if TYPE_CHECKING:
    from ui.models.columns import Level, StageMark

LIGHT_TONES: "dict[Level, Token]" = {"red": "danger", "yellow": "warn", "green": "success"}


def draw_box(
    painter: QPainter,
    rect: QRect,
    radius: float,
    fill: QColor | None = None,
    border: QColor | None = None,
    width: float = 1.0,
) -> None:
    """A rounded box whose border lies fully inside ``rect`` and on whole pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2 if border else 0.0
    painter.setPen(QPen(border, width) if border else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(fill if fill else QBrush(Qt.BrushStyle.NoBrush))
    box = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(box, radius - inset, radius - inset)
    painter.restore()


def draw_icon(painter: QPainter, theme: Theme, name: str, token: Token, at: QPoint, size: int) -> None:
    """Icon ``name`` with its top left corner ``at``; ``size`` px at 100 %."""
    # Not painter.device(): PySide may hand out the wrapper of a dead widget that lay at the same address.
    ratio = painter.deviceTransform().m11()
    painter.drawPixmap(at, theme.pixmap(name, token, size, ratio))


def icon_spot(theme: Theme, rect: QRect, size: int) -> QPoint:
    """Top left corner of an icon centred in ``rect``."""
    side = theme.px(size)
    return QPoint(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2)


_signs: dict[tuple[object, ...], QPixmap] = {}
_MOST_SIGNS = 300
"""A page has dozens, of hardly more than ten kinds."""


def _stamp(
    painter: QPainter, rect: QRectF, kind: tuple[object, ...], draw: Callable[[QPainter, QRectF], None]
) -> None:
    """Draw a sign of ``kind`` into ``rect``: once, and from then on what was drawn."""
    ratio = painter.deviceTransform().m11()
    at = QPoint(floor(rect.x()), floor(rect.y()))
    inside = rect.translated(-at.x(), -at.y())
    key = (*kind, inside.x(), inside.y(), inside.width(), inside.height(), ratio)
    found = _signs.get(key)
    if found is None:
        if len(_signs) == _MOST_SIGNS:
            _signs.clear()
        size = QSize(ceil(inside.right() * ratio), ceil(inside.bottom() * ratio))
        found = _signs[key] = QPixmap(size.expandedTo(QSize(1, 1)))
        found.setDevicePixelRatio(ratio)
        found.fill(Qt.GlobalColor.transparent)
        with QPainter(found) as pen:
            pen.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(pen, inside)
    painter.drawPixmap(at, found)


def draw_light(painter: QPainter, theme: Theme, level: "Level", rect: QRectF) -> None:
    """● red, ▲ yellow or ■ green, filling ``rect``: the shape says it without the colour."""
    colour = theme.color(LIGHT_TONES[level])
    _stamp(painter, rect, (level, colour.rgba()), lambda pen, inside: _light(pen, level, colour, inside))


def _light(pen: QPainter, level: "Level", colour: QColor, rect: QRectF) -> None:
    pen.setPen(Qt.PenStyle.NoPen)
    pen.setBrush(colour)
    if level == "red":
        pen.drawEllipse(rect)
    elif level == "yellow":
        corners = [QPointF(rect.center().x(), rect.top()), rect.bottomRight(), rect.bottomLeft()]
        pen.drawPolygon(QPolygonF(corners))
    else:
        inset = rect.width() * 0.04
        pen.drawRect(rect.adjusted(inset, inset, -inset, -inset))


def stage_tone(mark: "StageMark") -> Token:
    """A stage that does not move has no hue."""
    return mark.tone if mark.pace == "moving" else "text.3"


def draw_stage(painter: QPainter, theme: Theme, mark: "StageMark", rect: QRectF) -> None:
    """A ring with a pie of ``step`` tenths from twelve o'clock; ‖ when paused, × when lost."""
    colour = theme.color(stage_tone(mark))
    kind = (mark.pace, mark.step, colour.rgba())
    _stamp(painter, rect, kind, lambda pen, inside: _stage(pen, mark, colour, inside))


def _stage(pen: QPainter, mark: "StageMark", colour: QColor, rect: QRectF) -> None:
    stroke = max(1.5, rect.width() / 9)
    pen.setPen(QPen(colour, stroke))
    pen.setBrush(Qt.BrushStyle.NoBrush)
    pen.drawEllipse(rect.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2))
    inner = rect.adjusted(stroke * 1.7, stroke * 1.7, -stroke * 1.7, -stroke * 1.7)
    if mark.pace == "moving":
        pie = QPainterPath(inner.center())
        pie.arcTo(inner, 90, -36.0 * min(max(mark.step, 0), 10))
        pie.closeSubpath()
        pen.fillPath(pie, colour)
    elif mark.pace == "paused":
        for x in (0.32, 0.68):
            at = inner.left() + inner.width() * x
            reach = inner.height() * 0.12
            pen.drawLine(QPointF(at, inner.top() + reach), QPointF(at, inner.bottom() - reach))
    else:
        cross = inner.adjusted(inner.width() * 0.15, inner.height() * 0.15, 0, 0)
        cross.setSize(inner.size() * 0.7)
        pen.drawLine(cross.topLeft(), cross.bottomRight())
        pen.drawLine(cross.topRight(), cross.bottomLeft())
