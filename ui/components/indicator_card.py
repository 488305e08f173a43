"""综合得分: the points of each indicator of one owner, with the figure and the rule that gave them."""

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from app.rules.indicators import EFFICACY, RANKS, SHARE, Mark, total
from app.services.scores.board import Board
from ui.components.score_cards import measured, plain
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Card
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest


class IndicatorCard(Card):
    """An indicator a line, in the order of the pack."""

    def __init__(self, ctx: Context, found: Board, marks: Sequence[Mark]) -> None:
        sum = ctx.tr("ui.scores.points", points=plain(total(tuple(marks))))
        super().__init__(ctx.theme, ctx.tr("scores.composite"), unit=sum)
        self.body.setSpacing(ctx.theme.px(4))
        for one in marks:
            self._add(ctx, found, one)

    def _add(self, ctx: Context, found: Board, one: Mark) -> None:
        top = QHBoxLayout()
        name = ElidedLabel(found.pack.word("indicator", one.row.id).said(ctx.words.language))
        name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        top.addWidget(name, 1)
        points = "—" if one.points is None else plain(one.points)
        top.addWidget(Label(ctx.tr("ui.scores.of", done=points, target=plain(one.full)), Role.BODY_BOLD))
        nest(self.body, top)
        source = found.pack.source_text(one.row.source, ctx.words.language)
        said = ctx.tr("ui.indicators.line", why=mark_words(ctx, one), source=source)
        self.body.addWidget(Label(said, Role.META, "text.2", wrap=True))


def mark_words(ctx: Context, one: Mark) -> str:
    """How the points came about, with every figure that they were reckoned from."""
    tr, results = ctx.tr, one.row.results
    if one.figure is None or one.points is None:
        return tr("ui.indicators.none")
    told: dict[str, object] = {"figure": _figure(ctx, one, one.figure), "full": plain(one.full)}
    if one.method == EFFICACY and one.low is not None and one.high is not None:
        told |= {"base": plain(results["base"]), "span": plain(results["span"])}  # type: ignore[arg-type]
        told |= {"low": _figure(ctx, one, one.low), "high": _figure(ctx, one, one.high)}
        key = "efficacy" if one.low < one.high else "equal"
    elif one.method == SHARE:
        key = "share"
    elif one.method == RANKS:
        key, told = "ranks", told | {"rank": one.rank, "step": plain(results["step"])}  # type: ignore[arg-type]
    elif one.step is not None:
        least = one.step.results["from"]
        key, told = "steps", told | {"least": _figure(ctx, one, Fraction(least))}  # type: ignore[arg-type]
    else:
        key = "below"
    return tr(f"ui.indicators.{key}", **told)


def _figure(ctx: Context, one: Mark, value: Fraction) -> str:
    if one.row.results.get("per"):
        return f"{plain(value)}%"
    return measured(ctx, str(one.row.results["measure"]), value)
