"""The sign in the system's tray: quick capture from wherever one is, and the way back to the window."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from ui.context.context import Context
from ui.widgets.menu import Menu


class Tray(QObject):
    """There only where the system has a tray; a click opens quick capture, as the menu does."""

    def __init__(self, ctx: Context, window: QWidget) -> None:
        super().__init__(window)
        self._ctx, self._window = ctx, window
        self.icon = QSystemTrayIcon(ctx.theme.icon("flag", "accent"), self)
        self.icon.activated.connect(self._clicked)
        self.menu = Menu(ctx.theme, window)
        self.show_words()
        self.icon.setContextMenu(self.menu)
        if QSystemTrayIcon.isSystemTrayAvailable():
            self.icon.show()

    def show_words(self) -> None:
        """Say everything in the language in force."""
        tr = self._ctx.tr
        self.menu.clear()
        self.icon.setToolTip(tr("ui.product"))
        self.menu.add(tr("ui.capture.title"), self.capture, icon="pencil", hint="Ctrl+N")
        self.menu.add(tr("ui.tray.open"), self.show_window, icon="flag")
        self.menu.addSeparator()
        self.menu.add(tr("ui.tray.quit"), self._window.close, icon="log-out")

    def capture(self) -> None:
        """Bring the window up with the line in it."""
        self.show_window()
        self._ctx.capture_asked.emit(None)

    def show_window(self) -> None:
        """Bring the window up, as it was."""
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        QApplication.alert(self._window)

    def _clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        ):
            self.capture()
