"""One field of many records set to one value, as one step of undo."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.model.field import Type
from app.model.registry import KINDS
from app.services.cells import ADD, REMOVE, SET, CheckedRow, change_cells, check_for_all, editable_fields
from ui.components.field_binding import FieldBinding
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.fields.choice_field import Choice, ChoiceField
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label
from ui.widgets.switches import SegmentedControl

_LISTS = (Type.TEXTS, Type.REFERENCES)


class BulkDialog(WritingDialog):
    """Field, value, and how many records change; lists can be added to or taken from."""

    def __init__(self, ctx: Context, kind: str, ids: Sequence[str], field: str = "") -> None:
        title = ctx.tr("ui.bulk.title", count=len(ids), kind=ctx.formats.kind(kind))
        super().__init__(ctx, title, ctx.tr("ui.bulk.accept"), width=560)
        self._kind, self._ids = kind, list(ids)
        fields = KINDS[kind].fields
        title_field = KINDS[kind].title_field
        self._names = [name for name in editable_fields(kind) if name != title_field]
        self.field = ChoiceField(
            ctx.theme, [Choice(name, ctx.formats.label(fields[name])) for name in self._names]
        )
        self.field.changed.connect(self._choose)
        self.body.addWidget(FormRow(ctx.theme, ctx.tr("ui.bulk.field"), self.field))
        self.how = SegmentedControl(
            ctx.theme, [(how, ctx.tr(f"ui.bulk.{how}")) for how in (SET, ADD, REMOVE)], small=True
        )
        self.how.changed.connect(lambda _how: self._check())
        self.body.addWidget(self.how)
        self._value_row: QWidget | None = None
        self.binding: FieldBinding | None = None
        self.summary = Label("", Role.META, "text.2", wrap=True)
        self.body.addWidget(self.summary)
        self.checked: Sequence[CheckedRow] = ()
        self.accept_button.setEnabled(False)
        self.field.set_value(field or self._names[0])
        self._choose()

    def counts(self) -> tuple[int, int]:
        """Records that change, and that have the value already."""
        changed = sum(1 for row in self.checked if row.values)
        return changed, len(self.checked) - changed

    def _choose(self) -> None:
        name = self.field.value()
        if name is None:
            return
        field = KINDS[self._kind].fields[name]
        if self._value_row is not None:
            self._value_row.hide()
            self._value_row.deleteLater()
        self.binding = FieldBinding(self._ctx, field)
        self.binding.editor.changed.connect(self._check)
        self._value_row = FormRow(self._ctx.theme, self._ctx.tr("ui.bulk.value"), self.binding.editor)
        self.body.insertWidget(2, self._value_row)
        self.how.setVisible(field.type in _LISTS)
        self._check()

    def _check(self) -> None:
        """Ask who would change; the latest question counts."""
        binding, ctx = self.binding, self._ctx
        if binding is None:
            return
        if not binding.touched:
            self._show([])
            return
        if problem := binding.problem():
            self._show_problem(problem)
            return
        kind, ids, name, given = self._kind, self._ids, binding.field.name, binding.given()
        how = self.how.current() if binding.field.type in _LISTS else SET
        if name in _required(kind) and given in (None, "", []):
            self._show([])
            return

        def work() -> list[CheckedRow]:
            return check_for_all(ctx.desk, kind, ids, name, given, how=how)

        ctx.read(work, self._show, key=("bulk", id(self)), owner=self)

    def _show(self, rows: list[CheckedRow]) -> None:
        ctx = self._ctx
        refused = next((cell.reason for row in rows for cell in row.cells if cell.reason is not None), None)
        if refused is not None:
            self._show_problem(ctx.formats.reason(refused))
            return
        self.checked = rows
        changed, same = self.counts()
        self.summary.set_tone("text.2")
        self.summary.setText(ctx.tr("ui.bulk.summary", changed=changed, same=same))
        self.accept_button.setEnabled(changed > 0)

    def _show_problem(self, sentence: str) -> None:
        self.checked = ()
        self.summary.set_tone("danger")
        self.summary.setText(f"● {sentence}")
        self.accept_button.setEnabled(False)

    def writing(self) -> Writing | None:
        changed, _ = self.counts()
        if not changed:
            return None
        ctx, kind, rows = self._ctx, self._kind, self.checked
        said = ctx.tr("ui.said.bulk", count=changed, kind=ctx.formats.kind(kind))
        return Writing(lambda: change_cells(ctx.desk, kind, rows), said)


def _required(kind: str) -> set[Any]:
    return {name for name, field in KINDS[kind].fields.items() if field.required}
