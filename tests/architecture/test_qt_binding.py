"""The installed Qt binding counts references right.

PySide6 6.12.0 under Python 3.11 lost one reference to None with every call that returns nothing and with
every signal, and the process died after some six thousand. Python 3.12 made None immortal and hides it.
"""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

CALLS = 1000
NOISE = 50  # other threads and caches hold a few of them


class Sender(QObject):
    happened = Signal(object)


def losses(call: Callable[[], object]) -> tuple[int, int]:
    """How many references to None and True a thousand calls lose."""
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(CALLS):
        call()
    after = sys.getrefcount(None), sys.getrefcount(True)
    return before[0] - after[0], before[1] - after[1]


def emitting() -> Callable[[], object]:
    sender = Sender()
    sender.happened.connect(lambda value: None)
    return lambda: sender.happened.emit(True)


def returning_nothing() -> Callable[[], object]:
    widget = QWidget()
    return widget.update


def returning_truth() -> Callable[[], object]:
    widget = QWidget()
    return widget.isEnabled


@pytest.mark.parametrize("make", [emitting, returning_nothing, returning_truth])
def test_calls_keep_the_reference_counts(qtbot: QtBot, make: Callable[[], Callable[[], object]]) -> None:
    lost_none, lost_true = losses(make())
    assert abs(lost_none) < NOISE
    assert abs(lost_true) < NOISE
