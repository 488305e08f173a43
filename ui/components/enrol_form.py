"""Joining headquarters: address, one-time code, and headquarters' certificate file."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import OutpostError
from ui.context.headquarters import Invitation
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.fields.text_field import TextField
from ui.widgets.form_row import FormRow
from ui.widgets.nesting import nest

_ROWS = {
    "not_an_address": "url",
    "plain_http_refused": "url",
    "offline": "url",
    "timeout": "url",
    "not_headquarters": "url",
    "bad_certificate": "authority",
    "certificate_file_unusable": "authority",
    "code_refused": "code",
    "code_expired": "code",
}


class EnrolForm(QWidget):
    """Three rows; trouble is shown at the row it belongs to."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        tr = theme.words.tr
        self.url = TextField(theme, example=tr("ui.enrol.url.example"))
        self.code = TextField(theme, example=tr("ui.enrol.code.example"))
        self.authority = TextField(theme, example=tr("ui.enrol.authority.example"))
        browse = Button(theme, tr("ui.enrol.browse"))
        browse.clicked.connect(self._browse)
        self.rows = {
            "url": FormRow(theme, tr("ui.enrol.url"), self.url, required=True, above=True),
            "code": FormRow(
                theme,
                tr("ui.enrol.code"),
                self.code,
                required=True,
                help=tr("ui.enrol.code.help"),
                above=True,
            ),
            "authority": FormRow(
                theme,
                tr("ui.enrol.authority"),
                self.authority,
                help=tr("ui.enrol.authority.help"),
                above=True,
            ),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        for row in (self.rows["url"], self.rows["code"]):
            column.addWidget(row)
        last = QHBoxLayout()
        last.setSpacing(theme.px(8))
        last.addWidget(self.rows["authority"], 1)
        self._browse_button = browse
        self.authority.layout().addWidget(browse)  # type: ignore[union-attr]
        nest(column, last)
        for field in (self.url, self.code, self.authority):
            field.changed.connect(self.changed)

    def invitation(self) -> Invitation | None:
        """What was typed; None where something is missing, which is said at its row."""
        missing = [name for name in ("url", "code") if not (self.url if name == "url" else self.code).value()]
        for name in missing:
            self.rows[name].set_error(self._theme.words.tr("rules.value.required"))
        if missing:
            self.rows[missing[0]].editor.setFocus()
            return None
        file = (self.authority.value() or "").strip()
        return Invitation(self.url.raw().strip(), self.code.raw().strip(), Path(file) if file else None)

    def show_trouble(self, error: OutpostError, sentence: str) -> None:
        """Say at the right row what went wrong."""
        for row in self.rows.values():
            row.set_error("")
        row = self.rows[_ROWS.get(error.code, "url")]
        row.set_error(sentence)
        row.editor.setFocus()

    def _browse(self) -> None:
        dialog = QFileDialog(self, self._theme.words.tr("ui.enrol.authority"))
        dialog.setNameFilter(f"{self._theme.words.tr('ui.enrol.authority')} (*.pem *.crt *.cer)")
        dialog.fileSelected.connect(self.authority.set_value)
        dialog.open()
