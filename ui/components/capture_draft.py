"""Keeps the line being typed: a moment after each change, and at once when the window goes."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.services.drafts import Draft, drop_draft, keep_draft
from ui.context.context import Context

DELAY = 400  # milliseconds behind the last key


class DraftKeeper(QObject):
    """``current`` tells the draft as it stands; what was saved is dropped and kept no more."""

    def __init__(self, ctx: Context, current: Callable[[], Draft], parent: QObject) -> None:
        super().__init__(parent)
        self._ctx, self._current = ctx, current
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self.keep)
        self._over = False
        ctx.closing.connect(self.finish)

    def touched(self) -> None:
        """Something changed."""
        self._timer.start()

    def keep(self) -> None:
        """Write it down now, on the database thread."""
        self._timer.stop()
        if not self._over:
            desk, draft = self._ctx.desk, self._current()
            self._ctx.read(lambda: keep_draft(desk, draft), self._told)

    def finish(self) -> None:
        """Write down what is not written yet."""
        if self._timer.isActive():
            self.keep()

    def drop(self, draft: Draft) -> None:
        """It was saved: forget it, whatever is still to come."""
        self._timer.stop()
        self._over = True
        desk = self._ctx.desk
        self._ctx.read(lambda: drop_draft(desk, draft), self._told)

    def _told(self, _none: None) -> None:
        self._ctx.drafts_changed.emit()
