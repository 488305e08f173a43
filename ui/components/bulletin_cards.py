"""What headquarters published of a board, on the laptop of an officer: the rows, and one owner's card."""

from collections.abc import Collection
from fractions import Fraction

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.registry import KINDS
from app.services.scores.board import COMPOSITE, POINTS
from app.services.scores.bulletins import Bulletin
from app.services.scores.published import Aim, Order, Standings
from ui.components.score_cards import figure_text, measured, plain
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Card, Facts
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest
from ui.widgets.progress_strip import ProgressBar
from ui.widgets.standings import Standing

# The target that a ranking's bar is held against.
AIMED = {"funds_of_target": "funds_in_place"}


def order_name(ctx: Context, order: Order) -> str:
    """What a ranking is called; points are the program's own word."""
    if order.id == COMPOSITE:
        return ctx.tr("scores.composite")
    named = order.en if ctx.words.language == "en" else order.zh
    return ctx.tr("scores.points") if order.id == POINTS or not named else named


def bulletin_title(ctx: Context, bulletin: Bulletin) -> str:
    """“总部 11月3日 通报”."""
    return ctx.tr("ui.scores.bulletin", day=ctx.formats.day(bulletin.as_of))


def bulletin_words(ctx: Context, bulletin: Bulletin) -> str:
    """By whom, and under which rules."""
    told = bulletin.told
    pack = (told.en if ctx.words.language == "en" else told.zh) or str(bulletin.row["pack"])
    return ctx.tr("ui.scores.bulletin.by", by=bulletin.row["created_by"] or "—", pack=pack)


def published_rows(
    ctx: Context, board: Standings, order: Order | None, own: Collection[str] = ()
) -> list[Standing]:
    """The rows of a ranking, then whoever had no place in it; the own ones are marked."""
    places = order.places if order is not None else ()
    best = max((one.figure for one in places if one.figure), default=None)
    listed = {one.owner for one in places}
    rows = []
    for place in places:
        figure, rank = place.figure, str(place.rank) if place.rank is not None else "—"
        rows.append(_row(ctx, board, order, place.owner, rank, place.risen, figure, best, own))
    for line in board.lines:
        if line.owner not in listed:
            rows.append(_row(ctx, board, order, line.owner, "—", None, None, best, own))
    return rows


def _row(
    ctx: Context,
    board: Standings,
    order: Order | None,
    owner: str,
    rank: str,
    risen: int | None,
    figure: Fraction | None,
    best: Fraction | None,
    own: Collection[str],
) -> Standing:
    id = order.id if order is not None else ""
    aim = _aim(board, owner, AIMED.get(id, id))
    share = float(figure / best) if figure is not None and best else 0.0
    tick, note, behind = None, "", False
    if aim is not None and aim.share is not None and aim.ahead is not None:
        share, tick = float(aim.share), float(aim.gone)
        note, behind = f"{aim.share_text}  {aim.ahead_text}", aim.ahead < 0
    name = ctx.tr("ui.scores.own", name=owner) if owner in own else owner
    shown = "—" if figure is None else figure_text(ctx, id, figure)
    return Standing(owner, name, rank, risen, share, tick, shown, note, behind)


def _aim(board: Standings, owner: str, measure: str) -> Aim | None:
    line = board.line(owner)
    return next((one for one in line.targets if one.measure == measure), None) if line else None


class BulletinCard(Card):
    """One owner as published: the places, each target against the clock of that day."""

    def __init__(self, ctx: Context, bulletin: Bulletin, board: Standings, owner: str) -> None:
        line = board.line(owner)
        points = ctx.tr("ui.scores.total", points=plain(line.points)) if line else ""
        super().__init__(ctx.theme, owner, count=bulletin_title(ctx, bulletin), unit=points)
        facts = Facts(ctx.theme, 132)
        facts.set_facts([(order_name(ctx, one), _place(ctx, one, owner)) for one in board.orders])
        self.body.addWidget(facts)
        for one in line.targets if line else ():
            self.body.addWidget(_target(ctx, one))


def _place(ctx: Context, order: Order, owner: str) -> str:
    place = order.place(owner)
    if place is None or place.figure is None:
        return ctx.tr("ui.scores.no_place")
    return ctx.tr("ui.scores.place", rank=place.rank, figure=figure_text(ctx, order.id, place.figure))


def _target(ctx: Context, one: Aim) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(ctx.theme.px(2))
    top = QHBoxLayout()
    top.setSpacing(ctx.theme.px(8))
    top.addWidget(ElidedLabel(ctx.formats.choice(KINDS["goal"].fields["measure"], one.measure)), 1)
    told = {"done": measured(ctx, one.measure, one.done), "target": measured(ctx, one.measure, one.amount)}
    top.addWidget(Label(ctx.tr("ui.scores.of", **told), Role.META, "text.2"))
    top.addWidget(Label(one.share_text, Role.BODY_BOLD))
    nest(column, top)
    bar = ProgressBar(ctx.theme)
    bar.set_share(float(one.share or 0), float(one.gone))
    column.addWidget(bar)
    behind = one.ahead is not None and one.ahead < 0
    words = ctx.tr("ui.scores.ahead", points=one.ahead_text)
    column.addWidget(Label(words, Role.META, "danger" if behind else "text.2", wrap=True))
    return holder
