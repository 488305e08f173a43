"""Moving a project to another stage: which, when, and why."""

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.model.row import Row
from app.rules.stages import ORDER
from app.services.errors import InvalidRecord
from app.services.records import change_record
from ui.components.field_binding import FieldBinding, choices_of
from ui.context.context import Context
from ui.widgets.dialog import Dialog
from ui.widgets.fields.choice_field import ChoiceField
from ui.widgets.fields.text_field import TextArea
from ui.widgets.form_row import FormRow


class StageDialog(Dialog):
    """One change record: stage, its date, and the reason as a line of the note."""

    def __init__(self, ctx: Context, row: Row, target: str) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.stage.title"), accept=ctx.tr("ui.stage.accept"), width=520)
        self._ctx, self._row, self._saving = ctx, row, False
        fields = KINDS["project"].fields
        self.stage = ChoiceField(ctx.theme, choices_of(ctx, fields["stage"]))
        self.stage.set_value(target)
        self.day = FieldBinding(ctx, fields["stage_on"])
        self.day.show_value(ctx.desk.today())
        self.reason = TextArea(ctx.theme, lines=3)
        self.rows = {
            "stage": FormRow(ctx.theme, ctx.formats.label(fields["stage"]), self.stage, required=True),
            "stage_on": FormRow(ctx.theme, ctx.formats.label(fields["stage_on"]), self.day.editor),
            "note": FormRow(
                ctx.theme, ctx.tr("ui.stage.reason"), self.reason, help=ctx.tr("ui.stage.reason.help")
            ),
        }
        for one in self.rows.values():
            self.body.addWidget(one)
        self.may_accept = self._save

    def _save(self) -> bool:
        if self._saving:
            return False
        ctx, row = self._ctx, self._row
        values: dict[str, object] = {
            "stage": self.stage.value() or self.stage.raw(),
            "stage_on": self.day.given() or self.day.editor.raw(),
        }
        if reason := self.reason.raw().strip():
            values["note"] = "\n".join(part for part in (row["note"], self._line(reason)) if part)
        self._saving = True
        stage = str(values["stage"])
        word = ctx.formats.choice(KINDS["project"].fields["stage"], stage) if stage in ORDER else stage
        ctx.change(
            lambda: change_record(ctx.desk, "project", row.id, values),
            changes=_same,
            done=self._done,
            refused=self._refused,
            said=ctx.tr("ui.said.moved", name=ctx.formats.title(row), stage=word),
        )
        return False

    def _line(self, reason: str) -> str:
        field = KINDS["project"].fields["stage"]
        before = self._ctx.formats.choice(field, self._row["stage"]) if self._row["stage"] else "—"
        day = self._ctx.formats.day(self._ctx.desk.today())
        return self._ctx.tr("ui.stage.note", day=day, before=before, after=self.stage.raw(), reason=reason)

    def _done(self, _changes: ChangeSet) -> None:
        self.may_accept = None
        self.accept()

    def _refused(self, error: InvalidRecord) -> None:
        self._saving = False
        for problem in error.problems:
            row = self.rows.get(problem.field)
            if row is not None:
                row.set_error(self._ctx.formats.reason(problem.reason))


def _same(changes: ChangeSet) -> ChangeSet:
    return changes
