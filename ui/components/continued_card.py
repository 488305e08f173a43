"""What a project follows on and what follows on it, with the sentence how it counts (feature 30)."""

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.continuations import SORT
from app.services.continuing import Continuation
from ui.components.record_cards import SHOWN, LinkRow
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Card
from ui.widgets.label import Label


class ContinuedCard(Card):
    """Both directions, each project opening its page; then why it does or does not count."""

    def __init__(self, ctx: Context, project: Row, found: Continuation) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.card.continued"))
        self.body.setSpacing(ctx.theme.px(4))
        self._ctx = ctx
        if found.earlier is not None:
            self._line(found.earlier, ctx.tr("ui.continued.follows", sort=sort_of(ctx, project)))
        for row in found.later[:SHOWN]:
            self._line(row, ctx.tr("ui.continued.followed", sort=sort_of(ctx, row)))
        if len(found.later) > SHOWN:
            more = ctx.tr("ui.card.more", count=len(found.later) - SHOWN)
            self.body.addWidget(Label(more, Role.META, "text.3"))
        for reason in found.why:
            self.body.addWidget(Label(ctx.formats.reason(reason), Role.META, "text.2", wrap=True))

    def _line(self, row: Row, detail: str) -> None:
        line = LinkRow(self._ctx, row, detail)
        line.opened.connect(lambda: self._ctx.record_asked.emit(row.kind, row.id))
        self.body.addWidget(line)


def sort_of(ctx: Context, project: Row) -> str:
    """How a project follows on its earlier one, in a word."""
    if not project[SORT]:
        return ctx.tr("ui.continued.no_sort")
    return ctx.formats.choice(KINDS["project"].fields[SORT], project[SORT])
