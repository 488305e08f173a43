"""What is shown before a profile is open: the passphrase, and what went wrong."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.errors import OutpostError
from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.fields.text_field import TextField
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label
from ui.widgets.nesting import nest


def secret_field(theme: Theme) -> TextField:
    """A line whose text is not shown."""
    field = TextField(theme)
    field.line.setEchoMode(QLineEdit.EchoMode.Password)
    return field


class StartView(QWidget):
    """A title, rows, and one filled button; Ctrl+Enter presses it."""

    def __init__(self, theme: Theme, title: str, button: str) -> None:
        super().__init__()
        self.theme = theme
        px = theme.px
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(px(12))
        self.column.addWidget(Label(title, Role.PAGE_TITLE))
        self.body = QVBoxLayout()
        self.body.setSpacing(px(12))
        nest(self.column, self.body)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(px(8))
        self.note = Label("", Role.META, "text.3", wrap=True)
        self.foot.addWidget(self.note, 1)
        self.button = Button(theme, button, ButtonKind.PRIMARY, hint="Ctrl+Enter")
        self.foot.addWidget(self.button)
        nest(self.column, self.foot)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.button.click)

    def tr_(self, key: str, **values: object) -> str:
        return self.theme.words.tr(key, **values)

    def set_busy(self, words: str) -> None:
        """Say what goes on and hold the button, or let go with ""."""
        self.note.setText(words)
        self.button.setEnabled(not words)


class PassphraseView(StartView):
    """Asks for the passphrase of a profile; a wrong one is said at its row."""

    given = Signal(str)

    def __init__(self, theme: Theme) -> None:
        tr = theme.words.tr
        super().__init__(theme, tr("ui.start.unlock"), tr("ui.start.unlock.do"))
        self.field = secret_field(theme)
        self.row = FormRow(theme, tr("ui.start.passphrase"), self.field, required=True, above=True)
        self.body.addWidget(Label(tr("ui.start.unlock.help"), tone="text.2", wrap=True))
        self.body.addWidget(self.row)
        self.button.clicked.connect(self._give)

    def show_trouble(self, sentence: str) -> None:
        self.set_busy("")
        self.row.set_error(sentence)
        self.field.setFocus()
        self.field.line.selectAll()

    def _give(self) -> None:
        if self.field.raw():
            self.given.emit(self.field.raw())
        else:
            self.row.set_error(self.tr_("ui.start.passphrase.missing"))


class TroubleView(StartView):
    """A profile that does not open: what happened, what to do, and try again."""

    again = Signal()
    folder_asked = Signal()

    def __init__(self, theme: Theme, error: OutpostError, sentence: str, folder: str) -> None:
        tr = theme.words.tr
        key = f"ui.trouble.{error.code}"
        title = tr(key) if theme.words.has(key) else tr("ui.trouble")
        super().__init__(theme, title, tr("ui.trouble.again"))
        self.error = error
        self.sentence = sentence
        text = Label(sentence, wrap=True)
        text.allow_copy()
        self.body.addWidget(text)
        where = Label(tr("ui.trouble.folder", folder=folder), Role.META, "text.3", wrap=True)
        where.allow_copy()
        self.body.addWidget(where)
        open_folder = Button(theme, tr("ui.settings.open_folder"), ButtonKind.QUIET, icon="folder-open")
        open_folder.clicked.connect(self.folder_asked)
        self.foot.insertWidget(1, open_folder)
        self.button.clicked.connect(self.again)
