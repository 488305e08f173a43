"""What is shown where there is no profile yet."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal

from app.errors import OutpostError
from app.i18n import LANGUAGES
from app.keyslot import SHORTEST_PASSPHRASE
from ui.components.enrol_form import EnrolForm
from ui.context.headquarters import Invitation
from ui.pages.start_views import StartView, secret_field
from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.card import Banner, Line
from ui.widgets.fields.text_field import TextField
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label
from ui.widgets.switches import SegmentedControl

ALONE, JOIN = "alone", "join"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the first-run page gathered; ``passphrase`` None where the keyring keeps the key."""

    name: str
    passphrase: str | None
    invitation: Invitation | None


class FirstRunView(StartView):
    """Name, alone or with headquarters, and a passphrase where no keyring keeps the key."""

    begun = Signal(object)
    """A ``Beginning``."""
    language_chosen = Signal(str)

    def __init__(self, theme: Theme, *, keyring: bool) -> None:
        tr = theme.words.tr
        super().__init__(theme, tr("ui.start.title"), tr("ui.start.begin"))
        self._keyring = keyring
        self.languages = SegmentedControl(
            theme, [(one, tr(f"ui.language.{one}")) for one in LANGUAGES], small=True
        )
        self.languages.set_current(theme.words.language)
        self.languages.changed.connect(self.language_chosen)
        self.column.insertWidget(0, self.languages, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(
            Banner(
                theme,
                tr("ui.no_secrets"),
                tr("ui.start.secrets"),
                icon="shield",
                tone="warn",
                ground="warn.soft",
            )
        )
        self.name = TextField(theme)
        self.name_row = FormRow(
            theme, tr("ui.start.name"), self.name, required=True, help=tr("ui.start.name.help"), above=True
        )
        self.body.addWidget(self.name_row)
        self.ways = SegmentedControl(theme, [(ALONE, tr("ui.start.alone")), (JOIN, tr("ui.start.join"))])
        self.ways.changed.connect(self._choose_way)
        self.body.addWidget(self.ways, 0, Qt.AlignmentFlag.AlignLeft)
        self._way_help = Label(tr("ui.start.alone.help"), Role.META, "text.3", wrap=True)
        self.body.addWidget(self._way_help)
        self.enrol = EnrolForm(theme)
        self.enrol.hide()
        self.body.addWidget(self.enrol)
        self.first, self.again = secret_field(theme), secret_field(theme)
        why = tr("ui.start.passphrase.help", count=SHORTEST_PASSPHRASE)
        self.first_row = FormRow(
            theme, tr("ui.start.passphrase"), self.first, required=True, help=why, above=True
        )
        self.again_row = FormRow(
            theme, tr("ui.start.passphrase.again"), self.again, required=True, above=True
        )
        if keyring:
            self.note.setText(tr("ui.start.keyring"))
        else:
            self.body.addWidget(Line())
            self.body.addWidget(self.first_row)
            self.body.addWidget(self.again_row)
        self.button.clicked.connect(self.begin)

    def begin(self) -> None:
        """Check what is typed and hand it on; what is wrong is said at its row."""
        tr = self.tr_
        joining = self.ways.current() == JOIN
        self.name_row.set_error("" if self.name.value() else tr("ui.start.name.missing"))
        invitation = self.enrol.invitation() if joining else None
        if not self._keyring:
            short = len(self.first.raw()) < SHORTEST_PASSPHRASE
            sentence = tr(
                "error.passphrase_too_short", shortest=SHORTEST_PASSPHRASE, length=len(self.first.raw())
            )
            self.first_row.set_error(sentence if short else "")
            differs = not short and self.first.raw() != self.again.raw()
            self.again_row.set_error(tr("ui.start.passphrase.differ") if differs else "")
        wrong = [row for row in (self.name_row, self.first_row, self.again_row) if row.error]
        if wrong:
            wrong[0].editor.setFocus()
        elif not joining or invitation is not None:
            self.begun.emit(
                Beginning(self.name.raw(), None if self._keyring else self.first.raw(), invitation)
            )

    def show_trouble(self, error: OutpostError, sentence: str) -> None:
        """What making the profile or joining refused."""
        self.set_busy("")
        if error.code == "name_missing" or error.field == "name":
            self.name_row.set_error(sentence)
        elif self.ways.current() == JOIN:
            self.enrol.show_trouble(error, sentence)
        else:
            self.note.setText(sentence)
            self.note.set_tone("danger")

    def typed(self) -> tuple[str, str]:
        """Name and way, to keep while the language changes."""
        return self.name.raw(), self.ways.current()

    def keep(self, typed: tuple[str, str]) -> None:
        self.name.set_raw(typed[0])
        self.ways.set_current(typed[1])
        self._choose_way(typed[1])

    def _choose_way(self, way: str) -> None:
        self.enrol.setVisible(way == JOIN)
        self._way_help.setText(self.tr_(f"ui.start.{way}.help"))
