"""人脉 on a record's page: how we reach it, and what it is to others (A11, journeys.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.services.desk import Desk
from app.services.reaching import REACHABLE, Reached, ways_to
from ui.components.record_cards import LinkRow
from ui.components.record_menu import add_lead_of_tie, record_menu
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.menu import Menu

# What the one is to the other, told from the other's side; the rest sounds alike from both.
_INVERSE = {"supplier": "customer", "customer": "supplier"}
_ASYMMETRIC = ("subsidiary", "officer", "member", "adviser")


@dataclass(frozen=True)
class Tied:
    """A relation, who stands at its other end, and whether it was written down from there."""

    relation: Row
    other: Row
    inverse: bool


def ties_of(desk: Desk, kind: str, id: str) -> list[Tied]:
    """The relations of a record whose other end is still there."""
    found = []
    for relation in desk.store.referring(kind, id):
        if relation.kind != "relation":
            continue
        inverse = relation[f"to_{kind}_id"] == id
        side = "" if inverse else "to_"
        ends = [(one, relation[f"{side}{one}_id"]) for one in REACHABLE]
        others = [desk.store.get(one, other) for one, other in ends if other]
        found += [
            Tied(relation, other, inverse) for other in others if other is not None and not other.deleted
        ]
    return found


class LaterCard(Card):
    """A card whose rows are read on the database thread once it is there."""

    def __init__(self, ctx: Context, row: Row, title: str, link: str = "") -> None:
        super().__init__(ctx.theme, title, link=link)
        self._ctx, self._row = ctx, row
        self._found: list[Any] | None = None
        self._lines: list[QWidget] = []
        self.body.setSpacing(ctx.theme.px(2))

    def fill(self, load: Callable[[], list[Any]], show: Callable[[Any], LinkRow], none: str) -> None:
        """Read, then one row for each."""
        self._load, self._show, self._none = load, show, none
        self.refresh()

    def refresh(self) -> None:
        """Read; rows that tell the same stay."""
        self._ctx.read(self._load, self._take, owner=self)

    def _take(self, found: list[Any]) -> None:
        if found == self._found:
            return
        self._found = found
        for old in self._lines:
            self.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.header.set_count(str(len(found) or ""))
        none = [] if found else [Label(self._none, Role.BODY, "text.3", wrap=True)]
        self._lines = [*map(self._show, found), *none]
        for line in self._lines:
            self.body.addWidget(line)


class WaysCard(LaterCard):
    """怎么找到：whom we know, and over whom it goes on; a click opens whom we know."""

    def __init__(self, ctx: Context, row: Row) -> None:
        super().__init__(ctx, row, ctx.tr("ui.reach.title"))
        self.fill(lambda: ways_to(ctx.desk, row.kind, row.id), self._way, ctx.tr("ui.reach.none"))

    def _way(self, way: Reached) -> LinkRow:
        ctx, known = self._ctx, way.rows[0]
        if not way.whys:
            by, last = known.values.get("kept_by"), known.values.get("last_contact_on")
            told = [ctx.tr("ui.reach.kept_by", name=by)] if by else []
            told += [ctx.tr("ui.reach.last", day=ctx.formats.short_day(last))] if last else []
            link = LinkRow(ctx, known, ctx.tr("ui.dot").join(told))
        else:
            steps = zip(way.whys, way.rows[1:], strict=True)
            told = [
                ctx.tr("ui.reach.step", why=_why(ctx, why), name=ctx.formats.title(to)) for why, to in steps
            ]
            link = LinkRow(ctx, known, " → ".join(told))
        link.opened.connect(lambda: ctx.record_asked.emit(known.kind, known.id))
        return link


class _TieRow(LinkRow):
    """Its menu is that of the other end, and what the relation itself is for."""

    def __init__(self, ctx: Context, tied: Tied, word: str) -> None:
        super().__init__(ctx, tied.other, word)
        self._tie = tied.relation

    def menu(self) -> Menu:
        def last(menu: Menu) -> None:
            add_lead_of_tie(self._ctx, menu, self._tie)

        return record_menu(self._ctx, self, self._row, open=self.opened.emit, last=last)


class TiesCard(LaterCard):
    """Relations written down; a click opens the other end."""

    def __init__(self, ctx: Context, row: Row) -> None:
        super().__init__(ctx, row, ctx.tr("ui.page.relations"), link=ctx.tr("ui.new.relations"))
        self.header.link_clicked.connect(lambda: ctx.new_asked.emit("relation", {f"{row.kind}_id": row.id}))
        self.fill(lambda: ties_of(ctx.desk, row.kind, row.id), self._tie, ctx.tr("ui.card.none"))

    def _tie(self, tied: Tied) -> LinkRow:
        ctx, tie = self._ctx, tied.relation["tie"]
        if tied.inverse and tie in _ASYMMETRIC:
            word = ctx.tr(f"ui.reach.inverse.{tie}")
        else:
            word = _why(ctx, _INVERSE.get(tie, tie) if tied.inverse else tie)
        link = _TieRow(ctx, tied, word)
        link.setToolTip(tied.relation["note"] or "")
        link.opened.connect(lambda: ctx.record_asked.emit(tied.other.kind, tied.other.id))
        return link


def _why(ctx: Context, why: str) -> str:
    field = KINDS["relation"].fields["tie"]
    return ctx.formats.choice(field, why) if why in field.choices else ctx.tr(f"ui.reach.why.{why}")
