"""Moving a project to another stage: what is missing is filled in place, when, and why."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.requirements import Line
from app.rules.stage_moves import EXIT_REASON, Checked, Direction, exit_reasons
from app.rules.stages import ORDER, Stage
from app.services.life import check_move, move_stage
from app.services.policy import pack_of
from ui.components.checklist import APPROVING, Checklist, requirement_words
from ui.components.field_binding import FieldBinding, choices_of
from ui.components.record_menu import visit_links
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.fields.choice_field import Choice, ChoiceField
from ui.widgets.fields.text_field import TextArea
from ui.widgets.form_row import FormRow, align_labels
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.nesting import nest

_NOTED = {"stage": "stage", "stage_on": "stage_on", "stage_reason": "reason", EXIT_REASON: EXIT_REASON}


class StageDialog(WritingDialog):
    """One move: stage, day, the missing facts, the reasons the pack asks for."""

    def __init__(self, ctx: Context, row: Row, target: str) -> None:
        super().__init__(ctx, ctx.tr("ui.stage.title"), ctx.tr("ui.stage.accept"), width=560)
        self._row, self._begun = row, False
        self.facts: dict[str, FieldBinding] = {}
        fields = KINDS["project"].fields
        self.stage = ChoiceField(ctx.theme, choices_of(ctx, fields["stage"]))
        self.stage.set_value(target)
        self.stage.changed.connect(self._stage_changed)
        self.day = FieldBinding(ctx, fields["stage_on"])
        self.day.show_value(ctx.desk.today())
        self.exit_reason = ChoiceField(ctx.theme, [])
        self.reason = TextArea(ctx.theme, lines=2)
        self.rows = {
            "stage": FormRow(ctx.theme, ctx.formats.label(fields["stage"]), self.stage, required=True),
            "stage_on": FormRow(ctx.theme, ctx.formats.label(fields["stage_on"]), self.day.editor),
            EXIT_REASON: FormRow(ctx.theme, ctx.formats.label(fields[EXIT_REASON]), self.exit_reason),
            "reason": FormRow(ctx.theme, ctx.tr("ui.stage.reason"), self.reason),
        }
        self._missing = QVBoxLayout()
        self._missing.setSpacing(ctx.theme.px(12))
        for name in ("stage", "stage_on"):
            self.body.addWidget(self.rows[name])
        nest(self.body, self._missing)
        for name in (EXIT_REASON, "reason"):
            self.body.addWidget(self.rows[name])
        self.rows[EXIT_REASON].hide()
        ctx.hub.subscribe(self, {"visit", "node", "team_member", "attachment"}, lambda _changes: self._look())
        self._look()

    @property
    def target(self) -> Stage | None:
        """The stage chosen; None while what is typed is none."""
        chosen = self.stage.value()
        return Stage(chosen) if chosen in ORDER else None

    # ---- what is missing
    def _stage_changed(self) -> None:
        self._look()

    def _look(self) -> None:
        """Ask anew what the move would miss."""
        target, ctx, id = self.target, self._ctx, self._row.id
        if target is not None:
            ctx.read(lambda: check_move(ctx.desk, id, target), self._take, key=("stage", id), owner=self)

    def _take(self, checked: Checked) -> None:
        target = self.target
        if target is None:
            return
        ctx, pack = self._ctx, pack_of(self._ctx.desk)
        kept = {name: binding.draft() for name, binding in self.facts.items() if binding.touched}
        self.facts.clear()
        self.rows = {name: row for name, row in self.rows.items() if not name.startswith("fact.")}
        clear_layout(self._missing)
        lines = [line for line in checked.lines if line.requirement.id != EXIT_REASON]
        missing = [line for line in lines if not line.met]
        if lines:
            done = ctx.tr("ui.life.ready", met=len(lines) - len(missing), total=len(lines))
            words = ctx.tr("ui.life.left", count=len(missing)) if missing else done
            self._missing.addWidget(Label(words, Role.BODY_BOLD, "warn" if missing else "success"))
        for line in missing:
            if line.in_place:
                self._missing.addWidget(self._fact_row(line, kept))
        rest = [line for line in lines if line.met or not line.in_place]
        if rest:
            self._missing.addWidget(Checklist(ctx, rest, self._go))
        reasons = exit_reasons(pack, target)
        said = ctx.words.language
        self.exit_reason.set_choices(
            [Choice(row.id, pack.word("exit_reason", row.id).said(said)) for row in reasons]
        )
        self.rows[EXIT_REASON].setVisible(bool(reasons))
        asked = checked.move.direction in (Direction.BACK, Direction.SKIPPING)
        skipped = [ctx.formats.choice(KINDS["project"].fields["stage"], one) for one in checked.move.skipped]
        if skipped:
            help = ctx.tr("ui.stage.reason.skipping", stages=ctx.formats.listed(skipped))
        else:
            help = ctx.tr("ui.stage.reason.back" if asked else "ui.stage.reason.help")
        self.rows["reason"].set_help(help, "warn" if asked else "text.3")
        align_labels(ctx.theme, self.rows.values())
        if self.facts and not self._begun:
            next(iter(self.facts.values())).editor.setFocus()  # one came to fill in what is missing
        self._begun = True

    def _fact_row(self, line: Line, kept: Mapping[str, Any]) -> QWidget:
        field = KINDS["project"].fields[line.in_place]
        binding = self.facts[field.name] = FieldBinding(self._ctx, field)
        binding.show_value(self._row[field.name])
        if field.name in kept:
            binding.restore(kept[field.name])
        label = self._ctx.formats.label(field)
        help = requirement_words(self._ctx, line)
        row = self.rows[f"fact.{field.name}"] = FormRow(self._ctx.theme, label, binding.editor, help=help)
        return row

    def _go(self, line: Line) -> None:
        """Where a line is mended that no field of the project would."""
        ctx, kind = self._ctx, line.requirement.kind
        if kind == "visit":
            ctx.new_asked.emit("visit", visit_links(self._row))
        else:
            self.reject()
            ctx.tab_asked.emit("project", self._row.id, _TABS.get(kind, "overview"))

    # ---- keeping
    def writing(self) -> Writing | None:
        target = self.target
        if target is None:
            self.rows["stage"].check()
            return None
        ctx, id = self._ctx, self._row.id
        given: dict[str, Any] = {
            "on": self.day.given() or self.day.editor.raw(),
            "reason": self.reason.raw().strip(),
            "exit_reason": self.exit_reason.value() or "",
            "facts": {name: one.given() for name, one in self.facts.items() if one.filled()},
        }
        return Writing(lambda: move_stage(ctx.desk, id, target, **given).changes)

    def written(self) -> None:
        ctx, target = self._ctx, self.target
        word = ctx.formats.choice(KINDS["project"].fields["stage"], target or "")
        # No undo: what is kept of a move stays; moving back is a move.
        ctx.say(ctx.tr("ui.said.moved", name=ctx.formats.title(self._row), stage=word))

    def row_of(self, field: str) -> FormRow:
        return self.rows.get(_NOTED.get(field, f"fact.{field}")) or self.rows["stage"]


_TABS = {"node": "plan", "team_member": "team", "attachment": "attachments", **APPROVING}
