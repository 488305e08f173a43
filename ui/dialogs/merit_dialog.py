"""一票评优、一票否优: what a person decides of a unit's year, with the rules' suggestion and its evidence."""

from app.model.assessment import MERITS
from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.services.errors import InvalidRecord
from app.services.scores.standing import Merit, decide_merit
from ui.components.field_binding import FieldBinding
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.dialog import Dialog
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label

_ASKED = ("name", "verdict", "reason", "decided_on", "decided_by")


def verdict_word(ctx: Context, merit: Merit, verdict: str) -> str:
    """What a suggestion is called by the pack."""
    return merit.pack.word("verdict", verdict).said(ctx.words.language)


def suggested(ctx: Context, merit: Merit) -> str:
    """The suggestion, why, where it stands, and the projects that count."""
    language, row = ctx.words.language, merit.suggestion.decision.row
    said = [ctx.tr("ui.scores.merit.suggested", verdict=verdict_word(ctx, merit, merit.suggestion.verdict))]
    if merit.suggestion.why:
        said.append(merit.pack.word("why", merit.suggestion.why).said(language))
    said.append(ctx.tr("ui.scores.rule", rule=row.id, source=merit.pack.source_text(row.source, language)))
    if merit.projects:
        names = ctx.formats.listed([ctx.formats.title(one) for one in merit.projects])
        said.append(ctx.tr("ui.scores.merit.evidence", projects=names))
    return "  ".join(said)


class MeritDialog(Dialog):
    """``merit`` None: of a unit that the rules say nothing of. The reason is asked for."""

    def __init__(self, ctx: Context, year: int, merit: Merit | None) -> None:
        title = ctx.tr("ui.scores.merit.title", year=year)
        super().__init__(ctx.theme, title, accept=ctx.tr("ui.scores.merit.decide"), width=600)
        self._ctx, self.year, self.merit, self._saving = ctx, year, merit, False
        if merit is not None:
            self.body.addWidget(Label(merit.unit, Role.BODY_BOLD, wrap=True))
            self.body.addWidget(Label(suggested(ctx, merit), Role.META, "text.2", wrap=True))
        fields = KINDS["merit"].fields
        self.bindings = {name: FieldBinding(ctx, fields[name]) for name in _ASKED}
        self.rows = {
            name: FormRow(ctx.theme, ctx.formats.label(fields[name]), one.editor, required=True, above=True)
            for name, one in self.bindings.items()
        }
        for row in self.rows.values():
            self.body.addWidget(row)
        self.effect = Label("", Role.BODY, "text.2", wrap=True)
        self.body.addWidget(self.effect)
        self.note.setText(ctx.tr("ui.scores.merit.note"))
        begin = {"decided_on": ctx.today(), "decided_by": ctx.desk.actor}
        if merit is not None:
            begin["name"] = merit.unit
            self.rows["name"].hide()
            if merit.suggestion.verdict in MERITS:
                begin["verdict"] = merit.suggestion.verdict
        for name, value in begin.items():
            self.bindings[name].show_value(value)
        self.bindings["verdict"].editor.changed.connect(self.look)
        self.may_accept = self._save
        self.look()

    def look(self) -> None:
        """Tell what the rules would say after it."""
        verdict, merit = str(self.bindings["verdict"].editor.value() or ""), self.merit
        if merit is None or not verdict:
            self.effect.setText("")
            return
        then = verdict_word(self._ctx, merit, merit.with_mark(verdict).verdict)
        now = verdict_word(self._ctx, merit, merit.suggestion.verdict)
        key = "ui.scores.merit.stays" if then == now else "ui.scores.merit.becomes"
        self.effect.setText(self._ctx.tr(key, now=now, then=then))

    def _save(self) -> bool:
        if self._saving:
            return False
        ctx = self._ctx
        raw = {name: one.given() or one.editor.raw() or None for name, one in self.bindings.items()}
        raw["year"] = str(self.year)
        if self.merit is not None:
            raw["suggested"] = self.merit.suggestion.verdict
        self._saving = True
        for row in self.rows.values():
            row.set_error("")
        ctx.change(
            lambda: decide_merit(ctx.desk, raw),
            changes=lambda made: made[1],
            done=self._done,
            refused=self._refused,
            failed=self._failed,
            said=ctx.tr("ui.said.merit", name=str(raw["name"])),
        )
        return False

    def _done(self, _made: tuple[str, ChangeSet]) -> None:
        self.may_accept = None
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self._saving = False
        self._ctx.trouble(error)

    def _refused(self, error: InvalidRecord) -> None:
        self._saving = False
        for problem in error.problems:
            row = self.rows.get(problem.field, self.rows["reason"])
            row.set_error(self._ctx.formats.reason(problem.reason))
