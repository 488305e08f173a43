"""A project's contracts with their instalments on its page (feature 32)."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.instalments import Due
from app.services.contracts import Deeds, Instalment, instalment_paid
from ui.components.approval_cards import line_of, stretching
from ui.components.record_menu import record_menu, shut_box, ticked_menu
from ui.context.context import Context
from ui.models.columns import Level
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.chips import NeutralBadge
from ui.widgets.label import Label
from ui.widgets.marks import Light as LightSign
from ui.widgets.menu import Menu
from ui.widgets.offering import Offering

LEVELS: dict[Due, Level | None] = {
    Due.PAID: None,
    Due.COVERED: None,
    Due.OVERDUE: "red",
    Due.SOON: "yellow",
    Due.AHEAD: "green",
}


class ContractsCard(Card):
    """Every deed, what it agrees on by instalments, and what of that is missing today."""

    def __init__(self, ctx: Context, project: Row, deeds: Deeds) -> None:
        count = str(len(deeds.contracts) or "")
        super().__init__(ctx.theme, ctx.tr("ui.card.contracts"), count=count, link=ctx.tr("ui.contract.add"))
        begin = {"project_id": project.id, "deed": "contract", "signed_on": ctx.desk.today()}
        begin |= {"title": ctx.tr("ui.contract.titled", name=ctx.formats.title(project))}
        self.header.link_clicked.connect(lambda: ctx.new_asked.emit("contract", begin))
        for contract in deeds.contracts:
            self.body.addWidget(self._contract(ctx, contract, deeds))
            for one in deeds.of(contract.id):
                self.body.addWidget(InstalmentLine(ctx, one))
            if beyond := deeds.beyond(contract):
                said = ctx.tr("ui.contract.beyond", beyond=ctx.formats.amount_with_unit(beyond))
                self.body.addWidget(LightSign(ctx.theme, "yellow", said, Role.META))
        known = {contract.id for contract in deeds.contracts}
        for one in deeds.instalments:  # of a contract that is deleted
            if one.row["contract_id"] not in known:
                self.body.addWidget(InstalmentLine(ctx, one))
        if deeds.due:
            self._sum(ctx, deeds)
        if not deeds.contracts:
            self.body.addWidget(Label(ctx.tr("ui.contract.none"), tone="text.3", wrap=True))

    def _contract(self, ctx: Context, contract: Row, deeds: Deeds) -> QWidget:
        holder, line = line_of(ctx, contract)
        deed = ctx.formats.choice(KINDS["contract"].fields["deed"], contract["deed"] or "")
        line.addWidget(NeutralBadge(ctx.theme, deed))
        line.addWidget(Label(ctx.formats.short_day(contract["signed_on"]), Role.META, "text.2"))
        about = [ctx.formats.title(contract), contract["number"], contract["signatory"]]
        line.addWidget(stretching("  ".join(str(one) for one in about if one), Role.BODY_BOLD), 1)
        if contract["amount"] is not None:
            line.addWidget(Label(ctx.formats.amount_with_unit(contract["amount"]), Role.BODY))
        add = Button(ctx.theme, ctx.tr("ui.contract.add_instalment"), ButtonKind.LINK)
        title = ctx.tr("ui.contract.instalment", number=len(deeds.of(contract.id)) + 1)
        begin = {"project_id": contract["project_id"], "contract_id": contract.id, "title": title}
        add.clicked.connect(lambda: ctx.new_asked.emit("instalment", begin))
        line.addWidget(add)
        return holder

    def _sum(self, ctx: Context, deeds: Deeds) -> None:
        amount = ctx.formats.amount_with_unit
        told = {"due": amount(deeds.due), "in_place": amount(deeds.in_place)}
        words = ctx.tr("ui.contract.sum", **told)
        if deeds.missing:
            short = ctx.tr("ui.contract.short", sum=words, missing=amount(deeds.missing))
            self.body.addWidget(LightSign(ctx.theme, "red", short, Role.META))
        else:
            self.body.addWidget(Label(words, Role.META, "text.2", wrap=True))


class InstalmentLine(Offering, QWidget):
    """One instalment: a box that says it came in, its day, amount and how it stands."""

    def __init__(self, ctx: Context, one: Instalment) -> None:
        super().__init__()
        self._ctx, self._one = ctx, one
        row, paid = QHBoxLayout(self), one.state is Due.PAID
        row.setContentsMargins(ctx.theme.px(16), 0, 0, 0)
        row.setSpacing(ctx.theme.px(8))
        self.box = QCheckBox()
        self.box.setChecked(paid)
        if paid:
            shut_box(self.box)
        title = ctx.formats.title(one.row)
        self.box.setAccessibleName(title)
        self.box.setToolTip(ctx.tr("ui.contract.paid"))
        self.box.toggled.connect(self._pay)
        row.addWidget(self.box)
        row.addWidget(Label(ctx.formats.short_day(one.row["due_on"]), Role.BODY, "text.2"))
        row.addWidget(stretching(title, tone="text.2" if paid else "text.1"), 1)
        row.addWidget(Label(ctx.formats.amount_with_unit(one.row["amount"]), Role.BODY))
        row.addWidget(state_sign(ctx, one))

    def menu(self) -> Menu:
        """Say that it came in, and what can be done with any record."""
        if self._one.state is Due.PAID:
            return record_menu(self._ctx, self, self._one.row, hint=False)
        return ticked_menu(self._ctx, self, self._one.row, self.box)

    def _pay(self, on: bool) -> None:
        if on:
            ctx, id = self._ctx, self._one.row.id
            self.box.setEnabled(False)
            said = ctx.tr("ui.said.instalment_paid")
            ctx.change(lambda: instalment_paid(ctx.desk, id), changes=lambda changes: changes, said=said)


def state_sign(ctx: Context, one: Instalment) -> QWidget:
    """●逾期 n 天, ▲还有 n 天, or what was done."""
    days = abs((one.row["due_on"] - ctx.desk.today()).days)
    day = ctx.formats.short_day(one.row["paid_on"]) if one.row["paid_on"] else ""
    words = ctx.tr(f"ui.contract.state.{one.state.value}", days=days, day=day)
    level = LEVELS[one.state]
    return LightSign(ctx.theme, level, words, Role.META) if level else Label(words, Role.META, "success")
