"""A window nobody has placed yet is within reach on the screens of laptops."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.first_place import SIZE, fills, stand_first


@pytest.mark.parametrize(
    ("width", "height", "whole"),
    [
        *((1366, 768, True), (1366, 728, True), (1536, 824, False), (1536, 807, True), (1536, 808, False)),
        *((1367, 808, False), (1920, 1080, False), (1024, 640, True), (1023, 640, False), (800, 800, False)),
    ],
)
def test_it_fills_a_screen_that_has_no_room_for_its_frame(width: int, height: int, whole: bool) -> None:
    assert fills(QSize(width, height)) is whole


def test_it_has_the_size_that_pages_are_drawn_for_elsewhere(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    stand_first(window)
    assert window.size() == SIZE
    assert bool(window.windowState() & Qt.WindowState.WindowMaximized) is fills(
        window.screen().availableSize()
    )
