"""A small form over some fields of a kind that a service of its own keeps."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.model.changes import ChangeSet
from app.model.field import Field
from app.services.errors import InvalidRecord
from ui.components.field_binding import FieldBinding
from ui.context.context import Context
from ui.widgets.dialog import Dialog
from ui.widgets.form_row import FormRow

Keep = Callable[[Mapping[str, Any]], ChangeSet]
"""Writes what was given, on the database thread."""


class FieldsDialog(Dialog):
    """``required`` are marked; what the service refuses is shown at its field, at the first one otherwise."""

    def __init__(
        self,
        ctx: Context,
        title: str,
        accept: str,
        fields: Sequence[Field],
        keep: Keep,
        *,
        said: str,
        required: Sequence[str] = (),
        begin: Mapping[str, Any] | None = None,
        width: int = 560,
    ) -> None:
        super().__init__(ctx.theme, title, accept=accept, width=width)
        self._ctx, self._keep, self._said, self._saving = ctx, keep, said, False
        self.bindings = {field.name: FieldBinding(ctx, field) for field in fields}
        self.rows = {
            name: FormRow(ctx.theme, ctx.formats.label(one.field), one.editor, required=name in required)
            for name, one in self.bindings.items()
        }
        for name, value in (begin or {}).items():
            self.bindings[name].show_value(value)
        for row in self.rows.values():
            self.body.addWidget(row)
        self.may_accept = self._save

    def given(self) -> dict[str, Any]:
        """What was typed, as a service takes it."""
        return {name: one.given() or one.editor.raw() for name, one in self.bindings.items()}

    def _save(self) -> bool:
        if self._saving:
            return False
        ctx, given, keep = self._ctx, self.given(), self._keep
        self._saving = True
        for row in self.rows.values():
            row.set_error("")
        ctx.change(
            lambda: keep(given),
            changes=lambda changes: changes,
            done=lambda _changes: self._done(),
            refused=self._refused,
            failed=self._failed,
            said=self._said,
        )
        return False

    def _done(self) -> None:
        self.may_accept = None
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self._saving = False
        self._ctx.trouble(error)

    def _refused(self, error: InvalidRecord) -> None:
        self._saving = False
        for problem in error.problems:
            row = self.rows.get(problem.field) or next(iter(self.rows.values()))
            row.set_error(self._ctx.formats.reason(problem.reason))
