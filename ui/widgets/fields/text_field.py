"""Plain text, one line or several."""

from PySide6.QtWidgets import QWidget

from ui.theme.theme import Theme
from ui.widgets.fields.editor import FieldEditor
from ui.widgets.label import restyle
from ui.widgets.line_edit import LineEdit, TextEdit


class TextField(FieldEditor):
    """One line. The value is the text as typed, ``None`` when there is only space."""

    def __init__(
        self, theme: Theme, *, example: str = "", limit: int = 0, parent: QWidget | None = None
    ) -> None:
        """``example`` shows what to type and is never the label; ``limit`` is in characters, 0 = none."""
        super().__init__(theme, parent)
        self.line = LineEdit(theme)
        self.line.setPlaceholderText(example)
        if limit:
            self.line.setMaxLength(limit)
        self.line.textEdited.connect(self.changed)
        self.line.editingFinished.connect(self.committed)
        self._adopt(self.line)

    def value(self) -> str | None:
        return self.line.text() if self.line.text().strip() else None

    def set_value(self, value: object) -> None:
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)

    def raw(self) -> str:
        return self.line.text()

    def set_raw(self, text: str) -> None:
        self.line.setText(text)

    def set_invalid(self, invalid: bool) -> None:
        self.line.set_invalid(invalid)

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.line.setReadOnly(read_only)


class TextArea(FieldEditor):
    """Several lines; Enter makes a new one."""

    def __init__(
        self, theme: Theme, *, lines: int = 4, example: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.edit = TextEdit(theme, lines)
        self.edit.setPlaceholderText(example)
        self._quiet = False
        self.edit.textChanged.connect(self._typed)
        self.edit.left.connect(self.committed)
        self._adopt(self.edit)

    def value(self) -> str | None:
        return self.raw() if self.raw().strip() else None

    def set_value(self, value: object) -> None:
        self.set_raw("" if value is None else str(value))

    def raw(self) -> str:
        return self.edit.toPlainText()

    def set_raw(self, text: str) -> None:
        self._quiet = True
        self.edit.setPlainText(text)
        self._quiet = False

    def set_invalid(self, invalid: bool) -> None:
        self.edit.set_invalid(invalid)

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.edit.setReadOnly(read_only)
        restyle(self.edit, readOnly=read_only)

    def _typed(self) -> None:
        if not self._quiet:
            self.changed.emit()
