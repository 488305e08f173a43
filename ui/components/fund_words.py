"""What is said about a line of the monthly sheet: how its sources agree, why it counts, what to look at."""

from datetime import date
from decimal import Decimal

from app.model.registry import KINDS
from app.rules.fund_ledger import Component, Figures, Source, Standing
from app.rules.month_sheet import SheetLine
from app.rules.rounding import percent
from ui.context.context import Context
from ui.models.columns import Level

_FIELDS = KINDS["fund_entry"].fields
LEVELS: dict[Standing, Level | None] = {
    Standing.EMPTY: None,
    Standing.REPORTED: None,
    Standing.UNREPORTED: "yellow",
    Standing.DIFFERS: "yellow",
    Standing.AGREES: "green",
    Standing.PUBLISHED: "green",
}


def component_word(ctx: Context, component: Component) -> str:
    """土地出让款 …"""
    return ctx.formats.choice(_FIELDS["component"], component.value)


def source_word(ctx: Context, source: Source) -> str:
    """单位填报 …"""
    return ctx.formats.choice(_FIELDS["source"], source.value)


def month_named(text: str) -> date | None:
    """The month that ``2026-03`` names; None for other words."""
    year, _, month = text.partition("-")
    named = year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12 <= int(year) <= 9999
    return date(int(year), int(month), 1) if named else None


def month_word(month: date) -> str:
    """``2026-03``."""
    return f"{month:%Y-%m}"


def signed_amount(ctx: Context, amount: Decimal) -> str:
    """A difference with its sign, in the unit in force."""
    shown = ctx.formats.amount(amount)
    return f"+{shown}" if amount > 0 else shown


def standing_word(ctx: Context, month: Figures) -> str:
    """How the sources agree, with the difference where there is one."""
    standing = month.standing
    if standing is Standing.DIFFERS:
        shown = signed_amount(ctx, month.difference or Decimal(0))
        return ctx.tr("ui.funds.standing.differs", amount=shown)
    return ctx.tr(f"ui.funds.standing.{standing.value}")


def standing_details(ctx: Context, month: Figures) -> str:
    """What each source tells, component by component."""
    lines = []
    for component in Component:
        told = [
            f"{source_word(ctx, source)} {ctx.formats.amount_with_unit(amount)}"
            for source in Source
            if (amount := month.told(source, component)) is not None
        ]
        if told:
            lines.append(
                ctx.tr("ui.funds.told", what=component_word(ctx, component), told=ctx.formats.listed(told))
            )
        if component in month.several:
            lines.append(ctx.tr("ui.funds.several", component=component_word(ctx, component)))
    return "\n".join(lines)


def counted_word(ctx: Context, line: SheetLine) -> str:
    """Why so much of it counts, in one sentence."""
    standards, formats = line.standards, ctx.formats
    words = [formats.reason(standards.why)]
    county = standards.for_county(line.month)
    if county is not None and standards.coefficient is not None:
        words.append(ctx.tr("ui.funds.county", amount=formats.amount_with_unit(county)))
    return ctx.tr("ui.funds.and").join(words)


def share_word(line: SheetLine) -> str:
    """Cumulative ÷ contract capital."""
    return percent(line.of_contract, 1)


def line_note(ctx: Context, line: SheetLine) -> str:
    """What one should know of the current line, for the strip under the grid."""
    parts = [line.name, counted_word(ctx, line)]
    parts += [ctx.tr("ui.funds.several", component=component_word(ctx, one)) for one in line.month.several]
    if line.locked:
        parts.append(ctx.tr("ui.funds.line_locked"))
    return "    ".join(parts)
