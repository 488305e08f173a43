"""Garbage is looked for on the main thread alone.

The interpreter looks for it on whichever thread happens to make an object, and what it finds there may hold a
widget: a dialog that was closed, the bindings of a form. Qt's objects must be taken apart on the thread they
live on; done by the database thread beside a window that is being drawn, it ends the program.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY = 1000  # milliseconds
YOUNG, MIDDLE, OLD = 2000, 10, 10  # objects since the last look; looks at the younger ones


class Garbage(QObject):
    """Looks through what was made lately now and then, and through everything when there is time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._by_itself = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Clear away what is due, by the rule that the interpreter has for it."""
        young, middle, old = gc.get_count()
        if middle >= MIDDLE and old >= OLD:
            gc.collect()
        elif middle >= MIDDLE:
            gc.collect(1)
        elif young >= YOUNG:
            gc.collect(0)

    def stop(self) -> None:
        """Let the interpreter look for it again wherever it is."""
        self._timer.stop()
        if self._by_itself:
            gc.enable()
