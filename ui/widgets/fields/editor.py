"""What every field editor has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.widgets.card import Icon

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """What a parser made of a text: a value, or a sentence that says what to type instead.

    ``reading`` says how the text was understood (“= 20,000 万元”) and is shown beside it.
    """

    value: T | None = None
    problem: str = ""
    reading: str = ""


Parse = Callable[[str], Parsed[T]]
Format = Callable[[T], str]


class FieldEditor(QWidget):
    """A control that holds one value. Typed text is never changed or dropped because it does not parse."""

    changed = Signal()
    """The user changed something, on every keystroke."""
    committed = Signal()
    """The user finished: the focus left after a change, or something was picked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(8))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lock = Icon(theme, "lock", "text.3", 14)
        self._lock.setToolTip(theme.words.tr("widgets.read_only"))
        self._lock.setObjectName("lock")
        self._lock.hide()
        self._read_only = False

    def value(self) -> object:
        """The value as it stands; ``None`` when empty or not understood."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Show ``value``; does not emit ``changed``."""
        raise NotImplementedError

    def raw(self) -> str:
        """The text as typed, for a draft."""
        raise NotImplementedError

    def set_raw(self, text: str) -> None:
        """Put back a typed text, as from a draft; does not emit ``changed``."""
        raise NotImplementedError

    def problem(self) -> str:
        """Why what is typed is no value, as a sentence that says what to do; "" when all is well."""
        return ""

    def set_invalid(self, invalid: bool) -> None:
        """Draw the danger border, because of ``problem`` or a rule outside."""
        raise NotImplementedError

    @property
    def read_only(self) -> bool:
        return self._read_only

    def set_read_only(self, read_only: bool) -> None:
        """Take the border away and show a lock; the text can still be selected and copied."""
        self._read_only = read_only
        self._lock.setVisible(read_only)

    def set_name(self, name: str) -> None:
        """The accessible name: the label of the form row."""
        self.setAccessibleName(name)
        proxy = self.focusProxy()
        if proxy is not None:
            proxy.setAccessibleName(name)

    def _adopt(self, control: QWidget) -> None:
        """Make ``control`` the thing that is typed in."""
        self._row.addWidget(control, 1)
        self._row.addWidget(self._lock)
        self.setFocusProxy(control)
