"""Small boxes around a word: filter chips and neutral badges."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.button import IconButton
from ui.widgets.menu import Menu
from ui.widgets.offering import Offering
from ui.widgets.painting import draw_box, draw_icon, icon_spot

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


WIDEST_VALUE = 168  # px; more is elided, and said in full by the tooltip


class FilterChip(Offering, QAbstractButton):
    """A filter in force: name, value, and × to take it off; a click edits it, Del or Backspace removes it."""

    removed = Signal()

    def __init__(self, theme: Theme, name: str, value: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name, self._value = theme, name, value
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{name} {value}")
        self.setToolTip(value)
        self.setProperty("ringRadius", 13)
        close = IconButton(
            theme, "x", theme.words.tr("widgets.remove_filter"), box=18, size=14, token="text.2"
        )
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.px(7), 0)
        row.addStretch()
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self._restyle)

    def set_value(self, value: str) -> None:
        self._value = value
        self.setAccessibleName(f"{self._name} {value}")
        self._restyle()

    def sizeHint(self) -> QSize:
        px = self._theme.px
        name = self._theme.metrics(Role.META).horizontalAdvance(self._name)
        value = min(
            self._theme.metrics(Role.META, bold=True).horizontalAdvance(self._value), px(WIDEST_VALUE)
        )
        return QSize(px(10) + name + px(6) + value + px(5 + 18 + 7), px(26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def menu(self) -> Menu:
        """Change it, or take it off."""
        tr, menu = self._theme.words.tr, Menu(self._theme, self)
        menu.add(tr("widgets.change_filter"), self.click, icon="filter", hint=tr("widgets.key_space"))
        menu.add(tr("widgets.remove_filter"), self.removed.emit, icon="x", hint="Del")
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        draw_box(painter, self.rect(), self.height() / 2, theme.color("accent.soft"))
        left = QRect(px(10), 0, self.width(), self.height())
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color("text.2"))
        painter.drawText(left, _LEFT, self._name)
        left.setLeft(left.left() + painter.fontMetrics().horizontalAdvance(self._name) + px(6))
        painter.setFont(theme.font(Role.META, bold=True))
        painter.setPen(theme.color("accent"))
        left.setWidth(px(WIDEST_VALUE) + 1)
        value = painter.fontMetrics().elidedText(self._value, Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, _LEFT, value)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class NeutralBadge(QWidget):
    """A word on hover fill, 20 high; ``token`` and ``ground`` tint it where it means something."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        token: Token = "text.2",
        ground: Token = "bg.hover",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._text, self._token, self._ground, self._icon = theme, text, token, ground, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        theme.changed.connect(self._restyle)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self._restyle()

    def sizeHint(self) -> QSize:
        px = self._theme.px
        icon = px(14 + 4) if self._icon else 0
        words = self._theme.metrics(Role.MICRO).horizontalAdvance(self._text)
        return QSize(px(16) + icon + words, px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        draw_box(painter, self.rect(), px(4), theme.color(self._ground))
        left = px(8)
        if self._icon:
            spot = QPoint(left, icon_spot(theme, self.rect(), 14).y())
            draw_icon(painter, theme, self._icon, self._token, spot, 14)
            left += px(18)
        painter.setFont(theme.font(Role.MICRO))
        painter.setPen(theme.color(self._token))
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), _LEFT, self._text)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
