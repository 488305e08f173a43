"""申请审批: the facts that the pack's routes ask for, and the route they give, told while it is typed."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from app.errors import OutpostError
from app.model.registry import KINDS
from app.model.row import Row
from app.rules.approvals import RouteSaid
from app.services.approvals import case_values, file_approval
from app.services.errors import InvalidRecord
from app.services.policy import pack_of
from app.services.route_words import facts_asked, preview
from ui.components.approval_cards import missing_words
from ui.components.route_ribbon import RouteRibbon, StepShown
from ui.context.context import Context
from ui.dialogs.fields_dialog import FieldsDialog
from ui.theme.type_scale import Role
from ui.widgets.fields.ticks_field import TicksField
from ui.widgets.form_row import FormRow
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.nesting import nest

_FLAGS = ("special", "zone")


class ApprovalDialog(FieldsDialog):
    """Mixed-use land ticks several categories; the stricter one gives the route."""

    def __init__(self, ctx: Context, project: Row) -> None:
        fields = KINDS["approval"].fields
        names = ("land", "investment", "special_terms", "applicant", "filed_on")
        super().__init__(
            ctx,
            ctx.tr("ui.approval.file"),
            ctx.tr("ui.approval.submit"),
            [fields[name] for name in names],
            lambda given: file_approval(ctx.desk, project.id, given)[1],
            said=ctx.tr("ui.said.approval_filed"),
            begin={
                "land": project["land"],
                "investment": project["investment"],
                "applicant": project["responsible_unit"],
                "filed_on": ctx.desk.today(),
            },
            width=720,
        )
        self._project = project
        pack, asked = pack_of(ctx.desk), facts_asked(pack_of(ctx.desk))
        words = pack.words.get("category", {}) if "category" in asked else {}
        said = ctx.words.language
        self.categories = TicksField(ctx.theme, [(key, word.said(said)) for key, word in words.items()])
        flags = [(name, ctx.formats.label(fields[name])) for name in _FLAGS if name in asked]
        self.flags = TicksField(ctx.theme, flags)
        self.rows["categories"] = FormRow(
            ctx.theme, ctx.formats.label(fields["categories"]), self.categories, required=True
        )
        self.rows["flags"] = FormRow(ctx.theme, ctx.tr("ui.approval.flags"), self.flags)
        for place, name in enumerate(("categories", "flags")):
            self.body.insertWidget(place, self.rows[name])
        self.rows["categories"].setVisible(bool(words))
        self.rows["flags"].setVisible(bool(flags))
        self._preview = QHBoxLayout()
        self.why = Label("", Role.META, "text.2", wrap=True)
        nest(self.body, self._preview)
        self.body.addWidget(self.why)
        for ticks in (self.categories, self.flags):
            ticks.changed.connect(self._look)
        for binding in self.bindings.values():
            binding.editor.changed.connect(self._look)
        self._look()

    def given(self) -> dict[str, Any]:
        flags = {name: name in self.flags.value() for name in self.flags.boxes}
        return {**super().given(), **flags, "categories": self.categories.value()}

    def _look(self) -> None:
        ctx, project, given = self._ctx, self._project, self.given()
        self.rows["special_terms"].setVisible(bool(given.get("special")))

        def route() -> RouteSaid | OutpostError:
            try:
                return preview(pack_of(ctx.desk), case_values(ctx.desk, project, given), ctx.words)
            except InvalidRecord as error:  # a figure that is still being typed
                return error

        ctx.read(route, self._take, key=("approval", id(self)), owner=self)

    def _take(self, found: RouteSaid | OutpostError) -> None:
        ctx = self._ctx
        clear_layout(self._preview)
        if isinstance(found, OutpostError):
            self.why.setText(missing_words(ctx, found))
            return
        self._preview.addWidget(RouteRibbon(ctx, [StepShown(name, "", tip=name) for name in found.steps]))
        why = ctx.tr("ui.approval.why", route=found.name, why=found.why)
        source = ctx.tr("ui.approval.source", source=found.source, version=found.version)
        self.why.setText(f"{why}\n{source}")
