"""Looks and language, headquarters, the data on this laptop, and what this product is."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import OutpostError
from app.i18n import LANGUAGES
from app.rules.amounts import Unit
from app.rules.clock import CHINA
from ui.components.about import about_card
from ui.components.enrol_form import EnrolForm
from ui.components.page import Page, PageHeader, column_layout
from ui.components.rules_card import RulesCard
from ui.components.saving import ask_where
from ui.components.sync_monitor import SyncMonitor
from ui.context.context import Context
from ui.context.headquarters import Enrolled
from ui.context.preferences import PHOTO_PLACES, TEXT_SIZES
from ui.dialogs.handover_dialog import HandoverDialog
from ui.dialogs.rules_dialog import RulesDialog
from ui.theme.theme import Density, Mode
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.inspector import clear_layout
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled
from ui.widgets.switches import SegmentedControl

WIDTH = 760
LABEL_WIDTH = 120


class SettingsPage(Page):
    """Every choice takes effect at once; there is nothing to save."""

    def __init__(self, ctx: Context, monitor: SyncMonitor) -> None:
        super().__init__(ctx, "settings")
        self.monitor = monitor
        self.form: EnrolForm | None = None
        px = ctx.theme.px
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(20), px(4), px(20), px(20))
        column.setSpacing(px(12))
        self._hq = Card(ctx.theme, ctx.tr("ui.settings.headquarters"))
        self._hq_body = QVBoxLayout()
        nest(self._hq.body, self._hq_body)
        self.rules = RulesCard(ctx, lambda pack: ctx.dialog_asked.emit(RulesDialog(ctx, pack)))
        own = (self._looks(), self._hq, self._photos(), self._post())
        cards = (*own, self.rules, self._data(), about_card(ctx.theme))
        for card in cards:
            column.addWidget(card)
        content.setMaximumWidth(px(WIDTH + 40))  # wrapped lines are measured at the width they get
        column.addStretch(1)
        self.area = Scrolled(content)
        page = column_layout(self)
        page.addWidget(PageHeader(ctx, ctx.tr("ui.page.settings")))
        page.addSpacing(px(12))
        page.addWidget(self.area, 1)
        self._shown: Enrolled | None = None
        self._show_headquarters()
        monitor.changed.connect(self._enrolment_changed)

    # ---- page
    def has_amounts(self) -> bool:
        return True

    def arrive(self, tab: str = "") -> None:
        if tab == "headquarters" and self.form is not None:
            self.form.url.setFocus()
            QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self._hq))
        else:
            self.setFocus()

    def set_unit(self) -> None:
        self.unit.set_current(self.ctx.formats.unit.value)

    # ---- looks
    def _looks(self) -> Card:
        ctx, prefs = self.ctx, self.ctx.preferences
        card = Card(ctx.theme, ctx.tr("ui.settings.looks"))
        languages = [(one, ctx.tr(f"ui.language.{one}")) for one in LANGUAGES]
        self.language = self._choice(card, "language", languages, prefs.language, self._set_language)
        modes = [(mode.value, ctx.tr(f"ui.mode.{mode.value}")) for mode in (Mode.AUTO, Mode.LIGHT, Mode.DARK)]
        self.mode = self._choice(card, "mode", modes, prefs.mode.value, self._set_mode)
        sizes = [(str(size), f"{size}%") for size in TEXT_SIZES]
        self.text_size = self._choice(card, "size", sizes, str(prefs.choices.text_size), self._set_size)
        heights = [(one.name, ctx.tr(f"ui.density.{one.name.lower()}")) for one in Density]
        self.row_height = self._choice(card, "density", heights, prefs.density.name, self._set_density)
        units = [(unit.value, ctx.tr(f"ui.unit.{unit.value}")) for unit in Unit]
        self.unit = self._choice(card, "unit", units, prefs.unit.value, ctx.unit_asked.emit)
        return card

    def _choice(
        self,
        card: Card,
        name: str,
        options: Sequence[tuple[str, str]],
        current: str,
        choose: Callable[[str], object],
    ) -> SegmentedControl:
        ctx = self.ctx
        row = QHBoxLayout()
        row.setSpacing(ctx.theme.px(12))
        label = Label(ctx.tr(f"ui.settings.{name}"), tone="text.2")
        label.setFixedWidth(ctx.theme.px(LABEL_WIDTH))
        control = SegmentedControl(ctx.theme, options)
        control.set_current(current)
        control.setAccessibleName(label.text())
        control.changed.connect(choose)
        row.addWidget(label)
        row.addWidget(control)
        row.addStretch(1)
        nest(card.body, row)
        return control

    def _set_language(self, language: str) -> None:
        self.ctx.preferences.set(language=language)
        # The window builds itself anew, this page with it: let the click end first.
        QTimer.singleShot(0, self.ctx, self.ctx.looks_asked.emit)

    def _set_size(self, size: str) -> None:
        self.ctx.preferences.set(text_size=int(size))
        QTimer.singleShot(0, self.ctx, self.ctx.looks_asked.emit)

    def _set_mode(self, mode: str) -> None:
        self.ctx.preferences.set(mode=mode)
        self.ctx.theme.set_mode(Mode(mode))

    def _set_density(self, density: str) -> None:
        self.ctx.preferences.set(density=density)
        self.ctx.theme.set_density(Density[density])

    # ---- photos
    def _photos(self) -> Card:
        ctx, chosen = self.ctx, self.ctx.preferences.choices.photo_place
        card = Card(ctx.theme, ctx.tr("ui.settings.photos"))
        options = [(one, ctx.tr(f"ui.photo_place.{one}")) for one in PHOTO_PLACES]
        self.photo_place = self._choice(
            card, "photo_place", options, chosen, lambda place: ctx.preferences.set(photo_place=place)
        )
        card.body.addWidget(Label(ctx.tr("ui.photo_place.help"), Role.META, "text.3", wrap=True))
        return card

    # ---- headquarters
    def _enrolment_changed(self) -> None:
        if self.monitor.enrolled != self._shown:
            self._show_headquarters()

    def _show_headquarters(self) -> None:
        ctx = self.ctx
        clear_layout(self._hq_body)
        enrolled = self._shown = self.monitor.enrolled
        if enrolled is not None:
            self.form = None
            words = ctx.tr("ui.settings.enrolled", user=enrolled.user, unit=enrolled.unit, url=enrolled.url)
            self._hq_body.addWidget(Label(words, wrap=True))
            return
        self._hq_body.addWidget(Label(ctx.tr("ui.settings.alone"), tone="text.2", wrap=True))
        self.form = EnrolForm(ctx.theme)
        self._hq_body.addWidget(self.form)
        self.join_button = Button(ctx.theme, ctx.tr("ui.enrol.join"), ButtonKind.PRIMARY)
        self.join_button.clicked.connect(self.join)
        self._hq_body.addWidget(self.join_button, 0, Qt.AlignmentFlag.AlignRight)

    def join(self) -> None:
        """Enrol this profile; runs beside the window, because the network may take its time."""
        form, ctx = self.form, self.ctx
        invitation = form.invitation() if form is not None else None
        if invitation is None:
            return
        self.join_button.setEnabled(False)
        ctx.read(lambda: ctx.runner.enrol(invitation), self._joined, on_error=self._not_joined, owner=self)

    def _joined(self, enrolled: Enrolled) -> None:
        self.ctx.become(enrolled.user)
        self.monitor.joined(enrolled)
        self.ctx.say(self.ctx.tr("ui.said.joined", unit=enrolled.unit))

    def _not_joined(self, error: BaseException) -> None:
        self.join_button.setEnabled(True)
        if isinstance(error, OutpostError) and self.form is not None:
            self.form.show_trouble(error, self.ctx.sentence(error))
        else:
            self.ctx.trouble(error)

    # ---- the post
    def _post(self) -> Card:
        ctx = self.ctx
        card = Card(ctx.theme, ctx.tr("ui.handover.title"))
        card.body.addWidget(Label(ctx.tr("ui.handover.help"), tone="text.2", wrap=True))
        self.handover_button = Button(ctx.theme, ctx.tr("ui.handover.open"), icon="users")
        self.handover_button.clicked.connect(lambda: ctx.dialog_asked.emit(HandoverDialog(ctx)))
        card.body.addWidget(self.handover_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    # ---- data
    def _data(self) -> Card:
        ctx = self.ctx
        card = Card(ctx.theme, ctx.tr("ui.settings.data"))
        row = QHBoxLayout()
        row.setSpacing(ctx.theme.px(12))
        label = Label(ctx.tr("ui.settings.folder"), tone="text.2")
        label.setFixedWidth(ctx.theme.px(LABEL_WIDTH))
        folder = ElidedLabel(str(ctx.profile))
        folder.allow_copy()
        row.addWidget(label)
        row.addWidget(folder, 1)
        nest(card.body, row)
        buttons = QHBoxLayout()
        buttons.setSpacing(ctx.theme.px(8))
        for key, icon, run in (
            ("ui.settings.open_folder", "folder-open", self._open_folder),
            ("ui.settings.backup", "hard-drive", self.ask_backup),
        ):
            button = Button(ctx.theme, ctx.tr(key), icon=icon)
            button.clicked.connect(run)
            buttons.addWidget(button)
        buttons.addStretch(1)
        nest(card.body, buttons)
        card.body.addWidget(Label(ctx.tr("ui.settings.backup.help"), Role.META, "text.3", wrap=True))
        return card

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.ctx.profile)))

    def ask_backup(self) -> None:
        """Choose where the encrypted copy goes."""
        ctx = self.ctx
        name = f"outpost-{datetime.now(CHINA):%Y%m%d-%H%M}.db"
        ask_where(self, ctx.tr("ui.settings.backup"), name, self.back_up)

    def back_up(self, target: Path) -> None:
        """Write an encrypted copy of the whole store."""
        ctx = self.ctx
        ctx.read(
            lambda: ctx.desk.store.copy_to(target),
            lambda _none: ctx.say(ctx.tr("ui.said.backed_up", name=target.name)),
        )
