"""A short message at the bottom that says what happened and offers to take it back."""

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.painting import draw_box, draw_icon, icon_spot

TOAST_MS = 6000
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WRAP = Qt.TextFlag.TextWordWrap
_SHADOW, _WIDEST = 8, 760


class Toast(QWidget):
    """Bottom centre of its window, 40 px high, for 6 s, one at a time; a new one replaces the old.

    A sentence too long for one line (trouble that says what to do) takes more lines and stays longer.

    It never takes the focus: undoing with the keyboard is the window's own Ctrl+Z.
    """

    def __init__(self, theme: Theme, window: QWidget, *, bottom: int = 48) -> None:
        """``bottom`` is the space kept free below, in px at 100 %."""
        super().__init__(window)
        self._theme, self._bottom = theme, bottom
        self._text = self._link = self._hint = ""
        self._act: Callable[[], None] | None = None
        self._motion = QPropertyAnimation(self, b"pos", self)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        window.installEventFilter(self)
        theme.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        """What it says while it shows, else ""."""
        return "" if self.isHidden() else self._text

    def say(
        self, text: str, link: str = "", act: Callable[[], None] | None = None, *, hint: str = ""
    ) -> None:
        """Show ``text``, and ``link`` which calls ``act``; ``hint`` is its shortcut as shown."""
        self._text, self._link, self._hint, self._act = text, link, hint, act
        self.setAccessibleName(text)
        self.resize(self.sizeHint())
        spot = self._spot()
        self.show()
        self.raise_()
        self._motion.stop()
        if self._theme.motion_ms:
            self._motion.setDuration(self._theme.motion_ms)
            self._motion.setStartValue(spot + QPoint(0, self._theme.px(8)))
            self._motion.setEndValue(spot)
            self._motion.start()
        else:
            self.move(spot)
        lines = max(self._text_height() // max(self._theme.metrics(bold=True).height(), 1), 1)
        self._timer.start(TOAST_MS * lines)

    def sizeHint(self) -> QSize:
        px, widths = self._theme.px, self._widths()
        gaps = px(20) * bool(self._link) + px(8) * bool(self._hint)
        height = max(px(40), self._text_height() + px(16))
        return QSize(px(16 + 16 + 8) + sum(widths) + gaps + px(16) + 2 * _SHADOW, height + 2 * _SHADOW)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._motion.stop()
            self.move(self._spot())
        return super().eventFilter(watched, event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._link_area().contains(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() is Qt.MouseButton.LeftButton
        if left and self._act is not None and self._link_area().contains(event.position().toPoint()):
            act, self._act = self._act, None
            self.hide()
            act()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        box = self.rect().adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        shade = theme.color("shadow.low")
        shade.setAlpha(shade.alpha() // 6)
        for reach in range(_SHADOW):
            soft = box.adjusted(-reach, -reach + 3, reach, min(reach + 3, _SHADOW))
            draw_box(painter, soft, px(8) + reach, shade)
        edge = theme.color("border") if theme.dark else None
        draw_box(painter, box, px(8), theme.color("toast.bg"), edge)
        icon_at = icon_spot(theme, QRect(box.left() + px(14), box.top(), px(16), box.height()), 16)
        draw_icon(painter, theme, "check", "toast.text", icon_at, 16)
        area = QRect(box.left() + px(40), box.top(), self._widths()[0], box.height())
        painter.setFont(theme.font(bold=True))
        painter.setPen(theme.color("toast.text"))
        painter.drawText(area, _LEFT | _WRAP, self._text)
        painter.setPen(theme.color("toast.link"))
        area = self._link_area()
        painter.drawText(area, _LEFT, self._link)
        painter.setFont(theme.font(Role.MICRO))
        painter.setPen(theme.color("toast.text"))
        painter.drawText(area.adjusted(self._widths()[1] + px(8), 0, px(200), 0), _LEFT, self._hint)

    def _widths(self) -> tuple[int, int, int]:
        bold, micro = self._theme.metrics(bold=True), self._theme.metrics(Role.MICRO)
        link, hint = bold.horizontalAdvance(self._link), micro.horizontalAdvance(self._hint)
        return min(bold.horizontalAdvance(self._text) + 1, self._most_text(link + hint)), link, hint

    def _most_text(self, others: int) -> int:
        """The widest line of text that leaves the toast inside its window."""
        window = self.parentWidget()
        assert window is not None
        room = window.width() - others - self._theme.px(40 + 20 + 8 + 16 + 48)
        return max(min(room, self._theme.px(_WIDEST)), self._theme.px(120))

    def _text_height(self) -> int:
        room = QRect(0, 0, self._widths()[0], 10_000)
        return self._theme.metrics(bold=True).boundingRect(room, int(_LEFT | _WRAP), self._text).height()

    def _link_area(self) -> QRect:
        px, widths = self._theme.px, self._widths()
        left = _SHADOW + px(40) + widths[0] + px(20)
        return QRect(left, _SHADOW, widths[1], self.height() - 2 * _SHADOW)

    def _spot(self) -> QPoint:
        window = self.parentWidget()
        assert window is not None
        y = window.height() - self._theme.px(self._bottom) - self.height() + _SHADOW
        return QPoint((window.width() - self.width()) // 2, y)
