"""离落地还差 n 项: what the next stage of a project still asks for, in the inspector."""

from PySide6.QtWidgets import QVBoxLayout

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.requirements import Line
from ui.components.checklist import Checklist
from ui.components.project_life import ProjectLife
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Box
from ui.widgets.label import Label


def missing_box(ctx: Context, row: Row, life: ProjectLife) -> Box | None:
    """The missing lines with the way to mend them; None where nothing is missing."""
    if life.next is None or not life.next[1].missing or row.deleted:
        return None
    stage, checked = life.next
    box, px = Box(ctx.theme, fill="warn.soft", border=None, radius=6), ctx.theme.px
    column = QVBoxLayout(box)
    column.setContentsMargins(px(12), px(8), px(12), px(10))
    column.setSpacing(px(6))
    word = ctx.formats.choice(KINDS["project"].fields["stage"], stage)
    title = ctx.tr("ui.life.next", stage=word, count=len(checked.missing))
    column.addWidget(Label(title, Role.BODY_BOLD, "warn"))

    def mend(line: Line) -> None:
        ctx.stage_asked.emit(row.id, stage.value)

    column.addWidget(Checklist(ctx, checked.missing, mend))
    return box
