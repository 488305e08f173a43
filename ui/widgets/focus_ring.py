"""The 2 px ring around whatever the keyboard is on."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.theme.theme import Theme
from ui.widgets.painting import draw_box

_GAP, _WIDTH = 1, 2
OWN_RING = "ownFocus"
"""Widgets with this property show focus themselves (text entry, grids)."""


class _Ring(QWidget):
    def __init__(self, theme: Theme, parent: QWidget, radius: int) -> None:
        super().__init__(parent)
        self._theme, self._radius = theme, radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = self._theme.color("focus")
        draw_box(QPainter(self), self.rect(), self._radius, border=colour, width=_WIDTH)


class FocusRing(QObject):
    """Follows the keyboard focus of the application; one per application, made by the composition root.

    Focus given by a mouse press shows no ring: the pointer already says where one is.
    """

    def __init__(self, app: QApplication, theme: Theme) -> None:
        super().__init__(app)
        self._theme = theme
        self._ring: _Ring | None = None
        self._target: QWidget | None = None
        app.focusChanged.connect(self._move)

    @property
    def target(self) -> QWidget | None:
        """The widget that wears the ring now."""
        return self._target

    def _move(self, old: QWidget | None, new: QWidget | None) -> None:
        self._drop()
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if new is None or pressed or new.property(OWN_RING) or new.isWindow():
            return
        parent = new.parentWidget()
        host = parent.parentWidget() if parent is not None and parent.parentWidget() is not None else parent
        if host is None:
            return
        radius = int(new.property("ringRadius") or self._theme.px(6))
        self._target = new
        self._ring = _Ring(self._theme, host, radius + _GAP + _WIDTH)
        new.installEventFilter(self)
        self._fit()
        self._ring.show()
        self._ring.raise_()

    def _drop(self) -> None:
        if self._target is not None and isValid(self._target):
            self._target.removeEventFilter(self)
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = self._target = None

    def _fit(self) -> None:
        if self._ring is None or self._target is None or not isValid(self._ring):
            return
        host = self._ring.parentWidget()
        assert host is not None
        reach = _GAP + _WIDTH
        corner = self._target.mapTo(host, self._target.rect().topLeft())
        self._ring.setGeometry(QRect(corner, self._target.size()).adjusted(-reach, -reach, reach, reach))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._fit()
        elif event.type() in (QEvent.Type.Hide, QEvent.Type.Destroy):
            self._drop()
        return super().eventFilter(watched, event)
