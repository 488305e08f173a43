"""One column's cards: any number of them, read in windows as they scroll into view."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import (
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.models.columns import RowBadge, RowValues
from ui.models.window_table import BADGES_ROLE, GREY_ROLE, WindowTable
from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.fitting import Fitting
from ui.widgets.focus_ring import OWN_RING
from ui.widgets.in_view import read_in_view
from ui.widgets.painting import draw_box, draw_icon, draw_light

_Index = QModelIndex | QPersistentModelIndex
CARD_MIME = "application/x-outpost-card"
CARD, GAP, PAD = 60, 8, 10
MOST = 100  # cards that are known in words
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CTRL = Qt.KeyboardModifier.ControlModifier
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: 1}
_SIDES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


@dataclass(frozen=True, slots=True)
class Card:
    """Two lines: the title; what it is about at the left, a figure or day at the right."""

    title: str
    detail: str = ""
    figure: str = ""


CardOf = Callable[[RowValues], Card]


class _CardPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: WindowTable, card_of: CardOf, view: "CardList") -> None:
        super().__init__(view)
        self._theme, self._table, self._card_of, self._view = theme, model, card_of, view
        self._fitting = Fitting()
        self._known: dict[str, tuple[RowValues, Card]] = {}
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self._fitting.forget()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(CARD + GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        px, color = self._theme.px, self._theme.color
        rect: QRect = option.rect
        box = rect.adjusted(0, 0, 0, -px(GAP))
        current = index.row() == self._view.currentIndex().row() and self._view.hasFocus()
        ticked = self._table.id_at(index.row()) in self._view.ticked()
        draw_box(
            painter,
            box,
            px(6),
            color("bg.selection" if ticked else "bg.panel"),
            color("focus" if current else "border"),
            2 if current else 1,
        )
        values = self._table.values_at(index.row())
        inner = box.adjusted(px(PAD), px(6), -px(PAD), -px(6))
        if values is not None:
            badges: tuple[RowBadge, ...] = index.data(BADGES_ROLE) or ()
            self._write(painter, inner, self._card(values), badges)
        elif index.data(GREY_ROLE):
            bar = QRect(inner.left(), inner.top() + px(6), inner.width() * 3 // 5, px(8))
            draw_box(painter, bar, px(4), color("bg.hover"))

    def _card(self, values: RowValues) -> Card:
        """What a row says; a column is painted again for each card that comes or goes."""
        id = str(values["id"])
        known = self._known.get(id)
        if known is None or known[0] is not values:
            if len(self._known) == MOST:
                self._known.clear()
            known = self._known[id] = values, self._card_of(values)
        return known[1]

    def _write(self, painter: QPainter, area: QRect, card: Card, badges: tuple[RowBadge, ...]) -> None:
        theme, px = self._theme, self._theme.px
        top, low = QRect(area), QRect(area)
        top.setBottom(area.center().y())
        low.setTop(area.center().y() + 1)
        for badge in reversed(badges):
            at = QPoint(top.right() - px(13), top.center().y() - px(7) + 1)
            self._sign(painter, badge, at)
            top.setRight(at.x() - px(4))
        self._line(painter, top, card.title, bold=True)
        painter.setFont(theme.font(Role.META))
        taken = painter.fontMetrics().horizontalAdvance(card.figure)
        painter.setPen(theme.color("text.2"))
        painter.drawText(low, _RIGHT, card.figure)
        low.setRight(low.right() - taken - (px(8) if taken else 0))
        painter.setPen(theme.color("text.3"))
        words = self._fitting.shown(painter, card.detail, low.width(), "meta")
        painter.drawText(low, _LEFT, words)

    def _line(self, painter: QPainter, area: QRect, text: str, *, bold: bool) -> None:
        painter.setFont(self._theme.font(bold=bold))
        painter.setPen(self._theme.color("text.1"))
        words = self._fitting.shown(painter, text, area.width(), "bold" if bold else "plain")
        painter.drawText(area, _LEFT, words)

    def _sign(self, painter: QPainter, badge: RowBadge, at: QPoint) -> None:
        if badge.kind == "refused":
            side = self._theme.px(9)
            draw_light(painter, self._theme, "red", QRectF(at.x() + 2, at.y() + 2, side, side))
        elif badge.kind == "pending":
            draw_icon(painter, self._theme, "arrow-up", "text.3", at, 14)
        else:
            draw_icon(painter, self._theme, "arrow-left-right", "warn", at, 14)


class RecordList(QTableView):
    """One line or card a record. Keys: Up, Down, Page, Home, End; Left and Right are for who shows it.

    A table of one column, which asks for what is in view: a list view asks for each of thousands every time.
    """

    current_changed = Signal(str)
    opened = Signal(str)
    inspected = Signal(str)
    ticked_asked = Signal(str)
    """Ctrl+click or Ctrl+Space: tick the card, or take the tick away."""
    delete_asked = Signal()
    menu_asked = Signal(str, QPoint)
    side_asked = Signal(int)
    """The keyboard wants to the column at the left (-1) or right (1)."""
    carry_asked = Signal(str, int)
    """The card is to go to the column at the left or right."""

    def __init__(self, theme: Theme, table: WindowTable, high: int) -> None:
        super().__init__()
        self._theme, self._table = theme, table
        self.ticked: Callable[[], set[str]] = set
        self.setModel(table)
        for more in range(1, table.columnCount()):
            self.setColumnHidden(more, True)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.px(high))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setProperty(OWN_RING, True)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("background: transparent")

    def paintEvent(self, event: QPaintEvent) -> None:
        read_in_view(self, self._table, event.rect())
        super().paintEvent(event)

    # ---- current card
    def current_id(self) -> str:
        return self._table.id_at(self.currentIndex().row())

    def set_current_id(self, record_id: str) -> bool:
        """Stand on a card; whether it is here."""
        row = self._table.row_of(record_id)
        if row >= 0:
            self.go_to(row)
        return row >= 0

    def go_to(self, row: int) -> None:
        """Stand on the card at ``row``, or the last one."""
        index = self._table.index(min(max(row, 0), self._table.rowCount() - 1), 0)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.viewport().update()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus() and (found := self._table.id_at(current.row())):
            self.current_changed.emit(found)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to(0)
        if found := self.current_id():
            self.current_changed.emit(found)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # ---- keys
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._act(Qt.Key(event.key()), event.modifiers()):
            event.accept()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters do nothing: an input method is always on."""

    def _act(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        found = self.current_id()
        if side := _SIDES.get(key):
            if modifiers & _CTRL and found:
                self.carry_asked.emit(found, side)
            else:
                self.side_asked.emit(side)
        elif key in _ENDS:
            self.go_to(_ENDS[key] * self._table.rowCount())
        elif key == Qt.Key.Key_Space and found:
            (self.ticked_asked if modifiers & _CTRL else self.inspected).emit(found)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and found and not modifiers & _CTRL:
            self.opened.emit(found)
        elif key == Qt.Key.Key_Delete and found:
            self.delete_asked.emit()
        else:
            return False
        return True

    # ---- mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        left = event.button() is Qt.MouseButton.LeftButton and index.isValid()
        if left and event.modifiers() & _CTRL:
            self.ticked_asked.emit(self._table.id_at(index.row()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(self._table.id_at(index.row()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        if index.isValid():
            self.setFocus()
            self.go_to(index.row())
        self.menu_asked.emit(self._table.id_at(index.row()) if index.isValid() else "", event.globalPos())


class CardList(RecordList):
    """A column of a board: Left and Right go to the next one, with Ctrl or the mouse the card too."""

    def __init__(self, theme: Theme, table: WindowTable, card_of: CardOf) -> None:
        super().__init__(theme, table, CARD + GAP)
        self._pressed: QPoint | None = None
        self.setItemDelegate(_CardPainter(theme, table, card_of, self))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        spot = event.position().toPoint()
        left = event.button() is Qt.MouseButton.LeftButton and self.indexAt(spot).isValid()
        self._pressed = spot if left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        away = (event.position().toPoint() - self._pressed).manhattanLength()
        if away >= QApplication.startDragDistance() and (found := self.current_id()):
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(card_data(found))
            drag.exec(Qt.DropAction.MoveAction)


def card_data(record_id: str) -> QMimeData:
    """A card on its way to another column."""
    data = QMimeData()
    data.setData(CARD_MIME, QByteArray(record_id.encode()))
    return data


def carried_card(data: QMimeData) -> str:
    """The record of a card on its way, "" for anything else."""
    return bytes(data.data(CARD_MIME).data()).decode() if data.hasFormat(CARD_MIME) else ""
