"""The rows of a board as this laptop reckons it: a row whose line and place are the same stays the same."""

from dataclasses import replace
from fractions import Fraction

from app.rules.targets import Progress
from app.services.scores.board import POINTS, Line, Ranking
from ui.components.board_source import Told
from ui.components.bulletin_cards import AIMED
from ui.components.score_cards import figure_text
from ui.context.context import Context
from ui.widgets.standings import Standing


class BoardRows:
    """Of one page. Most of what a row costs are its figures in words."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._known: dict[str, tuple[object, Standing]] = {}

    def rows(self, told: Told, by: str) -> list[Standing]:
        """Whom the laptop knows whole, in the order of a ranking; those without a place come last."""
        found = told.board
        ranking = found.rankings.get(by)
        lines = {line.owner: line for line in found.lines if line.owner in told.own}
        order = [place.owner for place in ranking.places if place.owner in lines] if ranking else []
        order += [name for name in lines if name not in order]
        best = max((one for one in ranking.figures.values() if one), default=None) if ranking else None
        return [self._row(lines[name], by, ranking, best, name in told.marked) for name in order]

    def _row(
        self, line: Line, by: str, ranking: Ranking | None, best: Fraction | None, marked: bool
    ) -> Standing:
        place = ranking.place(line.owner) if ranking else None
        rank, risen = str(place.rank) if place else "—", ranking.risen(line.owner) if ranking else None
        # Where nobody ranks the points are told without a place.
        figure = ranking.figures.get(line.owner) if ranking else Fraction(line.points)
        said_by = by if ranking else POINTS
        of = (by, line, rank, figure, risen, best, marked, self._ctx.formats.unit_name)
        known = self._known.get(line.owner)
        if known is None or known[0] != of:
            shown = "—" if figure is None else figure_text(self._ctx, said_by, figure)
            share = float(figure / best) if figure is not None and best else 0.0
            name = self._ctx.tr("ui.scores.own", name=line.owner) if marked else line.owner
            row = Standing(line.owner, name, rank, risen, share, None, shown)
            known = self._known[line.owner] = of, _aimed(row, line, AIMED.get(by, by))
        return known[1]


def _aimed(row: Standing, line: Line, measure: str) -> Standing:
    """With the target that the ranking goes by, where there is one."""
    target: Progress | None = next((one for one in line.targets if one.target.measure == measure), None)
    if target is None or target.share is None:
        return row
    behind = target.ahead is not None and target.ahead < 0
    note = f"{target.share_text}  {target.ahead_text}"
    return replace(row, share=float(target.share), tick=float(target.gone), note=note, behind=behind)
