"""One column of a board: a head with glyph, count and sum over its cards; cards can be dropped on it."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.models.columns import StageMark
from ui.models.news import News
from ui.models.window_table import WindowTable
from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.board.cards import CardList, CardOf, carried_card
from ui.widgets.painting import draw_box, draw_stage, stage_tone

WIDTH, HEAD = 264, 44
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over the cards; ``total`` is the sum in words."""

    key: str
    title: str
    mark: StageMark | None = None
    count: int = 0
    total: str = ""


class BoardColumn(QWidget):
    """264 px; the ground lights up while a card hovers over it."""

    dropped = Signal(str, str)
    """A card was dropped: its record, and this column's key."""

    def __init__(self, theme: Theme, head: Head, table: WindowTable, card_of: CardOf) -> None:
        super().__init__()
        self._theme, self.head, self.table = theme, head, table
        self._target = False
        self.cards = CardList(theme, table, card_of)
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(HEAD), px(4), px(4))
        column.addWidget(self.cards)
        self.setFixedWidth(px(WIDTH))
        self.setAcceptDrops(True)
        self._name()

    def show_cards(self, head: Head, news: News) -> None:
        """Show these cards; where nothing but their values changed, the place in them stays."""
        place = self.cards.verticalScrollBar().value()
        self.table.show_news(news)
        self.cards.verticalScrollBar().setValue(place)
        if head != self.head:
            self.head = head
            self._name()
            self.update(0, 0, self.width(), self._theme.px(HEAD))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        ground: Token = "accent.soft" if self._target else "bg.hover"
        draw_box(painter, self.rect(), px(8), theme.color(ground))
        head, inner = self.head, QRect(px(12), px(4), self.width() - px(24), px(HEAD - 8))
        if head.mark is not None:
            side = px(14)
            draw_stage(
                painter, theme, head.mark, QRectF(inner.left(), inner.center().y() - side // 2, side, side)
            )
            inner.setLeft(inner.left() + px(20))
        painter.setFont(theme.font(bold=True))
        painter.setPen(theme.color(stage_tone(head.mark) if head.mark is not None else "text.1"))
        painter.drawText(inner, _LEFT, head.title)
        inner.setLeft(inner.left() + painter.fontMetrics().horizontalAdvance(head.title) + px(8))
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color("text.3"))
        painter.drawText(inner, _LEFT, f"{head.count:,}")
        painter.setPen(theme.color("text.2"))
        painter.drawText(inner, _RIGHT, head.total)

    # ---- cards from other columns
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if carried_card(event.mimeData()):
            self._light(True)
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if carried_card(event.mimeData()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._light(False)
        if found := carried_card(event.mimeData()):
            event.acceptProposedAction()
            if self.table.row_of(found) < 0:
                self.dropped.emit(found, self.head.key)

    def _light(self, on: bool) -> None:
        self._target = on
        self.update()

    def _name(self) -> None:
        name = f"{self.head.title} {self.head.count} {self.head.total}".strip()
        self.setAccessibleName(name)
        self.cards.setAccessibleName(name)
