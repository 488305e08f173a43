"""One target: of whom, of what, how much."""

from PySide6.QtGui import QShowEvent

from app.model.assessment import GOAL_MEASURES
from app.services.scores.goal_sheet import GoalSheet, check_goal, set_goals
from ui.components.goal_words import exact, heading
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.fields.choice_field import Choice, ChoiceField
from ui.widgets.fields.text_field import TextField
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label


class GoalDialog(WritingDialog):
    """``owner`` "" asks for the name, too. What is typed is the whole target."""

    def __init__(self, ctx: Context, sheet: GoalSheet, owner: str, measure: str) -> None:
        super().__init__(ctx, ctx.tr("ui.scores.goals.title"), ctx.tr("ui.scores.goals.set"))
        self.sheet = sheet
        self.name = TextField(ctx.theme)
        self.name_row = FormRow(ctx.theme, ctx.tr("field.goal.name"), self.name, required=True, above=True)
        if owner:
            self.name.set_value(owner)
            self.name_row.hide()
            self.body.addWidget(Label(owner, Role.BODY_BOLD, wrap=True))
        self.body.addWidget(self.name_row)
        choices = [Choice(one, heading(ctx, one)) for one in GOAL_MEASURES]
        self.measure = ChoiceField(ctx.theme, choices)
        self.measure_row = FormRow(
            ctx.theme, ctx.tr("field.goal.measure"), self.measure, required=True, above=True
        )
        self.body.addWidget(self.measure_row)
        self.amount = TextField(ctx.theme)
        self.amount_row = FormRow(
            ctx.theme, ctx.tr("field.goal.amount"), self.amount, required=True, above=True
        )
        self.body.addWidget(self.amount_row)
        self.measure.set_value(measure)
        self.measure.changed.connect(self._measure_chosen)
        self._measure_chosen()
        self._first = self.amount if owner else self.name

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard on what is asked."""
        super().showEvent(event)
        self._first.setFocus()

    def _measure_chosen(self) -> None:
        measure = str(self.measure.value() or GOAL_MEASURES[0])
        before = self.sheet.line(self.name.raw().strip()).amount(measure)
        self.amount.set_value("" if before is None else exact(self._ctx, measure, before))

    def writing(self) -> Writing | None:
        ctx, owner = self._ctx, self.name.raw().strip()
        measure = str(self.measure.value() or "")
        checked = check_goal(self.sheet, owner, measure, self.amount.raw(), ctx.formats.unit)
        self.name_row.set_error("" if owner else ctx.tr("rules.value.required"))
        self.measure_row.set_error("" if measure in GOAL_MEASURES else ctx.tr("rules.value.required"))
        empty = checked.after is None and checked.reason is None
        wrong = ctx.tr("rules.value.required") if empty else ""
        self.amount_row.set_error(ctx.formats.reason(checked.reason) if checked.reason else wrong)
        if not owner or measure not in GOAL_MEASURES or checked.after is None:
            return None
        if not checked.changes:
            self.done(self.DialogCode.Accepted)
            return None
        said = ctx.tr("ui.said.goal", name=owner)
        return Writing(lambda: set_goals(ctx.desk, self.sheet, [checked]), said)
