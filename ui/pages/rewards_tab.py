"""奖励: who asks for a reward, which of its conditions are met, what is due."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from app.policy.explaining import conditions_said
from app.policy.pack import Pack
from app.services.policy import pack_of
from app.services.scores.standing import Owed, rewards
from ui.components.score_cards import plain
from ui.context.context import Context
from ui.models.columns import Cell, CellKind
from ui.pages.score_tab import LINE, ScoreTab, made, words


class RewardsTab(ScoreTab):
    """F2 or a double click opens the introduction, where the award is decided."""

    new_kind = "introduction"

    def __init__(self, ctx: Context) -> None:
        tr = ctx.tr
        self._pack: Pack | None = None
        columns = [
            words("name", tr("field.introduction.name"), 130, name=True),
            words("project", tr("field.introduction.project_id"), 200),
            words("role", tr("policy.fact.role"), 116, priority=3),
            made("in_time", tr("policy.fact.before_signing"), 118, priority=1),
            made("completed", tr("policy.fact.completed"), 92, priority=1),
            made("producing", tr("policy.fact.producing"), 92, priority=1),
            made("award", tr("ui.scores.rewards.award"), 110, kind=CellKind.AMOUNT, priority=2),
            made("due", tr("ui.scores.rewards.due"), 110, kind=CellKind.AMOUNT),
            made("verdict", tr("ui.scores.rewards.verdict"), 200),
        ]
        super().__init__(ctx, "rewards", columns, tr("ui.new.title.introduction"))
        self.button("ui.new.title.introduction", self.add, icon="plus", hint="Ctrl+Shift+N")

    def read(self) -> Callable[[], tuple[Pack, Sequence[Owed]]]:
        desk = self.ctx.desk
        return lambda: (pack_of(desk), rewards(desk))

    def lines(self, found: tuple[Pack, Sequence[Owed]]) -> list[dict[str, Any]]:
        self._pack = found[0]
        return [self._row(one) for one in found[1]]

    def _row(self, one: Owed) -> dict[str, Any]:
        ctx, row, project = self.ctx, one.introduction, one.project
        signed, today = project["contract_on"], ctx.today()
        role = "agent" if row["organisation_id"] else "finder"
        in_time = signed is None or row["registered_on"] <= signed
        return {
            "id": row.id,
            LINE: one,
            "name": ctx.formats.title(row),
            "project": ctx.formats.title(project),
            "role": self._word("role", role),
            "in_time": self._condition(in_time, row["registered_on"]),
            "completed": self._condition(_done(project["completed_on"], today), project["completed_on"]),
            "producing": self._condition(_done(project["produced_on"], today), project["produced_on"]),
            "award": self._money(row["award"]) if row["award"] is not None else None,
            "due": self._money(one.reward.amount) if one.reward.paid else None,
            "verdict": self._verdict(one),
        }

    def _money(self, amount: Decimal) -> Cell:
        """Always in 万元: an award in 亿元 would be nothing but zeros."""
        return Cell(self.ctx.tr("ui.amount.wan", figure=plain(amount, 6)), copy=f"{amount:f}")

    def _condition(self, met: bool, day: date | None) -> Cell:
        shown = self.ctx.formats.short_day(day) if day else self.ctx.tr("ui.scores.rewards.not_yet")
        return Cell(shown, light="green" if met else "yellow")

    def _verdict(self, one: Owed) -> Cell:
        ctx, why = self.ctx, one.reward.decision.row.results.get("why")
        if not one.reward.paid:
            return Cell(
                self._word("why", str(why)) if why else ctx.tr("ui.scores.rewards.no"), light="yellow"
            )
        if one.introduction["paid_on"]:
            day = ctx.formats.day(one.introduction["paid_on"])
            return Cell(ctx.tr("ui.scores.rewards.paid", day=day), light="green")
        if one.introduction["award"] is None:
            return Cell(ctx.tr("ui.scores.rewards.to_decide"), light="yellow")
        return Cell(ctx.tr("ui.scores.rewards.to_pay"), light="green")

    def _word(self, vocabulary: str, word: str) -> str:
        assert self._pack is not None
        return self._pack.word(vocabulary, word).said(self.ctx.words.language)

    def note_of(self, row: Mapping[str, Any]) -> str:
        ctx, one = self.ctx, cast(Owed, row[LINE])
        assert self._pack is not None
        rule = one.reward.decision.row
        source = self._pack.source_text(rule.source, ctx.words.language)
        asked = conditions_said(self._pack, rule, ctx.words)
        said = [row["verdict"].text, ctx.tr("ui.scores.rule", rule=asked, source=source)]
        return "  ".join(said)

    def edit(self, id: str, key: str = "") -> None:
        if id in self.rows:
            self.ctx.record_asked.emit("introduction", id)


def _done(day: date | None, today: date) -> bool:
    return day is not None and day <= today
