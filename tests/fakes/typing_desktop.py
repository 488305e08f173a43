"""A desktop of its own process that types and never saves: ``python -m tests.fakes.typing_desktop``.

Arguments: the folder of a store, where to type (``capture`` or a kind whose form is opened), and the words,
each ``field=text`` in a form. It says ``kept`` once the typing is over and a moment has passed, and waits to
be killed.
"""

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt looks for a screen

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import Translator
from tests.fakes.desktops import ScriptedRunner, opened
from ui.components.capture_draft import DELAY
from ui.context.preferences import Choices, Preferences
from ui.desktop import build_desktop
from ui.dialogs.capture_dialog import CaptureDialog
from ui.main_window import MainWindow
from ui.starting import make_theme


def main(folder: Path, where: str, words: list[str]) -> int:
    app = QApplication([])
    translator = Translator("zh_CN")
    window = build_desktop(
        folder,
        opened(folder),
        settings=Preferences(Choices(mode="light", language="zh_CN")),
        sync_runner=ScriptedRunner(),
        translator=translator,
        theme=make_theme(app, translator),
    )
    window.show()
    _calm(window)
    for field, text in (one.partition("=")[::2] for one in words):
        _type(_editor(window, where, field), text or field)
    QTest.qWait(2 * DELAY)
    _calm(window)
    sys.stdout.write("kept\n")
    sys.stdout.flush()
    return app.exec()


def _editor(window: MainWindow, where: str, field: str) -> QWidget:
    """Where the words go; what it is in is opened by the first of them."""
    if window.sheets.top is None:
        if where == "capture":
            window.ctx.capture_asked.emit(None)
        else:
            window.desk_actions.new_record(where, {})
        _calm(window)
    top = window.sheets.top
    if isinstance(top, CaptureDialog):
        return top.line
    editor: QWidget = top.form.bindings[field].editor  # type: ignore[union-attr]
    return editor.focusProxy() or editor


def _type(target: QWidget, text: str) -> None:
    """One character after the other, as an input method hands them over."""
    target.setFocus()
    for char in text:
        event = QInputMethodEvent()
        event.setCommitString(char)
        QApplication.sendEvent(target, event)


def _calm(window: MainWindow) -> None:
    QTest.qWait(50)
    while window.ctx.database.busy:
        QTest.qWait(5)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
