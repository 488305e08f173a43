"""The search line of the top bar, with its shortcut inside and results dropping down."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.card import Icon
from ui.widgets.line_edit import LineEdit
from ui.widgets.painting import draw_box
from ui.widgets.suggestions import SuggestionList

_WIDE_WINDOW, _WIDTH, _WIDE = 1600, 440, 560


class KeyHint(QWidget):
    """A shortcut in a thin box: “Ctrl+K”."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._text = theme, text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(self._theme.metrics(Role.MICRO).horizontalAdvance(self._text) + px(12), px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        draw_box(painter, self.rect(), theme.px(4), theme.color("bg.sunken"), theme.color("border"))
        painter.setFont(theme.font(Role.MICRO))
        painter.setPen(theme.color("text.2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class SearchField(LineEdit):
    """A search line; ``hint`` (“Ctrl+K”) is shown and, as a shortcut of the window, brings the cursor here.

    Esc empties it, then says so. Connect ``textEdited`` to search; ``results`` shows what was found.
    """

    left_by_escape = Signal()

    def __init__(self, theme: Theme, example: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setPlaceholderText(example)
        self.setAccessibleName(example)
        self.set_leading(Icon(theme, "search", "text.2"))
        self._hint: KeyHint | None = None
        if hint:
            self._hint = KeyHint(theme, hint)
            self.set_trailing(self._hint)
            shortcut = QShortcut(QKeySequence(hint), self, context=Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(self._come)
        self.results = SuggestionList(theme, self)
        self.on_key = self._key
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        window = self.window().width()
        width = _WIDE if window >= self._theme.px(_WIDE_WINDOW) else _WIDTH
        return QSize(self._theme.px(width), super().sizeHint().height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.results.hide()

    def _come(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _key(self, event: QKeyEvent) -> bool:
        if self.results.handle_key(event):
            return True
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
                self.textEdited.emit("")
            else:
                self.left_by_escape.emit()
            return True
        return False
