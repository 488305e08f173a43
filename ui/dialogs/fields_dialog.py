"""A small form over some fields of a kind that a service of its own keeps."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.model.changes import ChangeSet
from app.model.field import Field
from ui.components.field_binding import FieldBinding
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.widgets.form_row import FormRow

Keep = Callable[[Mapping[str, Any]], ChangeSet]
"""Writes what was given, on the database thread."""


class FieldsDialog(WritingDialog):
    """``required`` are marked; ``above``: labels above; a refusal stands at its field, else at the first."""

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
        above: bool = False,
    ) -> None:
        super().__init__(ctx, title, accept, width=width)
        self._keep, self._said = keep, said
        self.bindings = {field.name: FieldBinding(ctx, field) for field in fields}
        rows = {
            name: FormRow(
                ctx.theme, ctx.formats.label(one.field), one.editor, required=name in required, above=above
            )
            for name, one in self.bindings.items()
        }
        for name, value in (begin or {}).items():
            self.bindings[name].show_value(value)
        self.add_rows(rows)

    def given(self) -> dict[str, Any]:
        """What was typed, as a service takes it."""
        return {name: one.given() or one.editor.raw() for name, one in self.bindings.items()}

    def writing(self) -> Writing:
        given, keep = self.given(), self._keep
        return Writing(lambda: keep(given), self._said)
