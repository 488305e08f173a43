"""Text that is only read."""

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme.tokens import Token
from ui.theme.type_scale import Role


def restyle(widget: QWidget, **properties: Any) -> None:
    """Set properties the stylesheet selects on, and have it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Label(QLabel):
    """A text in a type role and tone, both drawn by the stylesheet; never interprets markup."""

    def __init__(
        self,
        text: str = "",
        role: Role = Role.BODY,
        tone: Token = "text.1",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.tone = tone
        self.setProperty("role", role.css_name)
        self.setProperty("tone", tone)

    def set_tone(self, tone: Token) -> None:
        self.tone = tone
        restyle(self, tone=tone)

    def set_role(self, role: Role) -> None:
        restyle(self, role=role.css_name)

    def allow_copy(self) -> None:
        """Let the mouse select the text."""
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The line it stands in answers, or the window with a menu that copies the words."""
        event.ignore()


class ElidedLabel(Label):
    """One line that ends in “…” where there is no room; the tooltip then has all of it."""

    def __init__(
        self, text: str = "", role: Role = Role.BODY, tone: Token = "text.1", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, role, tone, parent=parent)
        self._fitted = "", 0, QFontMetrics(self.font()), ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._explain()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 4), hint.height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 1, super().sizeHint().height())

    @property
    def shown(self) -> str:
        """The text as it fits now."""
        text, width, words = self.text(), self.contentsRect().width(), self.fontMetrics()
        if self._fitted[:3] != (text, width, words):
            self._fitted = text, width, words, words.elidedText(text, Qt.TextElideMode.ElideRight, width)
        return self._fitted[3]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.contentsRect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, self.shown)

    def _explain(self) -> None:
        self.setToolTip(self.text() if self.shown != self.text() else "")
