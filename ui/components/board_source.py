"""Where the figures of a board come from: this laptop's own records, or what headquarters published."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.scores.board import Board, board
from app.services.scores.bulletins import (
    Bulletin,
    city_of,
    holds_everything,
    latest,
    marked_names,
    may_publish,
    own_names,
    publish,
)
from app.services.scores.published import City, Standings
from ui.components.bulletin_cards import bulletin_title, bulletin_words, order_name
from ui.components.city_strip import CityStrip
from ui.components.page import column_layout
from ui.components.score_cards import ranking_name
from ui.context.context import Context
from ui.widgets.button import Button
from ui.widgets.card import Banner

PUBLISH_KEYS = "Ctrl+Shift+U"


@dataclass(frozen=True, slots=True)
class Told:
    """The board as this laptop reckons it, and what headquarters published last of the period.

    ``whole``: every unit's records are here; otherwise only the figures of ``own`` are known, and nobody's
    place. ``marked``: the person's own unit. ``city``: None where this laptop cannot tell.
    """

    board: Board
    bulletin: Bulletin | None
    whole: bool
    own: frozenset[str]
    city: City | None
    marked: frozenset[str] = frozenset()

    @property
    def published(self) -> Standings | None:
        """What the rows are from where this laptop ranks nobody; None elsewhere, or where there is none."""
        if self.whole or self.bulletin is None:
            return None
        return self.bulletin.told.boards.get(self.board.owner_kind.value)

    def orders(self, ctx: Context) -> Mapping[str, str]:
        """The rankings there are to show: id → name."""
        if self.whole:
            return {id: ranking_name(ctx, self.board, id) for id in self.board.rankings}
        return {one.id: order_name(ctx, one) for one in self.published.orders} if self.published else {}


def told(desk: Desk, owner: Owner, kind: str) -> Told:
    """Read it, on the database thread."""
    with desk.looking():
        found, bulletin = board(desk, owner=owner, kind=kind), latest(desk, kind)
        whole = holds_everything(desk)
        if whole:
            city: City | None = city_of(found if owner is Owner.UNIT else board(desk, kind=kind))
        else:
            city = bulletin.told.city if bulletin is not None else None
        return Told(found, bulletin, whole, own_names(desk, found), city, marked_names(desk, found))


class SourceBar(QWidget):
    """Over a board: the city's figures, and on a laptop of one unit whose figures and ranks these are."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.city = CityStrip(ctx)
        self.notice = Banner(ctx.theme, "", tone="accent", ground="bg.selection", icon="flag")
        column = column_layout(self)
        column.addWidget(self.city)
        column.addWidget(self.notice)

    def show_source(self, found: Told) -> None:
        """Say it."""
        ctx, last = self._ctx, found.bulletin
        self.city.setVisible(found.city is not None)
        if found.city is not None:
            live = ctx.tr("ui.scores.live")
            named = bulletin_title(ctx, last) if last is not None and not found.whole else live
            self.city.show_city(found.city, named)
        self.notice.setVisible(not found.whole)
        if last is not None and found.published is not None:
            self.notice.set_text(bulletin_title(ctx, last), bulletin_words(ctx, last))
        else:
            none = ctx.tr("ui.scores.bulletin.none"), ctx.tr("ui.scores.bulletin.none.text")
            self.notice.set_text(*none)


class PublishButton(Button):
    """Sends where everybody stands to every unit, and says when that was done last; undo takes it back."""

    def __init__(self, ctx: Context, period: Callable[[], str]) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.scores.publish"), icon="send", hint=PUBLISH_KEYS)
        self._ctx, self._period = ctx, period
        self.show_last(None)
        self.clicked.connect(self.publish)

    def show_last(self, last: Bulletin | None) -> None:
        """When the period was published last."""
        ctx, words = self._ctx, self._ctx.tr("ui.scores.publish.why")
        if last is not None:
            words += "\n" + ctx.tr("ui.scores.bulletin.own", day=ctx.formats.day(last.as_of))
        self.setToolTip(words)

    def offer(self, on_board: bool) -> None:
        """Only to headquarters' people, and only on the board."""
        self.setVisible(on_board and may_publish(self._ctx.desk))

    def publish(self) -> None:
        """Publish the period in view."""
        ctx, kind = self._ctx, self._period()
        if not self.isHidden() and may_publish(ctx.desk):
            ctx.change(
                lambda: publish(ctx.desk, kind=kind),
                changes=lambda made: made[1],
                said=ctx.tr("ui.scores.published"),
            )
