"""扣分预估: what units stand to lose for projects that nobody updated by the month's tally (feature 41).

A preview beside the alerts: what is taken off in the end is for the year's assessment to decide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.model.row import Row
from app.policy.cases import decided
from app.policy.conditions import Anything
from app.policy.pack import Pack
from app.policy.table import FactsMissing
from app.policy.table import Row as Rule
from app.services.alerts import Alert
from app.services.desk import Desk
from app.services.fund_records import PROJECT, facts_of
from app.services.policy import pack_of

LIGHT, TABLE = "project_not_updated", "late_updates"
ZERO = Decimal(0)


@dataclass
class Deduction:
    """One unit's: projects whose tally went by, and the points; those still in time, and theirs."""

    unit: str
    missed: int = 0
    points: Decimal = ZERO
    pending: int = 0
    coming: Decimal = ZERO


def deductions(desk: Desk, alerts: Iterable[Alert]) -> list[Deduction]:
    """By unit, who loses most first; nothing where the pack takes nothing off. Lights put off count too."""
    late = [one for one in alerts if one.light == LIGHT]
    pack = pack_of(desk)
    if TABLE not in pack.tables or not late:
        return []
    of_project = _points(desk, pack, sorted({one.opens[1] for one in late}))
    found: dict[str, Deduction] = {}
    for one in late:
        points = of_project.get(one.opens[1], ZERO)
        if not points:
            continue
        told = found.setdefault(one.unit, Deduction(one.unit))
        if one.level == "red":
            told.missed, told.points = told.missed + 1, told.points + points
        else:
            told.pending, told.coming = told.pending + 1, told.coming + points
    return sorted(found.values(), key=lambda one: (-one.points, -one.coming, one.unit))


def _points(desk: Desk, pack: Pack, ids: Sequence[str]) -> dict[str, Decimal]:
    """What each project costs. Thousands may be late: they are read only where the pack tells them apart."""
    table = pack.table(TABLE)
    if all(isinstance(one, Anything) for row in table.rows for one in row.conditions.values()):
        return dict.fromkeys(ids, _deduction(table.rows[0]))
    return {row.id: _of_project(pack, row) for row in desk.store.rows(PROJECT, list(ids))}


def _of_project(pack: Pack, project: Row) -> Decimal:
    """Nothing where the project does not tell yet what the pack asks for."""
    try:
        return _deduction(decided(pack, TABLE, facts_of(project)).row)
    except FactsMissing:
        return ZERO


def _deduction(row: Rule) -> Decimal:
    points = row.results["deduction"]
    return points if isinstance(points, Decimal) else ZERO
