"""Dialogs inside the window: a scrim over the page, the dialog in the middle, the keyboard kept in it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from ui.theme.theme import Theme
from ui.widgets.painting import draw_box
from ui.widgets.reading_order import next_stop

MARGIN = 24
_SHADOW = 12


class Sheet(QWidget):
    """One scrim with one dialog; gone when the dialog is finished."""

    def __init__(self, theme: Theme, dialog: QDialog, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self.dialog = theme, dialog
        self._before: QWidget | None = window.focusWidget()
        # In a small window a dialog must shrink below what it would like.
        self._wanted = dialog.minimumSize()
        dialog.setMinimumSize(0, 0)
        dialog.setParent(self)
        dialog.setWindowFlags(Qt.WindowType.Widget)
        # A dialog would swallow the event; the window answers where nothing in the dialog does.
        dialog.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        dialog.finished.connect(self._end)
        window.installEventFilter(self)
        self._fit()

    def open(self) -> None:
        """Show it and put the keyboard on its first field."""
        self.show()
        self.raise_()
        self.dialog.show()
        self._fit()
        if not self._holds(self.window().focusWidget()):
            self.dialog.focusNextChild()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays inside the dialog."""
        return next_stop(self.dialog, self.window().focusWidget(), forward)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.color("scrim"))
        shade = theme.color("shadow.high")
        shade.setAlpha(shade.alpha() // 8)
        box = self.dialog.geometry()
        for reach in range(_SHADOW):
            soft = box.adjusted(-reach, -reach + 6, reach, reach + 6)
            draw_box(painter, soft, theme.px(12) + reach, shade)

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and self.dialog.isAncestorOf(widget)

    def _fit(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        room = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        wanted = self.dialog.sizeHint().expandedTo(self._wanted)
        size = wanted.boundedTo(room.size())
        x = (self.width() - size.width()) // 2
        y = max(MARGIN, (self.height() - size.height()) * 2 // 5)
        self.dialog.setGeometry(x, y, size.width(), size.height())
        self.update()

    def _end(self) -> None:
        window = self.parentWidget()
        self.hide()
        if window is not None:
            window.removeEventFilter(self)
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
        self.deleteLater()


class Sheets(QObject):
    """The dialogs of one window, the last one on top."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self._open: list[Sheet] = []

    @property
    def top(self) -> QDialog | None:
        """The dialog the user is in."""
        return self._open[-1].dialog if self._open else None

    def show(self, dialog: QDialog, on_accepted: Callable[[], None] | None = None) -> None:
        """Open a dialog over the window."""
        sheet = Sheet(self._theme, dialog, self._window)
        self._open.append(sheet)
        if on_accepted is not None:
            dialog.accepted.connect(on_accepted)
        dialog.finished.connect(lambda _result: self._forget(sheet))
        sheet.open()

    def close_all(self) -> None:
        for sheet in list(self._open):
            sheet.dialog.reject()

    def _forget(self, sheet: Sheet) -> None:
        if sheet in self._open:
            self._open.remove(sheet)
