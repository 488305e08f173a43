"""Looking at widgets: their picture, a colour in it, and a window to put them in."""

from collections.abc import Callable

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.widgets.fields.editor import FieldEditor


def picture(widget: QWidget) -> QImage:
    widget.resize(widget.sizeHint())
    return widget.grab().toImage()


def has_colour(image: QImage, colour: QColor) -> bool:
    spots = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return any(image.pixelColor(x, y).name() == colour.name() for x, y in spots)


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
