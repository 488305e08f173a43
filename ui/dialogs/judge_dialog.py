"""认定: whether a lead is valuable, whose it is, why; what it gives is told before it is kept."""

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.services.errors import InvalidRecord
from app.services.scores.judging import JUDGEMENT, JudgedLead, Quota, judge_lead, would_be
from ui.components.field_binding import FieldBinding
from ui.components.score_cards import plain
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.dialog import Dialog
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label
from ui.widgets.switches import SegmentedControl

VALUABLE, NOT_VALUABLE = "yes", "no"
_ASKED = ("name", "judged_on", "reason")


def quota_words(ctx: Context, quota: Quota) -> str:
    """``5 / 3 条，3 分``; without a quota only how many."""
    if quota.due is None:
        return ctx.tr("ui.scores.leads.free", done=quota.done)
    told = {"done": quota.done, "due": plain(quota.due), "points": plain(quota.points)}
    return ctx.tr("ui.scores.leads.quota", **told)


class JudgeDialog(Dialog):
    """Turning a lead down asks for the reason."""

    def __init__(self, ctx: Context, lead: JudgedLead) -> None:
        super().__init__(
            ctx.theme, ctx.tr("ui.scores.leads.title"), accept=ctx.tr("ui.scores.leads.judge"), width=560
        )
        self._ctx, self.lead, self._saving = ctx, lead, False
        self.body.addWidget(Label(ctx.formats.title(lead.row), Role.BODY_BOLD, wrap=True))
        told = [ctx.tr(f"ui.scores.leads.{one}") for one in (VALUABLE, NOT_VALUABLE)]
        self.verdict = SegmentedControl(ctx.theme, list(zip((VALUABLE, NOT_VALUABLE), told, strict=True)))
        self.verdict.setAccessibleName(ctx.tr("ui.scores.leads.title"))
        before = lead.judgement
        if before is not None and not before["valuable"]:
            self.verdict.set_current(NOT_VALUABLE)
        self.body.addWidget(self.verdict)
        fields = KINDS[JUDGEMENT].fields
        self.bindings = {name: FieldBinding(ctx, fields[name]) for name in _ASKED}
        self.rows = {
            name: FormRow(
                ctx.theme,
                ctx.formats.label(fields[name]),
                one.editor,
                required=fields[name].required,
                above=True,
            )
            for name, one in self.bindings.items()
        }
        for row in self.rows.values():
            self.body.addWidget(row)
        self.bindings["name"].show_value(lead.finder or None)
        self.bindings["judged_on"].show_value(ctx.today())
        self.effect = Label("", Role.BODY, "text.2", wrap=True)
        self.body.addWidget(self.effect)
        self.verdict.changed.connect(lambda _key: self.look())
        self.bindings["name"].editor.changed.connect(self.look)
        self.may_accept = self._save
        self.look()

    def look(self) -> None:
        """Tell what the ledger would make of it."""
        ctx, lead, finder = self._ctx, self.lead, self.bindings["name"].editor.raw().strip()
        valuable = self.verdict.current() == VALUABLE
        self.rows["reason"].set_error("")
        if not finder:
            self.effect.setText("")
            return
        ctx.read(
            lambda: would_be(ctx.desk, lead.row.id, finder, valuable),
            lambda both: self._tell(finder, *both),
            key=("judge", id(self)),
            owner=self,
        )

    def _tell(self, finder: str, now: Quota, then: Quota) -> None:
        told = {"name": finder, "now": quota_words(self._ctx, now), "then": quota_words(self._ctx, then)}
        key = "ui.scores.leads.same" if now == then else "ui.scores.leads.effect"
        self.effect.setText(self._ctx.tr(key, **told))

    def _save(self) -> bool:
        if self._saving:
            return False
        ctx, lead = self._ctx, self.lead
        raw = {name: one.given() or one.editor.raw() or None for name, one in self.bindings.items()}
        raw["valuable"] = self.verdict.current() == VALUABLE
        self._saving = True
        for row in self.rows.values():
            row.set_error("")
        ctx.change(
            lambda: judge_lead(ctx.desk, lead.row.id, raw),
            changes=lambda made: made[1],
            done=self._done,
            refused=self._refused,
            failed=self._failed,
            said=ctx.tr("ui.said.judged", name=ctx.formats.title(lead.row)),
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
