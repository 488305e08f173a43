"""Coverage of the target lists: by list, person and industry, and who waits for a first contact (A12)."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.model.row import Row
from app.services.target_lists import NextVisit, next_visits
from app.services.targets import Covered, covered
from ui.components.record_cards import LinkRow
from ui.components.surveys.survey import ShareRow, Survey, figure_card, share_words
from ui.theme.type_scale import Role
from ui.widgets.card import Card
from ui.widgets.label import Label

SHOWN = 40
_FIELDS = {"list": "list_id", "assignee": "assigned_to", "industry": "industry", "unit": "assigned_unit"}


@dataclass(frozen=True)
class Loaded:
    """Coverage, the names of lists, the first of those still to contact."""

    found: Covered
    lists: dict[str, str]
    waiting: tuple[Row, ...]
    following: dict[str, NextVisit]


class TargetsSurvey(Survey):
    """Each line opens the targets it counts."""

    def load(self) -> Loaded:
        desk = self._ctx.desk
        found = covered(desk)
        ids = [one.name for one in found.groups["list"] if one.name]
        lists = {row.id: row["name"] for row in desk.store.rows("target_list", ids)}
        waiting = tuple(desk.store.rows("target", list(found.open_ids[:SHOWN])))
        return Loaded(found, lists, waiting, next_visits(desk, waiting))

    def cards(self, loaded: Loaded) -> list[list[QWidget]]:
        ctx, whole = self._ctx, loaded.found.whole
        below = ctx.tr("ui.targets.contacted", done=whole.contacted, total=whole.total, landed=whole.landed)
        first = figure_card(ctx, ctx.tr("ui.targets.coverage"), share_words(whole.share), below)
        return [
            [first, self._group("list", loaded)],
            [self._group("assignee", loaded), self._group("industry", loaded)],
            [self._waiting(loaded)],
        ]

    def _group(self, by: str, loaded: Loaded) -> Card:
        ctx, groups = self._ctx, loaded.found.groups[by]
        card = Card(ctx.theme, ctx.tr(f"ui.targets.by.{by}"), count=str(len(groups) or ""))
        card.body.setSpacing(ctx.theme.px(2))
        for one in groups:
            name = self._name(by, one.name, loaded)
            row = ShareRow(ctx, name, one.contacted, one.total)
            row.opened.connect(lambda value=one.name: self.ask(_FIELDS[by], value))
            card.body.addWidget(row)
        if not groups:
            card.body.addWidget(Label(ctx.tr("ui.card.none"), tone="text.3"))
        return card

    def _name(self, by: str, value: str, loaded: Loaded) -> str:
        """What a group is called; a list of another unit, some of whose targets are here, has no name."""
        tr = self._ctx.tr
        if not value:
            return tr(f"ui.targets.none.{by}")
        return (loaded.lists.get(value) or tr("ui.targets.list.elsewhere")) if by == "list" else value

    def _who(self, row: Row, following: NextVisit | None) -> str:
        """Who pursues it, and who goes there next and when."""
        ctx = self._ctx
        who = row["assigned_to"] or ctx.tr("ui.targets.none.assignee")
        if following is None:
            return str(who)
        people, day = ctx.formats.listed(list(following.people)) or who, ctx.formats.day(following.day)
        return f"{who} · {ctx.tr('ui.targets.next', day=day, people=people)}"

    def _waiting(self, loaded: Loaded) -> Card:
        ctx, count = self._ctx, len(loaded.found.open_ids)
        card = Card(ctx.theme, ctx.tr("ui.targets.waiting"), count=str(count or ""))
        card.body.setSpacing(ctx.theme.px(2))
        for row in loaded.waiting:
            link = LinkRow(ctx, row, self._who(row, loaded.following.get(row.id)))
            link.opened.connect(lambda id=row.id: ctx.record_asked.emit("target", id))
            card.body.addWidget(link)
        if count > SHOWN:
            card.body.addWidget(Label(ctx.tr("ui.card.more", count=count - SHOWN), Role.META, "text.3"))
        if not count:
            card.body.addWidget(Label(ctx.tr("ui.targets.none_waiting"), tone="text.3", wrap=True))
        return card
