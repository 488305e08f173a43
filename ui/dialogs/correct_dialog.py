"""修改后重发: the record's form at the field that headquarters did not take."""

from app.model.changes import ChangeSet
from app.model.row import Row
from app.services.errors import InvalidRecord
from app.services.records import checked_values
from app.store.store import OutboxItem
from sync.client.refused import correct
from ui.components.record_form import RecordForm
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.widgets.card import Banner
from ui.widgets.scrolled import Scrolled


class CorrectDialog(WritingDialog):
    """What is saved here replaces the refused change and goes out with the next sync."""

    def __init__(self, ctx: Context, item: OutboxItem, row: Row, reason: str) -> None:
        title = ctx.tr("ui.correct.title", name=ctx.formats.title(row))
        super().__init__(ctx, title, ctx.tr("ui.correct.accept"), width=880, size=(880, 600))
        self._item, self._row = item, row
        self.form = RecordForm(ctx, row.kind)
        self.form.show_values(row.values)
        self.body.addWidget(
            Banner(ctx.theme, ctx.tr("ui.correct.why"), reason, tone="danger", ground="danger.soft")
        )
        area = Scrolled(self.form)
        area.setMinimumHeight(ctx.theme.px(120))
        self.body.addWidget(area, 1)

    @property
    def field(self) -> str:
        """Where to begin: what headquarters named, else the first field of the change that the form has."""
        named = ((self._item.reason or {}).get("params") or {}).get("field", "")
        wanted = (str(named), *self._item.operation.fields, *self.form.bindings)
        return next(name for name in wanted if name in self.form.bindings)

    def begin(self) -> None:
        """Put the keyboard on that field and say there what is wrong."""
        self.form.go_to(self.field)

    def writing(self) -> Writing | None:
        if not self.form.check():
            return None
        ctx, row, op_id = self._ctx, self._row, self._item.operation.op_id
        entered = self.form.touched()

        def write() -> ChangeSet:
            values = checked_values(ctx.desk, row.kind, entered, complete=False)
            return correct(ctx.desk.store, op_id, values, ctx.desk.actor).changes

        return Writing(write)

    def written(self) -> None:
        # No undo: what was refused is gone.
        self._ctx.say(self._ctx.tr("ui.said.corrected", name=self._ctx.formats.title(self._row)))

    def refused(self, error: InvalidRecord) -> None:
        self.form.show_problems(error.problems)
        self.say_wrong(self._ctx.tr(error.key, **error.params))
