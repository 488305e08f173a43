"""The strip on a company's or project's page: its claim, its protection, its case and the ruling."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.row import Row
from app.rules.claims import reminder_due
from app.services.claims import CLAIMABLE, FREE, Checked, check_claim, claims_on, enterprise_of
from app.services.clashes import Case, cases_on
from ui.components.claim_words import check_words, claim_state, party_name, ruling_words
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.widgets.card import Banner
from ui.widgets.inspector import clear_layout


@dataclass(frozen=True)
class Claimed:
    """What the strip shows of one record: its claims (newest first), its cases, and the registry's word."""

    claims: Sequence[Row] = ()
    cases: Sequence[Case] = ()
    checked: Checked = FREE


def load_claimed(ctx: Context, kind: str, id: str) -> Claimed:
    """Read it on the database thread; nothing for kinds that are not claimed."""
    if kind not in CLAIMABLE:
        return Claimed()
    desk = ctx.desk
    name, code = enterprise_of(desk, kind, id)
    return Claimed(claims_on(desk, kind, id), cases_on(desk, kind, id), check_claim(desk, name, code))


class ClaimStrip(QWidget):
    """One banner at most: the newest case before the claim before what others have."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.banner: Banner | None = None
        self.hide()

    def sentences(self) -> str:
        """What it says now."""
        return self.banner.accessibleName() if self.banner is not None else ""

    def show_claimed(self, claimed: Claimed) -> None:
        """Show it, or nothing where there is nothing to know."""
        clear_layout(self._column)
        self.banner = self._banner(claimed)
        if self.banner is not None:
            self._column.addWidget(self.banner)
        self.setVisible(self.banner is not None)

    def _banner(self, claimed: Claimed) -> Banner | None:
        if claimed.cases:
            return self._of_case(claimed.cases[0])
        if claimed.claims:
            return self._of_claim(claimed.claims[0])
        words, _ = check_words(self._ctx, claimed.checked)
        if claimed.checked.verdict in ("taken", "likely"):
            return self._made(words, "", "warn", "warn.soft", "alert-triangle")
        return None

    def _of_case(self, case: Case) -> Banner:
        ctx = self._ctx
        units = ctx.formats.listed([party_name(ctx, party) for party in case.parties])
        if case.is_open:
            title, text = ctx.tr("ui.claim.strip.open", units=units), ctx.tr("ui.clash.both_go_on")
            banner = self._made(title, text, "warn", "warn.soft", "alert-triangle", ctx.tr("ui.clash.see"))
        else:
            reason = ctx.tr("ui.clash.reason", reason=case.row["reason"] or "")
            title = ctx.tr("ui.claim.strip.ruled", ruling=ruling_words(ctx, case))
            banner = self._made(title, reason, "success", "success.soft", "check", ctx.tr("ui.clash.see"))
        banner.action_clicked.connect(lambda: ctx.page_asked.emit("clashes", case.id))
        return banner

    def _of_claim(self, claim: Row) -> Banner:
        ctx, formats = self._ctx, self._ctx.formats
        who = ctx.tr("ui.claim.strip.by", who=claim["claimant"] or "", at=formats.moment(claim["claimed_at"]))
        if claim["number"] is not None:
            who += ctx.tr("ui.claim.strip.receipt", number=claim["number"])
        elif claim["hash"]:
            who += ctx.tr("ui.claim.strip.kept", seq=claim["seq"], hash=claim["hash"][:8])
        title = ctx.tr("ui.claim.strip.claim", state=claim_state(ctx, claim))
        until: date | None = claim["protected_until"]
        if claim["state"] in (None, "received", "protected", "transferred") and until is not None:
            title += ctx.tr("ui.claim.strip.until", until=formats.day(until))
        soon = until is not None and reminder_due(until, ctx.today()) is not None
        tone: tuple[Token, Token] = ("warn", "warn.soft") if soon else ("accent", "accent.soft")
        return self._made(title, who, *tone, "clock" if soon else "flag")

    def _made(self, title: str, text: str, tone: Token, ground: Token, icon: str, action: str = "") -> Banner:
        banner = Banner(self._ctx.theme, title, text, tone=tone, ground=ground, icon=icon, action=action)
        banner.setAccessibleName(f"{title} {text}".strip())
        return banner
