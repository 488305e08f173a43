"""The frame of every dialog."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.label import Label
from ui.widgets.nesting import nest
from ui.widgets.painting import draw_box
from ui.widgets.reading_order import next_stop


class Dialog(QDialog):
    """Title, ``body``, then a note left and buttons right, the primary one last.

    Esc cancels, Ctrl+Enter accepts, plain Enter never submits. ``may_accept`` is asked before closing, so a
    form can stay open and show what is wrong.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        *,
        accept: str,
        cancel: str = "",
        width: int = 560,
        size: tuple[int, int] | None = None,
        may_accept: Callable[[], bool] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``accept`` is the verb on the primary button; ``width`` is the least one, ``size`` the one to begin
        with (else that of what is in it), in px at 100 %.
        """
        super().__init__(parent)
        self._theme, self._size = theme, size
        self.may_accept = may_accept
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(width))
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(16))
        self.title = Label(title, Role.TITLE)
        column.addWidget(self.title)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(12))
        nest(column, self.body, 1)
        self.footer = QHBoxLayout()
        self.footer.setSpacing(px(8))
        self.note = Label("", Role.META, "text.3")
        self.footer.addWidget(self.note, 1)
        self.cancel_button = Button(theme, cancel or theme.words.tr("widgets.cancel"), ButtonKind.QUIET)
        self.cancel_button.clicked.connect(self.reject)
        self.accept_button = Button(theme, accept, ButtonKind.PRIMARY, hint="Ctrl+Enter")
        self.accept_button.clicked.connect(self.accept)
        self.footer.addWidget(self.cancel_button)
        self.footer.addWidget(self.accept_button)
        nest(column, self.footer)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            # Only from inside: several dialogs may lie in one window.
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.accept_button.click)

    def sizeHint(self) -> QSize:
        if self._size is None:
            return super().sizeHint()
        return QSize(*map(self._theme.px, self._size))

    def accept(self) -> None:
        if self.may_accept is None or self.may_accept():
            super().accept()

    def add_button(self, button: QWidget) -> None:
        """Put another button in front of cancel."""
        self.footer.insertWidget(self.footer.count() - 2, button)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round in the dialog as one reads, whatever was made first."""
        return next_stop(self, self.window().focusWidget(), forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # QDialog would press some button; here Enter belongs to the field and to the input method.
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        if self.isWindow():
            painter.fillRect(self.rect(), theme.color("bg.panel"))
            return
        edge = theme.color("border") if theme.dark else None
        draw_box(painter, self.rect(), theme.px(12), theme.color("bg.panel"), edge)
