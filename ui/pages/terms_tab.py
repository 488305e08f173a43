"""任期与小分队: offices in their terms and roving squads, as they stand today against the pack."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from app.model.registry import KINDS
from app.policy.pack import Pack
from app.services.policy import pack_of
from app.services.scores.standing import Term, terms
from app.services.trips import Meter, squad_meters
from ui.components.score_cards import measured
from ui.context.context import Context
from ui.models.columns import Cell, CellKind, Level
from ui.pages.score_tab import LINE, ScoreTab, made, words

_GOOD = ("satisfied", "encouraged", "in_time", "staffed")


@dataclass(frozen=True, slots=True)
class Standing:
    """Both, read in one go."""

    pack: Pack
    terms: Sequence[Term]
    squads: Sequence[Meter]


class TermsTab(ScoreTab):
    """F2 or a double click opens the office or the squad."""

    new_kind = "posting"

    def __init__(self, ctx: Context) -> None:
        tr = ctx.tr
        columns = [
            words("name", tr("field.posting.name"), 170, name=True),
            words("sort", tr("field.posting.sort"), 120, priority=3),
            words("head", tr("ui.scores.terms.head"), 100, priority=2),
            words("days", tr("ui.scores.terms.days"), 190, priority=4),
            made("share", tr("ui.scores.terms.share"), 150, kind=CellKind.AMOUNT),
            made("ahead", tr("ui.scores.terms.ahead"), 120, kind=CellKind.AMOUNT, priority=1),
            made("verdict", tr("ui.scores.terms.verdict"), 300),
        ]
        super().__init__(ctx, "terms", columns, tr("ui.new.title.posting"))
        self.button("ui.new.title.squad", lambda: ctx.new_asked.emit("squad", {}), icon="plus")
        self.button("ui.new.title.posting", self.add, icon="plus", hint="Ctrl+Shift+N")

    def read(self) -> Callable[[], Standing]:
        desk = self.ctx.desk
        return lambda: Standing(pack_of(desk), terms(desk), squad_meters(desk))

    def lines(self, found: Standing) -> list[dict[str, Any]]:
        return [
            *(self._office(found.pack, one) for one in found.terms),
            *(self._squad(found.pack, one) for one in found.squads),
        ]

    def _office(self, pack: Pack, one: Term) -> dict[str, Any]:
        ctx, row, progress = self.ctx, one.row, one.progress
        field = KINDS["posting"].fields["sort"]
        days = {"first": ctx.formats.day(row["starts_on"]), "last": ctx.formats.day(row["ends_on"]) or "—"}
        cells: dict[str, Cell | None] = {"share": None, "ahead": None, "verdict": None}
        if progress is not None:
            behind = progress.ahead is not None and progress.ahead < 0
            done = measured(ctx, progress.target.measure, progress.done)
            told = {"done": done, "target": measured(ctx, progress.target.measure, progress.target.amount)}
            cells["share"] = Cell(progress.share_text, tooltip=ctx.tr("ui.scores.of", **told))
            cells["ahead"] = Cell(progress.ahead_text, tone="danger" if behind else "success")
            cells["verdict"] = Cell(ctx.tr("ui.scores.of", **told), light="red" if behind else "green")
        if one.staff is not None:
            cells["verdict"] = self._verdicts(pack, [str(one.staff.row.results["verdict"])])
        sort = ctx.formats.choice(field, row["sort"])
        place = {"sort": sort, "head": row["head"], "days": ctx.tr("ui.scores.window", **days)}
        return {"id": row.id, LINE: one, "name": row["name"], **place, **cells}

    def _squad(self, pack: Pack, one: Meter) -> dict[str, Any]:
        ctx, row = self.ctx, one.squad
        verdicts = [str(found.row.results["verdict"]) for _, found in one.checks if found is not None]
        days = ctx.tr("ui.scores.terms.out", days=one.days, elapsed=one.elapsed)
        return {
            "id": row.id,
            LINE: one,
            "name": row["name"],
            "sort": ctx.formats.kind("squad"),
            "head": row["leader"],
            "days": days,
            "share": Cell(f"{one.days * 100 / max(one.elapsed, 1):.1f}%", tooltip=days),
            "ahead": None,
            "verdict": self._verdicts(pack, verdicts),
        }

    def _verdicts(self, pack: Pack, verdicts: Sequence[str]) -> Cell:
        """The worst first; all of them in the tooltip."""
        ordered = sorted(dict.fromkeys(verdicts), key=lambda one: one in _GOOD)
        said = [pack.word("verdict", one).said(self.ctx.words.language) for one in ordered]
        if not said:
            return Cell(self.ctx.tr("ui.scores.terms.untold"), tone="text.3")
        light: Level = "green" if ordered[0] in _GOOD else "red"
        return Cell(said[0], light=light, tooltip="\n".join(said))

    def note_of(self, row: Mapping[str, Any]) -> str:
        ctx, found = self.ctx, row[LINE]
        cell = row["verdict"]
        if isinstance(found, Term) and found.progress is not None:
            one = found.progress
            told = {
                "done": measured(ctx, one.target.measure, one.done),
                "target": measured(ctx, one.target.measure, one.target.amount),
                "share": one.share_text,
                "ahead": one.ahead_text,
            }
            return ctx.tr("ui.scores.terms.stands", **told)
        if isinstance(found, Term):
            return ctx.tr("ui.scores.terms.no_target")
        said = cell.tooltip.split("\n") if isinstance(cell, Cell) else []
        return ctx.tr("ui.scores.terms.squad", days=row["days"], verdicts=ctx.formats.listed(said))

    def edit(self, id: str, key: str = "") -> None:
        row = self.rows.get(id)
        if row is not None:
            found = cast("Term | Meter", row[LINE])
            self.ctx.record_asked.emit("posting" if isinstance(found, Term) else "squad", id)
