"""Buttons: primary, secondary, quiet, danger and link, with icon and shortcut."""

from enum import Enum

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.painting import draw_box, draw_icon, icon_spot


class ButtonKind(Enum):
    """How loudly a button speaks; one PRIMARY per region."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    DANGER = "danger"
    LINK = "link"


_TEXT: dict[ButtonKind, Token] = {
    ButtonKind.PRIMARY: "on.accent",
    ButtonKind.SECONDARY: "text.1",
    ButtonKind.QUIET: "text.1",
    ButtonKind.DANGER: "danger",
    ButtonKind.LINK: "accent",
}
_BORDERED = (ButtonKind.SECONDARY, ButtonKind.DANGER)


class Button(QPushButton):
    """A button that paints itself; Enter in a form never presses it (``autoDefault`` is off).

    ``hint`` is the shortcut as shown (“Ctrl+N”); who makes the button also makes the shortcut work.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        kind: ButtonKind = ButtonKind.SECONDARY,
        *,
        icon: str = "",
        hint: str = "",
        small: bool = False,
        menu_arrow: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme, self._kind, self._icon, self._hint, self._small = theme, kind, icon, hint, small
        self._arrow = menu_arrow
        self.icon_name, self.hint = icon, hint
        self.setAutoDefault(False)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if kind is ButtonKind.LINK else Qt.CursorShape.ArrowCursor
        )
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self._restyle()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._restyle()

    def sizeHint(self) -> QSize:
        px = self._theme.px
        if self._kind is ButtonKind.LINK:
            return QSize(self._content_width(), px(20))
        return QSize(self._content_width() + 2 * px(self._pad()), px(28 if self._small else 32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ground(painter)
        token: Token = _TEXT[self._kind] if self.isEnabled() else "text.disabled"
        if self._kind is ButtonKind.LINK and self.isEnabled() and self.underMouse():
            token = "accent.hover"
        x = (self.width() - self._content_width()) // 2
        if self._kind is ButtonKind.LINK:
            x = 0
        self._paint_content(painter, x, token)

    # ---- parts
    def _pad(self) -> int:
        return 11 if self._icon else 12

    def _text_role(self) -> Role:
        return Role.META if self._kind is ButtonKind.LINK else Role.BODY

    def _bold(self) -> bool:
        return self._kind is ButtonKind.PRIMARY

    def _content_width(self) -> int:
        px = self._theme.px
        parts = []
        if self._icon:
            parts.append(px(16))
        if self.text():
            parts.append(
                self._theme.metrics(self._text_role(), bold=self._bold()).horizontalAdvance(self.text())
            )
        if self._hint:
            parts.append(self._theme.metrics(Role.MICRO).horizontalAdvance(self._hint))
        if self._arrow:
            parts.append(px(14))
        return sum(parts) + px(7) * (len(parts) - 1)

    def _paint_ground(self, painter: QPainter) -> None:
        color, px = self._theme.color, self._theme.px
        hovered = self.isEnabled() and self.underMouse()
        down = self.isDown() or self.isChecked()
        if self._kind is ButtonKind.LINK:
            return
        if self._kind is ButtonKind.PRIMARY:
            if not self.isEnabled():
                draw_box(painter, self.rect(), px(6), color("bg.hover"))
            else:
                draw_box(painter, self.rect(), px(6), color("accent.hover" if down or hovered else "accent"))
            return
        fill = color("border") if down else color("bg.hover") if hovered else None
        if self._kind in _BORDERED:
            draw_box(painter, self.rect(), px(6), fill or color("bg.panel"), color("border"))
        elif fill:
            draw_box(painter, self.rect(), px(6), fill)

    def _paint_content(self, painter: QPainter, x: int, token: Token) -> None:
        theme, px = self._theme, self._theme.px
        middle = QRect(x, 0, self.width(), self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if self._icon:
            spot = QPoint(x, icon_spot(theme, self.rect(), 16).y())
            draw_icon(painter, theme, self._icon, token, spot, 16)
            middle.setLeft(middle.left() + px(16) + px(7))
        painter.setPen(theme.color(token))
        if self.text():
            font = theme.font(self._text_role(), bold=self._bold())
            painter.setFont(font)
            painter.drawText(middle, flags, self.text())
            middle.setLeft(middle.left() + painter.fontMetrics().horizontalAdvance(self.text()) + px(7))
        if self._hint:
            painter.setFont(theme.font(Role.MICRO))
            if self._kind is not ButtonKind.PRIMARY and self.isEnabled():
                painter.setPen(theme.color("text.3"))
            painter.drawText(middle, flags, self._hint)
            middle.setLeft(middle.left() + painter.fontMetrics().horizontalAdvance(self._hint) + px(7))
        if self._arrow:
            spot = QPoint(middle.left(), icon_spot(theme, self.rect(), 14).y())
            draw_icon(painter, theme, "chevron-down", token, spot, 14)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class IconButton(QPushButton):
    """A quiet square button for × and ⋯ only; ``name`` is its tooltip and accessible name."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str,
        *,
        box: int = 28,
        size: int = 16,
        token: Token = "text.2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon, self._box, self._size, self._token = theme, icon, box, size, token
        self.setAutoDefault(False)
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(self._box), self._theme.px(self._box))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            fill = self._theme.color("border" if self.isDown() else "bg.hover")
            draw_box(painter, self.rect(), self._theme.px(4), fill)
        token: Token = self._token if self.isEnabled() else "text.disabled"
        draw_icon(
            painter,
            self._theme,
            self._icon,
            token,
            icon_spot(self._theme, self.rect(), self._size),
            self._size,
        )

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
