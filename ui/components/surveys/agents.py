"""Commissioned agents: does each unit keep enough, what did they bring, what is due to them (A10)."""

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.services.agents import Brought, Keeping, agents_kept, brought_by
from app.services.policy import pack_of
from ui.components.record_cards import LinkRow
from ui.components.surveys.survey import Survey, wan_words
from ui.theme.type_scale import Role
from ui.widgets.card import Card
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.marks import Light
from ui.widgets.nesting import nest


@dataclass(frozen=True)
class Loaded:
    """Units with their agents, and what introducers brought."""

    keeping: tuple[Keeping, ...]
    brought: tuple[Brought, ...]


class AgentsSurvey(Survey):
    """Each agent and each project opens its page."""

    def load(self) -> Loaded:
        desk = self._ctx.desk
        return Loaded(tuple(agents_kept(desk)), tuple(brought_by(desk)))

    def cards(self, loaded: Loaded) -> list[list[QWidget]]:
        units: list[QWidget] = [self._unit(one) for one in loaded.keeping]
        if not units:
            empty = Card(self._ctx.theme, self._ctx.tr("ui.agents.kept"))
            empty.body.addWidget(Label(self._ctx.tr("ui.agents.none"), tone="text.3", wrap=True))
            units = [empty]
        return [units, [self._brought(loaded.brought)]]

    def _unit(self, one: Keeping) -> Card:
        ctx = self._ctx
        count = ctx.tr("ui.agents.count", count=len(one.agents))
        card = Card(ctx.theme, one.unit or ctx.tr("ui.agents.no_unit"), count=count)
        card.body.setSpacing(ctx.theme.px(2))
        said = pack_of(ctx.desk).word("verdict", str(one.decision.row.results["verdict"]))
        line = QHBoxLayout()
        light = Light(ctx.theme, "green" if one.enough else "red", said.said(ctx.words.language))
        line.addWidget(light)
        line.addStretch(1)
        nest(card.body, line)
        for row in one.agents:
            until = row["contract_until"]
            words = ctx.tr("ui.agents.until", day=ctx.formats.day(until)) if until else ""
            link = LinkRow(ctx, row, words)
            link.opened.connect(lambda id=row.id: ctx.record_asked.emit("organisation", id))
            card.body.addWidget(link)
        return card

    def _brought(self, brought: tuple[Brought, ...]) -> Card:
        ctx, pack = self._ctx, pack_of(self._ctx.desk)
        link = ctx.tr("ui.agents.register")
        card = Card(ctx.theme, ctx.tr("ui.agents.brought"), count=str(len(brought) or ""), link=link)
        card.header.link_clicked.connect(lambda: ctx.new_asked.emit("introduction", {}))
        card.body.setSpacing(ctx.theme.px(2))
        for one in brought:
            why = one.reward.decision.row.results.get("why")
            told = pack.word("why", str(why)).said(ctx.words.language) if why else ""
            if one.row["paid_on"]:
                told = ctx.tr("ui.agents.paid", day=ctx.formats.day(one.row["paid_on"]))
            elif one.owed:
                told = ctx.tr("ui.agents.due", amount=wan_words(ctx, one.owed))
            row = LinkRow(ctx, one.project, f"{one.row['name']}  {told}")
            row.opened.connect(lambda id=one.row.id: ctx.record_asked.emit("introduction", id))
            card.body.addWidget(row)
        if not brought:
            card.body.addWidget(ElidedLabel(ctx.tr("ui.agents.none_brought"), Role.BODY, "text.3"))
        return card
