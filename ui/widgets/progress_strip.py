"""Work under way: a thin bar, words beside it, and a way to stop."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.label import Label
from ui.widgets.painting import draw_box


class ProgressBar(QWidget):
    """6 px; ``tick`` marks how much of the time has gone."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._share, self._tick = theme, 0.0, -1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def share(self) -> float:
        return self._share

    def set_share(self, share: float, tick: float = -1.0) -> None:
        """Fill ``share`` (0 to 1); ``tick`` 0 to 1, or negative for none."""
        self._share, self._tick = min(max(share, 0.0), 1.0), tick
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, height = self._theme, self._theme.px(6)
        painter = QPainter(self)
        track = QRect(0, (self.height() - height) // 2, self.width(), height)
        draw_box(painter, track, height / 2, theme.color("border"))
        if self._share > 0:
            done = QRect(track.topLeft(), QSize(max(round(self.width() * self._share), height), height))
            draw_box(painter, done, height / 2, theme.color("accent"))
        if self._tick >= 0:
            x = min(round(self.width() * self._tick), self.width() - 2)
            painter.fillRect(QRect(x, 0, 2, self.height()), theme.color("text.1"))


class ProgressStrip(QWidget):
    """Bar, words (“附件 12/15”) and a cancel link."""

    cancelled = Signal()

    def __init__(self, theme: Theme, *, cancel: str = "", parent: QWidget | None = None) -> None:
        """``cancel`` is the link's text; without it the work cannot be stopped."""
        super().__init__(parent)
        self.bar = ProgressBar(theme)
        self._words = Label("", Role.META, "text.2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self.bar, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words)
        if cancel:
            stop = Button(theme, cancel, ButtonKind.LINK)
            stop.clicked.connect(self.cancelled)
            row.addWidget(stop)

    def set_progress(self, done: int, total: int, words: str) -> None:
        """``done`` of ``total``; a total of 0 leaves the bar empty."""
        self.bar.set_share(done / total if total else 0.0)
        self._words.setText(words)
        self.setAccessibleName(words)
