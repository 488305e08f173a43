"""The menu of what can be typed into; Qt's own speaks no Chinese and looks like another program's."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from ui.theme.theme import Theme
from ui.widgets.menu import Menu

_LAST_OF_A_GROUP = ("widgets.text.redo", "widgets.text.delete")


def text_menu(theme: Theme, editor: QLineEdit | QPlainTextEdit) -> Menu:
    """Undo and redo the typing, cut, copy, paste, delete, select all; what cannot be done says why."""
    tr, menu = theme.words.tr, Menu(theme, editor)
    secret = isinstance(editor, QLineEdit) and editor.echoMode() is not QLineEdit.EchoMode.Normal
    locked = tr("widgets.read_only") if editor.isReadOnly() else ""
    hidden = tr("widgets.text.secret") if secret else ""
    unchosen = "" if _has_selection(editor) else tr("widgets.text.select_first")
    empty = "" if QGuiApplication.clipboard().text() else tr("widgets.text.empty")
    back, again = _steps(editor)
    nothing = "" if _text(editor) else tr("widgets.text.nothing")
    no_undo, no_redo = ("" if can else tr("widgets.text.no_step") for can in (back, again))

    acts = {
        "widgets.text.undo": (editor.undo, "undo", "Ctrl+Z", locked or no_undo),
        "widgets.text.redo": (editor.redo, "redo", "Ctrl+Y", locked or no_redo),
        "widgets.text.cut": (editor.cut, "minus", "Ctrl+X", locked or hidden or unchosen),
        "widgets.text.copy": (editor.copy, "copy", "Ctrl+C", hidden or unchosen),
        "widgets.text.paste": (editor.paste, "clipboard-check", "Ctrl+V", locked or empty),
        "widgets.text.delete": (lambda: _delete(editor), "trash", "Del", locked or unchosen),
        "widgets.text.all": (editor.selectAll, "check", "Ctrl+A", nothing),
    }
    for key, (act, icon, hint, why_not) in acts.items():
        menu.add(tr(key), act, icon=icon, hint=hint, enabled=not why_not, why_not=why_not)
        if key in _LAST_OF_A_GROUP:
            menu.addSeparator()
    return menu


def _text(editor: QLineEdit | QPlainTextEdit) -> str:
    return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()


def _has_selection(editor: QLineEdit | QPlainTextEdit) -> bool:
    if isinstance(editor, QLineEdit):
        return editor.hasSelectedText()
    return editor.textCursor().hasSelection()


def _steps(editor: QLineEdit | QPlainTextEdit) -> tuple[bool, bool]:
    if isinstance(editor, QLineEdit):
        return editor.isUndoAvailable(), editor.isRedoAvailable()
    return editor.document().isUndoAvailable(), editor.document().isRedoAvailable()


def _delete(editor: QLineEdit | QPlainTextEdit) -> None:
    if isinstance(editor, QLineEdit):
        editor.insert("")  # one step that undo takes back
    else:
        editor.textCursor().removeSelectedText()
