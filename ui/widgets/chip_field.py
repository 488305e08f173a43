"""A value as a chip typed over in place: Tab reaches it, typing replaces it, Backspace takes it off."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import isValid

from ui.theme.theme import Theme
from ui.widgets.fields.choice_field import Find
from ui.widgets.line_edit import LineEdit
from ui.widgets.suggestions import Suggestion, SuggestionList

_LEAST, _MOST = 64, 430


class ChipField(LineEdit):
    """Shows words; under the keyboard it holds what is typed instead, all of it selected.

    What a person types is handed over when the focus leaves (``typed``) or a suggestion is picked
    (``picked``). Backspace or Del on an untouched chip takes it off (``removed``), as does leaving it empty.
    """

    typed = Signal(str)
    picked = Signal(object)
    removed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self._shown = self._typed_form = ""
        self._touched = False
        self._asked = 0
        self.suggest: Find | None = None
        self._list: SuggestionList | None = None
        self.setProperty("chip", True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._edited)
        self.textChanged.connect(self.updateGeometry)
        self.on_key = self._on_key

    @property
    def touched(self) -> bool:
        """Whether something was typed that has not been handed over."""
        return self._touched

    @property
    def list(self) -> SuggestionList:
        """What is offered; made with the first offer, for most chips have none."""
        if self._list is None:
            self._list = SuggestionList(self._theme, self)
            self._list.picked.connect(self._pick)
        return self._list

    def show_value(self, shown: str, typed_form: str) -> None:
        """Show ``shown``; to be typed over as ``typed_form``. Text being typed stays."""
        self._shown, self._typed_form = shown, typed_form
        if not self._touched:
            self._write(typed_form if self.hasFocus() else shown)

    def sizeHint(self) -> QSize:
        px = self._theme.px
        wide = self.fontMetrics().horizontalAdvance(self.text()) + px(24)
        return QSize(max(px(_LEAST), min(wide, px(_MOST))), px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(_LEAST), self._theme.px(28))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self._touched:
            self._write(self._typed_form)
            self.selectAll()
            self._offer("")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        self._withdraw()
        self.commit()
        if not self._touched:
            self._write(self._shown)
        self.setCursorPosition(0)

    def commit(self) -> None:
        """Hand over what is typed so far."""
        if not self._touched:
            return
        self._touched = False
        text = self.text().strip()
        if not text:
            self.removed.emit()
        elif text != self._typed_form:
            self.typed.emit(text)

    def _on_key(self, event: QKeyEvent) -> bool:
        if self._list is not None and self._list.handle_key(event):
            return True
        key = event.key()
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._is_whole():
            self._withdraw()
            self.removed.emit()
            return True
        if key == Qt.Key.Key_Down:
            self._offer("")
            return True
        if key == Qt.Key.Key_Escape and self._touched:
            self._touched = False
            self._write(self._typed_form)
            self.selectAll()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.commit()
            self.selectAll()
            return True
        return False

    def _is_whole(self) -> bool:
        """Nothing was typed yet: the chip as such is meant, not a letter of it."""
        return not self._touched and self.selectedText() == self.text()

    def _edited(self, text: str) -> None:
        self._touched = True
        self._offer(text)

    def _offer(self, text: str) -> None:
        if self.suggest is None:
            return
        self._asked += 1
        number = self._asked
        self.suggest(text, lambda rows: self._show(number, rows))

    def _show(self, number: int, rows: Sequence[Suggestion]) -> None:
        # The answer may come after the form is gone.
        if isValid(self) and number == self._asked and self.hasFocus():
            current = next((n for n, row in enumerate(rows) if row.text == self._typed_form), 0)
            self.list.offer(rows, current)

    def _withdraw(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _pick(self, row: Suggestion) -> None:
        self._touched = False
        self._write(row.text)
        self.selectAll()
        self.picked.emit(row)

    def _write(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
        self.setCursorPosition(0)
