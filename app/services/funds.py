"""The monthly sheet of funds in place (systems.md C1): what it shows, and what is typed or pasted into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.errors import OutpostError
from app.model.changes import ChangeSet
from app.model.row import Row
from app.reasons import Reason
from app.rules.amounts import AmountEmpty, AmountError, Unit, parse_amount
from app.rules.fund_ledger import NOTHING, ZERO, Component, Entry, Source, figures, month_of
from app.rules.month_sheet import SheetLine, Sums
from app.rules.numerals import Qualifier
from app.rules.periods import months_later
from app.services.desk import Desk
from app.services.fund_records import ENTRY, Locks, entries, locked_by_unit
from app.services.recognised import project_rows
from app.services.sheet_lines import Lines, sheet_lines


class MonthLocked(OutpostError):
    """The month was published; ``open`` is the month to book a correction in."""

    code = "month_locked"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month's sheet: its lines by project, in the order of unit and name, and their sums.

    ``pack``: whose rules it is told by; ``locked``: whether every line of it is published.
    """

    month: date
    by_project: Lines
    sums: Sums
    pack: str
    locked: bool = False

    @property
    def lines(self) -> tuple[SheetLine, ...]:
        """All of them; of thousands most are made for it."""
        return tuple(self.by_project.values())


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """A figure for one project's cell: ``before`` what its source tells so far, ``after`` what it would.

    ``reason``: why the text cannot be taken, or none of the projects is meant.
    """

    project: str
    name: str
    text: str
    before: Decimal | None = None
    after: Decimal | None = None
    reason: Reason | None = None

    @property
    def changes(self) -> bool:
        """Whether there is anything to book."""
        return self.reason is None and self.after is not None and self.after != self.before


def month_sheet(desk: Desk, month: date) -> Sheet:
    """The sheet of the month that ``month`` lies in; what did not change since is not read again."""
    found = sheet_lines(desk, month)
    lines = found.by_project
    return Sheet(found.month, lines, found.sums, found.pack, lines.locked)


def open_month(desk: Desk, unit: str = "", *, after: date | None = None) -> date:
    """The month that a unit books in: this one, or the first after ``after`` that is not published."""
    locked = {month for (owner, month) in locked_by_unit(desk) if owner == unit}
    if after is None:
        month = month_of(desk.today())
    else:
        month = months_later(month_of(after), 1)
    while month in locked:
        month = months_later(month, 1)
    return month


def check_figures(
    desk: Desk,
    month: date,
    source: Source,
    component: Component,
    texts: Sequence[tuple[str, str]],
    *,
    unit: Unit = Unit.WAN,
) -> list[CheckedFigure]:
    """Check (project's id, text) pairs for one column of the sheet; bare figures count in ``unit``.

    Nothing is written. An empty text leaves what there is; one that cannot be taken says why.
    """
    month, ids = month_of(month), [id for id, _ in texts]
    rows = project_rows(desk, set(ids))
    told = figures(entries(desk, until=month, projects=ids)) if ids else {}
    locks = Locks(desk)
    found, seen = list[CheckedFigure](), set[str]()
    for id, text in texts:
        row = rows.get(id)
        if row is None:
            found.append(CheckedFigure(id, "", text, reason=Reason("funds.why.no_project", {"text": text})))
            continue
        now = told.get((id, month), NOTHING).own.get(component)
        before = None if now is None else now.of(source)
        after, reason = read_figure(text, unit)
        if reason is None and after is not None and locks.of(row, month) is not None:
            reason = _locked(locks, row, month)
        elif reason is None and after is not None and id in seen:
            reason = Reason("funds.why.twice", {"name": str(row["name"])})
        if after is not None or reason is not None:  # an empty line takes nothing from the next
            seen.add(id)
        found.append(CheckedFigure(id, str(row["name"] or ""), text, before, after, reason))
    return found


def book_figures(
    desk: Desk, month: date, source: Source, checked: Sequence[tuple[Component, CheckedFigure]]
) -> ChangeSet:
    """Book every figure that changes, as one step of undo; those that cannot be taken are left out.

    A cell that has a figure already gets the difference, as a line that corrects the one before.
    """
    month = month_of(month)
    changing = [(component, one) for component, one in checked if one.changes]
    projects = {one.project for _, one in changing}
    last = _last_lines(entries(desk, until=month, projects=projects) if projects else [], month)
    with desk.store.write(actor=desk.actor, label="book.funds") as work:
        for component, one in changing:
            assert one.after is not None
            before = last.get((one.project, component, source))
            values = {"project_id": one.project, "month": month, "source": source.value}
            values |= {"component": component.value, "amount": one.after - (one.before or ZERO)}
            work.create(ENTRY, values | ({"corrects": before} if before else {}))
    return work.changes


def refuse_locked(desk: Desk, row: Row, month: date) -> None:
    """Refuse to book for a project in a published month.

    Raises:
        MonthLocked: it is one.
    """
    locks = Locks(desk)
    if locks.of(row, month) is not None:
        shown = locks.first_open(row, month)
        raise MonthLocked(field="month", month=f"{month:%Y-%m}", open=f"{shown:%Y-%m}")


def _locked(locks: Locks, row: Row, month: date) -> Reason:
    shown = locks.first_open(row, month)
    return Reason("funds.why.locked", {"month": f"{month:%Y-%m}", "open": f"{shown:%Y-%m}"})


def _last_lines(lines: Sequence[Entry], month: date) -> dict[tuple[str, Component, Source], str]:
    """The line written last in each cell of a month: ids tell the order.

    What corrects an earlier month is no figure of this one, so nothing corrects it by making the cell up.
    """
    months = {line.id: line.month for line in lines}
    found: dict[tuple[str, Component, Source], str] = {}
    for line in lines:
        if line.month == month and months.get(line.corrects, month) >= month:
            key = (line.project, line.component, line.source)
            found[key] = max(found.get(key, ""), line.id)
    return found


def read_figure(text: str, unit: Unit) -> tuple[Decimal | None, Reason | None]:
    """A figure of a cell in 万元; (None, None) for an empty one."""
    try:
        amount = parse_amount(text, unit, allow_negative=True)
    except AmountEmpty:
        return None, None
    except AmountError as error:
        return None, error.reason
    if amount.currency != "CNY":
        return None, Reason("funds.why.foreign")
    if amount.qualifier is not Qualifier.EXACT or amount.rest:
        return None, Reason("funds.why.not_exact", {"text": text[:40]})
    return amount.value, None
