"""透视: a list counted and added up by two of its fields, and which of its records stand behind a figure."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.model.field import Field, Format, Type
from app.model.registry import KINDS
from app.rules.pivot_table import Figure, Order, PivotTable, laid_out
from app.services.desk import Desk
from app.services.policy import pack_of
from app.store.lists import Asked
from app.store.pivoting import BAND, IN_PLACE, MONTH, PERIODS, Asking, Axis, read_pivot
from app.store.reading import Filter

MOST_ROWS = 500
NAMED = 3  # of several that were put together
MEASURED = (Type.MONEY, Type.LAND)
# Where a pack has no classes by size (C4): the edges by which the sources speak of investment, 万元.
_EDGES = tuple(map(Decimal, (3000, 10_000, 30_000, 50_000, 100_000)))
_BEGIN: Mapping[str, tuple[str, str]] = {
    "project": ("responsible_unit", "stage"),
    "company": ("city", "industry"),
    "contact": ("city", "circle"),
    "visit": ("visited_on", "kind"),
    "trip": ("starts_on", "kind"),
    "next_step": ("owner", "due_on"),
    "promise": ("owner", "due_on"),
}
_AXES = (Type.CHOICE, Type.BOOLEAN, Type.REFERENCE, Type.TEXT, Type.DATE, Type.MONEY)
_NAMES_ONE = (
    *(Format.CREDIT_CODE, Format.EMAIL, Format.SHA256, Format.BIRTHDAY, Format.PHONE),
    Format.COORDINATES,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """What is chosen: axes as (field, period of its days or ""), ``columns`` None where there is one column;
    ``measure`` "" counts.
    """

    rows: tuple[str, str]
    columns: tuple[str, str] | None
    measure: str = ""

    def said(self) -> str:
        """In one word, for saved views."""
        columns = ":".join(self.columns) if self.columns else ""
        return "/".join((":".join(self.rows), columns, self.measure))


def axis_fields(kind: str) -> tuple[Field, ...]:
    """The fields that records of a kind can be put together by, most important first."""
    known = KINDS[kind]
    words = {field.words for field in known.fields.values() if field.words}
    found = {field.name: field for field in (*known.list_fields, *known.form_fields)}
    return tuple(
        field
        for field in found.values()
        if field.type in _AXES
        and field.name not in words
        and field.name != known.title_field
        and field.format not in _NAMES_ONE
        and not (field.personal or field.masked)
    )


def measures(kind: str) -> tuple[str, ...]:
    """What can be added up: "" first, which counts."""
    known = KINDS[kind]
    found = dict.fromkeys(
        field.name for field in (*known.list_fields, *known.form_fields) if field.type in MEASURED
    )
    return ("", *found, *([IN_PLACE] if kind == "project" else []))


def layout_of(kind: str, said: str = "") -> Layout:
    """The layout that a saved view says; what this version does not know is as one begins."""
    fields = {field.name: field for field in axis_fields(kind)}
    begin = _BEGIN.get(kind) or tuple(list(fields)[:2])
    first, second, measure = (*said.split("/"), "", "", "")[:3]
    rows = _axis_said(fields, first) or _axis_said(fields, begin[0])
    assert rows is not None
    columns = _axis_said(fields, second) if said else _axis_said(fields, begin[1])
    return Layout(rows, None if columns == rows else columns, measure if measure in measures(kind) else "")


def _axis_said(fields: Mapping[str, Field], said: str) -> tuple[str, str] | None:
    name, _, by = said.partition(":")
    if (field := fields.get(name)) is None:
        return None
    if field.type is not Type.DATE:
        return name, ""
    return name, by if by in PERIODS else MONTH


def axis_of(desk: Desk, kind: str, chosen: tuple[str, str]) -> Axis:
    """What the store is asked for."""
    name, by = chosen
    if KINDS[kind].fields[name].type is not Type.MONEY:
        return Axis(name, by)
    table = pack_of(desk).tables.get("sizes")
    found = {row.results["investment"] for row in table.rows} if table else set[Any]()
    edges = sorted(edge for edge in found if isinstance(edge, Decimal) and edge > 0)
    return Axis(name, BAND, tuple(edges) or _EDGES)


Among = Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Pivot:
    """A list by ``rows`` and ``columns``; ``names``: titles of the records that values refer to."""

    layout: Layout
    rows: Axis
    columns: Axis | None
    table: PivotTable
    names: Mapping[str, str]


def pivot_of(
    desk: Desk, asked: Asked, find: str, layout: Layout, most_columns: int, among: Among | None = None
) -> Pivot:
    """The table of a list; columns that do not fit, and rows beyond ``MOST_ROWS``, are put together.

    ``among`` answers the ids of a list that was narrowed beyond what the store can tell.
    """
    kind = asked.kind
    rows = axis_of(desk, kind, layout.rows)
    columns = axis_of(desk, kind, layout.columns) if layout.columns else None
    with desk.looking():
        only = among() if among is not None else None
        asking = Asking(asked, find, rows, columns, layout.measure, desk.today(), only)
        cells = {(c.row, c.column): Figure(c.count, c.total) for c in read_pivot(desk.store, asking)}
        orders = [_order(kind, axis) for axis in (rows, columns)]
        table = laid_out(cells, orders[0], orders[1], most=(MOST_ROWS, most_columns))
        shown = [line.values for line in table.lines], table.columns
        names: dict[str, str] = {}
        for axis, groups in zip((rows, columns), shown, strict=True):
            names |= _names(desk, kind, axis, groups) if axis else {}
    return Pivot(layout, rows, columns, table, names)


def _order(kind: str, axis: Axis | None) -> Order:
    if axis is None:
        return Order()
    field = KINDS[kind].fields[axis.field]
    if axis.by in PERIODS:
        return Order(str, oldest=True)
    if axis.by == BAND or field.type is Type.BOOLEAN:
        return Order(lambda value: -int(value))
    if field.type is Type.CHOICE:
        known = {choice: at for at, choice in enumerate(field.choices)}
        return Order(lambda value: (known.get(value, len(known)), str(value)))
    return Order()


def _names(desk: Desk, kind: str, axis: Axis, groups: Iterable[Sequence[Any]]) -> dict[str, str]:
    """Titles of the records that an axis names: of those put together only the first few are told."""
    field = KINDS[kind].fields[axis.field]
    if field.type is not Type.REFERENCE:
        return {}
    ids = list(dict.fromkeys(value for group in groups for value in group[:NAMED] if value is not None))
    title = KINDS[field.target].title_field
    return {row.id: str(row[title] or "") for row in desk.store.rows(field.target, ids)}


# ---- what stands behind a figure


def filters_of(kind: str, axis: Axis | None, values: Sequence[Any]) -> tuple[Filter, ...]:
    """What a list has to be filtered by to hold the records of these values of an axis and no others."""
    if axis is None:
        return ()
    field, name = KINDS[kind].fields[axis.field], axis.field
    if values == (None,):
        return (Filter(name, "empty"),)
    if axis.by in PERIODS:
        first, last = days_of(values[0])[0], days_of(values[-1])[1]
        return (
            (Filter(name, "le", last),)
            if len(values) > 1
            else (Filter(name, "ge", first), Filter(name, "le", last))
        )
    if axis.by == BAND:
        return _band_filters(axis, int(values[0]))
    if field.type is Type.BOOLEAN:
        return (Filter(name, "eq", bool(values[0])),)
    if field.type is Type.CHOICE or len(values) > 1:
        return (Filter(name, "in", tuple(values)),)
    return (Filter(name, "eq", values[0]),)


def _band_filters(axis: Axis, reached: int) -> tuple[Filter, ...]:
    found = []
    if reached:
        found.append(Filter(axis.field, "ge", axis.edges[reached - 1]))
    if reached < len(axis.edges):
        found.append(Filter(axis.field, "lt", axis.edges[reached]))
    return tuple(found)


def days_of(period: str) -> tuple[date, date]:
    """First and last day of “2026”, of “2026-2” (a quarter) or of “2026-03”."""
    year, _, part = period.partition("-")
    if not part:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    last = int(part) if len(part) == 2 else int(part) * 3
    first = last if len(part) == 2 else last - 2
    return date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1])
