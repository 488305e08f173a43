"""Checked rows as lines of a ``CheckedTable``: before → after, refused cells with their reason."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from app.model.field import Field, Type
from app.model.registry import KINDS
from app.services.cells import CheckedCell, CheckedRow
from ui.components.checked_table import Line, Shown, changed_words
from ui.components.columns import heading
from ui.context.context import Context
from ui.context.formats import Names


def titles_of(ctx: Context, kind: str, fields: Sequence[str]) -> list[str]:
    """The headings: the record, then the fields."""
    known = KINDS[kind]
    return [
        ctx.formats.label(known.fields[known.title_field]),
        *(heading(ctx, known.fields[f]) for f in fields),
    ]


def lines_of(ctx: Context, rows: Sequence[CheckedRow], names: Names) -> list[Line]:
    """One line for every record."""
    return [
        Line(
            one.row.id,
            [
                Shown(ctx.formats.title(one.row)),
                *(shown_cell(ctx, one.row.kind, cell, names) for cell in one.cells),
            ],
        )
        for one in rows
    ]


def shown_cell(ctx: Context, kind: str, cell: CheckedCell, names: Names) -> Shown:
    """One checked cell."""
    field = KINDS[kind].fields[cell.field]
    before = _words(ctx, field, cell.before, names)
    if cell.reason is not None:
        reason = ctx.formats.reason(cell.reason)
        return Shown(f"{cell.text}  {reason}", "danger", "danger.soft", "red", reason)
    if not cell.changes:
        return Shown(before, "text.3")
    after = _words(ctx, field, cell.after, names)
    return Shown(changed_words(ctx, before, after), "text.1", "accent.soft")


def _words(ctx: Context, field: Field, value: Any, names: Names) -> str:
    """A value on one line; figures bare, because the heading has their unit."""
    if isinstance(value, Decimal):
        return ctx.formats.amount(value, field) if field.type is Type.MONEY else f"{value:,f}"
    return " ".join(ctx.formats.value(field, value, names).split())


def linked_pairs(kind: str, rows: Sequence[CheckedRow]) -> list[tuple[str, str]]:
    """(kind, id) of every record that the cells name, before or after."""
    pairs: list[tuple[str, str]] = []
    for one in rows:
        for cell in one.cells:
            field = KINDS[kind].fields[cell.field]
            if field.type in (Type.REFERENCE, Type.REFERENCES):
                for value in (cell.before, cell.after):
                    pairs += [
                        (field.target, id) for id in ([value] if isinstance(value, str) else value or ())
                    ]
    return pairs
