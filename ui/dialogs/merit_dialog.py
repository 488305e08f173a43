"""一票评优、一票否优: what a person decides of a unit's year, with the rules' suggestion and its evidence."""

from dataclasses import replace
from typing import Any

from app.model.assessment import MERITS
from app.model.registry import KINDS
from app.policy.explaining import conditions_said
from app.services.scores.standing import Merit, decide_merit
from ui.context.context import Context
from ui.dialogs.fields_dialog import FieldsDialog
from ui.dialogs.writing_dialog import Writing
from ui.theme.type_scale import Role
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label

_ASKED = ("name", "verdict", "reason", "decided_on", "decided_by")


def verdict_word(ctx: Context, merit: Merit, verdict: str) -> str:
    """What a suggestion is called by the pack."""
    return merit.pack.word("verdict", verdict).said(ctx.words.language)


def suggested(ctx: Context, merit: Merit) -> str:
    """The suggestion, why, where it stands, and the projects that count."""
    language, row = ctx.words.language, merit.suggestion.decision.row
    said = [ctx.tr("ui.scores.merit.suggested", verdict=verdict_word(ctx, merit, merit.suggestion.verdict))]
    if merit.suggestion.why:
        said.append(merit.pack.word("why", merit.suggestion.why).said(language))
    rule = conditions_said(merit.pack, row, ctx.words)
    said.append(ctx.tr("ui.scores.rule", rule=rule, source=merit.pack.source_text(row.source, language)))
    if merit.projects:
        names = ctx.formats.listed([ctx.formats.title(one) for one in merit.projects])
        said.append(ctx.tr("ui.scores.merit.evidence", projects=names))
    return "  ".join(said)


class MeritDialog(FieldsDialog):
    """``merit`` None: of a unit that the rules say nothing of. The reason is asked for."""

    def __init__(self, ctx: Context, year: int, merit: Merit | None) -> None:
        begin = {"decided_on": ctx.today(), "decided_by": ctx.desk.actor}
        if merit is not None:
            begin["name"] = merit.unit
            if merit.suggestion.verdict in MERITS:
                begin["verdict"] = merit.suggestion.verdict
        super().__init__(
            ctx,
            ctx.tr("ui.scores.merit.title", year=year),
            ctx.tr("ui.scores.merit.decide"),
            [KINDS["merit"].fields[name] for name in _ASKED],
            lambda given: decide_merit(ctx.desk, given)[1],
            said="",
            required=_ASKED,
            begin=begin,
            width=600,
            above=True,
        )
        self.year, self.merit = year, merit
        if merit is not None:
            self.body.insertWidget(0, Label(merit.unit, Role.BODY_BOLD, wrap=True))
            self.body.insertWidget(1, Label(suggested(ctx, merit), Role.META, "text.2", wrap=True))
            self.rows["name"].hide()
        self.effect = Label("", Role.BODY, "text.2", wrap=True)
        self.body.addWidget(self.effect)
        self.note.setText(ctx.tr("ui.scores.merit.note"))
        self.bindings["verdict"].editor.changed.connect(self.look)
        self.look()

    def look(self) -> None:
        """Tell what the rules would say after it."""
        verdict, merit = str(self.bindings["verdict"].editor.value() or ""), self.merit
        if merit is None or not verdict:
            self.effect.setText("")
            return
        then = verdict_word(self._ctx, merit, merit.with_mark(verdict).verdict)
        now = verdict_word(self._ctx, merit, merit.suggestion.verdict)
        key = "ui.scores.merit.stays" if then == now else "ui.scores.merit.becomes"
        self.effect.setText(self._ctx.tr(key, now=now, then=then))

    def given(self) -> dict[str, Any]:
        told = {**super().given(), "year": str(self.year)}
        return told if self.merit is None else {**told, "suggested": self.merit.suggestion.verdict}

    def writing(self) -> Writing:
        said = self._ctx.tr("ui.said.merit", name=str(self.given()["name"]))
        return replace(super().writing(), said=said)

    def row_of(self, field: str) -> FormRow:
        return self.rows.get(field, self.rows["reason"])
