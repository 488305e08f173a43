"""目标任务: who has which target, typed or pasted; how far each is, under the lines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from PySide6.QtGui import QGuiApplication

from app.model.assessment import GOAL_MEASURES
from app.model.registry import KINDS
from app.rules.periods import months_later
from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.scores.board import board
from app.services.scores.bulletins import aim_of, aims
from app.services.scores.goal_sheet import TERM, GoalLine, GoalSheet, goal_sheet
from app.services.scores.goals import LEADS, window_of
from app.services.scores.published import Aim
from app.services.scores.standing import terms
from ui.components.goal_words import exact, figure, heading, measure_word
from ui.components.score_cards import measured
from ui.context.context import Context
from ui.dialogs.goal_dialog import GoalDialog
from ui.dialogs.goal_paste_dialog import GoalPasteDialog
from ui.models.columns import Cell, CellKind, Column, RowValues
from ui.pages.score_tab import LINE, ScoreTab
from ui.theme.type_scale import Role
from ui.widgets.button import IconButton
from ui.widgets.label import Label
from ui.widgets.switches import SegmentedControl

PERIODS = ("year", "half", TERM)
# The measures that a narrow window hides first, the last first.
_ORDER = ("contract_capital", "funds_in_place", "signed", LEADS, "foreign_capital", "out_of_province_funds")


@dataclass(frozen=True, slots=True)
class Told:
    """The sheet, and how far each owner is in the period; nothing of one that is not today's."""

    sheet: GoalSheet
    progress: Mapping[str, Sequence[Aim]]


class GoalsTab(ScoreTab):
    """F2 sets one target, Ctrl+V lays columns over the sheet."""

    by_headquarters = True

    def __init__(self, ctx: Context) -> None:
        self.sheet: GoalSheet | None = None
        self._progress: Mapping[str, Sequence[Aim]] = {}
        super().__init__(ctx, "goals", goal_columns(ctx), ctx.tr("ui.scores.goals.first"))
        field = KINDS["goal"].fields
        owners = [(one.value, ctx.formats.choice(field["owner"], one.value)) for one in Owner]
        self.whose = SegmentedControl(ctx.theme, owners)
        periods = [(one, ctx.formats.choice(field["period"], one)) for one in PERIODS]
        self.period = SegmentedControl(ctx.theme, periods)
        self.starts_on = window_of("year", ctx.today()).first
        back = IconButton(ctx.theme, "chevron-left", ctx.tr("ui.scores.goals.before"))
        on = IconButton(ctx.theme, "chevron-right", ctx.tr("ui.scores.goals.after"))
        back.clicked.connect(lambda: self.step(-1))
        on.clicked.connect(lambda: self.step(1))
        self.which = Label("", Role.BODY_BOLD)
        for widget in (back, self.which, on, self.period, self.whose):
            self.strip.insertWidget(self.strip.count(), widget)
        self.whose.changed.connect(lambda _key: self.refresh())
        self.period.changed.connect(self._period_chosen)
        self.paste_button = self.button(
            "ui.funds.paste", self.paste, icon="clipboard-check", hint="Ctrl+V", writes=True
        )
        self.list.grid.paste_asked.connect(self.paste)
        self._say_period()

    # ---- the period
    @property
    def owner(self) -> Owner:
        """Whose targets are shown."""
        return Owner(self.whose.current())

    @property
    def kind(self) -> str:
        """Of which kind of period."""
        return self.period.current()

    def step(self, by: int) -> None:
        """The period before or after."""
        self.starts_on = months_later(self.starts_on, by * (6 if self.kind == "half" else 12))
        self._say_period()
        self.refresh()

    def _period_chosen(self, kind: str) -> None:
        self.starts_on = window_of("half" if kind == "half" else "year", self.ctx.today()).first
        if kind == TERM:
            self.whose.set_current(Owner.OFFICE.value)  # others have no term
        self._say_period()
        self.refresh()

    def _say_period(self) -> None:
        half = self.kind == "half"
        key = f"ui.scores.goals.{'half' if half else 'year'}"
        self.which.setText(
            self.ctx.tr(key, year=self.starts_on.year, half=1 if self.starts_on.month < 7 else 2)
        )

    # ---- ScoreTab
    def read(self) -> Callable[[], Told]:
        desk, owner, kind, starts_on = self.ctx.desk, self.owner, self.kind, self.starts_on

        def told() -> Told:
            return Told(goal_sheet(desk, owner, kind, starts_on), _progress(desk, owner, kind, starts_on))

        return told

    def lines(self, found: Told) -> list[dict[str, Any]]:
        self.sheet, self._progress = found.sheet, found.progress
        return [
            {
                "id": line.owner,
                LINE: line,
                "name": line.owner,
                **{one: line.amount(one) for one in GOAL_MEASURES},
            }
            for line in found.sheet.lines
        ]

    def note_of(self, row: Mapping[str, Any]) -> str:
        ctx = self.ctx
        told = self._progress.get(str(row["id"]), ())
        said = [
            ctx.tr(
                "ui.scores.goals.stands",
                measure=measure_word(ctx, one.measure),
                done=measured(ctx, one.measure, one.done),
                share=one.share_text,
                ahead=one.ahead_text,
            )
            for one in told
        ]
        return ctx.tr("ui.scores.goals.and").join(said) or ctx.tr("ui.scores.goals.none")

    def edit(self, id: str, key: str = "") -> GoalDialog | None:
        """Set one target; on the name the first one."""
        if self.sheet is None or id not in self.rows or not self.may_write():
            return None
        measure = key if key in GOAL_MEASURES else GOAL_MEASURES[0]
        dialog = GoalDialog(self.ctx, self.sheet, id, measure)
        self.ctx.dialog_asked.emit(dialog)
        return dialog

    def add(self) -> None:
        """A target of somebody who is not on the sheet yet."""
        if self.sheet is not None and self.may_write():
            self.ctx.dialog_asked.emit(GoalDialog(self.ctx, self.sheet, "", GOAL_MEASURES[0]))

    def paste(self) -> GoalPasteDialog | None:
        """Lay what was copied over the sheet, from the current cell on, or by the names in it."""
        if not self.may_write():
            return None
        text = QGuiApplication.clipboard().text()
        if self.sheet is None or not text.strip():
            self.ctx.say(self.ctx.tr("ui.scores.goals.nothing"))
            return None
        grid = self.list.grid
        key = grid.cells.key()
        first = GOAL_MEASURES.index(key) if key in GOAL_MEASURES else 0
        by_name = {line.owner: line for line in self.sheet.lines}
        listed = tuple(by_name[id] for id in self.list.table.ids() if id in by_name)
        sheet = GoalSheet(self.sheet.owner_kind, self.sheet.kind, self.sheet.starts_on, listed)
        row = max(self.list.table.row_of(grid.current_id()), 0)
        dialog = GoalPasteDialog(self.ctx, sheet, text, GOAL_MEASURES[first:], row)
        self.ctx.dialog_asked.emit(dialog)
        return dialog

    def set_unit(self) -> None:
        """Amounts in another unit."""
        self.list.table.set_columns(goal_columns(self.ctx))


def goal_columns(ctx: Context) -> list[Column]:
    """The name, then every measure with its unit."""
    name = Column("name", ctx.tr("field.goal.name"), lambda row: Cell(str(row["name"])), 140, CellKind.NAME)
    return [name, *(_measure(ctx, measure) for measure in GOAL_MEASURES)]


def _measure(ctx: Context, measure: str) -> Column:
    def cell(row: RowValues) -> Cell:
        amount = cast(GoalLine, row[LINE]).amount(measure)
        if amount is None:
            return Cell("—", tone="text.3", copy="")
        return Cell(figure(ctx, measure, amount), copy=exact(ctx, measure, amount))

    title = heading(ctx, measure)
    width = max(84, sum(13 if ord(char) > 0x2E80 else 7 for char in title) + 30)
    priority = _ORDER.index(measure) if measure in _ORDER else len(_ORDER)
    return Column(measure, title, cell, width, CellKind.AMOUNT, priority, editable=True)


def _progress(desk: Desk, owner: Owner, kind: str, starts_on: date) -> Mapping[str, Sequence[Aim]]:
    today = desk.today()
    if kind == TERM:
        told = [one.progress for one in terms(desk, today) if one.progress is not None]
        return {one.target.owner: (aim_of(one),) for one in told}
    window = window_of(kind, today)
    if window.first != starts_on:
        return {}
    return aims(desk, board(desk, owner=owner, kind=kind))
