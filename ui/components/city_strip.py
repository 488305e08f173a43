"""全市合计: what the city has signed, what has arrived, and the rate, over the board."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.services.scores.published import City
from ui.components.page import Surface
from ui.components.score_cards import plain
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.label import Label
from ui.widgets.nesting import nest

_FIGURES = ("signed", "contract", "arrived", "rate")


class CityStrip(Surface):
    """Four figures in a line; whose they are (live, or a bulletin's) is said at the right."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, line=True)
        px = ctx.theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(8), px(20), px(8))
        row.setSpacing(px(32))
        self._figures = [Label("—", Role.TITLE) for _ in _FIGURES]
        for name, figure in zip(_FIGURES, self._figures, strict=True):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(Label(ctx.tr(f"ui.scores.city.{name}"), Role.META, "text.2"))
            column.addWidget(figure)
            nest(row, column)
        row.addStretch(1)
        self._source = Label("", Role.META, "text.3")
        row.addWidget(self._source)
        self.shown: Sequence[tuple[str, str]] = ()

    def show_city(self, city: City, source: str) -> None:
        """``source``: where the figures are from."""
        ctx = self._ctx
        told = (
            ctx.tr("ui.scores.city.projects", count=plain(city.signed)),
            ctx.formats.amount_with_unit(city.contract),
            ctx.formats.amount_with_unit(city.arrived),
            city.rate_text,
        )
        names = (ctx.tr(f"ui.scores.city.{name}") for name in _FIGURES)
        self.shown = tuple(zip(names, told, strict=True))
        for label, text in zip(self._figures, told, strict=True):
            label.setText(text)
        self._source.setText(source)
        self.setAccessibleName("\n".join(f"{name} {figure}" for name, figure in self.shown))
