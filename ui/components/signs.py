"""The signs beside a record's title: stage, and how it stands towards headquarters."""

from PySide6.QtWidgets import QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.lights import Light
from ui.components.columns import record_badges
from ui.components.stage_marks import stage_mark
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.widgets.chips import NeutralBadge
from ui.widgets.marks import Light as LightSign
from ui.widgets.marks import StageGlyph

_BADGE_LOOK: dict[str, tuple[str, Token, Token]] = {
    "pending": ("arrow-up", "text.3", "bg.hover"),
    "conflict": ("arrow-left-right", "warn", "warn.soft"),
    "refused": ("alert-triangle", "danger", "danger.soft"),
}


def stage_sign(ctx: Context, row: Row) -> StageGlyph | None:
    """The stage of a project; None for other kinds."""
    if row.kind != "project" or not row["stage"]:
        return None
    field = KINDS["project"].fields["stage"]
    return StageGlyph(ctx.theme, stage_mark(row["stage"]), ctx.formats.choice(field, row["stage"]))


def light_sign(ctx: Context, light: Light) -> LightSign | None:
    """Red or yellow with the first reason; the others in the tooltip. Green says nothing."""
    if light.level == "green":
        return None
    why = [ctx.formats.reason(reason) for reason in light.why]
    sign = LightSign(ctx.theme, light.level, ctx.tr(f"ui.light.{light.level}"))
    sign.setToolTip("\n".join(why))
    return sign


def standing_signs(ctx: Context, row: Row) -> list[QWidget]:
    """Badges: waits to be sent, in conflict, refused, deleted; none when in step."""
    found: list[QWidget] = []
    if row.deleted:
        found.append(NeutralBadge(ctx.theme, ctx.tr("ui.badge.deleted"), icon="trash"))
    for badge in record_badges(ctx, row):
        icon, token, ground = _BADGE_LOOK[badge.kind]
        text = ctx.tr(f"ui.badge.{badge.kind}.short")
        sign = NeutralBadge(ctx.theme, text, token=token, ground=ground, icon=icon)
        sign.setToolTip(badge.tooltip)
        found.append(sign)
    return found
