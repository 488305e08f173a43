"""One figure of the monthly sheet: booked while the month is open, corrected in the open one after."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.model.changes import ChangeSet
from app.rules.fund_ledger import Component, Source
from app.services.fund_entries import book_figure, correct
from ui.components.fund_words import component_word, month_word, source_word
from ui.components.parsers import money_as_typed
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.fields.text_field import TextField
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label


@dataclass(frozen=True, slots=True)
class FigureCell:
    """Which figure: ``before`` what its source tells so far; ``locked``: the month is published."""

    project: str
    name: str
    month: date
    source: Source
    component: Component
    before: Decimal | None
    locked: bool


class FigureDialog(WritingDialog):
    """What is typed is the whole figure; the difference is booked."""

    def __init__(self, ctx: Context, cell: FigureCell) -> None:
        key = "correct" if cell.locked else "book"
        super().__init__(ctx, ctx.tr(f"ui.funds.{key}.title"), ctx.tr(f"ui.funds.{key}"))
        self.cell = cell
        self.body.addWidget(Label(cell.name, Role.BODY_BOLD, wrap=True))
        words = {
            "month": month_word(cell.month),
            "source": source_word(ctx, cell.source),
            "component": component_word(ctx, cell.component),
            "amount": ctx.formats.amount_with_unit(cell.before),
        }
        self.body.addWidget(Label(ctx.tr("ui.funds.cell", **words), Role.BODY, "text.2", wrap=True))
        if cell.locked:
            note = ctx.tr("ui.funds.correct.note", month=words["month"])
            self.body.addWidget(Label(note, Role.META, "text.2", wrap=True))
        self.figure = TextField(ctx.theme)
        if cell.before is not None:
            self.figure.set_value(ctx.formats.exact(cell.before))
        help_text = ctx.tr("ui.funds.figure.help", unit=ctx.formats.unit_name)
        self.row = FormRow(ctx.theme, ctx.tr("ui.funds.figure"), self.figure, required=True, help=help_text)
        self.add_rows({"amount": self.row})

    def writing(self) -> Writing:
        ctx, cell = self._ctx, self.cell
        text = money_as_typed(ctx, self.figure.raw().strip())

        def write() -> ChangeSet:
            if cell.locked:
                return correct(ctx.desk, cell.project, cell.month, cell.source, cell.component, text)[1]
            return book_figure(ctx.desk, cell.project, cell.month, cell.source, cell.component, text)

        said = ctx.tr("ui.said.correction" if cell.locked else "ui.said.booked_one", name=cell.name)
        return Writing(write, said)
