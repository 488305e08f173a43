"""Publishing a month: what will stay as it is, and what is not settled yet."""

from app.services.funds import Sheet
from app.services.month_locks import lock_month
from ui.components.fund_words import month_word
from ui.context.context import Context, Said
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.card import Banner
from ui.widgets.fields.text_field import TextField
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label


class LockDialog(WritingDialog):
    """Nothing takes it back, so it is said before: later changes are corrections in the open month."""

    def __init__(self, ctx: Context, sheet: Sheet) -> None:
        month = month_word(sheet.month)
        super().__init__(ctx, ctx.tr("ui.funds.lock.title", month=month), ctx.tr("ui.funds.lock"), width=560)
        self._sheet = sheet
        sums, amount = sheet.sums, ctx.formats.amount_with_unit
        told = {"count": sums.lines, "total": amount(sums.total), "recognised": amount(sums.recognised)}
        self.body.addWidget(Label(ctx.tr("ui.funds.lock.what", **told), Role.BODY, wrap=True))
        if sums.differing or sums.unknown:
            words = ctx.tr("ui.funds.lock.open", differing=sums.differing, unknown=sums.unknown)
            self.body.addWidget(Banner(ctx.theme, words))
        self.body.addWidget(Label(ctx.tr("ui.funds.lock.note"), Role.META, "text.2", wrap=True))
        self.remark = TextField(ctx.theme)
        self.row = FormRow(ctx.theme, ctx.tr("field.month_lock.note"), self.remark)
        self.add_rows({"note": self.row})

    def writing(self) -> Writing:
        ctx, month, note = self._ctx, self._sheet.month, self.remark.raw().strip()
        return Writing(lambda: lock_month(ctx.desk, month, note=note))

    def written(self) -> None:
        self._ctx.said.emit(Said(self._ctx.tr("ui.said.locked", month=month_word(self._sheet.month))))
