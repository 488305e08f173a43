"""What the axes and figures of a pivot are called."""

from collections.abc import Sequence
from typing import Any

from app.model.field import Field, Type
from app.model.registry import KINDS
from app.rules.pivot_table import Figure
from app.services.pivots import NAMED, Layout, Pivot
from app.store.pivoting import BAND, IN_PLACE, PERIODS, QUARTER, YEAR, Axis
from ui.context.context import Context
from ui.theme.type_scale import Role


class PivotWords:
    """The words for one kind of record."""

    def __init__(self, ctx: Context, kind: str) -> None:
        self._ctx, self._kind = ctx, KINDS[kind]

    def field(self, name: str) -> Field:
        return self._kind.fields[name]

    def axis(self, chosen: tuple[str, str]) -> str:
        """“签约日期 按月”."""
        label = self.label(chosen[0])
        return self._ctx.tr("ui.pivot.axis", field=label, by=self.period(chosen[1])) if chosen[1] else label

    def label(self, name: str) -> str:
        """A field as an axis."""
        field = self.field(name)
        label = self._ctx.formats.label(field)
        return self._ctx.tr("ui.pivot.banded", field=label) if field.type is Type.MONEY else label

    def period(self, by: str) -> str:
        return self._ctx.tr(f"ui.pivot.by.{by}")

    def measure(self, name: str) -> str:
        """What is added up, with its unit."""
        ctx = self._ctx
        if not name:
            return ctx.tr("ui.pivot.count")
        if name == IN_PLACE:
            return ctx.tr("ui.pivot.measure", name=ctx.tr("ui.pivot.in_place"), unit=ctx.formats.unit_name)
        field = self.field(name)
        land = field.type is Type.LAND
        unit = ctx.tr("ui.unit.mu") if land else ctx.formats.unit_name_of(field)
        return ctx.tr("ui.pivot.measure", name=ctx.formats.label(field), unit=unit)

    def title(self, layout: Layout) -> str:
        """What the whole table tells, for the corner of a copied one."""
        rows = self.axis(layout.rows)
        axes = (
            self._ctx.tr("ui.pivot.times", rows=rows, columns=self.axis(layout.columns))
            if layout.columns
            else rows
        )
        return self._ctx.tr("ui.pivot.title", axes=axes, measure=self.measure(layout.measure))

    def widest(self, name: str) -> int:
        """px at 100 % that the choices of a field ask for as headings; 0 where there are none."""
        metrics, field = self._ctx.theme.metrics(Role.META), self.field(name)
        words = [self._ctx.formats.choice(field, choice) for choice in field.choices]
        return max(map(metrics.horizontalAdvance, words), default=0) * 100 // self._ctx.theme.percent

    # ---- figures
    def figure(self, layout: Layout, figure: Figure, *, exact: bool = False) -> str:
        """A figure as it is shown, or in full; "" where there are no records."""
        if not figure.count:
            return ""
        if not layout.measure:
            return str(figure.count) if exact else f"{figure.count:,}"
        field = None if layout.measure == IN_PLACE else self.field(layout.measure)
        if field is not None and field.type is Type.LAND:
            return f"{figure.total:f}" if exact else f"{figure.total:,f}"
        formats = self._ctx.formats
        return formats.exact(figure.total, field) if exact else formats.amount(figure.total, field)

    # ---- values
    def heading(self, pivot: Pivot, axis: Axis | None, values: Sequence[Any]) -> str:
        """One value, or how many were put together."""
        if axis is None:
            return self.measure(pivot.layout.measure)
        if len(values) == 1:
            return self.value(pivot, axis, values[0])
        if axis.by in PERIODS:
            return self._ctx.tr("ui.pivot.earlier", last=self.value(pivot, axis, values[-1]))
        return self._ctx.tr("ui.pivot.others", count=len(values))

    def more(self, pivot: Pivot, axis: Axis | None, values: Sequence[Any]) -> str:
        """The heading in full."""
        shown = self.heading(pivot, axis, values)
        if axis is None or len(values) == 1:
            return shown
        some = [self.value(pivot, axis, value) for value in values[:NAMED]]
        return f"{shown}\n{self._ctx.formats.listed(some)}…"

    def value(self, pivot: Pivot, axis: Axis, value: Any) -> str:
        """One value of an axis."""
        ctx, field = self._ctx, self.field(axis.field)
        if value is None:
            return ctx.tr("ui.board.none")
        if axis.by == BAND:
            return self._band(axis, field, int(value))
        if axis.by == QUARTER:
            year, _, quarter = str(value).partition("-")
            return ctx.tr("ui.pivot.quarter", year=year, quarter=quarter)
        if axis.by:
            return ctx.tr("ui.pivot.year", year=value) if axis.by == YEAR else str(value)
        if field.type is Type.BOOLEAN:
            return ctx.tr("ui.yes" if value else "ui.no")
        return ctx.formats.value(field, value, pivot.names)

    def _band(self, axis: Axis, field: Field, reached: int) -> str:
        edges, amount = axis.edges, self._ctx.formats.amount_with_unit
        if not reached:
            return self._ctx.tr("ui.pivot.below", edge=amount(edges[0], field))
        if reached == len(edges):
            return self._ctx.tr("ui.pivot.above", edge=amount(edges[-1], field))
        least = self._ctx.formats.amount(edges[reached - 1], field)
        return self._ctx.tr("ui.pivot.between", least=least, edge=amount(edges[reached], field))
