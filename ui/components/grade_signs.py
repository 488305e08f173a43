"""The grade of a project: a cell of a list, a sign beside its name, a card, what a list is filtered by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.row import Row
from app.policy.pack import Pack
from app.rules.grade_words import barred_words, grade_name, high_words, summary
from app.rules.grading import GRADES, Graded, graded
from app.services.grading import BARRED, UNKNOWN
from app.services.policy import pack_of
from ui.components.pick_filter import PickFilter
from ui.context.context import Context
from ui.models.columns import Level
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.card import Box, Card, Icon
from ui.widgets.label import Label
from ui.widgets.marks import Light
from ui.widgets.nesting import nest

_SIGNS: Mapping[bool | None, tuple[str, Token]] = {
    True: ("check", "success"),
    False: ("x", "text.3"),
    None: ("minus", "text.3"),
}


@dataclass(frozen=True, slots=True)
class GradeShown:
    """A grade in a few words, its light, and all of it for the tooltip."""

    text: str
    level: Level | None
    whole: str


def grade_names(ctx: Context) -> list[str]:
    """Whatever a cell of a list may say."""
    pack = pack_of(ctx.desk)
    table = pack.tables.get(GRADES)
    names = [grade_name(pack, row, ctx.words) for row in table.rows] if table else []
    return [*names, ctx.tr("ui.grade.barred"), ctx.tr("ui.grade.short", count=4, of=4)]


def grades_shown(ctx: Context, rows: Sequence[Row]) -> dict[str, GradeShown]:
    """The grades of projects by id; empty where the rules in force grade nothing."""
    pack = pack_of(ctx.desk)
    found = {row.id: graded(pack, row.values) for row in rows}
    return {id: grade_shown(ctx, pack, one) for id, one in found.items() if one is not None}


def grade_shown(ctx: Context, pack: Pack, grade: Graded) -> GradeShown:
    """Red for what is on the negative list, green where all four hold, yellow where some do."""
    words = ctx.words
    whole = [*barred_words(pack, grade, words), summary(pack, grade, words)]
    whole += [high_words(one, words) for one in grade.highs]
    told = "\n".join(one for one in whole if one)
    if grade.barred:
        return GradeShown(ctx.tr("ui.grade.barred"), "red", told)
    short = ctx.tr("ui.grade.short", count=grade.count, of=len(grade.highs)) if grade.highs else ""
    text = grade_name(pack, grade.row, words) or short
    full = bool(grade.highs) and grade.count == len(grade.highs)
    return GradeShown(text, "green" if full else "yellow" if grade.count else None, told)


def barred_sign(ctx: Context, pack: Pack, grade: Graded) -> QWidget | None:
    """Beside a project's name: that something bars it. A grade has its card."""
    if not grade.barred:
        return None
    shown = grade_shown(ctx, pack, grade)
    sign = Light(ctx.theme, "red", shown.text)
    sign.setToolTip(shown.whole)
    return sign


def barred_box(ctx: Context, grade: tuple[Pack, Graded] | None) -> Box | None:
    """The lines of the negative list that bar a project; None where there are none."""
    if grade is None or not grade[1].barred:
        return None
    box, px = Box(ctx.theme, fill="danger.soft", border=None, radius=6), ctx.theme.px
    column = QVBoxLayout(box)
    column.setContentsMargins(px(12), px(8), px(12), px(10))
    for line in barred_words(*grade, ctx.words):
        column.addWidget(Label(line, tone="danger", wrap=True))
    return box


class GradeCard(Card):
    """Each of the four with how far it is from its threshold; above them the line that bars the project."""

    def __init__(self, ctx: Context, pack: Pack, grade: Graded) -> None:
        words = ctx.words
        super().__init__(ctx.theme, ctx.tr("ui.grade.card"), unit=f"{grade.count}/{len(grade.highs)}")
        self.lines: list[str] = []
        for line in barred_words(pack, grade, words):
            self._add(ctx, "alert-triangle", "danger", line)
        if told := summary(pack, grade, words):
            self.body.addWidget(Label(told, Role.BODY_BOLD, wrap=True))
            self.lines.append(told)
        for one in grade.highs:
            self._add(ctx, *_SIGNS[one.holds], high_words(one, words))
        best = grade_name(pack, grade.best, words)
        if best and grade.best is not grade.row:
            could = ctx.tr("grade.could", name=best)
            self.body.addWidget(Label(could, Role.META, "text.2", wrap=True))
            self.lines.append(could)

    def _add(self, ctx: Context, icon: str, tone: Token, words: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(ctx.theme.px(8))
        row.addWidget(Icon(ctx.theme, icon, tone, 14), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(words, wrap=True), 1)
        nest(self.body, row)
        self.lines.append(words)


class GradeFilter(PickFilter):
    """Which grade the list shows."""

    def __init__(self, ctx: Context, choose: Callable[[str], None]) -> None:
        super().__init__(ctx, ctx.tr("ui.grade.all"), "ui.grade.by", choose)

    def choices(self) -> dict[str, str]:
        """Everything, each grade of the rules in force, what is barred, what is not known."""
        ctx, pack = self._ctx, pack_of(self._ctx.desk)
        table = pack.tables.get(GRADES)
        rows = {str(row.results["grade"]): row for row in table.rows} if table else {}
        names = {word: grade_name(pack, row, ctx.words) for word, row in rows.items()}
        last = {BARRED: ctx.tr("ui.grade.barred"), UNKNOWN: ctx.tr("ui.grade.with_unknown")}
        return {"": ctx.tr("ui.grade.all"), **names, **last}
