"""One side of a conflict as a radio box: the value and why it is what it is."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.painting import draw_box

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ConflictChoice(QRadioButton):
    """Value and reason; chosen = accent border, soft fill, bold. One ``QButtonGroup`` per field."""

    def __init__(self, theme: Theme, value: str, reason: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._value, self._reason = theme, value, reason
        self.setAutoExclusive(False)
        self.setAccessibleName(f"{value} {reason}".strip())
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        theme, px = self._theme, self._theme.px
        words = max(
            theme.metrics(bold=True).horizontalAdvance(self._value),
            theme.metrics(Role.META).horizontalAdvance(self._reason),
        )
        return QSize(min(px(36) + words + px(12), px(320)), px(62 if self._reason else 40))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(140), self.sizeHint().height())

    def hitButton(self, pos: object) -> bool:
        # The whole box is the button, not only the native indicator and label.
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme, room = self._theme, self.width() - self._theme.px(36) - self._theme.px(12)
        # Bold, because choosing a value must not change what its tooltip says.
        cut = theme.metrics(bold=True).horizontalAdvance(self._value) > room
        cut = cut or theme.metrics(Role.META).horizontalAdvance(self._reason) > room
        self.setToolTip(f"{self._value}\n{self._reason}".strip() if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        chosen = self.isChecked()
        ground = theme.color("accent.soft" if chosen else "bg.hover" if self.underMouse() else "bg.panel")
        draw_box(painter, self.rect(), px(6), ground, theme.color("accent" if chosen else "border"))
        line = px(20)
        top = (self.height() - (line * 2 + px(2) if self._reason else line)) // 2
        side = px(15)
        dot = QRect(px(13), top + (line - side) // 2, side, side)
        if chosen:
            draw_box(painter, dot, side / 2, theme.color("accent"))
            inner = dot.adjusted(px(5), px(5), -px(5), -px(5))
            draw_box(painter, inner, inner.width() / 2, theme.color("on.accent"))
        else:
            draw_box(painter, dot, side / 2, theme.color("bg.panel"), theme.color("border.strong"))
        area = QRect(px(36), top, self.width() - px(36) - px(12), line)
        painter.setFont(theme.font(bold=chosen))
        painter.setPen(theme.color("text.1"))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(area, _LEFT, painter.fontMetrics().elidedText(self._value, elide, area.width()))
        area.translate(0, line + px(2))
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color("text.2"))
        painter.drawText(area, _LEFT, painter.fontMetrics().elidedText(self._reason, elide, area.width()))
