"""What a project is counted as, in the words of the pack, with what follows said at once."""

from typing import Any

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.recognition import standards
from app.services.errors import InvalidRecord
from app.services.fund_records import PROJECT, facts_of
from app.services.fund_standards import WORDS, asked_facts, set_standards
from app.services.policy import pack_of
from app.services.records import checked_values
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.fields.choice_field import Choice, ChoiceField
from ui.widgets.fields.editor import FieldEditor
from ui.widgets.fields.text_field import TextField
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label

_FLAGS = ("consent", "legal_person", "guaranteed_return")


class StandardsDialog(WritingDialog):
    """Asks only for what the pack's tables look at."""

    def __init__(self, ctx: Context, project: Row) -> None:
        super().__init__(ctx, ctx.tr("ui.funds.standards.title"), ctx.tr("ui.form.save"), width=560)
        self._project = project
        self._pack = pack_of(ctx.desk)
        self.body.addWidget(Label(str(project["name"] or ""), Role.BODY_BOLD, wrap=True))
        fields = KINDS[PROJECT].fields
        self.editors = {name: self._editor(name) for name in asked_facts(ctx.desk)}
        self.add_rows(
            {
                name: FormRow(ctx.theme, ctx.formats.label(fields[name]), editor)
                for name, editor in self.editors.items()
            }
        )
        self.result_line = Label("", Role.BODY, "text.2", wrap=True)
        self.body.addWidget(self.result_line)
        for editor in self.editors.values():
            editor.changed.connect(self._look)
        self._look()

    def _editor(self, name: str) -> FieldEditor:
        ctx, value = self._ctx, self._project[name]
        if name in WORDS or name in _FLAGS:
            editor = ChoiceField(ctx.theme, self._choices(name))
            editor.set_value({True: "yes", False: "no"}.get(value, value) if name in _FLAGS else value)
            return editor
        plain = TextField(ctx.theme)
        plain.set_value(None if value is None else str(value))
        return plain

    def _choices(self, name: str) -> list[Choice]:
        ctx = self._ctx
        if name in _FLAGS:
            return [Choice("yes", ctx.tr("ui.yes")), Choice("no", ctx.tr("ui.no"))]
        words = self._pack.words.get(WORDS[name], {})
        return [Choice(word, text.said(ctx.words.language)) for word, text in words.items()]

    def given(self) -> dict[str, Any]:
        """What was chosen and typed, as the service takes it."""
        told: dict[str, Any] = {}
        for name, editor in self.editors.items():
            value = editor.value() or editor.raw().strip() or None
            told[name] = {"yes": True, "no": False}.get(str(value)) if name in _FLAGS else value
        return told

    def _look(self) -> None:
        """Say what would follow; while something is still being typed, nothing."""
        ctx, row = self._ctx, self._project
        try:
            values = checked_values(ctx.desk, PROJECT, self.given(), complete=False)
        except InvalidRecord:
            self.result_line.setText("")
            return
        after = Row(row.kind, row.id, {**row.values, **values}, row.rev, row.deleted)
        found = standards(self._pack, facts_of(after))
        self.result_line.setText(ctx.formats.reason(found.why))

    def writing(self) -> Writing:
        ctx, id, given = self._ctx, self._project.id, self.given()
        said = ctx.tr("ui.said.standards", name=str(self._project["name"] or ""))
        return Writing(lambda: set_standards(ctx.desk, id, given), said)

    def row_of(self, field: str) -> FormRow | None:
        return self.rows.get(field)
