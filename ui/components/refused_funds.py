"""On the page of funds: lines that came back because their month was published, and the one click on."""

from PySide6.QtWidgets import QHBoxLayout

from sync.client.rebooking import month_locked, rebook
from sync.client.refused import Settled
from ui.components.page import Surface
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Icon
from ui.widgets.label import ElidedLabel


class RefusedFunds(Surface):
    """Out of sight where nothing came back."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, line=True)
        self.op_ids: list[str] = []
        px = ctx.theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(4), px(20), px(4))
        row.setSpacing(px(8))
        row.addWidget(Icon(ctx.theme, "alert-triangle", "danger"))
        self.words = ElidedLabel("", Role.BODY, "danger")
        row.addWidget(self.words, 1)
        look = Button(ctx.theme, ctx.tr("ui.funds.refused.look"), ButtonKind.QUIET, small=True)
        look.clicked.connect(lambda: ctx.page_asked.emit("sync", "refused"))
        row.addWidget(look)
        self.book_button = Button(ctx.theme, ctx.tr("ui.funds.refused.book"), icon="check", small=True)
        self.book_button.clicked.connect(lambda: book_as_corrections(ctx, self.op_ids))
        row.addWidget(self.book_button)
        self.hide()

    def refresh(self) -> None:
        """Count them on the database thread."""
        ctx = self._ctx
        ctx.read(
            lambda: [item.operation.op_id for item in month_locked(ctx.desk.store)],
            self._take,
            key=("refused funds", id(self)),
            owner=self,
        )

    def _take(self, op_ids: list[str]) -> None:
        self.op_ids = op_ids
        self.words.setText(self._ctx.tr("ui.funds.refused", count=len(op_ids)))
        self.setVisible(bool(op_ids))


def book_as_corrections(ctx: Context, op_ids: list[str]) -> None:
    """Book them in the open month, and say so."""
    said = ctx.tr("ui.said.rebooked", count=len(op_ids))

    def done(settled: Settled) -> None:
        ctx.say(said, undo=settled.undoable)

    ctx.change(
        lambda: rebook(ctx.desk.store, op_ids, ctx.desk.actor),
        changes=lambda settled: settled.changes,
        done=done,
    )
