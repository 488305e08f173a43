"""Keeps keys from doing anything while an input method is composing text.

Chinese is typed with Enter, Esc, Space, digits and arrows going to the input method. Most platforms never
show these keys to the widget; some do, and then Enter would submit a half-typed name.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QWidget

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)


class CompositionGuard(QObject):
    """Watches one text entry; swallows its keys between the first letter of pinyin and the chosen words."""

    # On the class, because Qt still sends a dying editor events after Python has cleared its attributes.
    _composing = False

    def __init__(self, editor: QWidget) -> None:
        super().__init__(editor)
        editor.installEventFilter(self)

    @property
    def composing(self) -> bool:
        """Whether there is text under composition right now."""
        return self._composing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif event.type() is QEvent.Type.FocusOut:
            self._composing = False
        elif self._composing and event.type() in _KEYS:
            event.accept()
            return True
        return super().eventFilter(watched, event)
