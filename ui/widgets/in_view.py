"""Rows are read before they are painted: nobody sees an empty one."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QTableView

from ui.models.window_table import WindowTable


def read_in_view(view: QTableView, table: WindowTable, area: QRect) -> None:
    """Have the rows that ``view`` shows in ``area`` of its viewport."""
    first, last = view.rowAt(area.top()), view.rowAt(area.bottom())
    if first >= 0:
        table.bring(first, last if last >= 0 else table.rowCount() - 1)
