"""A chain drawn in layers from upstream to downstream; places that nobody fills are dashed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.chain_lanes import Lanes
from ui.widgets.painting import draw_box

_WIDE, _HIGH, _ACROSS, _DOWN, _PAD, _HEAD = 176, 72, 72, 20, 12, 24
_NEAR = 6  # how far from a link a click still means it
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class ChainBox:
    """One place: ``lines`` stand under the title; a ``gap`` is drawn dashed."""

    key: str
    title: str
    lines: tuple[str, ...]
    gap: bool


class ChainGraph(QWidget):
    """Arrows go from place to place, Shift with them from link to link; Enter opens, Ctrl+Enter acts.

    A click chooses, a double click opens, the right button asks for a menu.
    """

    opened = Signal(str)
    acted = Signal(str, str)
    """Raise something from the place (key, ""), or from the link (from, to)."""
    menu_asked = Signal(str, str, QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layers: list[list[ChainBox]] = []
        self._heads: list[str] = []
        self._links: list[tuple[str, str]] = []
        self._paths: Mapping[tuple[str, str], QPainterPath] = {}
        self._current, self._link = "", ("", "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._lay_links)
        theme.changed.connect(self.update)

    def set_chain(
        self, layers: Sequence[Sequence[ChainBox]], links: Sequence[tuple[str, str]], heads: Sequence[str]
    ) -> None:
        """Show these places, layer by layer under ``heads``, and the links between them."""
        self._layers, self._links, self._heads = [list(one) for one in layers], list(links), list(heads)
        self._lay_links()
        if self._current not in self._boxes():
            self._current = next(iter(self._boxes()), "")
        self._link = self._link if self._link in self._links else ("", "")
        self._tell()
        self.updateGeometry()
        self.update()

    @property
    def current(self) -> str:
        """The place one stands on."""
        return self._current

    @property
    def current_link(self) -> tuple[str, str]:
        """The link that is chosen; two empty keys for none."""
        return self._link

    def choose(self, key: str) -> None:
        """Stand on a place."""
        self._current, self._link = key, ("", "")
        self._tell()
        self.update()

    def choose_link(self, link: tuple[str, str]) -> None:
        """Stand on a link."""
        self._link, self._current = link, link[0]
        self._tell()
        self.update()

    # ---- places
    def sizeHint(self) -> QSize:
        px = self._theme.px
        most = max((len(layer) for layer in self._layers), default=0)
        wide = len(self._layers) * px(_WIDE + _ACROSS) - px(_ACROSS) + 2 * px(_PAD)
        return QSize(max(wide, px(240)), most * px(_HIGH + _DOWN) + px(_HEAD) + 2 * px(_PAD))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def box_rect(self, key: str) -> QRect:
        """Where a place is drawn."""
        px = self._theme.px
        most = max((len(layer) for layer in self._layers), default=0)
        for at, layer in enumerate(self._layers):
            for row, box in enumerate(layer):
                if box.key == key:
                    free = (most - len(layer)) * px(_HIGH + _DOWN) // 2
                    x = px(_PAD) + at * px(_WIDE + _ACROSS)
                    y = px(_PAD + _HEAD) + free + row * px(_HIGH + _DOWN)
                    return QRect(x, y, px(_WIDE), px(_HIGH))
        return QRect()

    def path_of(self, link: tuple[str, str]) -> QPainterPath:
        """Where a link is drawn."""
        return self._paths[link]

    def _boxes(self) -> dict[str, ChainBox]:
        return {box.key: box for layer in self._layers for box in layer}

    def _lay_links(self) -> None:
        px = self._theme.px
        boxes = [[(box.key, self.box_rect(box.key)) for box in layer] for layer in self._layers]
        self._paths = Lanes(boxes, px(_DOWN), px(24)).paths(self._links)

    # ---- painting
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px = self._theme, self._theme.px
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color("text.3"))
        for at, head in enumerate(self._heads):
            spot = QRect(px(_PAD) + at * px(_WIDE + _ACROSS), px(_PAD), px(_WIDE), px(_HEAD - 6))
            painter.drawText(spot, _LEFT, head)
        for link in self._links:
            self._paint_link(painter, link)
        for box in self._boxes().values():
            self._paint_box(painter, box)

    def _paint_link(self, painter: QPainter, link: tuple[str, str]) -> None:
        theme, chosen = self._theme, link == self._link
        beside = self._current in link and not any(self._link)
        colour = theme.color("accent" if chosen or beside else "border.strong")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2.5 if chosen else 1.5))
        path = self._paths[link]
        painter.drawPath(path)
        end, size = path.currentPosition(), theme.px(5)
        head = QPainterPath(end)
        head.lineTo(end + QPointF(-size * 1.6, -size))
        head.lineTo(end + QPointF(-size * 1.6, size))
        head.closeSubpath()
        painter.fillPath(head, colour)

    def _paint_box(self, painter: QPainter, box: ChainBox) -> None:
        theme, px, rect = self._theme, self._theme.px, self.box_rect(box.key)
        current = box.key == self._current and not any(self._link)
        if box.gap:
            self._paint_gap(painter, rect, theme.color("warn"))
        else:
            draw_box(painter, rect, px(6), theme.color("bg.panel"), theme.color("border"))
        if current:
            ring = rect.adjusted(-px(3), -px(3), px(3), px(3))
            edge = theme.color("focus" if self.hasFocus() else "accent")
            draw_box(painter, ring, px(8), None, edge, 2)
        inner = rect.adjusted(px(12), px(8), -px(10), -px(6))
        line = QRect(inner.left(), inner.top(), inner.width(), px(20))
        self._write(painter, line, box.title, Role.BODY_BOLD, theme.color("text.1"))
        for at, text in enumerate(box.lines[:2]):
            below = line.translated(0, px(20) + at * px(18))
            tone = theme.color("warn" if box.gap and not at else "text.2")
            self._write(painter, below, text, Role.META, tone)

    def _paint_gap(self, painter: QPainter, rect: QRect, edge: QColor) -> None:
        pen = QPen(edge, 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(self._theme.color("warn.soft"))
        painter.drawRoundedRect(rect, self._theme.px(6), self._theme.px(6))

    def _write(self, painter: QPainter, rect: QRect, text: str, role: Role, tone: QColor) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(tone)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _LEFT, shown)

    # ---- acting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        step = steps.get(Qt.Key(key))
        if step is not None and shift:
            self._next_link(1 if sum(step) > 0 else -1)
        elif step is not None:
            self._step(*step)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.acted.emit(*self._meant())
            else:
                self.opened.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _meant(self) -> tuple[str, str]:
        return self._link if any(self._link) else (self._current, "")

    def _step(self, across: int, down: int) -> None:
        at = next((n for n, layer in enumerate(self._layers) if self._current in _keys(layer)), None)
        if at is None:
            return
        row = _keys(self._layers[at]).index(self._current)
        if across:
            at = min(max(at + across, 0), len(self._layers) - 1)
            middle = self.box_rect(self._current).center().y()
            nearest = min(_keys(self._layers[at]), key=lambda k: abs(self.box_rect(k).center().y() - middle))
            self.choose(nearest)
        else:
            layer = _keys(self._layers[at])
            self.choose(layer[min(max(row + down, 0), len(layer) - 1)])

    def _next_link(self, by: int) -> None:
        """The links in their order, beginning with those of the place one stands on."""
        if not self._links:
            return
        if self._link in self._links:
            at = (self._links.index(self._link) + by) % len(self._links)
        else:
            own = [n for n, link in enumerate(self._links) if self._current in link]
            at = own[0 if by > 0 else -1] if own else 0
        self.choose_link(self._links[at])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place, link = self._hit(event.position().toPoint())
        if place:
            self.choose(place)
        elif any(link):
            self.choose_link(link)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place, _ = self._hit(event.position().toPoint())
        if place:
            self.opened.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place, link = self._hit(event.position().toPoint())
        over = place or any(link)
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        box = self._boxes().get(place)
        self.setToolTip("\n".join((box.title, *box.lines)) if box else "")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        place, link = self._hit(event.pos()) if by_mouse else ("", ("", ""))
        if place:
            self.choose(place)
        elif any(link):
            self.choose_link(link)
        elif by_mouse:
            return
        where = event.globalPos() if by_mouse else self.mapToGlobal(self.box_rect(self._current).center())
        self.menu_asked.emit(*self._meant(), where)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _hit(self, spot: QPoint) -> tuple[str, tuple[str, str]]:
        place = next((key for key in self._boxes() if self.box_rect(key).contains(spot)), "")
        if place:
            return place, ("", "")
        reach = self._theme.px(_NEAR)
        near = QRect(spot.x() - reach, spot.y() - reach, 2 * reach, 2 * reach)
        touched = (link for link in self._links if self._touches(link, near))
        return "", next(touched, ("", ""))

    def _touches(self, link: tuple[str, str], near: QRect) -> bool:
        path = self._paths[link]
        return any(near.contains(path.pointAtPercent(at / 40).toPoint()) for at in range(41))

    def _tell(self) -> None:
        boxes = self._boxes()
        if any(self._link):
            said = " → ".join(boxes[key].title for key in self._link if key in boxes)
        else:
            box = boxes.get(self._current)
            said = " ".join((box.title, *box.lines)) if box else ""
        self.setAccessibleName(said)


def _keys(layer: Sequence[ChainBox]) -> list[str]:
    return [box.key for box in layer]
