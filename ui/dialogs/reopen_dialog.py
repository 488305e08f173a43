"""Opening a published month again: for whom, and why."""

from app.services.month_locks import Recomputed
from app.services.reopened_months import reopen_month
from ui.components.fund_words import month_word
from ui.context.context import Context, Said
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.fields.text_field import TextField
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label


class ReopenDialog(WritingDialog):
    """The reason is asked for: the unit sees it with its figures, and nothing takes it back."""

    def __init__(self, ctx: Context, published: Recomputed) -> None:
        self._lock, self._word = published.lock, month_word(published.lock["month"])
        title = ctx.tr("ui.funds.reopen.title", month=self._word)
        super().__init__(ctx, title, ctx.tr("ui.funds.reopen"), width=560)
        unit = str(self._lock["unit"] or ctx.tr("ui.funds.own_unit"))
        self.body.addWidget(Label(ctx.tr("ui.funds.reopen.what", unit=unit), Role.BODY, wrap=True))
        self.body.addWidget(Label(ctx.tr("ui.funds.reopen.note"), Role.META, "text.2", wrap=True))
        self.reason = TextField(ctx.theme)
        self.row = FormRow(ctx.theme, ctx.tr("field.month_reopening.reason"), self.reason)
        self.add_rows({"reason": self.row})

    def writing(self) -> Writing:
        ctx, lock, reason = self._ctx, self._lock, self.reason.raw()
        units = [lock["unit_id"] or ""]
        return Writing(lambda: reopen_month(ctx.desk, lock["month"], reason, units=units))

    def written(self) -> None:
        self._ctx.said.emit(Said(self._ctx.tr("ui.said.reopened", month=self._word)))
