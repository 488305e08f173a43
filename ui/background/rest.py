"""When nothing has been under way for a while, memory that only the work needed goes back to the system."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.lasting import give_back
from ui.background.database_thread import DatabaseThread

AFTER = 5000  # milliseconds without work: whoever types, sorts or scrolls again within them finds all there


class Rest(QObject):
    """Calls ``let_go`` on the database thread, once after each stretch of work."""

    def __init__(
        self, database: DatabaseThread, let_go: Callable[[], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._database, self._let_go, self._tidying = database, let_go, False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER)
        self._timer.timeout.connect(self._tidy)
        database.busy_changed.connect(self._follow)

    def _follow(self, busy: bool) -> None:
        if busy:
            self._timer.stop()
        elif self._tidying:  # that was no work of anybody's
            self._tidying = False
        else:
            self._timer.start()

    def _tidy(self) -> None:
        self._tidying = True
        self._database.submit(self._work)

    def _work(self) -> None:
        self._let_go()
        give_back()

    def stop(self) -> None:
        """The window is closing."""
        self._timer.stop()
