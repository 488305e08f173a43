"""项目储备库: is each industry's reserve large enough, what do its projects lack, the guide (E1)."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.model.registry import KINDS
from app.services.offers import PICTURES, Industry, Library, library
from app.services.policy import pack_of
from ui.components.record_cards import LinkRow
from ui.components.saving import ask_where
from ui.components.surveys.survey import ShareRow, Survey
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.marks import Light
from ui.widgets.nesting import nest

MOST_LACKING = 12


class OffersSurvey(Survey):
    """An industry leads to its rows, a project to its page."""

    def load(self) -> Library:
        return library(self._ctx.desk)

    def cards(self, loaded: Library) -> list[list[QWidget]]:
        left: list[QWidget] = [self._whole(loaded), self._lacking(loaded)]
        right: list[QWidget] = [self._industry(one) for one in loaded.industries]
        return [left, right or [self._none()]]

    def _none(self) -> Card:
        card = Card(self._ctx.theme, self._ctx.tr("ui.offers.industries"))
        card.body.addWidget(Label(self._ctx.tr("ui.offers.none"), tone="text.3", wrap=True))
        return card

    def _whole(self, loaded: Library) -> Card:
        ctx, whole = self._ctx, loaded.whole
        card = Card(ctx.theme, ctx.tr("ui.offers.whole"), count=str(whole.total or ""))
        ready = ShareRow(ctx, ctx.tr("ui.offers.ready"), whole.complete, whole.total)
        card.body.addWidget(ready)
        for field, count in sorted(whole.by_field.items(), key=lambda one: -one[1]):
            if count:
                card.body.addWidget(ShareRow(ctx, self._named(field), whole.total - count, whole.total))
        state = KINDS["offer"].fields["state"]
        told = [
            ctx.tr("ui.offers.in_state", state=ctx.formats.choice(state, one), count=loaded.states[one])
            for one in state.choices
            if one in loaded.states
        ]
        card.body.addWidget(Label(ctx.formats.listed(told), Role.META, "text.2", wrap=True))
        return card

    def _named(self, field: str) -> str:
        if field == PICTURES:
            return self._ctx.tr("document.offer.pictures")
        return self._ctx.formats.label(KINDS["offer"].fields[field])

    def _lacking(self, loaded: Library) -> Card:
        ctx, some = self._ctx, loaded.whole.lacking
        card = Card(ctx.theme, ctx.tr("ui.offers.lacking"), count=str(len(some) or ""))
        card.body.setSpacing(ctx.theme.px(2))
        for one in some[:MOST_LACKING]:
            lacks = ctx.formats.listed([self._named(field) for field in one.fields])
            row = LinkRow(ctx, loaded.offers[one.id], lacks)
            row.opened.connect(lambda id=one.id: ctx.record_asked.emit("offer", id))
            card.body.addWidget(row)
        if not some:
            card.body.addWidget(Label(ctx.tr("ui.offers.complete"), tone="text.3", wrap=True))
        return card

    def _industry(self, one: Industry) -> Card:
        ctx = self._ctx
        title = one.name or ctx.tr("ui.offers.no_industry")
        card = Card(
            ctx.theme, title, count=str(len(one.offers)), unit=ctx.formats.amount_with_unit(one.investment)
        )
        card.body.setSpacing(ctx.theme.px(2))
        line = QHBoxLayout()
        said = ctx.tr("ui.offers.key", count=one.key)
        if one.decision is not None:
            pack = pack_of(ctx.desk)
            verdict = pack.word("verdict", str(one.decision.row.results["verdict"]))
            said = ctx.tr("ui.offers.verdict", key=said, verdict=verdict.said(ctx.words.language))
            line.addWidget(Light(ctx.theme, "green" if one.enough else "yellow", said))
        else:
            line.addWidget(Label(said, Role.META, "text.2"))
        line.addStretch(1)
        nest(card.body, line)
        for row in one.offers[:MOST_LACKING]:
            amount = "" if row["investment"] is None else ctx.formats.amount_with_unit(row["investment"])
            link = LinkRow(ctx, row, amount)
            link.opened.connect(lambda id=row.id: ctx.record_asked.emit("offer", id))
            card.body.addWidget(link)
        return card


def ask_guide(ctx: Context, parent: QWidget, ids: Sequence[str]) -> None:
    """Ask where the guide of these projects goes, and write it as a Word document."""
    if not ids:
        ctx.say(ctx.tr("ui.offers.none"))
        return
    name = f"{ctx.tr('document.offer.guide')} {ctx.today().isoformat()}.docx"
    then = partial(keep_guide, ctx, list(ids))
    ask_where(parent, ctx.tr("ui.offers.guide"), name, then, ("Word (*.docx)",))


def keep_guide(ctx: Context, ids: Sequence[str], path: Path) -> None:
    """Write the guide and say so."""
    said = ctx.tr("ui.trips.exported", name=path.name)

    def work() -> None:
        from app.reports.offer_guide import write_guide  # what writes Word takes a while to load

        write_guide(ctx.desk.store, ids, path, ctx.words)

    ctx.read(work, lambda _none: ctx.say(said))
