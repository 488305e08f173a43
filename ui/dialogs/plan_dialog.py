"""倒排工期: a plan of the pack and the day it ends; the nodes are shown before they are kept."""

from app.model.registry import KINDS
from app.rules.node_plans import plan_names
from app.services.errors import InvalidRecord
from app.services.node_plans import NODE, Draft, done_on, draft_plan, make_plan, nodes_of
from app.services.policy import pack_of
from ui.components.field_binding import FieldBinding
from ui.context.context import Context
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.fields.choice_field import Choice, ChoiceField
from ui.widgets.form_row import FormRow
from ui.widgets.gantt import Gantt, GanttBar
from ui.widgets.label import Label


class PlanDialog(WritingDialog):
    """The preview follows what is typed."""

    def __init__(self, ctx: Context, project: str) -> None:
        super().__init__(ctx, ctx.tr("ui.plan.make"), ctx.tr("ui.plan.make"), width=720)
        self._project = project
        pack, said = pack_of(ctx.desk), ctx.words.language
        choices = [Choice(name, pack.word("plan", name).said(said)) for name in plan_names(pack)]
        self.plan = ChoiceField(ctx.theme, choices)
        self.plan.set_value(choices[0].key if choices else None)
        self.end = FieldBinding(ctx, KINDS[NODE].fields["planned_on"])
        self.add_rows(
            {
                "plan": FormRow(ctx.theme, ctx.tr("ui.plan.plan"), self.plan, required=True),
                "planned_on": FormRow(ctx.theme, ctx.tr("ui.plan.end"), self.end.editor, required=True),
            }
        )
        self.preview = Label("", Role.META, "text.2", wrap=True)
        self.body.addWidget(self.preview)
        self.gantt = Gantt(ctx.theme, ctx.tr("ui.plan.today"))
        self.gantt.hide()
        self.body.addWidget(self.gantt)
        self.plan.changed.connect(self._look)
        self.end.editor.changed.connect(self._look)

    def _look(self) -> None:
        ctx, plan, end, project = self._ctx, self.plan.value() or "", self.end.given(), self._project

        def draft() -> tuple[Draft, int] | None:
            row = ctx.desk.store.get("project", project)
            try:
                found = draft_plan(ctx.desk, plan, end)
            except InvalidRecord:  # not a day yet: it is still being typed
                return None
            open_ones = [node for node in nodes_of(ctx.desk, project) if done_on(node, row) is None]
            return found, len(open_ones)

        if plan and end:
            ctx.read(draft, self._take, key=("plan", id(self)), owner=self)

    def _take(self, found: tuple[Draft, int] | None) -> None:
        self.gantt.setVisible(found is not None)
        if found is None:
            self.preview.setText("")
            return
        ctx, (draft, replaced) = self._ctx, found
        first, last = draft.nodes[0].planned_on, draft.nodes[-1].planned_on
        days = {"first": ctx.formats.day(first), "last": ctx.formats.day(last)}
        said = [ctx.tr("ui.plan.preview", count=len(draft.nodes), **days)]
        if first < ctx.desk.today():
            said.append(ctx.tr("ui.plan.late", first=days["first"]))
        if draft.unpublished:
            years = ctx.formats.listed([str(year) for year in draft.unpublished])
            said.append(ctx.tr("ui.plan.unpublished", years=years))
        if replaced:
            said.append(ctx.tr("ui.plan.replace", count=replaced))
        self.preview.setText("\n".join(said))
        pack, bars, start = pack_of(ctx.desk), list[GanttBar](), first
        for node in draft.nodes:
            name = pack.word("node", node.node).said(ctx.words.language)
            note = ctx.formats.short_day(node.planned_on)
            bars.append(GanttBar(node.node, name, start, node.planned_on, note, "green"))
            start = node.planned_on
        self.gantt.set_bars(bars, ctx.desk.today())
        self.adjustSize()

    def writing(self) -> Writing:
        ctx, project, plan, end = self._ctx, self._project, self.plan.value() or "", self.end.given()
        language = ctx.words.language
        return Writing(
            lambda: make_plan(ctx.desk, project, plan, end, language=language)[1], ctx.tr("ui.plan.kept")
        )
