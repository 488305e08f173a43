"""Columns of targets from the clipboard: each cell checked, then all set as one step."""

from collections.abc import Sequence

from app.i18n import LANGUAGES, Translator
from app.model.assessment import GOAL_MEASURES
from app.services.scores.goal_sheet import (
    CheckedGoal,
    GoalSheet,
    PastedGoals,
    check_pasted_goals,
    set_goals,
)
from ui.components.checked_table import CheckedTable, Line, Shown, changed_words
from ui.components.goal_words import figure, heading
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.label import Label


class GoalPasteDialog(WritingDialog):
    """Cells that cannot be taken say why and are left out; Ctrl+Enter sets the rest."""

    def __init__(self, ctx: Context, sheet: GoalSheet, text: str, measures: Sequence[str], row: int) -> None:
        title = ctx.tr("ui.scores.goals.paste")
        super().__init__(ctx, title, ctx.tr("ui.scores.goals.set"), width=760, size=(900, 560))
        self.sheet = sheet
        unit = ctx.formats.unit
        self.pasted: PastedGoals = check_pasted_goals(sheet, text, measures, _headings(), row=row, unit=unit)
        self.summary = Label("", Role.BODY, "text.2", wrap=True)
        self.body.addWidget(self.summary)
        self.table = CheckedTable(ctx, title)
        self.body.addWidget(self.table, 1)
        self._show()

    def _show(self) -> None:
        ctx, pasted = self._ctx, self.pasted
        titles = [ctx.tr("field.goal.name"), *(heading(ctx, one) for one in pasted.measures)]
        lines = [
            Line(str(at), [self._name(line), *(self._cell(one) for one in line)])
            for at, line in enumerate(pasted.lines)
            if line
        ]
        self.table.show_lines(titles, lines)
        told = {"changing": pasted.changing, "refused": pasted.refused, "unit": ctx.formats.unit_name}
        said = [ctx.tr("ui.scores.goals.summary", **told)]
        if pasted.beyond:
            said.append(ctx.tr("ui.scores.goals.beyond", count=pasted.beyond))
        self.summary.setText("".join(said))
        self.accept_button.setEnabled(pasted.changing > 0)

    def _name(self, line: Sequence[CheckedGoal]) -> Shown:
        one = line[0]
        if one.new and one.owner:
            new = self._ctx.tr("ui.scores.goals.new", name=one.owner)
            return Shown(new, "warn", "warn.soft", tooltip=self._ctx.tr("ui.scores.goals.new.why"))
        return Shown(one.owner or "—")

    def _cell(self, one: CheckedGoal) -> Shown:
        ctx = self._ctx
        if one.reason is not None:
            reason = ctx.formats.reason(one.reason)
            return Shown(f"{one.text}  {reason}", "danger", "danger.soft", "red", reason)
        before = "" if one.before is None else figure(ctx, one.measure, one.before)
        if not one.changes or one.after is None:
            return Shown(before or "—", "text.3")
        after = figure(ctx, one.measure, one.after)
        return Shown(changed_words(ctx, before, after), "text.1", "accent.soft")

    def writing(self) -> Writing | None:
        pasted, ctx = self.pasted, self._ctx
        if not pasted.changing:
            return None
        said = ctx.tr("ui.said.goals", count=pasted.changing)
        return Writing(lambda: set_goals(ctx.desk, self.sheet, pasted.every), said)


def _headings() -> dict[str, str]:
    """What people call a measure, in either language."""
    translators = [Translator(language) for language in LANGUAGES]
    return {tr.tr(f"choice.goal.measure.{one}"): one for one in GOAL_MEASURES for tr in translators}
