"""Free text that a given parser understands: amounts and dates as officers write them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.button import IconButton
from ui.widgets.fields.editor import FieldEditor, Format, Parse, Parsed
from ui.widgets.label import Label
from ui.widgets.line_edit import LineEdit
from ui.widgets.month_view import MonthPopup

T = TypeVar("T")


class ParsedField(FieldEditor, Generic[T]):
    """Parses on every keystroke, writes the value out when the focus leaves, keeps what fails to parse."""

    def __init__(
        self, theme: Theme, parse: Parse[T], show: Format[T], example: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._parse, self._show = parse, show
        self._parsed: Parsed[T] = Parsed()
        self._edited = False
        self.line = LineEdit(theme)
        self.line.setPlaceholderText(example)
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self._left)
        self._adopt(self.line)
        self._reading = Label("", Role.META, "text.3")
        # Inside the line, so that nothing moves when a reading appears.
        self._behind = QWidget()
        self._behind_row = QHBoxLayout(self._behind)
        self._behind_row.setContentsMargins(0, 0, 0, 0)
        self._behind_row.setSpacing(theme.px(8))
        self._behind_row.addWidget(self._reading)
        self._reading.hide()
        self.line.set_trailing(self._behind)

    def value(self) -> T | None:
        return self._parsed.value

    def set_value(self, value: object) -> None:
        self._parsed = Parsed() if value is None else Parsed(value=self._checked(value))
        self._edited = False
        self._write_out()

    def raw(self) -> str:
        return self.line.text()

    def set_raw(self, text: str) -> None:
        self.line.setText(text)
        self._read(text)

    def problem(self) -> str:
        return self._parsed.problem

    def set_invalid(self, invalid: bool) -> None:
        self.line.set_invalid(invalid)

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.line.setReadOnly(read_only)

    def _checked(self, value: object) -> T:
        raise NotImplementedError

    def _typed(self, text: str) -> None:
        self._edited = True
        self._read(text)
        self.changed.emit()

    def _read(self, text: str) -> None:
        self._parsed = self._parse(text) if text.strip() else Parsed()
        self._show_reading(self._parsed.reading)

    def _show_reading(self, reading: str) -> None:
        self._reading.setText(reading)
        self._reading.setVisible(bool(reading))
        self.line.place()

    def _left(self) -> None:
        if not self._edited:
            return
        self._edited = False
        if self._parsed.value is not None:
            self._write_out()
        self.committed.emit()

    def _write_out(self) -> None:
        value = self._parsed.value
        self.line.setText("" if value is None else self._show(value))
        self._show_reading("")


class AmountField(ParsedField[Decimal]):
    """A figure with its unit behind it: “3.5亿”, “5000w”, “三亿五” are all understood by the given parser."""

    def __init__(
        self,
        theme: Theme,
        parse: Parse[Decimal],
        show: Format[Decimal],
        *,
        unit: str = "",
        example: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parse, show, example, parent)
        self._unit = Label("", Role.META, "text.3")
        self._behind_row.addWidget(self._unit)
        self._behind_row.addSpacing(theme.px(4))
        self.set_unit(unit)

    def set_unit(self, unit: str) -> None:
        self._unit.setText(unit)
        self._unit.setVisible(bool(unit))
        self.line.place()

    def _checked(self, value: object) -> Decimal:
        if not isinstance(value, Decimal):
            raise TypeError(f"an amount is a Decimal, not {type(value).__name__}")
        return value


class DateField(ParsedField[date]):
    """A day as free text, or picked from a month (the button, or Alt+Down)."""

    def __init__(
        self,
        theme: Theme,
        parse: Parse[date],
        show: Format[date],
        *,
        today: Callable[[], date] = date.today,
        example: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parse, show, example, parent)
        self._today = today
        self._popup: MonthPopup | None = None
        self._button = IconButton(theme, "calendar", theme.words.tr("widgets.pick_date"), box=24)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self.open_month)
        self._behind_row.addWidget(self._button)
        self.line.place()
        self.line.on_key = self._key

    @property
    def popup(self) -> MonthPopup | None:
        """The month that is or was open."""
        return self._popup

    def open_month(self) -> None:
        """Drop down the month of the value, or of today."""
        if self.read_only:
            return
        if self._popup is None:
            self._popup = MonthPopup(self._theme, self.line, self._today())
            self._popup.picked.connect(self._pick)
        self._popup.open_at(self.value() or self._today())

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._button.setVisible(not read_only)
        self.line.place()

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_month()
            return True
        return False

    def _pick(self, day: date) -> None:
        self.set_value(day)
        self.line.setFocus()
        self.changed.emit()
        self.committed.emit()

    def _checked(self, value: object) -> date:
        if not isinstance(value, date):
            raise TypeError(f"a day is a date, not {type(value).__name__}")
        return value
