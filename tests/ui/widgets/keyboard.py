"""What an input method sends while somebody types Chinese."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

# Keys an input method uses itself and some platforms also send to the widget.
LEAKED = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Down,
    Qt.Key.Key_Space,
    Qt.Key.Key_Comma,
    Qt.Key.Key_1,
)


def compose(widget: QWidget, pinyin: str) -> None:
    """Show ``pinyin`` as text under composition."""
    QApplication.sendEvent(widget, QInputMethodEvent(pinyin, []))


def commit(widget: QWidget, words: str) -> None:
    """Choose ``words``; composition ends."""
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def leak_keys(widget: QWidget) -> None:
    """Send the keys that belong to the input method to the widget all the same."""
    for key in LEAKED:
        text = {Qt.Key.Key_Comma: ",", Qt.Key.Key_1: "1", Qt.Key.Key_Space: " "}.get(key, "")
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(widget, QKeyEvent(QKeyEvent.Type.KeyPress, key, none, text))
        QApplication.sendEvent(widget, QKeyEvent(QKeyEvent.Type.KeyRelease, key, none, text))


def press(
    widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """One key."""
    QTest.keyClick(widget, key, modifiers)


def type_text(widget: QWidget, text: str) -> None:
    """Type or, where a key has no Latin letter, commit ``text``."""
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(widget, letter)
        else:
            commit(widget, letter)


def click(widget: QWidget) -> None:
    """A left click in the middle."""
    none = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, none, widget.rect().center())
