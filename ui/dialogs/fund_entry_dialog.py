"""One line of the ledger with all its details: evidence, real estate, foreign currency with rate and day."""

from datetime import date
from typing import Any

from app.model.registry import KINDS
from app.services.fund_entries import enter
from app.services.fund_records import ENTRY
from app.services.funds import MonthLocked
from ui.components.field_binding import FieldBinding
from ui.components.fund_words import month_word
from ui.components.parsers import money_as_typed
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.widgets.fields.choice_field import Choice, ChoiceField
from ui.widgets.fields.editor import FieldEditor
from ui.widgets.fields.text_field import TextField
from ui.widgets.form_row import FormRow

_BOUND = ("project_id", "component", "source", "rate_on", "evidence")
_REQUIRED = ("project_id", "month", "component", "source")
_ORDER = (
    *("project_id", "month", "component", "source", "amount", "real_estate"),
    *("foreign_amount", "rate", "rate_on", "evidence"),
)


class FundEntryDialog(WritingDialog):
    """Either the amount, or a foreign amount that names its currency, with its rate."""

    def __init__(self, ctx: Context, month: date, project: str = "", source: str = "unit") -> None:
        super().__init__(ctx, ctx.tr("ui.funds.enter.title"), ctx.tr("ui.funds.book"), width=620)
        fields = KINDS[ENTRY].fields
        self.bindings = {name: FieldBinding(ctx, fields[name], lines=2) for name in _BOUND}
        first = {"project_id": project or None, "component": "fixed", "source": source}
        for name, value in first.items():
            self.bindings[name].show_value(value)
        self.month, self.amount = TextField(ctx.theme), TextField(ctx.theme)
        self.month.set_value(month_word(month))
        self.foreign, self.rate = TextField(ctx.theme), TextField(ctx.theme)
        yes_no = [Choice("no", ctx.tr("ui.no")), Choice("yes", ctx.tr("ui.yes"))]
        self.estate = ChoiceField(ctx.theme, yes_no)
        self.estate.set_value("no")
        editors: dict[str, FieldEditor] = {
            **{name: one.editor for name, one in self.bindings.items()},
            "month": self.month,
            "amount": self.amount,
            "real_estate": self.estate,
            "foreign_amount": self.foreign,
            "rate": self.rate,
        }
        helps = {
            "amount": ctx.tr("ui.funds.enter.amount", unit=ctx.formats.unit_name),
            "foreign_amount": ctx.tr("ui.funds.enter.foreign"),
            "rate": ctx.tr("ui.funds.enter.rate"),
        }
        rows = {
            name: FormRow(
                ctx.theme,
                ctx.formats.label(fields[name]),
                editors[name],
                required=name in _REQUIRED,
                help=helps.get(name, ""),
            )
            for name in _ORDER
        }
        self.add_rows(rows)

    def given(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        told = {name: one.given() for name, one in self.bindings.items()}
        told |= {"month": self.month.raw().strip(), "real_estate": self.estate.value() == "yes"}
        told |= {"amount": money_as_typed(self._ctx, self.amount.raw().strip())}
        told |= {"foreign_amount": self.foreign.raw().strip(), "rate": self.rate.raw().strip()}
        return {name: value for name, value in told.items() if value not in (None, "")}

    def writing(self) -> Writing:
        ctx, given = self._ctx, self.given()
        return Writing(lambda: enter(ctx.desk, given)[1], ctx.tr("ui.said.booked", count=1))

    def row_of(self, field: str) -> FormRow:
        return self.rows.get(field, self.rows["amount"])

    def failed(self, error: BaseException) -> None:
        """A published month is said at the month; anything else as everywhere."""
        if isinstance(error, MonthLocked):
            self.rows["month"].set_error(self._ctx.sentence(error))
        else:
            super().failed(error)
