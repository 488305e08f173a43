"""The plain way to what counts by project, unit and month, which ``recognised_sums`` adds up at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.model.row import Row
from app.policy.pack import Pack
from app.rules.fund_ledger import ZERO, Component, Figures, figures, month_of
from app.rules.recognition import Standards, shared
from app.services.desk import Desk
from app.services.fund_records import Locks, Packs, entries, rulings_of
from app.services.recognised import Measures, project_rows
from app.services.ruled_credits import rulings


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


def by_unit(amounts: list[RecognisedAmount]) -> Mapping[str, Decimal]:
    """What counts, by unit."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for one in amounts:
        found[one.unit] += one.recognised
    return found


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
