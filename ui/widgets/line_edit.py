"""One line of text, safe with an input method, with room for a sign in front and a control behind."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui.theme.theme import Theme
from ui.widgets.composition import CompositionGuard
from ui.widgets.focus_ring import OWN_RING
from ui.widgets.label import restyle

_CTRL = Qt.KeyboardModifier.ControlModifier
KeyHandler = Callable[[QKeyEvent], bool]


def show_text_menu(theme: Theme, field: QLineEdit | QPlainTextEdit, event: QContextMenuEvent) -> None:
    """Cut, copy, paste and the like."""
    from ui.widgets.offering import show_menu  # not above: the first line to be seen waits for no menu
    from ui.widgets.text_menu import text_menu

    show_menu(field, event, text_menu(theme, field))


class LineEdit(QLineEdit):
    """A ``QLineEdit`` that is quiet about Enter and never acts while text is being composed.

    ``on_key`` sees every key first (after the input method) and returns whether it has dealt with it.
    """

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._leading: QWidget | None = None
        self._trailing: QWidget | None = None
        self.on_key: KeyHandler | None = None
        self.guard = CompositionGuard(self)
        self.setProperty(OWN_RING, True)
        theme.changed.connect(self.place)

    def set_invalid(self, invalid: bool) -> None:
        if bool(self.property("invalid")) != invalid:
            restyle(self, invalid=invalid)

    def set_leading(self, widget: QWidget) -> None:
        """Put ``widget`` inside, in front of the text."""
        self._leading = widget
        widget.setParent(self)
        self.place()

    def set_trailing(self, widget: QWidget) -> None:
        """Put ``widget`` inside, behind the text."""
        self._trailing = widget
        widget.setParent(self)
        self.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.on_key is not None and self.on_key(event):
            event.accept()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_text_menu(self._theme, self, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        """Fit what stands inside again, after it changed its size."""
        px = self._theme.px
        left = right = 0
        if self._leading is not None:
            size = self._leading.sizeHint().expandedTo(self._leading.minimumSize())
            self._leading.setGeometry(
                px(8), (self.height() - size.height()) // 2, size.width(), size.height()
            )
            left = size.width() + px(6)
        if self._trailing is not None and not self._trailing.isHidden():
            size = self._trailing.sizeHint().boundedTo(self.size())
            x = self.width() - size.width() - px(4)
            self._trailing.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())
            right = size.width()
        self.setTextMargins(left, 0, right, 0)


class TextEdit(QPlainTextEdit):
    """Several lines of plain text, safe with an input method; Tab moves on, Ctrl+Enter is the dialog's."""

    left = Signal()
    """The focus went elsewhere."""

    def __init__(self, theme: Theme, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._lines = theme, lines
        self.guard = CompositionGuard(self)
        self.setTabChangesFocus(True)
        self.setProperty(OWN_RING, True)
        theme.changed.connect(self._fit)
        self._fit()

    def set_invalid(self, invalid: bool) -> None:
        restyle(self, invalid=invalid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & _CTRL:
            event.ignore()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_text_menu(self._theme, self, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _fit(self) -> None:
        line = self._theme.metrics().lineSpacing()
        around = 2 * (round(self.document().documentMargin()) + self._theme.px(3) + 1)
        self.setFixedHeight(line * self._lines + around)
