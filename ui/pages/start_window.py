"""The small window before a profile is open."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.components.ground_menu import GroundMenu, words_at
from ui.pages.start_views import StartView
from ui.theme.theme import Theme
from ui.widgets.card import Box
from ui.widgets.inspector import clear_layout
from ui.widgets.offering import MenuKeys, show_menu

WIDTH = 640


class StartWindow(QWidget):
    """One card in the middle of a calm ground."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        px = theme.px
        self.setWindowTitle(theme.words.tr("ui.product"))
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(px(24), px(24), px(24), px(24))
        self._card = Box(theme, radius=12)
        self._place = QVBoxLayout(self._card)
        self._place.setContentsMargins(px(32), px(24), px(32), px(24))
        outer.addStretch(2)
        outer.addWidget(self._card)
        outer.addStretch(3)
        content.setMaximumWidth(px(WIDTH + 48))  # wrapped lines are measured at the width they get
        scroll = QScrollArea()
        scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(scroll)
        self.resize(px(880), px(720))
        self.menu_keys = MenuKeys(self)

    def show_view(self, view: StartView) -> None:
        """Put another view on the card."""
        clear_layout(self._place)
        self._place.addWidget(view)
        view.show()
        view.focusNextChild()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy the words there, as somebody who asks for help wants to; fields have a menu of their own."""
        menu, words = GroundMenu(self._theme, self), words_at(self, event)
        if words:
            copy = QGuiApplication.clipboard().setText
            menu.add(self._theme.words.tr("ui.ground.copy"), lambda: copy(words), icon="copy")
        show_menu(self, event, menu)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("bg.app"))
