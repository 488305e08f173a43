"""The cards beside the board: targets and rates of one owner, what is missing, what if, the ledger."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.errors import OutpostError
from app.model.registry import KINDS
from app.policy.explaining import conditions_said
from app.rules.rounding import half_up
from app.rules.targets import Progress
from app.services.records import checked_values
from app.services.scores.board import COMPOSITE, POINTS, Board, Line, WhatIf
from app.services.scores.ledger import Entry
from ui.components.field_binding import FieldBinding
from ui.context.context import Context
from ui.context.formats import EMPTY
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card, Facts
from ui.widgets.form_row import FormRow
from ui.widgets.funnel import Funnel, Step
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest
from ui.widgets.progress_strip import ProgressBar

MONEY = ("contract_capital", "funds_in_place", "out_of_province_funds", "tax_returned")
_STEPS = (
    ("signed", ""),
    ("fulfilled", "fulfilment"),
    ("landed_of", "landing"),
    ("started_of", "start"),
    ("producing_of", "production"),
)


def plain(value: Decimal | Fraction, places: int = 2) -> str:
    """A figure without trailing zeros."""
    text = f"{half_up(Fraction(value), places):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def measured(ctx: Context, measure: str, value: Decimal | Fraction) -> str:
    """A figure with its unit: money, US dollars, or how many."""
    if measure in MONEY:
        return ctx.formats.amount_with_unit(half_up(Fraction(value), 6))
    if measure == "foreign_capital":
        return ctx.tr("ui.scores.usd", figure=plain(value))
    return plain(value)


def ranking_name(ctx: Context, found: Board, id: str) -> str:
    """What a ranking is called."""
    if id == POINTS:
        return ctx.tr("scores.points")
    if id == COMPOSITE:
        return ctx.tr("scores.composite")
    return found.pack.word("ranking", id).said(ctx.words.language)


class TargetsCard(Card):
    """One owner's points, and each target against its clock."""

    def __init__(self, ctx: Context, line: Line) -> None:
        title = line.owner or ctx.tr("ui.scores.nobody")
        super().__init__(ctx.theme, title, unit=ctx.tr("ui.scores.total", points=plain(line.points)))
        field = KINDS["goal"].fields["measure"]
        for one in line.targets:
            self.body.addWidget(_progress(ctx, ctx.formats.choice(field, one.target.measure), one))
        for one in line.quotas:
            self.body.addWidget(_progress(ctx, ctx.tr("ui.scores.quota", name=one.target.owner), one))
        if not line.targets and not line.quotas:
            self.body.addWidget(Label(ctx.tr("ui.scores.no_target"), tone="text.3", wrap=True))
        if line.unscored:
            words = ctx.tr("ui.scores.unscored", count=line.unscored)
            self.body.addWidget(Label(words, Role.META, "warn", wrap=True))


def _progress(ctx: Context, name: str, one: Progress) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(ctx.theme.px(2))
    top = QHBoxLayout()
    top.setSpacing(ctx.theme.px(8))
    label = ElidedLabel(name)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    top.addWidget(label, 1)
    measure = one.target.measure
    told = {"done": measured(ctx, measure, one.done), "target": measured(ctx, measure, one.target.amount)}
    top.addWidget(Label(ctx.tr("ui.scores.of", **told), Role.META, "text.2"))
    top.addWidget(Label(one.share_text, Role.BODY_BOLD))
    nest(column, top)
    bar = ProgressBar(ctx.theme)
    bar.set_share(float(one.share or 0), float(one.gone))
    column.addWidget(bar)
    behind = one.ahead is not None and one.ahead < 0
    words = [ctx.tr("ui.scores.ahead", points=one.ahead_text)]
    if one.missing:
        words.append(ctx.tr("ui.scores.missing", figure=measured(ctx, measure, one.missing)))
    if one.forecast is not None:
        words.append(ctx.tr("ui.scores.forecast", figure=measured(ctx, measure, one.forecast)))
    said = ctx.tr("ui.scores.and").join(words)
    column.addWidget(Label(said, Role.META, "danger" if behind else "text.2", wrap=True))
    return holder


class RatesCard(Card):
    """Of the projects signed in the period: how many came how far; then every other rate of the pack."""

    def __init__(self, ctx: Context, found: Board, line: Line) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.scores.rates"), link=ctx.tr("ui.layout.pivot"))
        self.header.link_clicked.connect(lambda: ctx.page_asked.emit("projects", "pivot"))
        funnel = Funnel(ctx.theme)
        steps = []
        for measure, rate in _STEPS:
            name = found.pack.word("rate", rate).said(ctx.words.language) if rate in line.rates else ""
            share = line.rates[rate].text if rate in line.rates else ""
            if not rate or name:
                label = name or ctx.tr("ui.scores.signed")
                steps.append(Step(label, int(line.figures.get(measure, 0)), share))
        funnel.set_steps(steps)
        self.body.addWidget(funnel)
        shown = {rate for _, rate in _STEPS}
        others = [(id, one) for id, one in line.rates.items() if id not in shown]
        if others:
            facts, said = Facts(ctx.theme, 200), ctx.words.language
            facts.set_facts([(found.pack.word("rate", id).said(said), one.text) for id, one in others])
            self.body.addWidget(facts)


class MissingCard(Card):
    """差多少: what is missing to the next place of each ranking; and what one more project would change."""

    asked = Signal(object)
    """The values of a project as if it were signed."""

    def __init__(self, ctx: Context, found: Board, places: Sequence[tuple[str, str]]) -> None:
        """``places``: see ``next_places``."""
        super().__init__(ctx.theme, ctx.tr("ui.scores.next"))
        self._ctx, self._found = ctx, found
        facts = Facts(ctx.theme, 132)
        facts.set_facts(places)
        self.body.addWidget(facts)
        fields = KINDS["project"].fields
        self.bindings = {name: FieldBinding(ctx, fields[name]) for name in ("investment", "contract_amount")}
        self.body.addWidget(Label(ctx.tr("ui.scores.what_if"), Role.BODY_BOLD))
        for name, binding in self.bindings.items():
            self.body.addWidget(FormRow(ctx.theme, ctx.formats.label(fields[name]), binding.editor))
        self.ask = Button(ctx.theme, ctx.tr("ui.scores.reckon"), ButtonKind.SECONDARY)
        self.ask.clicked.connect(self._ask)
        row = QHBoxLayout()
        self.answer = Label("", Role.BODY, "text.1", wrap=True)
        row.addWidget(self.answer, 1)
        row.addWidget(self.ask)
        nest(self.body, row)

    def _ask(self) -> None:
        given = {name: one.given() or one.editor.raw() for name, one in self.bindings.items()}
        self.asked.emit({name: value for name, value in given.items() if value})

    def show_answer(self, then: WhatIf) -> None:
        """What it would come to."""
        ctx = self._ctx
        told = {"points": plain(then.points), "total": plain(then.line.points)}
        words = [ctx.tr("ui.scores.would", **told)]
        for id, (now, after) in then.places.items():
            if now is not None and after is not None and now != after:
                name = ranking_name(ctx, self._found, id)
                words.append(ctx.tr("ui.scores.would_rank", name=name, now=now, then=after))
        self.answer.setText(ctx.tr("ui.scores.and").join(words))


def next_places(ctx: Context, found: Board, owner: str) -> list[tuple[str, str]]:
    """Each ranking's name, and what an owner is short of for its next place."""
    return [(ranking_name(ctx, found, id), _next(ctx, found, owner, id)) for id in found.rankings]


def _next(ctx: Context, found: Board, owner: str, id: str) -> str:
    ranking = found.rankings[id]
    place = ranking.place(owner)
    if place is None or place.rank is None:
        return EMPTY
    following = ranking.next_place(owner)
    if following is None:
        return ctx.tr("ui.scores.first_tied" if place.tied else "ui.scores.first")
    figure = figure_text(ctx, id, following.missing)
    told = {"rank": place.rank, "next": following.rank, "who": ctx.formats.listed([*following.ahead][:3])}
    return ctx.tr("ui.scores.to_next", figure=figure, **told)


def figure_text(ctx: Context, id: str, value: Fraction) -> str:
    """A ranking's figure: points, a share of a target, or an amount."""
    if id in (POINTS, COMPOSITE):
        return ctx.tr("ui.scores.points", points=plain(value))
    if id.endswith("_of_target"):
        return f"{plain(value * 100)}%"
    return measured(ctx, id, value)


def checked_or_none(ctx: Context, raw: Mapping[str, Any]) -> dict[str, Any] | None:
    """What was typed as values of a project; what cannot be read is said."""
    try:
        return checked_values(ctx.desk, "project", raw, complete=False)
    except OutpostError as error:
        ctx.trouble(error)
        return None


def _nothing() -> None:
    """Everything is shown."""


FEW = 30  # lines of points that are shown before somebody asks for all


class LedgerCard(Card):
    """The lines that gave points, with the rule and its source; a click opens the project."""

    def __init__(self, ctx: Context, found: Board, entries: Sequence[Entry]) -> None:
        count = str(len(entries)) if entries else ""
        more = ctx.tr("ui.alerts.all", count=len(entries)) if len(entries) > FEW else ""
        super().__init__(ctx.theme, ctx.tr("ui.scores.ledger"), count=count, link=more)
        self.header.link_clicked.connect(self.show_all)
        self.body.setSpacing(ctx.theme.px(4))
        self.lines: list[QWidget] = []
        self._rest: Callable[[], None] = partial(self._add, ctx, found, entries[FEW:])
        self._add(ctx, found, entries[:FEW])
        if not entries:
            self.body.addWidget(Label(ctx.tr("ui.scores.no_lines"), tone="text.3", wrap=True))

    def _add(self, ctx: Context, found: Board, entries: Sequence[Entry]) -> None:
        for entry in entries:
            line = self._line(ctx, found, entry)
            self.lines.append(line)
            self.body.addWidget(line)

    def show_all(self) -> None:
        """The lines that were too many to show at once."""
        self.header.drop_link()
        rest, self._rest = self._rest, _nothing
        rest()

    def _line(self, ctx: Context, found: Board, entry: Entry) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        row = entry.row
        if row is not None:
            link = Button(ctx.theme, ctx.formats.title(row), ButtonKind.LINK)
            link.clicked.connect(lambda: ctx.record_asked.emit("project", row.id))
            top.addWidget(link)
        else:
            top.addWidget(Label(ctx.tr("ui.scores.quota", name=entry.about)))
        top.addStretch(1)
        sign = "+" if entry.points > 0 else ""
        top.addWidget(Label(f"{sign}{plain(entry.points)}", Role.BODY_BOLD))
        nest(column, top)
        shared = [ctx.formats.reason(one) for one in entry.credits.why] if entry.credits else []
        for said in (self._why(ctx, found, entry), *shared):
            words = ElidedLabel(said, Role.META, "text.2")
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            column.addWidget(words)
        return holder

    def _why(self, ctx: Context, found: Board, entry: Entry) -> str:
        parts = [ctx.formats.day(entry.day)] if entry.day else []
        if entry.row is not None:
            parts.append(ctx.formats.amount_with_unit(entry.row["investment"]))
        if entry.missing:
            names = [ctx.tr(f"policy.fact.{name}") for name in entry.missing.split(", ")]
            parts.append(ctx.tr("ui.scores.fact_missing", facts=ctx.formats.listed(names)))
        elif entry.rule is not None:
            source = found.pack.source_text(entry.rule.source, ctx.words.language)
            asked = conditions_said(found.pack, entry.rule, ctx.words)
            parts.append(ctx.tr("ui.scores.rule", rule=asked, source=source))
        if entry.whole != entry.points:
            parts.append(ctx.tr("ui.scores.shared", whole=plain(entry.whole)))
        return "  ".join(parts)
