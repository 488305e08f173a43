"""Meetings: one is planned, projects are put on its agenda, an item is decided."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.model.row import Row
from app.services.meetings import Candidate, plan_meeting, put_on_agenda, record_outcome
from ui.components.field_binding import FieldBinding
from ui.context.context import Context
from ui.dialogs.fields_dialog import FieldsDialog
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Line
from ui.widgets.form_row import FormRow, align_labels
from ui.widgets.label import Label
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled

_ASSIGNED = ("title", "owner_unit", "owner", "due_on")
_MOST_LISTED = 60


def meeting_dialog(ctx: Context) -> FieldsDialog:
    """Plan a meeting; its round and name are found by themselves."""
    fields, said = KINDS["meeting"].fields, ctx.words.language
    dialog = FieldsDialog(
        ctx,
        ctx.tr("ui.meeting.plan"),
        ctx.tr("ui.meeting.plan"),
        [fields[name] for name in ("body", "held_on", "place", "chair", "attendees")],
        lambda given: plan_meeting(ctx.desk, given, language=said)[1],
        said=ctx.tr("ui.said.meeting_planned"),
        required=("body", "held_on"),
        begin={"body": "assessment_group"},
    )
    dialog.rows["body"].set_help(ctx.tr("ui.meeting.named"))
    return dialog


class AgendaDialog(FieldsDialog):
    """The projects that wait for the body, ticked; others that could go before it."""

    def __init__(self, ctx: Context, meeting: Row, found: list[Candidate]) -> None:
        field = KINDS["agenda_item"].fields["argument"]
        super().__init__(
            ctx,
            ctx.tr("ui.meeting.agenda"),
            ctx.tr("ui.meeting.put"),
            [field],
            lambda given: self._put(ctx, meeting.id, given),
            said=ctx.tr("ui.said.on_agenda"),
            width=640,
        )
        self.boxes: dict[str, QCheckBox] = {}
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ctx.theme.px(6))
        for one in found[:_MOST_LISTED]:
            box = self.boxes[one.project.id] = QCheckBox(self._words(ctx, one))
            box.setChecked(one.waits)
            column.addWidget(box)
        if not found:
            column.addWidget(Label(ctx.tr("ui.meeting.nobody"), tone="text.3", wrap=True))
        column.addStretch(1)
        scroll = Scrolled(holder)
        scroll.setMinimumHeight(ctx.theme.px(min(40 + 28 * len(found), 320)))
        self.body.insertWidget(0, scroll)
        self.body.insertWidget(0, Label(ctx.formats.title(meeting), Role.META, "text.2", wrap=True))

    def _words(self, ctx: Context, one: Candidate) -> str:
        amount = ctx.formats.amount_with_unit(one.project["investment"])
        words = [ctx.formats.title(one.project), amount]
        words += [ctx.tr("ui.meeting.waits")] if one.waits else []
        words += [ctx.tr("ui.approval.special")] if one.special else []
        return "  ".join(words)

    def _put(self, ctx: Context, meeting: str, given: Mapping[str, Any]) -> ChangeSet:
        chosen = [id for id, box in self.boxes.items() if box.isChecked()]
        return put_on_agenda(ctx.desk, meeting, chosen, str(given["argument"] or ""))


class OutcomeDialog(FieldsDialog):
    """What the meeting made of an item, and what it assigned to whom."""

    def __init__(self, ctx: Context, item: Row) -> None:
        fields = KINDS["agenda_item"].fields
        super().__init__(
            ctx,
            ctx.formats.title(item),
            ctx.tr("ui.meeting.record"),
            [fields["outcome"], fields["opinion"]],
            lambda given: self._record(ctx, item.id, given),
            said=ctx.tr("ui.said.outcome"),
            required=("outcome",),
            begin={"outcome": item["outcome"] or "passed", "opinion": item["opinion"]},
            width=640,
        )
        self.assignments: list[dict[str, FieldBinding]] = []
        self._assigned = QVBoxLayout()
        self._assigned.setSpacing(ctx.theme.px(8))
        self.body.addWidget(Line())
        nest(self.body, self._assigned)
        self.add = Button(ctx.theme, ctx.tr("ui.meeting.assign"), ButtonKind.LINK)
        self.add.clicked.connect(self.add_assignment)
        self.body.addWidget(self.add)

    def add_assignment(self) -> None:
        """Room for one more."""
        ctx, fields = self._ctx, KINDS["next_step"].fields
        bindings = {name: FieldBinding(ctx, fields[name]) for name in _ASSIGNED}
        self.assignments.append(bindings)
        for name, one in bindings.items():
            label = ctx.tr("ui.meeting.assigned") if name == "title" else ctx.formats.label(one.field)
            row = FormRow(ctx.theme, label, one.editor)
            if name in ("title", "due_on"):
                self.rows[name] = row  # the last one: where a refusal is shown
            self._assigned.addWidget(row)
        align_labels(ctx.theme, self.findChildren(FormRow))
        bindings["title"].editor.setFocus()
        self.adjustSize()

    def _record(self, ctx: Context, item: str, given: Mapping[str, Any]) -> ChangeSet:
        assigned = [
            {name: one.given() or one.editor.raw() for name, one in bindings.items()}
            for bindings in self.assignments
            if any(one.filled() for one in bindings.values())
        ]
        return record_outcome(
            ctx.desk,
            item,
            str(given["outcome"] or ""),
            opinion=str(given["opinion"] or ""),
            assignments=assigned,
            language=ctx.words.language,
        )
