"""The frame at the right that shows one record."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.button import IconButton
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.label import Label
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled

WIDTH, WIDE_WIDTH, WIDE_WINDOW = 336, 400, 1600
LEAST_WIDTH, MOST_WIDTH = 280, 560


def clear_layout(layout: QVBoxLayout | QHBoxLayout | FlowLayout) -> None:
    """Take every widget out and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class Inspector(QWidget):
    """Title, signs, actions, then whatever ``body`` holds, scrolling; Esc or × closes."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        px = theme.px
        self._title = Label("", Role.TITLE, wrap=True)
        self._title.allow_copy()
        close = IconButton(theme, "x", theme.words.tr("widgets.close"))
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self._title, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._sign_row, self._action_row = QHBoxLayout(), FlowLayout(gap=px(8))
        self._sign_row.setSpacing(px(12))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(16), px(12), px(16), px(16))
        column.setSpacing(px(12))
        nest(column, head)
        nest(column, self._sign_row)
        nest(column, self._action_row)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(16))
        nest(column, self.body)
        column.addStretch()
        scroll = Scrolled(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(scroll)
        theme.changed.connect(self._fit)
        self._fit()

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_signs(self, signs: Sequence[QWidget], right: Sequence[QWidget] = ()) -> None:
        """Stage, light and badges at the left; the record's standing at the right."""
        clear_layout(self._sign_row)
        for sign in signs:
            self._sign_row.addWidget(sign)
        self._sign_row.addStretch()
        for sign in right:
            self._sign_row.addWidget(sign)

    def set_actions(self, actions: Sequence[QWidget]) -> None:
        clear_layout(self._action_row)
        for action in actions:
            self._action_row.addWidget(action)

    def clear_body(self) -> None:
        """Take everything out of ``body``."""
        clear_layout(self.body)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg.panel"))
        painter.fillRect(0, 0, 1, self.height(), self._theme.color("border"))

    def _fit(self) -> None:
        self.setMinimumWidth(self._theme.px(LEAST_WIDTH))
        self.setMaximumWidth(self._theme.px(MOST_WIDTH))
        self.update()
