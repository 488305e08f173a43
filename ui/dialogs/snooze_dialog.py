"""Putting an alert off: until when, and why; others see both."""

from app.model.registry import KINDS
from app.services.alerts import SNOOZE, Alert, snooze
from ui.components.field_binding import FieldBinding
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label

_ASKED = ("until", "reason")


class SnoozeDialog(WritingDialog):
    """The light comes back on the day after."""

    def __init__(self, ctx: Context, alert: Alert) -> None:
        super().__init__(ctx, ctx.tr("ui.alerts.put_off"), ctx.tr("ui.alerts.put_off"))
        self._alert = alert
        said = f"{alert.title}  {ctx.formats.reason(alert.why)}".strip()
        self.body.addWidget(Label(said, Role.BODY, "text.2", wrap=True))
        fields = KINDS[SNOOZE].fields
        self.bindings = {name: FieldBinding(ctx, fields[name]) for name in _ASKED}
        self.add_rows(
            {
                name: FormRow(ctx.theme, ctx.formats.label(fields[name]), one.editor, required=True)
                for name, one in self.bindings.items()
            }
        )

    def writing(self) -> Writing:
        ctx, alert = self._ctx, self._alert
        until, reason = (one.given() or one.editor.raw() for one in self.bindings.values())
        return Writing(lambda: snooze(ctx.desk, alert, until, str(reason or ""))[1], ctx.tr("ui.alerts.said"))
