"""The navigation rail: groups of entries with counts, settings and the person at the bottom."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.nesting import nest
from ui.widgets.painting import draw_box, draw_icon, icon_spot
from ui.widgets.scrolled import Scrolled

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
WIDTH, COLLAPSED_WIDTH = 168, 52
ITEM, LEAST_ITEM, BRAND, PERSON = 32, 22, 52, 44
_ABOVE, _BELOW, _BETWEEN, _APART = 4, 8, 12, 2  # px at 100 % around groups and entries


class RailEntry(NamedTuple):
    """One place to go to."""

    key: str
    text: str
    icon: str


class _Item(QAbstractButton):
    reached = Signal()
    """The keyboard came here."""

    def __init__(self, theme: Theme, entry: RailEntry) -> None:
        super().__init__()
        self._theme, self.entry, self.count, self._collapsed = theme, entry, 0, False
        self._height = theme.px(ITEM)
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(entry.text)

    def set_count(self, count: int) -> None:
        self.count = count
        self.setAccessibleName(f"{self.entry.text} {count}" if count else self.entry.text)
        self.update()

    def set_collapsed(self, collapsed: bool) -> None:
        self._collapsed = collapsed
        self.setToolTip(self.entry.text if collapsed else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(COLLAPSED_WIDTH - 16), self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(18), self._height)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit()

    def set_height(self, height: int) -> None:
        """``height`` in px."""
        if height != self._height:
            self._height = height
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        current = self.isChecked()
        if current:
            draw_box(painter, self.rect(), px(6), theme.color("bg.panel"))
            bar = QRect(0, (self.height() - px(16)) // 2, px(3), px(16))
            draw_box(painter, bar, px(1.5), theme.color("accent"))
        elif self.underMouse():
            draw_box(painter, self.rect(), px(6), theme.color("bg.hover"))
        token: Token = "accent" if current else "text.2"
        left = (self.width() - px(18)) // 2 if self._collapsed else px(12)
        spot = QPoint(left, icon_spot(theme, self.rect(), 18).y())
        draw_icon(painter, theme, self.entry.icon, token, spot, 18)
        if not self._collapsed:
            self._paint_words(painter, current)

    def _paint_words(self, painter: QPainter, current: bool) -> None:
        theme, px = self._theme, self._theme.px
        inner = self.rect().adjusted(px(40), 0, -px(12), 0)
        if self.count:
            painter.setFont(theme.font(Role.MICRO))
            painter.setPen(theme.color("text.3"))
            painter.drawText(inner, _RIGHT, str(self.count))
            inner.setRight(inner.right() - painter.fontMetrics().horizontalAdvance(str(self.count)) - px(4))
        painter.setFont(theme.font(Role.BODY, bold=current))
        painter.setPen(theme.color("text.1" if current else "text.2"))
        words = painter.fontMetrics().elidedText(self.entry.text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _LEFT, words)


class _Brand(QWidget):
    """The product's sign and name; the sign alone when collapsed."""

    def __init__(self, theme: Theme, icon: str, text: str) -> None:
        super().__init__()
        self._theme, self._icon, self._text, self.collapsed = theme, icon, text, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(COLLAPSED_WIDTH), self._theme.px(BRAND))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        side = px(26)
        left = (self.width() - side) // 2 if self.collapsed else px(14)
        sign = QRect(left, (self.height() - side) // 2, side, side)
        draw_box(painter, sign, px(6), theme.color("accent"))
        draw_icon(painter, theme, self._icon, "on.accent", icon_spot(theme, sign, 16), 16)
        if not self.collapsed:
            painter.setFont(theme.font(Role.TITLE))
            painter.setPen(theme.color("text.1"))
            painter.drawText(self.rect().adjusted(px(50), 0, 0, 0), _LEFT, self._text)


class _Person(QAbstractButton):
    """Who is signed in: first character in a disc, name, post."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self.name, self.post, self.collapsed = theme, "", "", False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(COLLAPSED_WIDTH - 16), self._theme.px(PERSON))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        if self.underMouse():
            draw_box(painter, self.rect(), px(6), theme.color("bg.hover"))
        side = px(26)
        left = (self.width() - side) // 2 if self.collapsed else px(8)
        disc = QRect(left, (self.height() - side) // 2, side, side)
        draw_box(painter, disc, side / 2, theme.color("accent.soft"))
        painter.setFont(theme.font(Role.META, bold=True))
        painter.setPen(theme.color("accent"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self.name[:1])
        if self.collapsed:
            return
        inner = self.rect().adjusted(px(42), px(3), -px(4), -px(3))
        half = inner.height() // 2
        lines: list[tuple[Role, str, Token, int]] = [
            (Role.META, self.name, "text.1", inner.top()),
            (Role.MICRO, self.post, "text.3", inner.top() + half),
        ]
        for role, text, token, top in lines:
            painter.setFont(theme.font(role))
            painter.setPen(theme.color(token))
            words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(QRect(inner.left(), top, inner.width(), half), _LEFT, words)


class Rail(QWidget):
    """Left navigation. Up and Down move between entries, Enter or Space goes there.

    In a low window the entries give up height together, down to what an icon needs; below that they scroll.
    """

    selected = Signal(str)
    """The user chose the entry with this key."""
    person_clicked = Signal()
    collapsed_changed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        brand: tuple[str, str],
        groups: Sequence[Sequence[RailEntry]],
        bottom: Sequence[RailEntry] = (),
        parent: QWidget | None = None,
    ) -> None:
        """``brand`` is (icon, product name)."""
        super().__init__(parent)
        self._theme, self._collapsed, self._groups = theme, False, len(groups)
        self._items: dict[str, _Item] = {}
        self._brand, self.person = _Brand(theme, *brand), _Person(theme)
        self.person.clicked.connect(self.person_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(_BELOW))
        column.setSpacing(0)
        column.addWidget(self._brand)
        column.addSpacing(theme.px(_ABOVE))
        self.area = self._scrolling(groups)
        column.addWidget(self.area, 1)
        nest(column, self._group(bottom, self.person))
        self.person.hide()
        theme.changed.connect(self._fit)
        self._fit()

    def _scrolling(self, groups: Sequence[Sequence[RailEntry]]) -> Scrolled:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for number, group in enumerate(groups):
            if number:
                column.addSpacing(self._theme.px(_BETWEEN))
            nest(column, self._group(group))
        column.addStretch()
        return Scrolled(content)

    def _show(self, item: _Item) -> None:
        if self.area.isAncestorOf(item):
            self.area.ensureWidgetVisible(item, 0, item.height())

    def current(self) -> str:
        return next((key for key, item in self._items.items() if item.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Mark where the user is; does not emit ``selected``."""
        for name, item in self._items.items():
            item.setChecked(name == key)
            if name == key:
                self._show(item)

    def set_count(self, key: str, count: int) -> None:
        """Show ``count`` beside an entry; 0 shows nothing."""
        self._items[key].set_count(count)

    def count(self, key: str) -> int:
        """What is shown beside an entry."""
        return self._items[key].count

    def set_person(self, name: str, post: str) -> None:
        self.person.name, self.person.post = name, post
        self.person.setAccessibleName(f"{name} {post}")
        self.person.setVisible(bool(name))
        self.person.update()

    @property
    def collapsed(self) -> bool:
        return self._collapsed

    def set_collapsed(self, collapsed: bool) -> None:
        if collapsed == self._collapsed:
            return
        self._collapsed = self._brand.collapsed = self.person.collapsed = collapsed
        self.person.setToolTip(self.person.name if collapsed else "")
        for item in self._items.values():
            item.set_collapsed(collapsed)
        self._fit()
        self.collapsed_changed.emit(collapsed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        items = list(self._items.values())
        focused = next((number for number, item in enumerate(items) if item.hasFocus()), None)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if focused is not None and step is not None:
            items[(focused + step) % len(items)].setFocus(Qt.FocusReason.TabFocusReason)
        elif focused is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            items[focused].click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg.rail"))
        edge = self.rect().adjusted(self.width() - 1, 0, 0, 0)
        painter.fillRect(edge, self._theme.color("border"))

    def _group(self, entries: Sequence[RailEntry], last: QWidget | None = None) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(self._theme.px(8), 0, self._theme.px(9), 0)
        column.setSpacing(self._theme.px(_APART))
        for entry in entries:
            item = self._items[entry.key] = _Item(self._theme, entry)
            item.clicked.connect(lambda _=False, key=entry.key: self._go(key))
            item.reached.connect(partial(self._show, item))
            column.addWidget(item)
        if last is not None:
            column.addWidget(last)
        return column

    def _go(self, key: str) -> None:
        self.set_current(key)
        self.selected.emit(key)

    def _fit(self) -> None:
        self.setFixedWidth(self._theme.px(COLLAPSED_WIDTH if self._collapsed else WIDTH))
        self._share_height()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        px, count = self._theme.px, len(self._items) or 1
        taken = BRAND + _ABOVE + _BETWEEN * (self._groups - 1) + PERSON + _BELOW + _APART * count
        height = min(max((self.height() - px(taken)) // count, px(LEAST_ITEM)), px(ITEM))
        for item in self._items.values():
            item.set_height(height)
