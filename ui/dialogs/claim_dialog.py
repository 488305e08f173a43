"""首报: report an enterprise first, after a look at who may have it already."""

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.services.claims import Checked, check_claim, claim, enterprise_of
from app.services.errors import InvalidRecord
from ui.components.claim_words import check_words
from ui.components.field_binding import choices_of
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.dialog import Dialog
from ui.widgets.fields.choice_field import ChoiceField
from ui.widgets.fields.text_field import TextArea
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label

WIDTH = 520


class ClaimDialog(Dialog):
    """Two fields, both optional. What another unit has is said, and never stops the claim."""

    def __init__(self, ctx: Context, kind: str, id: str) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.claim.title"), accept=ctx.tr("ui.claim.accept"), width=WIDTH)
        self._ctx, self._kind, self._id, self._saving = ctx, kind, id, False
        self.name = Label("", Role.BODY_BOLD, wrap=True)
        self.found = Label("", Role.BODY, "text.2", wrap=True)
        fields = KINDS["claim"].fields
        self.channel = ChoiceField(ctx.theme, choices_of(ctx, fields["channel"]))
        self.evidence = TextArea(ctx.theme, lines=3)
        self.rows = {
            "channel": FormRow(ctx.theme, ctx.formats.label(fields["channel"]), self.channel),
            "evidence": FormRow(
                ctx.theme,
                ctx.formats.label(fields["evidence"]),
                self.evidence,
                help=ctx.tr("ui.claim.evidence.help"),
            ),
        }
        self.body.addWidget(self.name)
        self.body.addWidget(self.found)
        for row in self.rows.values():
            self.body.addWidget(row)
        self.note.setText(ctx.tr("ui.claim.once"))
        self.may_accept = self._save
        ctx.read(self._look, self._show, owner=self)

    def _look(self) -> tuple[str, Checked]:
        desk = self._ctx.desk
        name, code = enterprise_of(desk, self._kind, self._id)
        return name, check_claim(desk, name, code)

    def _show(self, found: tuple[str, Checked]) -> None:
        name, checked = found
        words, tone = check_words(self._ctx, checked)
        self.name.setText(name or self._ctx.tr("rules.claim.no_enterprise"))
        self.found.setText(words if name else "")
        self.found.set_tone(tone)

    def _save(self) -> bool:
        if self._saving:
            return False
        ctx, kind, id = self._ctx, self._kind, self._id
        raw = {"channel": self.channel.value() or self.channel.raw().strip(), "evidence": self.evidence.raw()}
        self._saving = True

        def failed(error: BaseException) -> None:
            self._saving = False
            if isinstance(error, InvalidRecord):
                self._refused(error)
            else:
                ctx.trouble(error)

        def write() -> ChangeSet:
            return claim(ctx.desk, kind, id, {name: text for name, text in raw.items() if text})[1]

        # Not through ``change``: what is written once is not offered to be undone.
        ctx.read(write, self._done, on_error=failed)
        return False

    def _done(self, changes: ChangeSet) -> None:
        ctx = self._ctx
        ctx.hub.publish(changes)
        ctx.say(ctx.tr("ui.said.claimed", name=self.name.text()))
        self.may_accept = None
        self.accept()

    def _refused(self, error: InvalidRecord) -> None:
        for problem in error.problems:
            row = self.rows.get(problem.field)
            words = self._ctx.formats.reason(problem.reason)
            if row is not None:
                row.set_error(words)
            else:
                self.note.setText(words)
                self.note.set_tone("danger")
