"""The foot of the monthly sheet: real estate apart, sums that are those of the lines."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.rules.month_sheet import Sums
from ui.components.page import Surface
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label

_SHOWN = ("without_real_estate", "real_estate", "total", "department", "difference", "recognised")


class SumsStrip(Surface):
    """Label in meta over each figure; the unit is named once at the left."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._row = QHBoxLayout(self)
        px = ctx.theme.px
        self._row.setContentsMargins(px(20), px(6), px(20), px(6))
        self._row.setSpacing(px(24))

    def show_sums(self, sums: Sums) -> None:
        """Replace the figures."""
        clear_layout(self._row)
        ctx = self._ctx
        head = ctx.tr("ui.funds.sums", count=sums.lines)
        self._row.addWidget(self._figure(head, ctx.formats.unit_name, bold=False))
        for name in (*_SHOWN, "cumulative"):
            label = ctx.tr(f"ui.funds.sum.{name}")
            strong = name in ("total", "recognised")
            self._row.addWidget(self._figure(label, ctx.formats.amount(getattr(sums, name)), bold=strong))
        if sums.county:
            label = ctx.tr("ui.funds.sum.county")
            self._row.addWidget(self._figure(label, ctx.formats.amount(sums.county), bold=False))
        self._row.addStretch(1)

    def _figure(self, label: str, value: str, *, bold: bool) -> QWidget:
        figure = QWidget()
        column = QVBoxLayout(figure)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(label, Role.META, "text.3"))
        column.addWidget(Label(value, Role.BODY_BOLD if bold else Role.BODY, "text.1" if bold else "text.2"))
        return figure
