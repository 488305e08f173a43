"""The table of a preview or a check: no lines between columns, nothing edited in it, its own focus."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from ui.theme.theme import Theme
from ui.widgets.focus_ring import OWN_RING

ROW = 28  # px at 100 %


class QuietTable(QTableView):
    """Scrolls within itself; letters do nothing, because an input method is always on."""

    head_clicked = Signal(int)
    """The left button was let go over the first cell of this row."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setProperty(OWN_RING, True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == 0 and event.button() is Qt.MouseButton.LeftButton:
            self.head_clicked.emit(index.row())

    def keyboardSearch(self, search: str) -> None:
        """See above."""
