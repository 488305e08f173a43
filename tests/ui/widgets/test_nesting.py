"""A filled layout that is put into another one leaves no wrapper of an item behind."""

import gc

import pytest
import shiboken6
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
    QWidgetItem,
)
from pytestqt.qtbot import QtBot

from ui.widgets.flow_layout import FlowLayout
from ui.widgets.nesting import nest, nest_at, nest_in_grid


def believed() -> list[QLayoutItem]:
    """Items that PySide takes for living."""
    found = [one for one in gc.get_objects() if isinstance(one, QWidgetItem | QSpacerItem)]
    return [one for one in found if shiboken6.isValid(one)]


def filled(*, deep: bool = True) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(QLabel("a"))
    row.addStretch(1)
    if deep:
        grid = QGridLayout()
        grid.addWidget(QLabel("b"), 0, 0)
        grid.addLayout(filled(deep=False), 0, 1)
        row.addLayout(grid)
    return row


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    gc.collect()
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def outer(window: QWidget) -> QVBoxLayout:
    return QVBoxLayout(window)


def test_without_it_the_items_are_kept_and_outlive_their_widgets(window: QWidget, outer: QVBoxLayout) -> None:
    before = len(believed())
    row = filled(deep=False)
    outer.addLayout(row)
    assert len(believed()) == before + 2
    label = window.findChild(QLabel)
    assert label is not None
    shiboken6.delete(label)
    assert row.count() == 1
    assert len(believed()) == before + 2, "PySide has learnt it: the room can go"


def test_nothing_of_a_filled_layout_is_kept(outer: QVBoxLayout) -> None:
    before = len(believed())
    nest(outer, filled(), 1)
    nest_at(outer, 0, filled())
    grid = QGridLayout()
    nest_in_grid(grid, filled(), 2, 1)
    nest(outer, grid)
    assert len(believed()) == before


def test_it_is_laid_out_as_ever(window: QWidget, outer: QVBoxLayout) -> None:
    first, second = filled(), filled()
    nest(outer, second, 3)
    nest_at(outer, 0, first, 2)
    assert [outer.indexOf(first), outer.indexOf(second)] == [0, 1]
    assert [outer.stretch(0), outer.stretch(1)] == [2, 3]
    window.resize(300, 200)
    window.show()
    labels = window.findChildren(QLabel)
    assert len(labels) == 6 and all(one.width() > 0 for one in labels)
    shiboken6.delete(labels[0])
    window.resize(200, 100)
    assert len(window.findChildren(QLabel)) == 5


def test_a_layout_of_ours_is_nested_empty(outer: QVBoxLayout) -> None:
    flow = FlowLayout()
    nest(outer, flow)
    flow.addWidget(QLabel("c"))
    assert flow.count() == 1
    full = FlowLayout()
    full.addWidget(QLabel("d"))
    with pytest.raises(AssertionError, match="nest it empty"):
        nest(outer, full)


def test_it_takes_nothing_from_its_parent(window: QWidget, outer: QVBoxLayout) -> None:
    inner: QLayout = filled(deep=False)
    nest(outer, inner)
    assert inner.parent() is outer
    assert all(one.parentWidget() is window for one in window.findChildren(QLabel))
