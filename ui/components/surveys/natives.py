"""How whole the directory of people from here is: what is missing, of whom, who may be there twice (A4)."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.services.natives import Directory, directory
from app.store.reading import Filter
from ui.components.record_cards import LinkRow
from ui.components.surveys.survey import ShareRow, Survey, figure_card, share_words
from ui.theme.type_scale import Role
from ui.widgets.card import Card
from ui.widgets.label import Label

SHOWN = 40


@dataclass(frozen=True)
class Loaded:
    """The judgement and the people it speaks of."""

    found: Directory
    rows: dict[str, Row]


class NativesSurvey(Survey):
    """Each gap opens the people who have it, each person the page, each pair the comparison."""

    def load(self) -> Loaded:
        desk = self._ctx.desk
        found = directory(desk)
        ids = [one.id for one in found.whole.lacking[:SHOWN]]
        ids += [id for pair in found.twice[:SHOWN] for id in pair]
        return Loaded(found, {row.id: row for row in desk.store.rows("contact", list(dict.fromkeys(ids)))})

    def cards(self, loaded: Loaded) -> list[list[QWidget]]:
        return [[self._whole(loaded), self._towns(loaded)], [self._lacking(loaded)], [self._twice(loaded)]]

    def _whole(self, loaded: Loaded) -> Card:
        ctx, whole = self._ctx, loaded.found.whole
        below = ctx.tr("ui.natives.complete", done=whole.complete, total=whole.total)
        card = figure_card(ctx, ctx.tr("ui.natives.whole"), share_words(whole.share), below)
        fields = KINDS["contact"].fields
        for name, count in whole.by_field.items():
            row = ShareRow(ctx, ctx.formats.label(fields[name]), whole.total - count, whole.total)
            row.opened.connect(lambda name=name: self.asked.emit([Filter(name, "empty")]))
            card.body.addWidget(row)
        return card

    def _towns(self, loaded: Loaded) -> Card:
        ctx = self._ctx
        card = Card(ctx.theme, ctx.tr("ui.natives.towns"), count=str(len(loaded.found.by_hometown) or ""))
        for town, one in loaded.found.by_hometown:
            row = ShareRow(ctx, town or ctx.tr("ui.natives.no_town"), one.complete, one.total)
            row.opened.connect(lambda town=town: self.ask("hometown", town))
            card.body.addWidget(row)
        if not loaded.found.by_hometown:
            card.body.addWidget(Label(ctx.tr("ui.natives.nobody"), tone="text.3", wrap=True))
        return card

    def _lacking(self, loaded: Loaded) -> Card:
        ctx, lacking = self._ctx, loaded.found.whole.lacking
        card = Card(ctx.theme, ctx.tr("ui.natives.lacking"), count=str(len(lacking) or ""))
        card.body.setSpacing(ctx.theme.px(2))
        fields = KINDS["contact"].fields
        for one in lacking[:SHOWN]:
            if one.id not in loaded.rows:
                continue
            gaps = ctx.formats.listed([ctx.formats.label(fields[name]) for name in one.fields])
            link = LinkRow(ctx, loaded.rows[one.id], ctx.tr("ui.natives.lacks", fields=gaps))
            link.opened.connect(lambda id=one.id: ctx.record_asked.emit("contact", id))
            card.body.addWidget(link)
        if len(lacking) > SHOWN:
            more = ctx.tr("ui.card.more", count=len(lacking) - SHOWN)
            card.body.addWidget(Label(more, Role.META, "text.3"))
        if not lacking:
            card.body.addWidget(Label(ctx.tr("ui.natives.none_lacking"), tone="text.3", wrap=True))
        return card

    def _twice(self, loaded: Loaded) -> Card:
        ctx, twice = self._ctx, loaded.found.twice
        card = Card(ctx.theme, ctx.tr("ui.natives.twice"), count=str(len(twice) or ""))
        card.body.setSpacing(ctx.theme.px(2))
        for first, second in twice[:SHOWN]:
            if first not in loaded.rows or second not in loaded.rows:
                continue
            link = LinkRow(ctx, loaded.rows[first], ctx.formats.title(loaded.rows[second]))
            link.opened.connect(lambda a=first, b=second: ctx.merge_asked.emit("contact", a, b))
            card.body.addWidget(link)
        if not twice:
            card.body.addWidget(Label(ctx.tr("ui.natives.none_twice"), tone="text.3", wrap=True))
        return card
