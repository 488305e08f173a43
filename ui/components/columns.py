"""The columns of a record kind, made from its fields: labels, widths, formatted cells, record badges."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

from app.model.field import Field, Type
from app.model.registry import KINDS
from app.model.row import Row
from app.rules.lights import Light
from app.rules.phones import display_phone
from app.services.cells import STAGE, editable_fields
from app.services.grading import grades
from ui.components.grade_signs import grade_names
from ui.components.proof_signs import proof_names
from ui.components.stage_marks import stage_mark
from ui.context.context import Context
from ui.models.columns import Cell, CellKind, Column, RowBadge, RowValues, check_column
from ui.theme.tokens import Token
from ui.theme.type_scale import Role

ROW = "\x00row"
NAMES = "\x00names"
LIGHT, GRADE, PROOF = "light", "grade", "proof"
NAME_WIDTH = 200
DUE = "due_on"
DUE_SOON = timedelta(days=7)
_WIDTHS: Mapping[Type, int] = {
    Type.TEXT: 128,
    Type.MONEY: 96,
    Type.LAND: 84,
    Type.DATE: 104,
    Type.CHOICE: 112,
    Type.REFERENCE: 176,
    Type.TEXTS: 144,
    Type.INTEGER: 80,
    Type.TIMESTAMP: 124,
}
_TABLE_KINDS: Mapping[Type, CellKind] = {Type.MONEY: CellKind.AMOUNT, Type.LAND: CellKind.AMOUNT}


def row_of(values: RowValues) -> Row:
    """The record behind a row of the table."""
    return cast(Row, values[ROW])


def names_of(values: RowValues) -> Mapping[str, str]:
    """Titles of the records the row refers to."""
    return cast(Mapping[str, str], values[NAMES])


def columns_of(ctx: Context, kind: str, first: Sequence[str] = ()) -> list[Column]:
    """A tick column, the name, then every listable field, most important first: those of ``first``, which
    are the last to go where space is short.
    """
    known = KINDS[kind]
    title = known.fields[known.title_field]
    rest = [field for field in known.list_fields if field.name != title.name]
    lit = [_light_column(ctx)] if kind == "project" else []
    if kind == "project" and grades(ctx.desk):  # only where the rules in force grade at all
        lit.append(_said_column(ctx, GRADE, ctx.tr("ui.grade.column"), grade_names(ctx)))
    proved = (
        [_said_column(ctx, PROOF, ctx.tr("ui.proof.column"), proof_names(ctx), 2)] if kind == "visit" else []
    )
    ahead = [replace(_column(ctx, known.fields[name]), priority=0) for name in first]
    others = [_column(ctx, field) for field in rest if field.name not in first]
    return [check_column(), *lit, _column(ctx, title, name=True), *ahead, *others, *proved]


def _light_column(ctx: Context) -> Column:
    title = ctx.tr("ui.column.light")
    return Column(
        LIGHT, title, lambda values: _light_cell(ctx, values), 76, CellKind.LIGHT, 1, sortable=False
    )


def _said_column(ctx: Context, key: str, title: str, names: Sequence[str], priority: int = 1) -> Column:
    """What the rules say of a row, with a light: one of ``names``."""
    metrics = ctx.theme.metrics()
    widest = max(metrics.horizontalAdvance(one) for one in names) * 100 // ctx.theme.percent
    return Column(
        key, title, lambda values: _said_cell(values, key), widest + 46, CellKind.LIGHT, priority, False
    )


def _said_cell(values: RowValues, key: str) -> Cell:
    shown = cast(Any, values.get(key))
    if shown is None:
        return Cell("")
    return Cell(shown.text, light=shown.level, tooltip=shown.whole)


def _light_cell(ctx: Context, values: RowValues) -> Cell:
    light = cast(Light | None, values.get(LIGHT))
    if light is None:
        return Cell("")
    why = "\n".join(ctx.formats.reason(reason) for reason in light.why)
    return Cell(ctx.tr(f"ui.light.{light.level}"), light=light.level, tooltip=why)


def heading(ctx: Context, field: Field) -> str:
    """A field's label, with the unit for figures."""
    label = ctx.formats.label(field)
    if field.type is Type.MONEY:
        return f"{label} {ctx.formats.unit_name_of(field)}"
    return f"{label} {ctx.tr('ui.unit.mu')}" if field.type is Type.LAND else label


def _column(ctx: Context, field: Field, *, name: bool = False) -> Column:
    title = heading(ctx, field)
    words = ctx.theme.metrics(Role.META, bold=True).horizontalAdvance(title) * 100 // ctx.theme.percent
    width = NAME_WIDTH if name else max(_WIDTHS.get(field.type, 120), words + 46, _widest_word(ctx, field))
    kind = CellKind.NAME if name else _TABLE_KINDS.get(field.type, CellKind.TEXT)
    if field.name == "stage":
        kind = CellKind.STAGE
    priority = 0 if name else max(field.column - 1, 0)
    sortable = field.type not in (Type.REFERENCES, Type.TEXTS, Type.LONG_TEXT)
    editable = field.name in editable_fields(field.kind) or (field.kind == "project" and field.name == STAGE)
    return Column(field.name, title, _formatter(ctx, field), width, kind, priority, sortable, editable)


def _widest_word(ctx: Context, field: Field) -> int:
    """Room for every word of a fixed list and for an overdue day, px at 100 %, with a glyph."""
    words = [ctx.formats.choice(field, one) for one in field.choices]
    if field.name == DUE:
        words.append(ctx.tr("ui.list.overdue", day="12-30"))
    metrics = ctx.theme.metrics()
    widest = max((metrics.horizontalAdvance(one) for one in words), default=0)
    return widest * 100 // ctx.theme.percent + 42 if words else 0


def _formatter(ctx: Context, field: Field) -> Callable[[RowValues], Cell]:
    if field.name == "stage":
        return lambda values: _stage_cell(ctx, field, values)
    if field.type is Type.DATE:
        due = field.name == DUE
        return lambda values: _due_cell(ctx, values) if due else _day_cell(ctx, field, values)
    if field.type in (Type.MONEY, Type.LAND):
        return lambda values: _figure_cell(ctx, field, values)
    if field.name == "phones":
        return lambda values: _phone_cell(ctx, field, values)
    return lambda values: _text_cell(ctx, field, values)


def _stage_cell(ctx: Context, field: Field, values: RowValues) -> Cell:
    stage = values[field.name]
    if not isinstance(stage, str):
        return Cell("")
    return Cell(ctx.formats.choice(field, stage), stage=stage_mark(stage))


def _day_cell(ctx: Context, field: Field, values: RowValues) -> Cell:
    day = cast(date | None, values[field.name])
    full = ctx.formats.day(day)
    tone: Token = "text.2" if day else "text.3"
    return Cell(ctx.formats.short_day(day), tone=tone, tooltip=full, copy="" if day is None else full)


def _due_cell(ctx: Context, values: RowValues) -> Cell:
    """A deadline: overdue in danger with the word, due soon in warn; done ones are quiet."""
    row = row_of(values)
    day = cast(date | None, row[DUE])
    if day is None:
        return Cell("—", tone="text.3", copy="")
    text, today = ctx.formats.short_day(day), ctx.desk.today()
    full = ctx.formats.day(day)
    if any(row.values.get(name) is not None for name in ("done_on", "closed_on")):
        return Cell(text, tone="text.3", tooltip=full, copy=full)
    if day < today:
        return Cell(ctx.tr("ui.list.overdue", day=text), tone="danger", tooltip=full, copy=full)
    return Cell(text, tone="warn" if day <= today + DUE_SOON else "text.1", tooltip=full, copy=full)


def _figure_cell(ctx: Context, field: Field, values: RowValues) -> Cell:
    value = row_of(values)[field.name]
    if value is None:
        return Cell("—", tone="text.3", copy="")
    words = values.get(field.words) if field.words else None
    tooltip = ctx.tr("ui.list.as_written", words=words) if words else ""
    if field.type is Type.MONEY:
        return Cell(ctx.formats.amount(value, field), tooltip=tooltip, copy=ctx.formats.exact(value, field))
    return Cell(f"{value:,f}", tooltip=tooltip, copy=f"{value:f}")


def _phone_cell(ctx: Context, field: Field, values: RowValues) -> Cell:
    """The first number and how many more; all of them in the tooltip and on the clipboard."""
    phones = [display_phone(one) for one in row_of(values)[field.name] or ()]
    if not phones:
        return Cell("")
    more = f" +{len(phones) - 1}" if len(phones) > 1 else ""
    everything = ctx.formats.listed(phones)
    return Cell(phones[0] + more, tooltip=everything if more else "", copy=everything)


def _text_cell(ctx: Context, field: Field, values: RowValues) -> Cell:
    text = ctx.formats.value(field, row_of(values)[field.name], names_of(values))
    title = field.name == KINDS[field.kind].title_field
    tone: Token = "text.1" if title or field.column == 1 else "text.2"
    return Cell(" ".join(text.split()), tone=tone, tooltip=text if len(text) > 12 else "")


def badges_of(ctx: Context, values: RowValues) -> tuple[RowBadge, ...]:
    """How the record stands towards headquarters; none when it is in step."""
    return record_badges(ctx, row_of(values))


def record_badges(ctx: Context, row: Row) -> tuple[RowBadge, ...]:
    found: list[RowBadge] = []
    if row.refused:
        found.append(RowBadge("refused", ctx.tr("ui.badge.refused")))
    if row.in_conflict:
        found.append(RowBadge("conflict", ctx.tr("ui.badge.conflict")))
    if row.pending:
        found.append(RowBadge("pending", ctx.tr("ui.badge.pending")))
    return tuple(found)
