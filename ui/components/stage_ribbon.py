"""The ten stages of a project in a row: done, current, to come, with dates; a click moves the project."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.model.values import from_wire
from app.rules.clock import CHINA
from app.rules.stages import ORDER
from app.store.reading import HistoryEntry
from ui.components.project_life import ProjectLife
from ui.components.stage_marks import MOVING
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.painting import draw_box, draw_icon, icon_spot

_DISC, _HALO = 18, 26
_CENTRE = Qt.AlignmentFlag.AlignCenter


# The stage that each fact belongs to: when it was reached where no move says so, or is planned.
_FACTS = {
    "assessed_on": "assessed",
    "approved_on": "approved",
    "contract_on": "signed",
    "site_on": "landed",
    "started_on": "construction",
    "completed_on": "completed",
    "produced_on": "producing",
    "on_books_on": "on_books",
}


def stage_days(row: Row, history: tuple[HistoryEntry, ...], moves: tuple[Row, ...] = ()) -> dict[str, date]:
    """When each stage was reached: by the moves kept, else as history or the facts tell."""
    on = KINDS["project"].fields["stage_on"]
    days: dict[str, date] = {move["after"]: move["moved_on"] for move in moves if move["after"]}
    for entry in history:
        stage = entry.fields.get("stage", (None, None))[1]
        if isinstance(stage, str) and stage not in days:
            told = entry.fields.get("stage_on", (None, None))[1]
            days[stage] = from_wire(on, told) if told else entry.at.astimezone(CHINA).date()
    if row["stage"] and row["stage_on"]:
        days[row["stage"]] = row["stage_on"]
    for fact, stage in _FACTS.items():
        if row[fact] is not None:
            days.setdefault(stage, row[fact])
    return days


class _Step(QAbstractButton):
    """One stage; ``place`` against ``now`` says whether it is done, current or to come."""

    def __init__(self, ctx: Context, place: int, now: int, text: str, when: str, active: bool) -> None:
        super().__init__()
        self._ctx, self._place, self._now, self._when, self._active = ctx, place, now, when, active
        self.setText(text)
        self.setAccessibleName(f"{text} {when}".strip())
        self.setToolTip(ctx.tr("ui.stage.move", stage=text))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._ctx.theme.px(64), self._ctx.theme.px(72))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._ctx.theme.px(36), self._ctx.theme.px(72))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._ctx.theme, self._ctx.theme.px
        painter = QPainter(self)
        middle, top = self.width() // 2, px(20)
        self._paint_thread(painter, middle, top)
        side = px(_DISC)
        disc = QRect(middle - side // 2, top - side // 2, side, side)
        self._paint_disc(painter, disc)
        current = self._place == self._now
        words: Token = "text.1" if current or self.underMouse() else "text.2"
        painter.setPen(theme.color(words))
        painter.setFont(theme.font(bold=current))
        line = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QRect(0, px(34), self.width(), px(20)), _CENTRE, line)
        painter.setFont(theme.font(Role.MICRO))
        painter.setPen(theme.color("text.3"))
        painter.drawText(QRect(0, px(53), self.width(), px(18)), _CENTRE, self._when)

    def _paint_thread(self, painter: QPainter, middle: int, top: int) -> None:
        theme, gap = self._ctx.theme, self._ctx.theme.px(14)
        for left, right, place in (
            (0, middle - gap, self._place),
            (middle + gap, self.width(), self._place + 1),
        ):
            if (place == 0 and left == 0) or place == len(MOVING):
                continue
            done = self._active and place <= self._now
            painter.fillRect(left, top - 1, right - left, 2, theme.color("accent" if done else "border"))

    def _paint_disc(self, painter: QPainter, disc: QRect) -> None:
        theme, px = self._ctx.theme, self._ctx.theme.px
        radius = disc.width() / 2
        if self._place < self._now:
            draw_box(painter, disc, radius, theme.color("accent.soft"))
            draw_icon(painter, theme, "check", "accent", icon_spot(theme, disc, 12), 12)
        elif self._place == self._now:
            grow = (px(_HALO) - disc.width()) // 2
            halo = disc.adjusted(-grow, -grow, grow, grow)
            draw_box(painter, halo, halo.width() / 2, theme.color("accent.soft"))
            draw_box(painter, disc, radius, theme.color("accent" if self._active else "text.3"))
            painter.setFont(theme.font(Role.MICRO, bold=True))
            painter.setPen(QPen(theme.color("on.accent")))
            painter.drawText(disc, _CENTRE, str(self._place + 1))
        else:
            edge = theme.color("accent" if self.underMouse() else "border.strong")
            draw_box(painter, disc, radius, theme.color("bg.panel"), edge)


def planned_days(life: ProjectLife | None) -> dict[str, date]:
    """When each stage to come is planned, by the open nodes."""
    return {
        _FACTS[node.row["fact"]]: node.row["planned_on"]
        for node in (life.nodes if life else ())
        if node.done_on is None and node.row["fact"] in _FACTS
    }


class StageRibbon(QWidget):
    """``asked`` carries the stage the user wants to move to."""

    asked = Signal(str)

    def __init__(
        self, ctx: Context, row: Row, history: tuple[HistoryEntry, ...], life: ProjectLife | None = None
    ) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        days, field = stage_days(row, history, life.moves if life else ()), KINDS["project"].fields["stage"]
        planned = planned_days(life)
        stage = row["stage"] or MOVING[0]
        active = stage in MOVING
        now = MOVING.index(stage) if active else _reached(days)
        self.steps: dict[str, _Step] = {}
        for place, one in enumerate(MOVING):
            when = ctx.formats.short_day(days[one]) if one in days and place <= now else ""
            if place > now and one in planned:
                when = ctx.tr("ui.plan.planned", day=_month_or_day(ctx, planned[one]))
            step = self.steps[one] = _Step(ctx, place, now, ctx.formats.choice(field, one), when, active)
            step.clicked.connect(lambda _=False, one=one: self.asked.emit(one))
            line.addWidget(step)


def _month_or_day(ctx: Context, day: date) -> str:
    """The day within this year, the month of another: ten steps share one line."""
    return f"{day:%m-%d}" if day.year == ctx.today().year else f"{day:%Y-%m}"


def _reached(days: Mapping[str, date]) -> int:
    """How far a paused or lost project had come, as far as its history knows."""
    places = [MOVING.index(stage) for stage in MOVING if stage in days and stage in ORDER]
    return max(places, default=0)
