"""What is owed next, with boxes to tick off."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.model.row import Row
from app.services.records import complete_step
from ui.components.record_menu import shut_box, ticked_menu
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.card import Box
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.offering import Offering


class StepRow(Offering, QWidget):
    """One next step: a box that completes it, its title, its deadline."""

    def __init__(self, ctx: Context, row: Row) -> None:
        super().__init__()
        self._ctx, self._row = ctx, row
        self.box = QCheckBox()
        self.box.setChecked(row["done_on"] is not None)
        if row["done_on"] is not None:
            shut_box(self.box)
        self.box.setAccessibleName(ctx.formats.title(row))
        self.box.setToolTip(ctx.tr("ui.step.complete"))
        self.box.toggled.connect(self._complete)
        done = row["done_on"] is not None
        title = ElidedLabel(ctx.formats.title(row), tone="text.2" if done else "text.1")
        title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(ctx.theme.px(8))
        line.addWidget(self.box)
        line.addWidget(title, 1)
        words, tone = _deadline(ctx, row)
        line.addWidget(Label(words, Role.META, tone))

    def menu(self) -> Menu:
        """Tick it off, and what can be done with any record."""
        return ticked_menu(self._ctx, self, self._row, self.box)

    def _complete(self, on: bool) -> None:
        if not on:
            return
        ctx, id = self._ctx, self._row.id
        self.box.setEnabled(False)
        said = ctx.tr("ui.said.completed", name=ctx.formats.title(self._row))
        ctx.change(lambda: complete_step(ctx.desk, id), changes=lambda changes: changes, said=said)


class StepsBox(Box):
    """Open steps on warn.soft, as in the inspector."""

    def __init__(self, ctx: Context, steps: Sequence[Row]) -> None:
        super().__init__(ctx.theme, fill="warn.soft", border=None, radius=6)
        px = ctx.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), px(10))
        column.setSpacing(px(6))
        column.addWidget(Label(ctx.tr("ui.step.open_count", count=len(steps)), Role.BODY_BOLD, "warn"))
        for step in sorted(steps, key=lambda row: (row["due_on"] or date.max, row.id)):
            column.addWidget(StepRow(ctx, step))


def _deadline(ctx: Context, row: Row) -> tuple[str, Token]:
    if row["done_on"] is not None:
        return ctx.tr("ui.step.done_on", day=ctx.formats.short_day(row["done_on"])), "success"
    if row["due_on"] is None:
        return "", "text.3"
    day = ctx.formats.short_day(row["due_on"])
    if row["due_on"] < ctx.desk.today():
        return ctx.tr("ui.list.overdue", day=day), "danger"
    return day, "text.2"
