"""Context and drop-down menus in the product's look."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.theme.theme import Theme


class Menu(QMenu):
    """A ``QMenu`` with round corners; ``add`` gives one line with icon and shortcut as shown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setToolTipsVisible(True)

    def add(
        self,
        text: str,
        run: Callable[[], object],
        *,
        icon: str = "",
        hint: str = "",
        enabled: bool = True,
        why_not: str = "",
        danger: bool = False,
    ) -> QAction:
        """Add a line; ``why_not`` is the tooltip that explains a disabled one."""
        action = QAction(f"{text}\t{hint}" if hint else text, self)
        if icon:
            action.setIcon(self._theme.icon(icon, "danger" if danger else "text.2"))
        action.setEnabled(enabled)
        action.setToolTip("" if enabled else why_not)
        action.triggered.connect(lambda _checked=False: run())
        self.addAction(action)
        return action
