"""What of the funds in place counts, by project, unit and month: what targets and ranks ask for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.model.row import Row
from app.policy.pack import Pack
from app.rules.fund_ledger import ZERO, Component, Figures, figures, month_of
from app.rules.recognition import Standards, shared, standards
from app.services.desk import Desk
from app.services.fund_records import PROJECT, Locks, Packs, entries, facts_of, rulings_of
from app.services.ruled_credits import rulings

_PAGE = 2000


@dataclass(frozen=True, slots=True)
class RecognisedAmount:
    """What a unit has of a project's funds of one month, 万元.

    ``in_place`` is its share of the funds themselves, ``recognised`` of what counts of them; ``real_estate``
    its share of the part that is real estate; ``county``: the book of the county it landed in (C10), not of
    those who brought it. ``once``: what counts of the month in all, with one of those who have it.
    """

    project: str
    unit: str
    month: date
    in_place: Decimal
    recognised: Decimal
    real_estate: Decimal
    county: bool = False
    once: Decimal = ZERO


@dataclass
class Measures:
    """Standards of projects, each looked up once for the same facts and pack."""

    _known: dict[tuple[str, int, tuple[tuple[str, str], ...]], Standards]

    def __init__(self) -> None:
        self._known = {}

    def of(self, pack: Pack, row: Row, fixed: Decimal) -> Standards:
        """What ``pack`` says of a project with ``fixed`` 万元 of fixed assets in place."""
        facts = facts_of(row) | {"fixed_assets": max(fixed, ZERO)}
        asked = _asked(pack)
        key = (pack.id, pack.version, tuple((n, str(v)) for n, v in sorted(facts.items()) if n in asked))
        if key not in self._known:
            self._known[key] = standards(pack, facts)
        return self._known[key]


def _asked(pack: Pack) -> frozenset[str]:
    tables = [pack.tables[name] for name in ("coefficients", "placement") if name in pack.tables]
    return frozenset(fact.name for table in tables for fact in table.facts)


def recognised_amounts(desk: Desk, since: date, until: date) -> list[RecognisedAmount]:
    """Every share of every project's funds in the months from that of ``since`` to that of ``until``.

    Each month is computed under the pack in force then, a published one with what its projects were then. The
    order is that of projects and months.
    """
    first, last = month_of(since), month_of(until)
    told = figures(entries(desk, until=last))
    fixed: dict[str, Decimal] = defaultdict(Decimal)
    for (project, _), month in told.items():
        fixed[project] += month.amount(Component.FIXED)
    rows, locks, ruled = project_rows(desk, {id for id, _ in told}), Locks(desk), rulings(desk)
    measures, packs = Measures(), Packs(desk)
    found: list[RecognisedAmount] = []
    for (id, on), month in sorted(told.items()):
        row = rows.get(id)
        if row is None or on < first:
            continue
        then, pack = locks.as_published(ruled.applied(row), on), packs.of(on, locks.of(row, on))
        found += _shares(pack, then, on, month, measures.of(pack, then, fixed[id]))
    return found


def city_total(amounts: Iterable[RecognisedAmount]) -> Decimal:
    """What counts in all: every project once, however many units have it in their books."""
    return sum((one.once for one in amounts), ZERO)


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
        return sum((self.standards.for_unit(month) for _, month in self.months), ZERO)


def project_funds(desk: Desk, row: Row) -> ProjectFunds:
    """The funds of one project."""
    told = figures(entries(desk, projects=[row.id]))
    months = tuple((on, month) for (_, on), month in sorted(told.items(), reverse=True))
    fixed = sum((month.amount(Component.FIXED) for _, month in months), ZERO)
    found = Measures().of(Packs(desk).of(month_of(desk.today()), None), row, fixed)
    return ProjectFunds(row["contract_amount"], months, found)


def by_unit(amounts: list[RecognisedAmount]) -> Mapping[str, Decimal]:
    """What counts, by unit."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for one in amounts:
        found[one.unit] += one.recognised
    return found


def project_rows(desk: Desk, ids: set[str]) -> dict[str, Row]:
    """The live ones among these projects."""
    wanted = sorted(ids)
    pages = (wanted[at : at + _PAGE] for at in range(0, len(wanted), _PAGE))
    return {row.id: row for page in pages for row in desk.store.rows(PROJECT, page) if not row.deleted}


def _shares(pack: Pack, row: Row, on: date, month: Figures, standards: Standards) -> list[RecognisedAmount]:
    default, rulings = str(row["responsible_unit"] or ""), rulings_of(row["credits"])
    whole = standards.for_unit(month)
    amounts = (month.total, whole, month.real_estate)
    total, counts, estate = (shared(pack, amount, rulings, default) for amount in amounts)
    units = sorted({*total, *counts, *estate}) or ([default] if whole else [])
    found = [
        RecognisedAmount(
            row.id, unit, on, total.get(unit, ZERO), counts.get(unit, ZERO), estate.get(unit, ZERO)
        )
        for unit in units
    ]
    landing, county = str(row["landing_unit"] or ""), standards.for_county(month) or ZERO
    own = counts.get(landing, ZERO)
    # A county that has a part as the one that brought it has its book's figure once.
    if landing and abs(county) > abs(own):
        found.append(RecognisedAmount(row.id, landing, on, ZERO, county - own, ZERO, county=True))
    if found:
        found[0] = replace(found[0], once=max(whole, county if landing else ZERO, key=abs))
    return found
