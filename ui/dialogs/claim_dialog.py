"""首报: report an enterprise first, after a look at who may have it already."""

from app.model.registry import KINDS
from app.services.claims import Checked, check_claim, claim, enterprise_of
from app.services.errors import InvalidRecord
from ui.components.claim_words import check_words
from ui.components.field_binding import choices_of
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.fields.choice_field import ChoiceField
from ui.widgets.fields.text_field import TextArea
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label


class ClaimDialog(WritingDialog):
    """Two fields, both optional. What another unit has is said, and never stops the claim."""

    def __init__(self, ctx: Context, kind: str, id: str) -> None:
        super().__init__(ctx, ctx.tr("ui.claim.title"), ctx.tr("ui.claim.accept"))
        self._kind, self._id = kind, id
        self.name = Label("", Role.BODY_BOLD, wrap=True)
        self.found = Label("", Role.BODY, "text.2", wrap=True)
        fields = KINDS["claim"].fields
        self.channel = ChoiceField(ctx.theme, choices_of(ctx, fields["channel"]))
        self.evidence = TextArea(ctx.theme, lines=3)
        rows = {
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
        self.add_rows(rows)
        self.note.setText(ctx.tr("ui.claim.once"))
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

    def writing(self) -> Writing:
        ctx, kind, id = self._ctx, self._kind, self._id
        raw = {"channel": self.channel.value() or self.channel.raw().strip(), "evidence": self.evidence.raw()}
        given = {name: text for name, text in raw.items() if text}
        return Writing(lambda: claim(ctx.desk, kind, id, given)[1])

    def written(self) -> None:
        # No undo: what is written once is not offered to be taken back.
        self._ctx.say(self._ctx.tr("ui.said.claimed", name=self.name.text()))

    def refused(self, error: InvalidRecord) -> None:
        for problem in error.problems:
            words = self._ctx.formats.reason(problem.reason)
            if problem.field in self.rows:
                self.rows[problem.field].set_error(words)
            else:
                self.say_wrong(words)
