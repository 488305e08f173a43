"""What one value of a conflict differs in from the one before, in a few words."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.model.field import Field, Type
from app.rules.text_difference import Spans, changed_spans
from ui.context.context import Context
from ui.context.formats import Names

LONG = 24  # letters; shorter values are taken in at a glance


def difference(ctx: Context, field: Field, before: Any, value: Any, names: Names) -> str:
    """“+0.50 亿元”, “提前 8 天”, “加了 县功镇”; "" where the values themselves say it."""
    if value == before:
        return ctx.tr("ui.conflict.unchanged")
    match field.type:
        case Type.MONEY | Type.LAND if isinstance(before, Decimal) and isinstance(value, Decimal):
            return _amount(ctx, field, value - before)
        case Type.DATE if isinstance(before, date) and isinstance(value, date):
            days = (value - before).days
            return ctx.tr("ui.conflict.later" if days > 0 else "ui.conflict.earlier", days=abs(days))
        case Type.TEXTS | Type.REFERENCES:
            return _items(ctx, field, before or [], value or [], names)
    if value in (None, ""):
        return ctx.tr("ui.conflict.emptied")
    return ""


def spans(field: Field, before: str, shown: str) -> Spans:
    """The letters to mark in a text that is too long to take in at a glance."""
    if field.type not in (Type.TEXT, Type.LONG_TEXT) or max(len(before), len(shown)) < LONG:
        return ()
    return changed_spans(before, shown)


def _amount(ctx: Context, field: Field, change: Decimal) -> str:
    formats = ctx.formats
    sign = "+" if change > 0 else "−"
    money, by = field.type is Type.MONEY, abs(change)
    return f"{sign}{formats.amount_with_unit(by, field) if money else formats.land(by)}"


def _items(ctx: Context, field: Field, before: list[str], value: list[str], names: Names) -> str:
    def words(items: list[str]) -> str:
        return ctx.formats.value(field, items, names)

    added = [one for one in value if one not in before]
    gone = [one for one in before if one not in value]
    parts = [
        ctx.tr(key, items=words(items))
        for key, items in (("ui.conflict.added", added), ("ui.conflict.removed", gone))
        if items
    ]
    return ctx.formats.listed(parts)
