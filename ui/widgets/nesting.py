"""Putting a layout into another one so that nothing of it outlives what Qt takes away.

PySide keeps a wrapper for each item of a layout that is filled when it is nested, and does not learn that Qt
deletes the item along with its widget. What Qt then makes at the same place in memory answers to the wrapper
of the dead item: a table has a viewport without ``update``, or the program ends.
"""

import shiboken6
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout

from ui.widgets.flow_layout import FlowLayout


def nest(outer: QBoxLayout, inner: QLayout, stretch: int = 0) -> None:
    """``outer.addLayout(inner, stretch)``."""
    outer.addLayout(inner, stretch)
    _forget_items(inner)


def nest_in_grid(outer: QGridLayout, inner: QLayout, row: int, column: int) -> None:
    """``outer.addLayout(inner, row, column)``."""
    outer.addLayout(inner, row, column)
    _forget_items(inner)


def nest_at(outer: QBoxLayout, index: int, inner: QLayout, stretch: int = 0) -> None:
    """``outer.insertLayout(index, inner, stretch)``."""
    outer.insertLayout(index, inner, stretch)
    _forget_items(inner)


def _forget_items(layout: QLayout) -> None:
    assert not (isinstance(layout, FlowLayout) and layout.count()), "it holds its items itself: nest it empty"
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if isinstance(item, QLayout):
            _forget_items(item)
        elif item is not None:
            shiboken6.invalidate(item)
