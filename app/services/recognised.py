"""What of the funds in place counts, by project, unit and month: what targets and ranks ask for."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.model.row import Row
from app.policy.pack import Pack
from app.rules.continuations import continued, funds_since
from app.rules.fund_ledger import ZERO, Component, Figures, figures, month_of
from app.rules.recognition import Standards, standards
from app.services.desk import Desk
from app.services.fund_records import PROJECT, Packs, entries, facts_of

_PAGE = 2000


@dataclass
class Measures:
    """Standards of projects, each looked up once for the same facts and pack."""

    _known: dict[tuple[str, int, tuple[tuple[str, str], ...], date | None], Standards]

    def __init__(self) -> None:
        self._known = {}

    def of(self, pack: Pack, row: Row, fixed: Decimal) -> Standards:
        """What ``pack`` says of a project with ``fixed`` 万元 of fixed assets in place."""
        facts = facts_of(row) | {"fixed_assets": max(fixed, ZERO)}
        asked = _asked(pack)
        since = funds_since(continued(pack, row.values), row["contract_on"])
        told = tuple((n, str(v)) for n, v in sorted(facts.items()) if n in asked)
        key = (pack.id, pack.version, told, since)
        if key not in self._known:
            self._known[key] = replace(standards(pack, facts), since=since)
        return self._known[key]


def _asked(pack: Pack) -> frozenset[str]:
    tables = [pack.tables[name] for name in ("coefficients", "placement") if name in pack.tables]
    return frozenset(fact.name for table in tables for fact in table.facts)


@dataclass(frozen=True, slots=True)
class ProjectFunds:
    """One project's funds: the months booked in, the latest first, and what it counts as."""

    contract: Decimal | None
    months: tuple[tuple[date, Figures], ...]
    standards: Standards

    @property
    def total(self) -> Decimal:
        """What has come in so far, 万元."""
        return sum((month.total for _, month in self.months), ZERO)

    @property
    def recognised(self) -> Decimal:
        """What of it counts for those who brought it, by the rules of today."""
        return sum((self.standards.at(on).for_unit(month) for on, month in self.months), ZERO)


def project_funds(desk: Desk, row: Row) -> ProjectFunds:
    """The funds of one project."""
    told = figures(entries(desk, projects=[row.id]))
    months = tuple((on, month) for (_, on), month in sorted(told.items(), reverse=True))
    fixed = sum((month.amount(Component.FIXED) for _, month in months), ZERO)
    found = Measures().of(Packs(desk).of(month_of(desk.today()), None), row, fixed)
    return ProjectFunds(row["contract_amount"], months, found)


def project_rows(desk: Desk, ids: set[str]) -> dict[str, Row]:
    """The live ones among these projects."""
    wanted = sorted(ids)
    pages = (wanted[at : at + _PAGE] for at in range(0, len(wanted), _PAGE))
    return {row.id: row for page in pages for row in desk.store.rows(PROJECT, page) if not row.deleted}
