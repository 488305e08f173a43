"""The list that drops down under a line of text: choices, search results, records to link to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.painting import draw_box, draw_icon

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One row: ``detail`` stands at the right in meta; ``action`` marks an entry that does something."""

    key: str
    text: str
    detail: str = ""
    icon: str = ""
    action: bool = False


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Suggestion] = []

    def replace(self, rows: Sequence[Suggestion]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == _ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.text} {row.detail}".strip()
        return None


class _RowPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, px = self._theme, self._theme.px
        row: Suggestion = index.data(_ROW_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            draw_box(painter, rect, px(4), theme.color("bg.hover"))
        area = rect.adjusted(px(8), 0, -px(8), 0)
        icon = row.icon or ("plus" if row.action else "")
        if icon:
            at = QPoint(area.left(), rect.center().y() - px(8) + 1)
            draw_icon(painter, theme, icon, "accent" if row.action else "text.2", at, 16)
            area.setLeft(area.left() + px(24))
        if row.detail:
            painter.setFont(theme.font(Role.META))
            painter.setPen(theme.color("text.3"))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, flags, row.detail)
            area.setRight(area.right() - painter.fontMetrics().horizontalAdvance(row.detail) - px(12))
        painter.setFont(theme.font())
        painter.setPen(theme.color("accent" if row.action else "text.1"))
        words = painter.fontMetrics().elidedText(row.text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


class SuggestionList(QFrame):
    """Drops down under ``anchor`` without taking the focus, so that typing and the input method go on.

    The owner of the text line hands keys to ``handle_key``.
    """

    picked = Signal(object)
    """The user picked this ``Suggestion``."""

    def __init__(self, theme: Theme, anchor: QWidget) -> None:
        flags = (
            Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        )
        super().__init__(anchor, flags)
        self._theme, self._anchor = theme, anchor
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows = _Rows(self)
        self._view = QListView(self)
        self._view.setModel(self._rows)
        self._view.setItemDelegate(_RowPainter(theme, self._view))
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setMouseTracking(True)
        self._view.setUniformItemSizes(True)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.clicked.connect(self._pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self._view)

    def rows(self) -> list[Suggestion]:
        return list(self._rows.rows)

    def offer(self, rows: Sequence[Suggestion], current: int = 0) -> None:
        """Show ``rows`` under the anchor, or hide when there are none."""
        self._rows.replace(rows)
        if not rows:
            self.hide()
            return
        height = self._theme.px(32) * min(len(rows), _MOST_ROWS) + 8
        below = self._anchor.mapToGlobal(QPoint(0, self._anchor.height() + self._theme.px(4)))
        screen = self._anchor.screen().availableGeometry()
        if below.y() + height > screen.bottom():
            below = self._anchor.mapToGlobal(QPoint(0, -height - self._theme.px(4)))
        self.setGeometry(below.x(), below.y(), max(self._anchor.width(), self._theme.px(180)), height)
        self._view.setCurrentIndex(self._rows.index(min(max(current, 0), len(rows) - 1)))
        self.show()
        self.raise_()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Act on a key of the text line; whether it was for the list."""
        if not self.isVisible():
            return False
        key = event.key()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key in steps:
            last = self._rows.rowCount() - 1
            row = min(max(self._view.currentIndex().row() + steps[Qt.Key(key)], 0), last)
            self._view.setCurrentIndex(self._rows.index(row))
            return True
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._pick(self._view.currentIndex())
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def paintEvent(self, event: object) -> None:
        theme = self._theme
        draw_box(QPainter(self), self.rect(), theme.px(6), theme.color("bg.panel"), theme.color("border"))

    def _pick(self, index: QModelIndex) -> None:
        if index.isValid():
            self.hide()
            self.picked.emit(self._rows.rows[index.row()])
