"""The small forms of assessment and approval: a step, a verdict, a service."""

from collections.abc import Mapping
from typing import Any

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.model.row import Row
from app.services.approvals import Application, record_step, step_word, withdraw_approval
from app.services.policy import pack_of
from app.services.reviews import Asked, give_verdict, start_service
from ui.context.context import Context
from ui.dialogs.fields_dialog import FieldsDialog
from ui.theme.type_scale import Role
from ui.widgets.fields.choice_field import Choice, ChoiceField
from ui.widgets.form_row import FormRow, align_labels
from ui.widgets.label import Label


def step_dialog(ctx: Context, one: Application) -> FieldsDialog:
    """What the body whose turn it is said."""
    fields, said = KINDS["approval_step"].fields, ctx.words.language
    names = ("outcome", "who", "decided_on", "opinion")

    def keep(given: Mapping[str, Any]) -> ChangeSet:
        return record_step(ctx.desk, one.row.id, given, language=said)

    dialog = FieldsDialog(
        ctx,
        step_word(ctx.desk, one.standing.step, said),
        ctx.tr("ui.approval.step"),
        [fields[name] for name in names],
        keep,
        said=ctx.tr("ui.said.step_recorded"),
        required=("outcome", "decided_on"),
        begin={"outcome": "passed", "decided_on": ctx.desk.today()},
    )
    note = ctx.tr("ui.approval.step_of", number=one.standing.number, name=ctx.formats.title(one.row))
    dialog.body.insertWidget(0, Label(note, Role.META, "text.2", wrap=True))
    return dialog


def withdraw_dialog(ctx: Context, one: Application) -> FieldsDialog:
    """Why an application is taken back."""
    return FieldsDialog(
        ctx,
        ctx.tr("ui.approval.withdraw"),
        ctx.tr("ui.approval.withdraw"),
        [KINDS["approval"].fields["note"]],
        lambda given: withdraw_approval(ctx.desk, one.row.id, str(given["note"] or "")),
        said=ctx.tr("ui.said.approval_withdrawn"),
    )


def verdict_dialog(ctx: Context, project: Row, asked: Asked) -> FieldsDialog:
    """A verdict on one item, beside what the pack asks."""
    fields, pack, said = KINDS["review"].fields, pack_of(ctx.desk), ctx.words.language
    names = ("verdict", "found", "reviewer", "reviewed_on", "reason")
    row = asked.row
    begin: dict[str, Any] = {"reviewer": ctx.desk.actor, "reviewed_on": ctx.desk.today()}
    begin |= {name: row[name] for name in names} if row else {}
    dialog = FieldsDialog(
        ctx,
        pack.word("review", asked.item).said(said),
        ctx.tr("ui.review.keep"),
        [fields[name] for name in names],
        lambda given: give_verdict(ctx.desk, project.id, asked.item, given, language=said),
        said=ctx.tr("ui.said.verdict"),
        required=("verdict",),
        begin=begin,
    )
    threshold = asked.rule.results.get("threshold") if asked.rule else None
    if threshold and asked.rule is not None:
        words = pack.word("threshold", str(threshold)).said(said)
        source = pack.source_text(asked.rule.source, said)
        note = ctx.tr("ui.review.threshold", threshold=words, source=source)
        dialog.body.insertWidget(0, Label(note, Role.META, "text.2", wrap=True))
    return dialog


class ServiceDialog(FieldsDialog):
    """A service of the pack for a project, with its limit."""

    def __init__(self, ctx: Context, project: Row) -> None:
        fields, said = KINDS["service_item"].fields, ctx.words.language
        pack = pack_of(ctx.desk)
        table = pack.tables.get("services")
        rules = table.rows if table else ()
        self._limits = {rule.id: str(rule.results["limit"]) for rule in rules}
        choices = [Choice(rule.id, pack.word("service", rule.id).said(said)) for rule in rules]
        self.item = ChoiceField(ctx.theme, choices)
        super().__init__(
            ctx,
            ctx.tr("ui.service.start"),
            ctx.tr("ui.service.take"),
            [fields[name] for name in ("limit_days", "owner_unit", "owner", "started_on")],
            lambda given: self._start(ctx, project.id, given),
            said=ctx.tr("ui.said.service_started"),
            required=("limit_days", "started_on"),
            begin={"owner": ctx.desk.actor, "started_on": ctx.desk.today()},
        )
        self.rows["item"] = FormRow(ctx.theme, ctx.formats.label(fields["title"]), self.item, required=True)
        self.body.insertWidget(0, self.rows["item"])
        align_labels(ctx.theme, self.rows.values())
        self.item.changed.connect(self._fit_limit)
        self.item.committed.connect(self._fit_limit)

    def _start(self, ctx: Context, project: str, given: Mapping[str, Any]) -> ChangeSet:
        chosen = self.item.value() or self.item.raw()
        return start_service(ctx.desk, project, chosen, given, language=ctx.words.language)[1]

    def _fit_limit(self) -> None:
        """The pack's limit of the chosen service, unless somebody has typed another."""
        limit, binding = self._limits.get(self.item.value() or ""), self.bindings["limit_days"]
        if limit and not binding.touched:
            binding.show_value(limit)
