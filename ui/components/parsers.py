"""The product's readers of typed text, in the shape the field editors want."""

from datetime import date
from decimal import Decimal

from app.model.field import Field
from app.rules.amounts import is_bare, parse_amount
from app.rules.dates import DateQualifier, Precision, parse_date
from app.rules.land import parse_land
from app.rules.numerals import Qualifier
from app.rules.refusals import RuleError
from ui.context.context import Context
from ui.widgets.fields.editor import Parsed


def read_money(ctx: Context, text: str, field: Field | None = None) -> Parsed[Decimal]:
    """An amount in 万元; a bare figure counts in the unit in force for ``field``."""
    try:
        amount = parse_amount(text, ctx.formats.unit_of(field))
    except RuleError as error:
        return Parsed(problem=ctx.formats.reason(error.reason))
    if amount.currency != "CNY":
        params = {"text": amount.text, "currency": amount.currency}
        return Parsed(problem=ctx.tr("rules.value.foreign_currency", **params))
    bare = is_bare(text) and amount.qualifier is Qualifier.EXACT
    reading = "" if bare else f"= {ctx.formats.amount_with_unit(amount.value, field)}"
    return Parsed(amount.value, reading=reading)


def money_as_typed(ctx: Context, text: str, field: Field | None = None) -> str:
    """What a service is given: bare figures get the unit they were typed in, other words stay."""
    text = text.strip()
    unit = ctx.formats.unit_of(field)
    return f"{text}{ctx.tr(f'ui.unit.written.{unit.value}')}" if text and is_bare(text) else text


def read_land(ctx: Context, text: str) -> Parsed[Decimal]:
    """An area in 亩."""
    try:
        land = parse_land(text)
    except RuleError as error:
        return Parsed(problem=ctx.formats.reason(error.reason))
    plain = land.exact and land.qualifier is Qualifier.EXACT and text.strip().replace(".", "").isdigit()
    return Parsed(land.value, reading="" if plain else f"= {ctx.formats.land(land.value)}")


def read_day(ctx: Context, text: str) -> Parsed[date]:
    """A day as people write it, from today."""
    try:
        found = parse_date(text, ctx.desk.today())
    except RuleError as error:
        return Parsed(problem=ctx.formats.reason(error.reason))
    plain = found.precision is Precision.DAY and found.qualifier is DateQualifier.ON
    spelled = plain and text.strip() == found.date.isoformat()
    return Parsed(found.date, reading="" if spelled else f"= {found.date.isoformat()}")
