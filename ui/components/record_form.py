"""The form of a record kind, made from its fields: two columns where there is room, errors at their rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.model.field import Field, Type
from app.model.registry import KINDS, Kind
from app.rules.validation import Problem
from ui.components.field_binding import FieldBinding, NewRecord
from ui.context.context import Context
from ui.widgets.form_row import FormRow

TWO_COLUMNS = 720
DRAFT_AFTER_MS = 400
_TALL = (Type.LONG_TEXT, Type.REFERENCES)


class RecordForm(QWidget):
    """Rows for some fields of a kind. What is typed stays, whatever is wrong with it."""

    changed = Signal()
    """Something was typed or picked; a moment after the last of it."""

    def __init__(
        self,
        ctx: Context,
        kind: str,
        *,
        names: Sequence[str] = (),
        on_new: NewRecord | None = None,
        lines: int = 3,
        above: bool = True,
    ) -> None:
        """``names`` are the fields, in order; all of the form's without it."""
        super().__init__()
        self._ctx = ctx
        known = KINDS[kind]
        fields = [known.fields[name] for name in names] or typed_fields(known)
        self.bindings: dict[str, FieldBinding] = {}
        self.rows: dict[str, FormRow] = {}
        for field in fields:
            binding = FieldBinding(ctx, field, on_new=on_new, lines=lines)
            self.bindings[field.name] = binding
            self.rows[field.name] = FormRow(
                ctx.theme, ctx.formats.label(field), binding.editor, required=field.required, above=above
            )
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, ctx.theme.px(8), 0)
        self._grid.setHorizontalSpacing(ctx.theme.px(24))
        self._grid.setVerticalSpacing(ctx.theme.px(10))
        self._columns = 0
        self._arrange(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_AFTER_MS)
        self._pause.timeout.connect(self.changed)
        for binding in self.bindings.values():
            binding.editor.changed.connect(self._pause.start)

    # ---- values
    def show_values(self, values: Mapping[str, Any]) -> None:
        """Fill the editors with a record's values."""
        for name, binding in self.bindings.items():
            if name in values:
                binding.show_value(values[name])

    def begin_with(self, values: Mapping[str, Any]) -> None:
        """Fill in what a new record starts with; it counts as entered."""
        for name, value in values.items():
            if name in self.bindings and value not in (None, [], ""):
                self.bindings[name].show_value(value)
                self.bindings[name].touched = True

    def finish(self) -> None:
        """Tell what was typed in the last moment now, before the form goes."""
        if self._pause.isActive():
            self._pause.stop()
            self.changed.emit()

    def entered(self) -> dict[str, Any]:
        """Every field that holds something, as a service takes it."""
        return {name: one.given() for name, one in self.bindings.items() if one.filled()}

    def touched(self) -> dict[str, Any]:
        """Every field the user changed, as a service takes it."""
        return {name: one.given() for name, one in self.bindings.items() if one.touched}

    def draft(self) -> dict[str, Any]:
        """What a draft keeps."""
        return {name: one.draft() for name, one in self.bindings.items() if one.touched and one.filled()}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Put a draft back; fields that are no longer there are left out."""
        for name, kept in draft.items():
            if name in self.bindings:
                self.bindings[name].restore(kept)

    def clear(self) -> None:
        """Empty every field."""
        self.show_values(dict.fromkeys(self.bindings))
        for row in self.rows.values():
            row.set_error("")

    # ---- problems
    def check(self) -> bool:
        """Show what the form itself can see (text that links to nothing); whether all is well."""
        bad = [name for name, binding in self.bindings.items() if binding.problem()]
        for name in bad:
            self.rows[name].set_error(self.bindings[name].problem())
        if bad:
            self.go_to(bad[0])
        return not bad

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Each problem at its row; whether every one found a row here."""
        for row in self.rows.values():
            row.set_error("")
        here = [one for one in problems if one.field in self.rows]
        for one in here:
            self.rows[one.field].set_error(problem_sentence(self._ctx, self.bindings[one.field].field, one))
        wrong = {one.field for one in here}
        if wrong:
            self.go_to(next(name for name in self.rows if name in wrong))
        return len(here) == len(problems)

    def go_to(self, name: str) -> None:
        """Put the keyboard on a field."""
        self.bindings[name].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- layout
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= self._ctx.theme.px(TWO_COLUMNS) else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.takeAt(0) is not None:
            continue
        line, place = 0, 0
        for name, row in self.rows.items():
            wide = self.bindings[name].field.type in _TALL or columns == 1
            if wide and place:
                line, place = line + 1, 0
            top = Qt.AlignmentFlag.AlignTop
            if wide:
                self._grid.addWidget(row, line, 0, 1, columns, top)
                line += 1
            else:
                self._grid.addWidget(row, line, place, 1, 1, top)
                line, place = (line + 1, 0) if place else (line, 1)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def typed_fields(kind: Kind) -> list[Field]:
    """The form's fields without those that keep words beside a value: they fill themselves."""
    words = {field.words for field in kind.fields.values() if field.words}
    return [field for field in kind.form_fields if field.name not in words]


def problem_sentence(ctx: Context, field: Field, problem: Problem) -> str:
    """A problem in words, with a field's choices by their names."""
    reason = problem.reason
    params = dict(reason.params)
    if "choices" in params and field.choices:
        params["choices"] = ctx.formats.listed([ctx.formats.choice(field, one) for one in field.choices])
    return ctx.tr(reason.key, **params)
