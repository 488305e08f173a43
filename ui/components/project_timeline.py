"""时间轴: the projects of a list on one time axis, each with its stages from when to when."""

from datetime import date

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.stages import ORDER, Stage, is_active
from ui.components.columns import LIGHT, row_of
from ui.components.stage_marks import stage_mark
from ui.components.stage_ribbon import stage_days
from ui.context.context import Context
from ui.models.columns import RowValues
from ui.models.window_table import WindowTable
from ui.theme.type_scale import Role
from ui.widgets.board.lifelines import Lifeline, LifelineList, Span
from ui.widgets.button import Button, ButtonKind, IconButton
from ui.widgets.label import Label

YEARS = 2  # on the axis
_STEP = 6  # months that it moves by


class ProjectTimeline(QWidget):
    """Over the list's own rows: its order, its filters, what is ticked and where the keyboard is."""

    current_changed = Signal(str)
    opened = Signal(str)
    inspected = Signal(str)
    menu_asked = Signal(str, QPoint)
    ticked_asked = Signal(str)
    delete_asked = Signal()

    def __init__(self, ctx: Context, table: WindowTable) -> None:
        super().__init__()
        self._ctx, self._stage = ctx, KINDS["project"].fields["stage"]
        self._first = date.min
        words = ctx.tr("ui.timeline.today"), ctx.tr("ui.timeline.none")
        self.lines = LifelineList(ctx.theme, table, self.lifeline, words)
        self.lines.setAccessibleName(ctx.tr("ui.layout.timeline"))
        self.lines.ticked = table.chosen
        self.span = Label("", Role.META, "text.2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self.lines.head)
        column.addWidget(self.lines, 1)
        lines = self.lines
        lines.current_changed.connect(self.current_changed)
        lines.opened.connect(self.opened)
        lines.inspected.connect(self.inspected)
        lines.menu_asked.connect(self.menu_asked)
        lines.ticked_asked.connect(self.ticked_asked)
        lines.delete_asked.connect(self.delete_asked)
        lines.side_asked.connect(self.move_by)
        lines.entered.connect(lambda index: self._tell(table.values_at(index.row())))
        table.chosen_changed.connect(lines.viewport().update)
        self.show_today()

    def _bar(self) -> QWidget:
        ctx, bar = self._ctx, QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(ctx.theme.px(20), 0, ctx.theme.px(20), ctx.theme.px(4))
        row.setSpacing(ctx.theme.px(8))
        back = IconButton(ctx.theme, "chevron-left", ctx.tr("ui.timeline.back"))
        on = IconButton(ctx.theme, "chevron-right", ctx.tr("ui.timeline.on"))
        today = Button(ctx.theme, ctx.tr("ui.timeline.today"), ButtonKind.QUIET, small=True)
        back.clicked.connect(lambda: self.move_by(-1))
        on.clicked.connect(lambda: self.move_by(1))
        today.clicked.connect(self.show_today)
        for widget in (back, self.span, on, today):
            row.addWidget(widget)
        row.addStretch(1)
        return bar

    # ---- the axis
    @property
    def first(self) -> date:
        """The first day of the axis."""
        return self._first

    def show_today(self) -> None:
        """Last year and this one."""
        self._go_to(date(self._ctx.today().year - YEARS + 1, 1, 1))

    def move_by(self, side: int) -> None:
        """Half a year back (-1) or on (1)."""
        months = self._first.year * 12 + self._first.month - 1 + side * _STEP
        self._go_to(date(months // 12, months % 12 + 1, 1))

    def _go_to(self, first: date) -> None:
        self._first, last = first, first.replace(year=first.year + YEARS)
        ended = date.fromordinal(last.toordinal() - 1)
        self.span.setText(self._ctx.tr("ui.timeline.span", first=f"{first:%Y-%m}", last=f"{ended:%Y-%m}"))
        self.lines.set_axis(first, last, self._ctx.today())

    def stand_on(self, id: str) -> None:
        """Go to a record, or to the first where it is not listed."""
        if not self.lines.set_current_id(id):
            self.lines.go_to(0)

    # ---- a life
    def lifeline(self, values: RowValues) -> Lifeline:
        """A project's stages, each from its day until the next one's, the last until today."""
        row, formats = row_of(values), self._ctx.formats
        stage = str(row["stage"] or Stage.LEAD)
        light = values.get(LIGHT)
        level = getattr(light, "level", None)
        return Lifeline(
            formats.title(row), self._spans(row), stage_mark(stage), formats.choice(self._stage, stage), level
        )

    def _spans(self, row: Row) -> tuple[Span, ...]:
        formats, today = self._ctx.formats, self._ctx.today()
        reached = reached_on(row)
        ends = [*(day for _, day in reached[1:]), today][: len(reached)]
        words = [formats.choice(self._stage, stage) for stage, _ in reached]
        if reached and row["stage"] != reached[-1][0]:  # nobody noted when it came into the stage it is in
            words[-1] = f"{words[-1]} → {formats.choice(self._stage, row['stage'])}"
        return tuple(
            Span(day, max(end, day), word, stage_mark(stage).tone, thin=not is_active(Stage(stage)))
            for (stage, day), end, word in zip(reached, ends, words, strict=True)
            if stage != Stage.LOST
        )

    def _tell(self, values: RowValues | None) -> None:
        """The days of the stages in words, for whom bars do not say enough."""
        if values is None:
            return
        row, formats = row_of(values), self._ctx.formats
        lines = [
            f"{formats.choice(self._stage, stage)}  {formats.day(day)}" for stage, day in reached_on(row)
        ]
        self.lines.viewport().setToolTip("\n".join([formats.title(row), *lines]))
        QToolTip.hideText()


def reached_on(row: Row) -> list[tuple[str, date]]:
    """(stage, day) by days: when a project was reported and reached each stage that has a day.

    A day that lies after those of later stages was not the way there: a ledger may be filled in afterwards.
    Only the stage that the project is in now may follow on a later one.
    """
    days = stage_days(row, ())
    if row["reported_on"] is not None:
        days.setdefault(Stage.LEAD, row["reported_on"])
    known = [(stage, day) for stage, day in days.items() if stage in ORDER]
    found: list[tuple[str, date]] = []
    for stage, day in sorted(known, key=lambda one: (one[1], ORDER[one[0]])):
        if not found or stage == row["stage"] or all(ORDER[stage] > ORDER[before] for before, _ in found):
            found.append((stage, day))
    return found
