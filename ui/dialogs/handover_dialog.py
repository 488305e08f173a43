"""岗位交接: to whom; what goes over is told before, and printed after."""

from app.reports.brief import Asking
from app.reports.brief_html import html
from app.reports.handover_sheet import handover_sheet
from app.services.handing_over import InHand, hand_over, in_hand
from app.services.node_plans import node_texts
from ui.context.context import Context
from ui.dialogs.preview_dialog import PreviewDialog
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.theme.type_scale import Role
from ui.widgets.fields.text_field import TextField
from ui.widgets.form_row import FormRow
from ui.widgets.label import Label

NAME_LENGTH = 60


class HandoverDialog(WritingDialog):
    """The list stays as it was before the handover: both sign what went over."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, ctx.tr("ui.handover.title"), ctx.tr("ui.handover.do"), width=560)
        self.found = InHand("", {})
        self.giver = TextField(ctx.theme, limit=NAME_LENGTH)
        self.taker = TextField(ctx.theme, limit=NAME_LENGTH)
        self.giver.set_value(ctx.desk.actor)
        self.summary = Label("", Role.BODY, "text.2", wrap=True)
        taker = FormRow(ctx.theme, ctx.tr("ui.handover.taker"), self.taker, required=True)
        self.add_rows({"taker": taker})
        self.add_rows(
            {
                "giver": FormRow(
                    ctx.theme,
                    ctx.tr("ui.handover.giver"),
                    self.giver,
                    required=True,
                    help=ctx.tr("ui.handover.stays"),
                )
            }
        )
        self.body.addWidget(self.summary)
        self.giver.changed.connect(self._look)
        self._look()

    def writing(self) -> Writing:
        ctx, giver, taker = self._ctx, self.giver.raw(), self.taker.raw().strip()
        said = ctx.tr("ui.handover.said", count=self.found.count, name=taker)
        return Writing(lambda: hand_over(ctx.desk, giver, taker), said)

    def written(self) -> None:
        ctx, found, taker = self._ctx, self.found, self.taker.raw().strip()

        def page() -> str:
            asking = Asking(ctx.desk.store, ctx.words, ctx.today(), node_texts(ctx.desk))
            return html([handover_sheet(asking, found.name, taker, found.rows)], ctx.tr("brief.secrets"))

        name = f"{ctx.tr('handover.title')} {found.name} {ctx.today().isoformat()}"
        ctx.read(page, lambda text: ctx.dialog_asked.emit(PreviewDialog(ctx, text, name)))

    def _look(self) -> None:
        ctx, name = self._ctx, self.giver.raw()
        ctx.read(lambda: in_hand(ctx.desk, name), self._take, key=("handover", id(self)), owner=self)

    def _take(self, found: InHand) -> None:
        ctx, self.found = self._ctx, found
        parts = [
            ctx.tr("ui.handover.part", kind=ctx.formats.kind(kind), count=len(rows))
            for kind, rows in found.rows.items()
        ]
        nothing = ctx.tr("rules.handover.nothing", name=found.name)
        told = ctx.tr("ui.handover.parts", parts=ctx.formats.listed(parts), count=found.count)
        self.summary.setText(told if parts else nothing)
