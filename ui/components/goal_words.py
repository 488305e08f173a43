"""What targets are called and how their figures are shown."""

from decimal import Decimal

from app.model.registry import KINDS
from app.services.scores.goal_sheet import MONEY, USD
from ui.components.score_cards import plain
from ui.context.context import Context


def measure_word(ctx: Context, measure: str) -> str:
    """合同引资 …"""
    return ctx.formats.choice(KINDS["goal"].fields["measure"], measure)


def heading(ctx: Context, measure: str) -> str:
    """What a measure is called, with the unit of its figures."""
    word = measure_word(ctx, measure)
    if measure in MONEY:
        return ctx.tr("ui.funds.heading", title=word, unit=ctx.formats.unit_name)
    return (
        ctx.tr("ui.funds.heading", title=word, unit=ctx.tr("policy.unit.wan_usd")) if measure == USD else word
    )


def figure(ctx: Context, measure: str, amount: Decimal) -> str:
    """A bare figure; its heading has the unit."""
    return ctx.formats.amount(amount) if measure in MONEY else plain(amount)


def exact(ctx: Context, measure: str, amount: Decimal) -> str:
    """The full figure, for a field or the clipboard."""
    return ctx.formats.exact(amount) if measure in MONEY else f"{amount:f}"
