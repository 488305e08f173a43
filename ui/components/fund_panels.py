"""Funds and headquarters tax: balances with what is committed, tax by year, classes by size."""

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.fund_balances import Balance
from app.services.fund_overview import COMMITMENT, TAX, Overview
from ui.components.record_cards import Columns
from ui.context.context import Context
from ui.context.formats import Names
from ui.theme.type_scale import Role
from ui.widgets.card import Card
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.marks import Light
from ui.widgets.progress_strip import ProgressBar

NEWEST = 8


class FundPanels(QWidget):
    """Four cards in two columns."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._columns = Columns(ctx)
        column.addWidget(self._columns)

    def show_overview(self, found: Overview, names: Names) -> None:
        """Replace everything."""
        left: list[QWidget] = [self._funds(found, names), self._commitments(found, names)]
        right: list[QWidget] = [self._taxes(found, names), self._sizes(found)]
        self._columns.set_columns([left, right])

    def _funds(self, found: Overview, names: Names) -> Card:
        ctx = self._ctx
        card = Card(ctx.theme, ctx.tr("ui.funds.card.funds"), link=ctx.tr("ui.funds.commit"))
        card.header.link_clicked.connect(lambda: ctx.new_asked.emit(COMMITMENT, _begun(ctx, found)))
        for fund in found.funds:
            card.body.addWidget(self._fund(found, fund, names))
        return card

    def _fund(self, found: Overview, fund: Balance, names: Names) -> QWidget:
        ctx, amount = self._ctx, self._ctx.formats.amount_with_unit
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ctx.theme.px(4))
        name = found.pack.word("fund", fund.fund).said(ctx.words.language)
        column.addWidget(Label(name, Role.BODY_BOLD))
        told = {"committed": amount(fund.committed), "size": amount(fund.size), "left": amount(fund.left)}
        bar = ProgressBar(ctx.theme)
        bar.set_share(float(Fraction(fund.committed) / Fraction(fund.size)) if fund.size else 0.0)
        column.addWidget(bar)
        column.addWidget(Label(ctx.tr("ui.funds.balance", **told), Role.META, "text.2"))
        if fund.left < 0:
            column.addWidget(Light(ctx.theme, "red", ctx.tr("ui.funds.overdrawn"), Role.META))
        for project, has in fund.over:
            words = ctx.tr(
                "ui.funds.over", name=names.get(project, ""), amount=amount(has), cap=amount(fund.cap)
            )
            column.addWidget(Light(ctx.theme, "red", words, Role.META))
        return holder

    def _commitments(self, found: Overview, names: Names) -> Card:
        ctx, formats = self._ctx, self._ctx.formats
        card = Card(ctx.theme, ctx.tr("ui.funds.card.commitments"), count=str(len(found.commitments) or ""))
        stake, words = KINDS[COMMITMENT].fields["stake"], found.pack.words.get("fund", {})
        for row in found.commitments[:NEWEST]:
            fund = words.get(str(row["fund"]))
            about = [
                fund.said(ctx.words.language) if fund else str(row["fund"]),
                formats.choice(stake, str(row["stake"])),
                formats.short_day(row["committed_on"]),
            ]
            card.body.addWidget(self._line(_who(row, names), "  ".join(about), row))
        if not found.commitments:
            card.body.addWidget(Label(ctx.tr("ui.funds.no_commitments"), tone="text.3", wrap=True))
        return card

    def _taxes(self, found: Overview, names: Names) -> Card:
        ctx, formats = self._ctx, self._ctx.formats
        card = Card(ctx.theme, ctx.tr("ui.funds.card.taxes"), link=ctx.tr("ui.funds.add_tax"))
        card.header.link_clicked.connect(lambda: ctx.new_asked.emit(TAX, {}))
        for year in found.years:
            words = ctx.tr(
                "ui.funds.year",
                year=year.year,
                count=year.payers,
                amount=formats.amount_with_unit(year.amount),
            )
            card.body.addWidget(Label(words, Role.BODY_BOLD))
        for row in found.taxes[:NEWEST]:
            about = [str(row["year"]), *self._shares(found, row)]
            card.body.addWidget(self._line(_who(row, names), "  ".join(about), row))
        if not found.taxes:
            card.body.addWidget(Label(ctx.tr("ui.funds.no_taxes"), tone="text.3", wrap=True))
        return card

    def _shares(self, found: Overview, row: Row) -> list[str]:
        """飞地：县功镇 60 万元、金台区 40 万元."""
        ctx, parts = self._ctx, found.parts.get(row.id)
        if not parts:
            return []
        told = [f"{unit} {ctx.formats.amount_with_unit(part)}" for unit, part in parts.items()]
        return [ctx.tr("ui.funds.enclave", shares=ctx.formats.listed(told))]

    def _sizes(self, found: Overview) -> Card:
        ctx = self._ctx
        card = Card(ctx.theme, ctx.tr("ui.funds.card.sizes"))
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(ctx.theme.px(16))
        grid.setVerticalSpacing(ctx.theme.px(4))
        grid.setColumnStretch(0, 1)
        heads = ("class", "verified", "waiting")
        _row(grid, 0, [ctx.tr(f"ui.funds.size.{one}") for one in heads], Role.META)
        for at, one in enumerate(found.sizes, start=1):
            told = [found.pack.word("size", one.row.id).said(ctx.words.language)]
            told += [
                ctx.tr(
                    "ui.funds.size.count",
                    count=tally.count,
                    amount=ctx.formats.amount_with_unit(tally.investment),
                )
                for tally in (one.verified, one.waiting)
            ]
            _row(grid, at, told, Role.BODY)
        card.body.addWidget(holder)
        return card

    def _line(self, who: str, about: str, row: Row) -> QWidget:
        ctx, line = self._ctx, QWidget()
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(ctx.theme.px(12))
        grid.setColumnStretch(0, 1)
        grid.addWidget(ElidedLabel(who), 0, 0)
        grid.addWidget(Label(about, Role.META, "text.2"), 0, 1)
        grid.addWidget(Label(ctx.formats.amount_with_unit(row["amount"])), 0, 2)
        return line


def _row(grid: QGridLayout, at: int, texts: Sequence[str], role: Role) -> None:
    for place, text in enumerate(texts):
        grid.addWidget(Label(text, role, "text.3" if role is Role.META else "text.1"), at, place)


def _who(row: Row, names: Names) -> str:
    ids = [str(row.values.get(name) or "") for name in ("company_id", "project_id")]
    return next((names[id] for id in ids if id in names), "—")


def _begun(ctx: Context, found: Overview) -> dict[str, object]:
    """A new commitment begins with the first fund of the pack, today."""
    first = found.funds[0].fund if found.funds else ""
    return {"fund": first, "stake": "equity", "committed_on": ctx.desk.today().isoformat()}


def named_in(found: Overview) -> list[tuple[str, str]]:
    """(kind, id) of everything the panels name."""
    rows = (*found.commitments[:NEWEST], *found.taxes[:NEWEST])
    pairs = [("project", row["project_id"]) for row in rows if row["project_id"]]
    pairs += [("company", row["company_id"]) for row in found.taxes[:NEWEST] if row["company_id"]]
    over = [("project", project) for fund in found.funds for project, _ in fund.over]
    return [*pairs, *over]
