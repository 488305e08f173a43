"""Where a window of pages stands before somebody has put it anywhere."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

LEAST = QSize(1024, 640)
SIZE = QSize(1366, 768)  # what pages are drawn for
FRAME = 40  # what a title bar takes of the height


def stand_first(window: QWidget) -> None:
    """``SIZE``, or all there is on a screen too small for it."""
    window.resize(SIZE)
    if fills(window.screen().availableSize()):
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def fills(room: QSize) -> bool:
    """Whether a screen has no room for ``SIZE`` in its frame: its lower end would be out of reach.

    On one smaller than ``LEAST`` the window is larger than the screen in any case.
    """
    holds_least = room.width() >= LEAST.width() and room.height() >= LEAST.height()
    return holds_least and (room.width() <= SIZE.width() or room.height() < SIZE.height() + FRAME)
