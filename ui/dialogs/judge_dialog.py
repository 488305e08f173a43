"""认定: whether a lead is valuable, whose it is, why; what it gives is told before it is kept."""

from typing import Any

from app.model.registry import KINDS
from app.services.scores.judging import JUDGEMENT, JudgedLead, Quota, judge_lead, would_be
from ui.components.score_cards import plain
from ui.context.context import Context
from ui.dialogs.fields_dialog import FieldsDialog
from ui.theme.type_scale import Role
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


class JudgeDialog(FieldsDialog):
    """Turning a lead down asks for the reason."""

    def __init__(self, ctx: Context, lead: JudgedLead) -> None:
        fields, name = KINDS[JUDGEMENT].fields, lead.name or ctx.tr("ui.untitled")
        super().__init__(
            ctx,
            ctx.tr("ui.scores.leads.title"),
            ctx.tr("ui.scores.leads.judge"),
            [fields[name] for name in _ASKED],
            lambda given: judge_lead(ctx.desk, lead.id, given)[1],
            said=ctx.tr("ui.said.judged", name=name),
            required=[name for name in _ASKED if fields[name].required],
            begin={"name": lead.finder or None, "judged_on": ctx.today()},
            above=True,
        )
        self.lead = lead
        told = [ctx.tr(f"ui.scores.leads.{one}") for one in (VALUABLE, NOT_VALUABLE)]
        self.verdict = SegmentedControl(ctx.theme, list(zip((VALUABLE, NOT_VALUABLE), told, strict=True)))
        self.verdict.setAccessibleName(ctx.tr("ui.scores.leads.title"))
        before = lead.judgement
        if before is not None and not before["valuable"]:
            self.verdict.set_current(NOT_VALUABLE)
        self.body.insertWidget(0, Label(name, Role.BODY_BOLD, wrap=True))
        self.body.insertWidget(1, self.verdict)
        self.effect = Label("", Role.BODY, "text.2", wrap=True)
        self.body.addWidget(self.effect)
        self.verdict.changed.connect(lambda _key: self.look())
        self.bindings["name"].editor.changed.connect(self.look)
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
            lambda: would_be(ctx.desk, lead.id, finder, valuable),
            lambda both: self._tell(finder, *both),
            key=("judge", id(self)),
            owner=self,
        )

    def _tell(self, finder: str, now: Quota, then: Quota) -> None:
        told = {"name": finder, "now": quota_words(self._ctx, now), "then": quota_words(self._ctx, then)}
        key = "ui.scores.leads.same" if now == then else "ui.scores.leads.effect"
        self.effect.setText(self._ctx.tr(key, **told))

    def given(self) -> dict[str, Any]:
        return {**super().given(), "valuable": self.verdict.current() == VALUABLE}

    def row_of(self, field: str) -> FormRow:
        return self.rows.get(field, self.rows["reason"])
