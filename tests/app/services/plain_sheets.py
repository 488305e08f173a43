"""The monthly sheet by the plain way: every line of the ledger and every project read, nothing kept."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from app.model.row import Row
from app.rules.fund_ledger import NOTHING, ZERO, Component, figures
from app.rules.month_sheet import SheetLine, is_expected
from app.services.desk import Desk
from app.services.fund_records import Locks, Packs, entries
from app.services.recognised import Measures, project_rows
from app.services.sheet_lines import SIGNED
from app.store.reading import Filter


def plain_lines(desk: Desk, month: date) -> list[SheetLine]:
    """The lines in the order of the sheet."""
    told = figures(entries(desk, until=month))
    before: dict[str, Decimal] = defaultdict(Decimal)
    fixed: dict[str, Decimal] = defaultdict(Decimal)
    for (project, on), found in told.items():
        fixed[project] += found.amount(Component.FIXED)
        before[project] += found.total if on < month else ZERO
    locks, measures, packs = Locks(desk), Measures(), Packs(desk)
    lines = []
    for now in _rows_of(desk, month, {id for id, on in told if on == month}):
        row, lock = locks.as_published(now, month), locks.of(now, month)
        standards = measures.of(packs.of(month, lock), row, fixed[row.id])
        here = told.get((row.id, month), NOTHING)
        name, unit = str(row["name"] or ""), str(row["responsible_unit"] or "")
        contract, locked = row["contract_amount"], lock is not None
        lines.append(SheetLine(row.id, name, unit, contract, before[row.id], here, standards, locked))
    return lines


def _rows_of(desk: Desk, month: date, booked: set[str]) -> list[Row]:
    by_name = (("responsible_unit", False), ("name", False))
    ids = desk.store.ids("project", filters=[Filter("stage", "in", SIGNED)], sort=by_name)
    found = [row for row in desk.store.rows("project", ids) if row.id in booked or _expected(row, month)]
    others = booked - {row.id for row in found}
    return found + sorted(project_rows(desk, others).values(), key=lambda row: str(row["name"]))


def _expected(row: Row, month: date) -> bool:
    return is_expected(str(row["stage"]), row["contract_on"] or row["reported_on"], month)
