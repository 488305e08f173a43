"""The keyboard among the cells of a row: Left and Right go in, Enter moves down, Tab right, Esc out."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QTableView

from ui.models.columns import CellKind
from ui.models.window_table import WindowTable

_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class CellCursor:
    """Belongs to one table; ``go`` makes a cell (row, column) current there."""

    def __init__(self, view: QTableView, table: WindowTable, go: Callable[[int, int], None]) -> None:
        self._view, self._table, self._go = view, table, go
        self._inside = False
        self._key = ""  # kept by name: a refresh forgets which cell was current

    @property
    def inside(self) -> bool:
        """Whether the keyboard is among the cells, not on the row as a whole."""
        return self._inside

    def enter(self) -> None:
        """Go into the cells of the current row."""
        self._set(True)

    def leave(self) -> None:
        """Back to the row as a whole."""
        self._set(False)

    def key(self) -> str:
        """The column of the current cell, "" in a table without columns."""
        place = self.place()
        return self._table.columns[place].key if place >= 0 else ""

    def keys(self) -> list[str]:
        """Every column on the screen from the current one on."""
        return [self._table.columns[n].key for n in self._places() if n >= self.place()]

    def place(self) -> int:
        """The current column: the one last gone to while it is shown, else the name; -1: there is none."""
        places, columns = self._places(), self._table.columns
        kept = (n for n in places if columns[n].key == self._key)
        named = (n for n in places if columns[n].kind is CellKind.NAME)
        return next(kept, next(named, next(iter(places), -1)))

    def note(self, column: int) -> None:
        """The user went to this column."""
        self._key = self._table.columns[column].key or self._key

    def go_to(self, record_id: str, key: str) -> bool:
        """Go into a cell, if its record is listed and its column shown."""
        row = self._table.row_of(record_id)
        at = next((n for n in self._places() if self._table.columns[n].key == key), -1)
        if row < 0 or at < 0:
            return False
        self._go(row, at)
        self._set(True)
        return True

    def step(self, *, down: int = 0, right: int = 0) -> bool:
        """Move by cells; whether there was one to move to."""
        places, row = self._places(), self._view.currentIndex().row() + down
        at = places.index(self.place()) + right if places else -1
        if not (0 <= row < self._table.rowCount() and 0 <= at < len(places)):
            return False
        self._go(row, places[at])
        self._set(True)
        return True

    def take_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Act on a key that means something here."""
        if (right := _SIDEWAYS.get(Qt.Key(key))) and not modifiers & ~Qt.KeyboardModifier.KeypadModifier:
            self.step(right=right if self._inside else 0)
        elif not self._inside:
            return False
        elif key == Qt.Key.Key_Escape:
            self._set(False)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(down=1)
        else:
            return False
        return True

    def rect(self) -> QRect:
        """Where the current cell is, on the table's viewport."""
        row = self._view.currentIndex().row()
        return self._view.visualRect(self._table.index(row, self.place()))

    def _places(self) -> list[int]:
        """Columns on the screen that have cells, by number."""
        hidden = self._view.isColumnHidden
        return [n for n, column in enumerate(self._table.columns) if column.key and not hidden(n)]

    def _set(self, inside: bool) -> None:
        self._inside = inside
        self._view.viewport().update()
