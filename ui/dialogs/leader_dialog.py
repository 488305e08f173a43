"""Putting a leader in charge of a project: one name, one post, one day."""

from app.model.registry import KINDS
from app.services.teams import MEMBER, put_in_charge
from ui.components.field_binding import FieldBinding
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.widgets.form_row import FormRow

_ASKED = ("name", "post", "unit", "since")


class LeaderDialog(WritingDialog):
    """Whoever was in charge until then stays in the list as a former one."""

    def __init__(self, ctx: Context, project: str) -> None:
        super().__init__(ctx, ctx.tr("ui.team.add"), ctx.tr("ui.team.put"))
        self._project = project
        fields = KINDS[MEMBER].fields
        self.bindings = {name: FieldBinding(ctx, fields[name]) for name in _ASKED}
        self.bindings["since"].show_value(ctx.desk.today())
        self.add_rows(
            {
                name: FormRow(ctx.theme, ctx.formats.label(fields[name]), one.editor, required=name == "name")
                for name, one in self.bindings.items()
            }
        )

    def writing(self) -> Writing:
        ctx, project = self._ctx, self._project
        given = {name: one.given() or one.editor.raw() for name, one in self.bindings.items()}
        said = ctx.tr("ui.said.in_charge", name=given["name"])
        return Writing(lambda: put_in_charge(ctx.desk, project, given)[1], said)
