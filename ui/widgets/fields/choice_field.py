"""Picking one value: from a fixed list, or a record found by typing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.fields.editor import FieldEditor
from ui.widgets.line_edit import LineEdit
from ui.widgets.suggestions import Suggestion, SuggestionList

OnRows = Callable[[Sequence[Suggestion]], None]
Find = Callable[[str, OnRows], None]
"""Looks up ``text`` somewhere else and calls back on the main thread with the rows, best first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a fixed list; ``also`` is matched too (pinyin initials, an old name)."""

    key: str
    text: str
    detail: str = ""
    also: str = ""


class _PickingField(FieldEditor):
    """A line with a list under it."""

    def __init__(self, theme: Theme, example: str, parent: QWidget | None) -> None:
        super().__init__(theme, parent)
        self._edited = False
        self.line = LineEdit(theme)
        self.line.setPlaceholderText(example)
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self._left)
        self.line.on_key = self._key
        self._open = IconButton(theme, "chevron-down", theme.words.tr("widgets.open_list"), box=24, size=14)
        self._open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._open.clicked.connect(self._toggle)
        self.line.set_trailing(self._open)
        self.list = SuggestionList(theme, self.line)
        self.list.picked.connect(self._picked)
        self._adopt(self.line)

    def raw(self) -> str:
        return self.line.text()

    def set_invalid(self, invalid: bool) -> None:
        self.line.set_invalid(invalid)

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.line.setReadOnly(read_only)
        self._open.setVisible(not read_only)

    def _key(self, event: QKeyEvent) -> bool:
        if self.list.handle_key(event):
            return True
        if event.key() == Qt.Key.Key_Down and not self.read_only:
            self._offer("")
            return True
        return False

    def _toggle(self) -> None:
        if self.list.isVisible():
            self.list.hide()
            return
        self.line.setFocus()
        self._offer("")

    def _typed(self, text: str) -> None:
        self._edited = True
        self._match(text)
        self._offer(text)
        self.changed.emit()

    def _left(self) -> None:
        if self.line.hasFocus():
            # Enter in the line, not leaving it.
            return
        self.list.hide()
        if self._edited:
            self._edited = False
            self.committed.emit()

    def _offer(self, text: str) -> None:
        raise NotImplementedError

    def _match(self, text: str) -> None:
        raise NotImplementedError

    def _picked(self, row: Suggestion) -> None:
        raise NotImplementedError


class ChoiceField(_PickingField):
    """One of a fixed list; typing narrows it. A text that is no choice stays, with a problem."""

    def __init__(
        self,
        theme: Theme,
        choices: Sequence[Choice],
        *,
        example: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, example, parent)
        self._choices = list(choices)
        self._chosen: Choice | None = None

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other choices; a value that is no longer among them becomes a problem, its text stays."""
        self._choices = list(choices)
        self._match(self.line.text())

    def value(self) -> str | None:
        return self._chosen.key if self._chosen else None

    def set_value(self, value: object) -> None:
        self._chosen = next((choice for choice in self._choices if choice.key == value), None)
        unknown = "" if value is None else str(value)
        self.line.setText(self._chosen.text if self._chosen else unknown)
        self.line.setCursorPosition(0)
        self._edited = False

    def set_raw(self, text: str) -> None:
        self.line.setText(text)
        self._match(text)

    def problem(self) -> str:
        if self._chosen is None and self.line.text().strip():
            return self._theme.words.tr("widgets.not_a_choice", text=self.line.text().strip())
        return ""

    def _match(self, text: str) -> None:
        wanted = text.strip().casefold()
        self._chosen = next((c for c in self._choices if wanted in (c.text.casefold(), c.key)), None)

    def _offer(self, text: str) -> None:
        wanted = text.strip().casefold()
        rows = [c for c in self._choices if wanted in c.text.casefold() or wanted in c.also.casefold()]
        current = next((n for n, choice in enumerate(rows) if choice == self._chosen), 0)
        self.list.offer([Suggestion(c.key, c.text, c.detail) for c in rows], current)

    def _picked(self, row: Suggestion) -> None:
        self.set_value(row.key)
        self.changed.emit()
        self.committed.emit()


class RefField(_PickingField):
    """A link to a record, found by typing; ``new_text`` adds an entry that makes a new one from the text."""

    def __init__(
        self,
        theme: Theme,
        find: Find,
        *,
        new_text: Callable[[str], str] | None = None,
        on_new: Callable[[str], None] | None = None,
        example: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``on_new`` is called with the typed text when the user picks the new entry."""
        super().__init__(theme, example, parent)
        self._find, self._new_text, self._on_new = find, new_text, on_new
        self._linked: Suggestion | None = None
        self._asked = 0

    def value(self) -> str | None:
        """Id of the linked record."""
        return self._linked.key if self._linked else None

    def set_value(self, value: object) -> None:
        """Link to a record, given as ``Suggestion(id, name)``, or to none."""
        if value is not None and not isinstance(value, Suggestion):
            raise TypeError("a link is given with its name, as a Suggestion")
        self._linked = value
        self.line.setText(value.text if value else "")
        self.line.setCursorPosition(0)
        self._edited = False

    def set_raw(self, text: str) -> None:
        self.line.setText(text)
        self._match(text)

    def problem(self) -> str:
        if self._linked is None and self.line.text().strip():
            return self._theme.words.tr("widgets.not_linked", text=self.line.text().strip())
        return ""

    def _match(self, text: str) -> None:
        if self._linked is not None and text.strip() != self._linked.text:
            self._linked = None

    def _offer(self, text: str) -> None:
        self._asked += 1
        number = self._asked
        self._find(text, lambda rows: self._show(number, text, rows))

    def _show(self, number: int, text: str, rows: Sequence[Suggestion]) -> None:
        # The answer may come after the form is gone.
        if not isValid(self) or number != self._asked or not self.line.hasFocus():
            return
        offered = list(rows)
        if self._new_text is not None and text.strip():
            offered.append(Suggestion("", self._new_text(text.strip()), action=True))
        self.list.offer(offered)

    def _picked(self, row: Suggestion) -> None:
        if row.action:
            if self._on_new is not None:
                self._on_new(self.line.text().strip())
            return
        self.set_value(row)
        self.changed.emit()
        self.committed.emit()
