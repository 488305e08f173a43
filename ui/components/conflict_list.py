"""The open conflict cards at the left of the inbox."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from app.model.registry import KINDS
from sync.client.conflicts import OpenConflict
from ui.components.case_list import LEFT, CaseItem, CaseList
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.painting import draw_box, draw_icon

SHOWN = 200


class _Item(CaseItem):
    def __init__(self, ctx: Context, conflict: OpenConflict) -> None:
        self.conflict = conflict
        card = conflict.card
        title = ctx.formats.title(conflict.target) if conflict.target else card["title"] or ""
        self._text = summary(ctx, conflict)
        self._badge = ctx.formats.choice(KINDS["conflict"].fields["reason"], conflict.reason)
        when = ctx.formats.clock(card["resolved_at"] or card["authored_at"])
        super().__init__(ctx, conflict.id, title, when, self._text)

    def paint_low(self, painter: QPainter, low: QRect) -> None:
        theme, px = self._ctx.theme, self._ctx.theme.px
        draw_icon(
            painter, theme, "arrow-left-right", "warn", low.topLeft() + QRect(0, px(4), 0, 0).topLeft(), 14
        )
        painter.setFont(theme.font(Role.MICRO))
        width = painter.fontMetrics().horizontalAdvance(self._badge) + px(16)
        badge = QRect(low.right() - width + 1, low.top() + px(1), width, px(20))
        draw_box(painter, badge, px(4), theme.color("bg.panel" if self.isChecked() else "bg.hover"))
        painter.setPen(theme.color("text.2"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, self._badge)
        painter.setFont(theme.font(Role.META))
        words = QRect(low.left() + px(20), low.top(), low.width() - px(28) - width, low.height())
        shown = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, LEFT, shown)


def summary(ctx: Context, conflict: OpenConflict) -> str:
    """“电话不一致”, “3 个字段不一致”, “总部已删除，本机有修改”."""
    if conflict.reason == "delete":
        return ctx.tr("ui.conflict.summary.delete")
    if len(conflict.entries) == 1 and conflict.target is not None:
        field = KINDS[conflict.target.kind].fields.get(conflict.entries[0].field)
        name = ctx.formats.label(field) if field is not None else conflict.entries[0].field
        return ctx.tr("ui.conflict.summary.one", field=name)
    return ctx.tr("ui.conflict.summary.several", count=len(conflict.entries))


class ConflictList(CaseList):
    """Every card with what differs and why it was opened."""

    def show_conflicts(self, conflicts: Sequence[OpenConflict]) -> None:
        """Replace the list."""
        self.show_items(_Item(self._ctx, conflict) for conflict in conflicts[:SHOWN])
