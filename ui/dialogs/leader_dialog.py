"""Putting a leader in charge of a project: one name, one post, one day."""

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.services.errors import InvalidRecord
from app.services.teams import MEMBER, put_in_charge
from ui.components.field_binding import FieldBinding
from ui.context.context import Context
from ui.widgets.dialog import Dialog
from ui.widgets.form_row import FormRow

_ASKED = ("name", "post", "unit", "since")


class LeaderDialog(Dialog):
    """Whoever was in charge until then stays in the list as a former one."""

    def __init__(self, ctx: Context, project: str) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.team.add"), accept=ctx.tr("ui.team.put"), width=520)
        self._ctx, self._project, self._saving = ctx, project, False
        fields = KINDS[MEMBER].fields
        self.bindings = {name: FieldBinding(ctx, fields[name]) for name in _ASKED}
        self.bindings["since"].show_value(ctx.desk.today())
        self.rows = {
            name: FormRow(ctx.theme, ctx.formats.label(fields[name]), one.editor, required=name == "name")
            for name, one in self.bindings.items()
        }
        for row in self.rows.values():
            self.body.addWidget(row)
        self.may_accept = self._save

    def _save(self) -> bool:
        if self._saving:
            return False
        ctx, project = self._ctx, self._project
        given = {name: one.given() or one.editor.raw() for name, one in self.bindings.items()}
        self._saving = True
        ctx.change(
            lambda: put_in_charge(ctx.desk, project, given),
            changes=lambda made: made[1],
            done=self._done,
            refused=self._refused,
            said=ctx.tr("ui.said.in_charge", name=given["name"]),
        )
        return False

    def _done(self, _made: tuple[str, ChangeSet]) -> None:
        self.may_accept = None
        self.accept()

    def _refused(self, error: InvalidRecord) -> None:
        self._saving = False
        for problem in error.problems:
            row = self.rows.get(problem.field, self.rows["name"])
            row.set_error(self._ctx.formats.reason(problem.reason))
