"""Looking at widgets: their picture, a colour in it, and a window to put them in."""

import sys
from collections.abc import Callable

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.widgets.fields.editor import FieldEditor


def picture(widget: QWidget) -> QImage:
    widget.resize(widget.sizeHint())
    return widget.grab().toImage()


def has_colour(image: QImage, colour: QColor) -> bool:
    """Whether any pixel has exactly this colour."""
    pixels = bytes(image.convertToFormat(QImage.Format.Format_RGB32).constBits())
    wanted = (colour.rgb() | 0xFF000000).to_bytes(4, sys.byteorder)
    at = pixels.find(wanted)
    while at >= 0 and at % 4:  # across two pixels
        at = pixels.find(wanted, at + 1)
    return at >= 0


def put(host: QWidget, *widgets: QWidget) -> None:
    layout = host.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)
        widget.show()


class Form(QWidget):
    """Two editors, so that the focus can leave one."""

    def __init__(self, editor: FieldEditor) -> None:
        super().__init__()
        self.elsewhere = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(editor)
        column.addWidget(self.elsewhere)
        column.addStretch()
        self.resize(600, 300)


Place = Callable[[FieldEditor], Form]


def counted(editor: FieldEditor) -> tuple[list[int], list[int]]:
    changed: list[int] = []
    committed: list[int] = []
    editor.changed.connect(lambda: changed.append(1))
    editor.committed.connect(lambda: committed.append(1))
    return changed, committed
