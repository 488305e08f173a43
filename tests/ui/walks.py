"""Ways through everything on the screen: what can be typed into, what Tab reaches, what has no name."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

PINYIN = "nihao"
# What Chinese input methods take for themselves while they compose, and what would submit or leave a form.
KEYS = (
    (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
    (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
)
Editor = QLineEdit | QPlainTextEdit | QTextEdit


def editors(root: QWidget) -> list[Editor]:
    """Everything that text can be typed into."""
    found = [one for one in root.findChildren(QWidget) if isinstance(one, Editor)]
    return [one for one in found if one.isVisible() and one.isEnabled() and not one.isReadOnly()]


def text_of(editor: Editor) -> str:
    return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()


def compose(editor: Editor) -> bool:
    """Begin to compose, press every key the input method would take, and give up: is the text as before?"""
    editor.setFocus()
    if isinstance(editor, QLineEdit):
        editor.end(False)  # composing over what is selected would replace it, as typing does
    told = text_of(editor)
    QApplication.sendEvent(editor, QInputMethodEvent(PINYIN, []))
    for key, held in KEYS:
        QTest.keyClick(editor, key, held)
    QApplication.sendEvent(editor, QInputMethodEvent("", []))
    return text_of(editor) == told


def nameless(root: QWidget) -> list[str]:
    """What the keyboard reaches and a screen reader has no words for."""
    found = []
    for widget in root.findChildren(QWidget):
        reached = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
        if not (reached and widget.isVisible() and widget.isEnabled()):
            continue
        if isinstance(widget, QAbstractScrollArea) and not isinstance(widget, Editor):
            continue  # tables are asked for by their own tests; an area only scrolls
        words = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName().strip() or words.strip()):
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found
