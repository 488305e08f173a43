"""The papers of a reception in the print preview: the plan, and the card for the pocket."""

from app.reports.reception_content import card_paper, plan_paper
from app.reports.reception_html import html
from app.services.receptions import view_reception
from ui.components.reception_actions import CARD, firm_of
from ui.context.context import Context
from ui.dialogs.preview_dialog import PreviewDialog


def show_paper(ctx: Context, kind: str, id: str) -> None:
    """Read the reception on the database thread, then show its paper over the window."""
    card = kind == CARD

    def work() -> tuple[str, str]:
        view = view_reception(ctx.desk, id)
        paper = (card_paper if card else plan_paper)(view, firm_of(ctx, view), ctx.words)
        return html(paper, ctx.tr("brief.secrets"), card=card), paper.title

    def shown(made: tuple[str, str]) -> None:
        name = f"{made[1]} {ctx.tr('ui.reception.card')}" if card else made[1]
        ctx.dialog_asked.emit(PreviewDialog(ctx, made[0], name))

    ctx.read(work, shown, key=("reception paper", kind))
