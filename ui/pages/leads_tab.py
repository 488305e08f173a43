"""有价值信息: which leads are judged, whose they are, what that gives."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from app.services.scores.judging import JudgedLead, leads_to_judge
from ui.components.score_cards import plain
from ui.context.context import Context
from ui.dialogs.judge_dialog import JudgeDialog, quota_words
from ui.models.columns import Cell, CellKind
from ui.pages.score_tab import LINE, ScoreTab, made, words


class LeadsTab(ScoreTab):
    """F2 or a double click judges a lead; what nobody has judged comes first."""

    new_kind = "project"
    by_headquarters = True

    def __init__(self, ctx: Context) -> None:
        tr = ctx.tr
        columns = [
            words("name", tr("field.lead_judgement.project_id"), 190, name=True),
            words("unit", tr("ui.funds.column.unit"), 130, priority=3),
            words("finder", tr("field.lead_judgement.name"), 90),
            made("verdict", tr("ui.scores.leads.verdict"), 110),
            words("day", tr("field.lead_judgement.judged_on"), 110, priority=2),
            words("reason", tr("field.lead_judgement.reason"), 190, priority=4),
            made("quota", tr("ui.scores.leads.done"), 90, kind=CellKind.AMOUNT),
            made("points", tr("scores.points"), 80, kind=CellKind.AMOUNT),
        ]
        super().__init__(ctx, "leads", columns, tr("ui.new.title.project"))
        self.button("ui.scores.leads.judge", self.judge, icon="check", hint="F2", writes=True)

    def read(self) -> Callable[[], list[JudgedLead]]:
        desk = self.ctx.desk
        return lambda: leads_to_judge(desk)

    def lines(self, found: Sequence[JudgedLead]) -> list[dict[str, Any]]:
        return [self._row(one) for one in found]

    def _row(self, one: JudgedLead) -> dict[str, Any]:
        ctx, said = self.ctx, one.judgement
        quota = one.quota
        return {
            "id": one.id,
            LINE: one,
            "name": one.name or ctx.tr("ui.untitled"),
            "unit": one.unit,
            "finder": one.finder,
            "verdict": self._verdict(one),
            "day": ctx.formats.day(said["judged_on"]) if said else "",
            "reason": said["reason"] if said else "",
            "quota": Cell(f"{quota.done} / {plain(quota.due)}") if quota.due is not None else None,
            "points": Cell(plain(quota.points)) if quota.due is not None else None,
        }

    def _verdict(self, one: JudgedLead) -> Cell:
        tr = self.ctx.tr
        if one.judgement is None:
            return Cell(tr("ui.scores.leads.open"), tone="text.3")
        if one.judgement["valuable"]:
            return Cell(tr("ui.scores.leads.yes"), light="green")
        return Cell(tr("ui.scores.leads.no"), light="yellow")

    def note_of(self, row: Mapping[str, Any]) -> str:
        ctx, one = self.ctx, cast(JudgedLead, row[LINE])
        if not one.finder:
            return ctx.tr("ui.scores.leads.nobody")
        return ctx.tr("ui.scores.leads.stands", name=one.finder, quota=quota_words(ctx, one.quota))

    def judge(self) -> JudgeDialog | None:
        """Judge the current lead."""
        return self.edit(self.list.grid.current_id())

    def edit(self, id: str, key: str = "") -> JudgeDialog | None:
        row = self.rows.get(id)
        if row is None or not self.may_write():
            return None
        dialog = JudgeDialog(self.ctx, cast(JudgedLead, row[LINE]))
        self.ctx.dialog_asked.emit(dialog)
        return dialog
