"""The columns of the monthly sheet, of the reconciliation and of the published months."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from app.rules.fund_ledger import Component, Source, Standing
from app.rules.month_sheet import SheetLine
from app.services.funds import Sheet
from app.services.month_locks import Recomputed
from app.services.reopened_months import reopened_words
from ui.components.fund_words import (
    LEVELS,
    component_word,
    counted_word,
    month_word,
    share_word,
    source_word,
    standing_details,
    standing_word,
)
from ui.context.context import Context
from ui.models.columns import Cell, CellKind, Column, RowValues

LINE = "\x00line"
LOCKED = "\x00lock"
FIGURES = tuple(component.value for component in Component)
_ORDER = (Standing.DIFFERS, Standing.UNREPORTED, Standing.REPORTED, Standing.AGREES, Standing.PUBLISHED)


def _by(source: Source) -> str:
    return f"by_{source.value}"


def _told_by(source: Source) -> Callable[[SheetLine], Any]:
    return lambda line: line.month.told(source)


def _rank(line: SheetLine) -> int | None:
    standing = line.month.standing
    return _ORDER.index(standing) if standing in _ORDER else None


_NAMED: Mapping[str, Callable[[SheetLine], Any]] = {
    "id": lambda line: line.project,
    LINE: lambda line: line,
    "name": lambda line: line.name,
    "unit": lambda line: line.unit,
    "standing": _rank,
}
_OF_LINE = {
    **_NAMED,
    "contract": lambda line: line.contract,
    "before": lambda line: line.before,
    "recognised": lambda line: line.recognised,
    "cumulative": lambda line: line.cumulative,
}
_OF_RECONCILED = {
    **_NAMED,
    **{_by(source): _told_by(source) for source in Source},
    "difference": lambda line: line.month.difference,
    "settled": lambda line: line.month.total,
}


def line_of(values: RowValues) -> SheetLine:
    """The line behind a row of the sheet."""
    return cast(SheetLine, values[LINE])


class LineRow(Mapping[str, Any]):
    """A line as a row of a table: each value is worked out when it is asked for, for there are thousands."""

    __slots__ = ("_told", "line")

    def __init__(self, line: SheetLine, told: Mapping[str, Callable[[SheetLine], Any]]) -> None:
        self.line, self._told = line, told

    def __getitem__(self, key: str) -> Any:
        return self._told[key](self.line)

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)

    def __eq__(self, other: object) -> bool:
        """The same line, told by the same source; values are not worked out for it."""
        return isinstance(other, LineRow) and self.line is other.line and self._told is other._told

    __hash__ = None  # type: ignore[assignment]


def _figure_told(source: Source, component: Component) -> Callable[[SheetLine], Any]:
    return lambda line: line.month.told(source, component)


_TOLD_BY = {
    source: _OF_LINE | {one.value: _figure_told(source, one) for one in Component} for source in Source
}


class SheetRows(Mapping[str, LineRow]):
    """The lines of a sheet as rows of the table, by project in their order; the figures are those that
    ``source`` tells. A row is made when it is asked for.
    """

    def __init__(self, lines: Mapping[str, SheetLine], source: Source) -> None:
        self._lines, self._told = lines, _TOLD_BY[source]

    def __getitem__(self, id: str) -> LineRow:
        return LineRow(self._lines[id], self._told)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, id: object) -> bool:
        return id in self._lines


class Reconciled:
    """The lines of a sheet that anybody told of, those that differ first; kept from one sheet to the next."""

    def __init__(self) -> None:
        self._standings: dict[str, tuple[SheetLine, Standing]] = {}

    def rows(self, sheet: Sheet) -> list[LineRow]:
        """As rows of the table; only lines that are other than the last time are looked through."""
        known = self._standings
        self._standings = {
            line.project: known[line.project]
            if line.project in known and known[line.project][0] is line
            else (line, line.month.standing)
            for line in sheet.by_project.told
        }
        told = [one for one in self._standings.values() if one[1] is not Standing.EMPTY]
        told.sort(key=lambda one: _ORDER.index(one[1]))
        return [LineRow(line, _OF_RECONCILED) for line, _ in told]


def lock_rows(found: Sequence[Recomputed]) -> list[dict[str, Any]]:
    """Published months as rows."""
    return [
        {
            "id": one.lock.id,
            LOCKED: one,
            "month": one.lock["month"],
            "unit": one.lock["unit"],
            "total": one.published.get("total"),
            "recognised": one.published.get("recognised"),
        }
        for one in found
    ]


def sheet_columns(ctx: Context) -> list[Column]:
    """The sheet's; the figures of the chosen source can be typed and pasted."""
    unit = ctx.formats.unit_name
    return [
        _name(ctx),
        _text(ctx, "unit", "ui.funds.column.unit", 132, 3),
        _money(ctx, "contract", "ui.funds.column.contract", unit, 4),
        _money(ctx, "before", "ui.funds.column.before", unit, 2),
        *(_figure(ctx, component) for component in Component),
        _standing(ctx),
        _recognised(ctx, unit),
        _money(ctx, "cumulative", "ui.funds.column.cumulative", unit, 1),
        Column(
            "share",
            ctx.tr("ui.funds.column.share"),
            lambda values: Cell(share_word(line_of(values)), tone="text.2"),
            88,
            CellKind.AMOUNT,
            5,
            sortable=False,
        ),
    ]


def reconciled_columns(ctx: Context) -> list[Column]:
    """Reported, the department's and the published figure side by side."""
    sources = [_told(ctx, _by(source), source_word(ctx, source)) for source in Source]
    difference = _told(ctx, "difference", ctx.tr("ui.funds.column.difference"), signed=True)
    settled = _told(ctx, "settled", ctx.tr("ui.funds.column.settled"))
    name, unit = _name(ctx), _text(ctx, "unit", "ui.funds.column.unit", 150, 2)
    return [name, unit, *sources, difference, _standing(ctx), settled]


def lock_columns(ctx: Context) -> list[Column]:
    """When which month was published, by which rules, and whether it comes out again."""
    tr = ctx.tr
    return [
        Column("month", tr("ui.funds.column.month"), lambda v: Cell(month_word(_lock(v).lock["month"])), 88),
        Column(
            "unit",
            tr("ui.funds.column.unit"),
            lambda v: Cell(str(v["unit"] or tr("ui.funds.own_unit"))),
            150,
            CellKind.NAME,
        ),
        Column("pack", tr("ui.funds.column.pack"), lambda v: _pack_cell(ctx, _lock(v)), 150, priority=2),
        _told(ctx, "total", tr("ui.funds.column.published")),
        _told(ctx, "recognised", tr("ui.funds.column.counted")),
        Column(
            "same",
            tr("ui.funds.column.recomputed"),
            lambda v: _same_cell(ctx, _lock(v)),
            190,
            CellKind.LIGHT,
            sortable=False,
        ),
        Column(
            "by",
            tr("ui.funds.column.by"),
            lambda v: Cell(str(_lock(v).lock["created_by"] or ""), tone="text.2"),
            90,
            priority=3,
            sortable=False,
        ),
        Column(
            "at",
            tr("ui.funds.column.at"),
            lambda v: Cell(ctx.formats.moment(_lock(v).lock["created_at"]), tone="text.2"),
            120,
            priority=3,
            sortable=False,
        ),
    ]


# ---- cells
def _name(ctx: Context) -> Column:
    def cell(values: RowValues) -> Cell:
        return Cell(str(values["name"]), tooltip=str(values["name"]))

    return Column("name", ctx.tr("ui.funds.column.project"), cell, 190, CellKind.NAME)


def _text(ctx: Context, key: str, title: str, width: int, priority: int) -> Column:
    def cell(values: RowValues) -> Cell:
        return Cell(str(values[key] or ""), tone="text.2", tooltip=str(values[key] or ""))

    return Column(key, ctx.tr(title), cell, width, CellKind.TEXT, priority)


def _money(ctx: Context, key: str, title: str, unit: str, priority: int) -> Column:
    heading = ctx.tr("ui.funds.heading", title=ctx.tr(title), unit=unit)
    return _amounts(ctx, key, heading, priority)


def _told(ctx: Context, key: str, title: str, *, signed: bool = False) -> Column:
    heading = ctx.tr("ui.funds.heading", title=title, unit=ctx.formats.unit_name)
    return _amounts(ctx, key, heading, 0, signed=signed)


def _amounts(ctx: Context, key: str, heading: str, priority: int, *, signed: bool = False) -> Column:
    def cell(values: RowValues) -> Cell:
        return _amount(ctx, cast("Decimal | None", values[key]), signed=signed)

    return Column(key, heading, cell, _wide(heading), CellKind.AMOUNT, priority)


def _figure(ctx: Context, component: Component) -> Column:
    key = component.value
    word, unit = component_word(ctx, component), ctx.formats.unit_name
    title = ctx.tr("ui.funds.heading", title=word, unit=unit)

    def cell(values: RowValues) -> Cell:
        return _amount(ctx, cast("Decimal | None", values[key]))

    priority = 4 if component is Component.WORKING else 0
    return Column(key, title, cell, _wide(title), CellKind.AMOUNT, priority, editable=True)


def _amount(ctx: Context, amount: Decimal | None, *, signed: bool = False) -> Cell:
    if amount is None:
        return Cell("—", tone="text.3", copy="")
    shown, exact = ctx.formats.amount(amount), ctx.formats.exact(amount)
    sign = "+" if signed and amount > 0 else ""
    return Cell(sign + shown, tooltip="" if exact == shown else exact, copy=exact)


def _standing(ctx: Context) -> Column:
    def cell(values: RowValues) -> Cell:
        month = line_of(values).month
        light = LEVELS[month.standing]
        details = standing_details(ctx, month)
        return Cell(standing_word(ctx, month), "text.1" if light else "text.3", light=light, tooltip=details)

    return Column("standing", ctx.tr("ui.funds.column.standing"), cell, 138, CellKind.LIGHT)


def _recognised(ctx: Context, unit: str) -> Column:
    def cell(values: RowValues) -> Cell:
        line = line_of(values)
        if line.standards.unknown:
            return Cell("—", tone="text.3", tooltip=counted_word(ctx, line), copy="")
        shown = _amount(ctx, line.recognised)
        return Cell(shown.text, tooltip=counted_word(ctx, line), copy=shown.copy)

    heading = ctx.tr("ui.funds.heading", title=ctx.tr("ui.funds.column.counted"), unit=unit)
    return Column("recognised", heading, cell, _wide(heading), CellKind.AMOUNT)


def _lock(values: RowValues) -> Recomputed:
    return cast(Recomputed, values[LOCKED])


def _pack_cell(ctx: Context, one: Recomputed) -> Cell:
    name = one.pack_here.name.said(ctx.words.language) if one.pack_here else one.lock["pack"]
    text = ctx.tr("ui.funds.pack", pack=name, version=one.lock["pack_version"])
    if one.other_version:
        return Cell(text, "warn", tooltip=ctx.tr("ui.funds.other_version"))
    return Cell(text, tone="text.2")


def _same_cell(ctx: Context, one: Recomputed) -> Cell:
    if one.reopening is not None:
        words = reopened_words([one.reopening], ctx.words)
        return Cell(words, light="yellow", tooltip=words)
    if one.same:
        return Cell(ctx.tr("ui.funds.same"), light="green")
    changed: Mapping[str, Decimal] = {
        name: amount for name, amount in one.published.items() if one.now[name] != amount
    }
    lines = [
        ctx.tr(
            "ui.funds.changed",
            what=ctx.tr(f"ui.funds.sum.{name}"),
            before=ctx.formats.amount_with_unit(amount),
            now=ctx.formats.amount_with_unit(one.now[name]),
        )
        for name, amount in changed.items()
    ]
    return Cell(ctx.tr("ui.funds.not_same"), light="yellow", tooltip="\n".join(lines))


def _wide(heading: str) -> int:
    """Room for the heading and for ten digits, px at 100 %."""
    words = sum(13 if ord(char) > 0x2E80 else 7 for char in heading)
    return max(92, words + 34)
