"""At midnight everything that was told of today is told anew: what is due, lights, counts, spans of lists."""

from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtCore import QObject, QTimer

from app.model.changes import DAY, ChangeSet
from ui.background.change_hub import ChangeHub

LOOK_EVERY = 60_000  # milliseconds; a laptop that slept through midnight looks when it wakes


class DayWatch(QObject):
    """Publishes a change of every kind, of no record in particular, when ``today`` answers another day."""

    def __init__(
        self, hub: ChangeHub, kinds: Iterable[str], today: Callable[[], date], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._hub, self._kinds, self._today = hub, tuple(kinds), today
        self._day = today()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Tell everyone if the day turned."""
        day = self._today()
        if day != self._day:
            self._day = day
            self._hub.publish(ChangeSet(frozenset((kind, "") for kind in self._kinds), DAY))
