"""Work that neither the database thread nor the main thread should wait for: a child process, a slow disk."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

T = TypeVar("T")


class Aside(QObject):
    """Runs ``work`` on a thread of its own; the answer comes on the main thread, if ``parent`` is there."""

    _done = Signal(object)
    _failed = Signal(object)

    def __init__(
        self,
        parent: QObject,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        super().__init__(parent)
        self._done.connect(on_done)
        self._failed.connect(on_error)
        threading.Thread(target=self._run, args=(work,), name="aside", daemon=True).start()

    def _run(self, work: Callable[[], Any]) -> None:
        try:
            found = work()
        except Exception as error:  # noqa: BLE001 - handed to the main thread, which decides
            self._tell(partial(self._failed.emit, error))
        else:
            self._tell(partial(self._done.emit, found))

    def _tell(self, emit: Callable[[], None]) -> None:
        """Nobody waits any more once the parent is gone."""
        if isValid(self):
            emit()
