"""What fairs for people coming home brought, all together and each by itself (A15)."""

from PySide6.QtWidgets import QWidget

from app.rules.start_up_fair import FairFigures
from app.services.fairs import Fairs, fairs
from ui.components.surveys.survey import Survey, fact_card, wan_words


class FairsSurvey(Survey):
    """One card for all, one for each fair."""

    def load(self) -> Fairs:
        return fairs(self._ctx.desk)

    def cards(self, loaded: Fairs) -> list[list[QWidget]]:
        ctx = self._ctx
        columns: list[list[QWidget]] = [[self._card(ctx.tr("ui.fairs.all"), loaded.whole)], [], []]
        for at, (name, figures) in enumerate(loaded.by_fair.items(), start=1):
            columns[at % 3].append(self._card(name or ctx.tr("ui.fairs.none"), figures))
        return [column for column in columns if column]

    def _card(self, name: str, figures: FairFigures) -> QWidget:
        ctx = self._ctx
        amount = wan_words(ctx, figures.intent_amount)
        if figures.unknown:
            amount = ctx.tr("ui.fairs.at_least", amount=amount, unknown=figures.unknown)
        counted = ("projects", "people", "matched", "intents", "started")
        facts = [(ctx.tr(f"ui.fairs.{one}"), str(getattr(figures, one))) for one in counted]
        return fact_card(ctx, name, [*facts[:4], (ctx.tr("ui.fairs.intent_amount"), amount), facts[4]])
