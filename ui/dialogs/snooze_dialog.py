"""Putting an alert off: until when, and why; others see both."""

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.services.alerts import SNOOZE, Alert, snooze
from app.services.errors import InvalidRecord
from ui.components.field_binding import FieldBinding
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.dialog import Dialog
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label

_ASKED = ("until", "reason")


class SnoozeDialog(Dialog):
    """The light comes back on the day after."""

    def __init__(self, ctx: Context, alert: Alert) -> None:
        super().__init__(
            ctx.theme, ctx.tr("ui.alerts.put_off"), accept=ctx.tr("ui.alerts.put_off"), width=520
        )
        self._ctx, self._alert, self._saving = ctx, alert, False
        said = f"{alert.title}  {ctx.formats.reason(alert.why)}".strip()
        self.body.addWidget(Label(said, Role.BODY, "text.2", wrap=True))
        fields = KINDS[SNOOZE].fields
        self.bindings = {name: FieldBinding(ctx, fields[name]) for name in _ASKED}
        self.rows = {
            name: FormRow(ctx.theme, ctx.formats.label(fields[name]), one.editor, required=True)
            for name, one in self.bindings.items()
        }
        for row in self.rows.values():
            self.body.addWidget(row)
        self.may_accept = self._save

    def _save(self) -> bool:
        if self._saving:
            return False
        ctx, alert = self._ctx, self._alert
        until, reason = (one.given() or one.editor.raw() for one in self.bindings.values())
        self._saving = True
        for row in self.rows.values():
            row.set_error("")
        ctx.change(
            lambda: snooze(ctx.desk, alert, until, str(reason or "")),
            changes=lambda made: made[1],
            done=self._done,
            refused=self._refused,
            failed=self._failed,
            said=ctx.tr("ui.alerts.said"),
        )
        return False

    def _done(self, _made: tuple[str, ChangeSet]) -> None:
        self.may_accept = None
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self._saving = False
        self._ctx.trouble(error)

    def _refused(self, error: InvalidRecord) -> None:
        self._saving = False
        for problem in error.problems:
            row = self.rows.get(problem.field, self.rows["until"])
            row.set_error(self._ctx.formats.reason(problem.reason))
