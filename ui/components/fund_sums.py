"""The foot of the monthly sheet: real estate apart, sums that are those of the lines."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.rules.month_sheet import Sums
from ui.components.page import Surface
from ui.context.context import Context
from ui.theme.type_scale import Role
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

        self._figures: dict[str, tuple[QWidget, Label, Label]] = {}
        for name in ("", *_SHOWN, "cumulative", "county"):
            figure = self._figures[name] = self._figure(bold=name in ("total", "recognised"))
            self._row.addWidget(figure[0])
        self._row.addStretch(1)
        self._figures["county"][0].hide()

    def show_sums(self, sums: Sums) -> None:
        """Replace the figures."""
        ctx = self._ctx
        for name, (figure, label, value) in self._figures.items():
            label.setText(
                ctx.tr(f"ui.funds.sum.{name}") if name else ctx.tr("ui.funds.sums", count=sums.lines)
            )
            value.setText(ctx.formats.amount(getattr(sums, name)) if name else ctx.formats.unit_name)
            if name == "county":
                figure.setVisible(bool(sums.county))

    def _figure(self, *, bold: bool) -> tuple[QWidget, Label, Label]:
        figure = QWidget()
        column = QVBoxLayout(figure)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        label = Label("", Role.META, "text.3")
        value = Label("", Role.BODY_BOLD if bold else Role.BODY, "text.1" if bold else "text.2")
        column.addWidget(label)
        column.addWidget(value)
        return figure, label, value
