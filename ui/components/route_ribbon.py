"""The steps of an approval route in a row: taken with what was said, the one that is waited for, to come."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.model.registry import KINDS
from app.services.approvals import Application
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.painting import draw_box, draw_icon, icon_spot

_DISC, _HALO = 18, 26
_WORDS = 31  # where the title begins
_WRAPPED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_CENTRE = Qt.AlignmentFlag.AlignCenter
# Of each outcome: icon, tone, ground.
_TAKEN: dict[str, tuple[str, Token, Token]] = {
    "passed": ("check", "accent", "accent.soft"),
    "conditional": ("check", "warn", "warn.soft"),
    "sent_back": ("rotate-ccw", "danger", "danger.soft"),
    "refused": ("x", "danger", "danger.soft"),
}


@dataclass(frozen=True, slots=True)
class StepShown:
    """``outcome``: "" for a step to come; ``waits``: it is the one that is waited for."""

    title: str
    below: str
    outcome: str = ""
    waits: bool = False
    tip: str = ""


def steps_shown(ctx: Context, one: Application, names: Sequence[str]) -> list[StepShown]:
    """The route of an application; ``names``: its steps in words."""
    field, found = KINDS["approval_step"].fields["outcome"], list[StepShown]()
    for number, name in enumerate(names, start=1):
        taken = next((step for step in one.steps if step["number"] == number), None)
        if taken is not None:
            said = ctx.formats.choice(field, taken["outcome"] or "")
            below = f"{ctx.formats.short_day(taken['decided_on'])} {said}"
            tip = "\n".join(str(part) for part in (name, taken["who"], taken["opinion"]) if part)
            found.append(StepShown(name, below, taken["outcome"] or "", tip=tip))
        else:
            waits = one.standing.number == number
            below = ctx.tr("ui.approval.waited", days=one.waited) if waits else ""
            found.append(StepShown(name, below, waits=waits, tip=name))
    return found


class _Step(QWidget):
    def __init__(self, ctx: Context, step: StepShown, number: int, count: int) -> None:
        super().__init__()
        self._ctx, self._step, self._number, self._count = ctx, step, number, count
        self.setToolTip(step.tip)
        self.setAccessibleName(f"{number} {step.title} {step.below}".strip())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        width = self._ctx.theme.px(120)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._ctx.theme.px(72), self._ctx.theme.px(70))

    def heightForWidth(self, width: int) -> int:
        """As many lines as the title needs, and one below where something is said there."""
        px = self._ctx.theme.px
        below = px(20) if self._step.below else px(4)
        return px(_WORDS) + self._words(width).height() + below

    def _words(self, width: int) -> QRect:
        """Where the title goes; a bold one is the wider, so that nothing moves when its turn comes."""
        px = self._ctx.theme.px
        room = QRect(px(4), px(_WORDS), max(width - px(8), 1), 10_000)
        return QFontMetrics(self._ctx.theme.font(bold=True)).boundingRect(room, _WRAPPED, self._step.title)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, step = self._ctx.theme, self._ctx.theme.px, self._step
        painter = QPainter(self)
        middle, top, gap = self.width() // 2, px(16), px(14)
        if self._number > 1:
            tone: Token = "accent" if step.outcome or step.waits else "border"
            painter.fillRect(0, top - 1, middle - gap, 2, theme.color(tone))
        if self._number < self._count:
            passed = step.outcome in ("passed", "conditional")
            left = middle + gap
            painter.fillRect(
                left, top - 1, self.width() - left, 2, theme.color("accent" if passed else "border")
            )
        side = px(_DISC)
        self._paint_disc(painter, QRect(middle - side // 2, top - side // 2, side, side))
        painter.setPen(theme.color("text.1" if step.waits or step.outcome else "text.2"))
        painter.setFont(theme.font(bold=step.waits))
        taken = self._words(self.width())
        painter.drawText(
            QRect(px(4), taken.top(), self.width() - px(8), taken.height()), _WRAPPED, step.title
        )
        painter.setFont(theme.font(Role.MICRO))
        painter.setPen(theme.color(self._tone()))
        painter.drawText(QRect(0, taken.bottom() + px(2), self.width(), px(18)), _CENTRE, step.below)

    def _tone(self) -> Token:
        if self._step.waits:
            return "accent"
        return _TAKEN[self._step.outcome][1] if self._step.outcome in ("sent_back", "refused") else "text.3"

    def _paint_disc(self, painter: QPainter, disc: QRect) -> None:
        theme, px = self._ctx.theme, self._ctx.theme.px
        radius = disc.width() / 2
        if self._step.outcome in _TAKEN:
            icon, tone, ground = _TAKEN[self._step.outcome]
            draw_box(painter, disc, radius, theme.color(ground))
            draw_icon(painter, theme, icon, tone, icon_spot(theme, disc, 12), 12)
        elif self._step.waits:
            grow = (px(_HALO) - disc.width()) // 2
            halo = disc.adjusted(-grow, -grow, grow, grow)
            draw_box(painter, halo, halo.width() / 2, theme.color("accent.soft"))
            draw_box(painter, disc, radius, theme.color("accent"))
            painter.setFont(theme.font(Role.MICRO, bold=True))
            painter.setPen(QPen(theme.color("on.accent")))
            painter.drawText(disc, _CENTRE, str(self._number))
        else:
            draw_box(painter, disc, radius, theme.color("bg.panel"), theme.color("border.strong"))


class RouteRibbon(QWidget):
    """Equal steps; the opinion of a taken one in its tooltip."""

    def __init__(self, ctx: Context, steps: Sequence[StepShown]) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for number, step in enumerate(steps, start=1):
            line.addWidget(_Step(ctx, step, number, len(steps)), 1, Qt.AlignmentFlag.AlignTop)
