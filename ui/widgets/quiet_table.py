"""The table of a preview or a check: no lines between columns, nothing edited in it, its own focus."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from ui.theme.theme import Theme
from ui.widgets.focus_ring import OWN_RING
from ui.widgets.menu import Menu
from ui.widgets.offering import show_menu

ROW = 28  # px at 100 %


class QuietTable(QTableView):
    """Scrolls within itself; letters do nothing, because an input method is always on."""

    head_clicked = Signal(int)
    """The left button was let go over the first cell of this row."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        if by_mouse and (index := self.indexAt(event.pos())).isValid():
            self.setCurrentIndex(index)
        show_menu(self, event, self.menu())

    def menu(self) -> Menu:
        """What can be done with the current cell and its row, and copying."""
        tr, menu, index = self._theme.words.tr, Menu(self._theme, self), self.currentIndex()
        if index.isValid():
            self.add_verbs(menu, index.row(), index.column())
            menu.addSeparator()
            cell, row = self.copied(index), self._words(index.row())
            menu.add(tr("widgets.table.copy_cell"), lambda: _copy(cell), icon="copy")
            menu.add(tr("widgets.table.copy_row"), lambda: _copy(row), icon="columns")
        rows = self.model().rowCount()
        menu.add(
            tr("widgets.table.copy_all"),
            lambda: _copy("\n".join([self._titles(), *(self._words(n) for n in range(rows))])),
            icon="layers",
            enabled=rows > 0,
            why_not=tr("widgets.table.no_rows"),
        )
        return menu

    def add_verbs(self, menu: Menu, row: int, column: int) -> None:
        """Subclasses put what they do with a row first."""

    def copied(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """A cell as it is copied; subclasses give the exact figure where a rounded one is shown."""
        return str(index.data() or "")

    def _words(self, row: int) -> str:
        model = self.model()
        return "\t".join(_flat(self.copied(model.index(row, n))) for n in range(model.columnCount()))

    def _titles(self) -> str:
        model, across = self.model(), Qt.Orientation.Horizontal
        return "\t".join(_flat(model.headerData(n, across)) for n in range(model.columnCount()))

    def keyboardSearch(self, search: str) -> None:
        """See above."""


def _copy(words: str) -> None:
    QGuiApplication.clipboard().setText(words)


def _flat(words: object) -> str:
    return " ".join(str(words or "").split())
