"""修改后重发: the record's form at the field that headquarters did not take."""

from collections.abc import Callable

from PySide6.QtCore import QSize

from app.model.changes import ChangeSet
from app.model.row import Row
from app.services.errors import InvalidRecord
from app.services.records import checked_values
from app.store.store import OutboxItem
from sync.client.refused import Settled, correct
from ui.components.record_form import RecordForm
from ui.context.context import Context
from ui.widgets.card import Banner
from ui.widgets.dialog import Dialog
from ui.widgets.scrolled import Scrolled


class CorrectDialog(Dialog):
    """What is saved here replaces the refused change and goes out with the next sync."""

    def __init__(self, ctx: Context, item: OutboxItem, row: Row, reason: str) -> None:
        title = ctx.tr("ui.correct.title", name=ctx.formats.title(row))
        super().__init__(ctx.theme, title, accept=ctx.tr("ui.correct.accept"), width=880)
        self._ctx, self._item, self._row = ctx, item, row
        self._saving = False
        self.form = RecordForm(ctx, row.kind)
        self.form.show_values(row.values)
        self.body.addWidget(
            Banner(ctx.theme, ctx.tr("ui.correct.why"), reason, tone="danger", ground="danger.soft")
        )
        area = Scrolled(self.form)
        area.setMinimumHeight(ctx.theme.px(120))
        self.body.addWidget(area, 1)
        self.may_accept = self._save

    def sizeHint(self) -> QSize:
        return QSize(self._ctx.theme.px(880), self._ctx.theme.px(600))

    @property
    def field(self) -> str:
        """Where to begin: what headquarters named, else the first field of the change that the form has."""
        named = ((self._item.reason or {}).get("params") or {}).get("field", "")
        wanted = (str(named), *self._item.operation.fields, *self.form.bindings)
        return next(name for name in wanted if name in self.form.bindings)

    def begin(self) -> None:
        """Put the keyboard on that field and say there what is wrong."""
        self.form.go_to(self.field)

    def _save(self) -> bool:
        """Write it; the dialog closes when that has gone well."""
        if self._saving or not self.form.check():
            return False
        self._saving = True
        ctx, row, op_id = self._ctx, self._row, self._item.operation.op_id
        entered = self.form.touched()

        def write() -> Settled:
            values = checked_values(ctx.desk, row.kind, entered, complete=False)
            return correct(ctx.desk.store, op_id, values, ctx.desk.actor)

        said = ctx.tr("ui.said.corrected", name=ctx.formats.title(row))
        changes: Callable[[Settled], ChangeSet] = lambda settled: settled.changes  # noqa: E731 - typed for mypy
        ctx.change(write, changes=changes, done=lambda _done: self._done(said), refused=self._refused)
        return False

    def _done(self, said: str) -> None:
        self.may_accept = None
        self.accept()
        self._ctx.say(said)

    def _refused(self, error: InvalidRecord) -> None:
        self._saving = False
        self.form.show_problems(error.problems)
        self.note.setText(self._ctx.tr(error.key, **error.params))
        self.note.set_tone("danger")
