"""A project's funds on its page: how far the contract is, month by month, and how much of it counts."""

from decimal import Decimal
from fractions import Fraction

from PySide6.QtWidgets import QGridLayout, QWidget

from app.model.row import Row
from app.rules.fund_ledger import Component, Standing
from app.rules.rounding import percent
from app.services.recognised import ProjectFunds
from app.services.ruled_credits import rulings
from ui.components.fund_words import LEVELS, component_word, month_word, standing_details, standing_word
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.marks import Light
from ui.widgets.progress_strip import ProgressBar


class FundsCard(Card):
    """Cumulative against the contract as a bar, then a line for every month."""

    def __init__(self, ctx: Context, row: Row, funds: ProjectFunds) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.page.funds"), link=ctx.tr("ui.funds.open_sheet"))
        self.header.link_clicked.connect(lambda: ctx.page_asked.emit("funds", "sheet"))
        amount, contract = ctx.formats.amount_with_unit, funds.contract
        self.bar = ProgressBar(ctx.theme)
        share = percent(None if not contract else _share(funds.total, contract), 1)
        words = ctx.tr(
            "ui.funds.of_contract", total=amount(funds.total), contract=amount(contract), share=share
        )
        self.bar.set_share(float(_share(funds.total, contract)) if contract else 0.0)
        self.body.addWidget(Label(words, Role.BODY, wrap=True))
        self.body.addWidget(self.bar)
        if funds.months:
            self.body.addWidget(self._months(ctx, funds))
        else:
            self.body.addWidget(Label(ctx.tr("ui.funds.none"), tone="text.3", wrap=True))

    def _months(self, ctx: Context, funds: ProjectFunds) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(ctx.theme.px(20))
        grid.setVerticalSpacing(ctx.theme.px(4))
        shown = [one for one in Component if any(one in month.own for _, month in funds.months)]
        heads = [ctx.tr("ui.funds.column.month"), *(component_word(ctx, one) for one in shown)]
        heads += [ctx.tr("ui.funds.sum.total"), ctx.tr("ui.funds.column.standing")]
        for place, text in enumerate(heads):
            grid.addWidget(Label(text, Role.META, "text.3"), 0, place)
        for at, (on, month) in enumerate(funds.months, start=1):
            grid.addWidget(Label(month_word(on), Role.BODY, "text.2"), at, 0)
            for place, one in enumerate(shown, start=1):
                grid.addWidget(Label(ctx.formats.amount(month.amount(one))), at, place)
            total = Label(ctx.formats.amount_with_unit(month.total), Role.BODY_BOLD)
            grid.addWidget(total, at, len(shown) + 1)
            light, words = LEVELS[month.standing], standing_word(ctx, month)
            plain = light is None or month.standing is Standing.PUBLISHED
            sign = (
                Label(words, Role.META, "text.2")
                if plain or light is None
                else Light(ctx.theme, light, words, Role.META)
            )
            sign.setToolTip(standing_details(ctx, month))
            grid.addWidget(sign, at, len(shown) + 2)
        grid.setColumnStretch(len(shown) + 3, 1)
        return holder


class CountsCard(Card):
    """How much counts, and why; a link says what the project is counted as."""

    def __init__(self, ctx: Context, row: Row, funds: ProjectFunds) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.funds.card.counts"), link=ctx.tr("ui.funds.standards"))
        self.header.link_clicked.connect(lambda: ctx.standards_asked.emit(row.id))
        counted = "—" if funds.standards.unknown else ctx.formats.amount_with_unit(funds.recognised)
        self.body.addWidget(Label(ctx.tr("ui.funds.counts", amount=counted), Role.BODY_BOLD))
        self.body.addWidget(Label(ctx.formats.reason(funds.standards.why), Role.BODY, "text.2", wrap=True))
        credits = rulings(ctx.desk).credits(row)
        for credit in sorted(credits.shares.keys() - {*credits.ruled}):
            shares = credits.shares[credit].items()
            told = ctx.formats.listed([f"{unit} {percent}%" for unit, percent in shares])
            words = ctx.tr("ui.funds.credit", credit=ctx.tr(f"ui.funds.credit.{credit}"), shares=told)
            self.body.addWidget(Label(words, Role.BODY, wrap=True))
        for why in credits.why:
            self.body.addWidget(Label(ctx.formats.reason(why), Role.BODY, "text.2", wrap=True))


def _share(part: Decimal, whole: Decimal) -> Fraction:
    return Fraction(part) / Fraction(whole)
