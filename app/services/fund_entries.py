"""Single lines of the ledger of funds: booked with all their details, and corrected after publication."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.model.row import Row
from app.reasons import Reason
from app.rules.amounts import Unit
from app.rules.foreign_funds import read_foreign
from app.rules.fund_ledger import ZERO, Component, Source, month_of
from app.rules.refusals import RuleError
from app.rules.validation import Problem, missing_fields
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_records import ENTRY, PROJECT, Locks, entries
from app.services.funds import book_figures, check_figures, read_figure, refuse_locked
from app.services.records import checked_values, required_row
from app.store.reading import Filter

_AMOUNTS = ("amount", "foreign_amount", "currency", "rate")


def enter(desk: Desk, raw: Mapping[str, Any]) -> tuple[str, ChangeSet]:
    """Book one line with all its details, as typed; ``amount`` may be below zero, ``month`` is ``2026-03``.

    With a foreign amount its ``rate`` and ``rate_on`` are needed, and the amount in 万元 follows.

    Raises:
        InvalidRecord: a value is refused. MonthLocked: the month was published. RecordNotFound: no project.
    """
    given = {"month": desk.today(), "source": Source.UNIT, "component": Component.FIXED, **raw}
    given["month"] = _as_day(given["month"])
    plain = {name: value for name, value in given.items() if name not in _AMOUNTS}
    values = checked_values(desk, ENTRY, plain, complete=False) | _amounts(given)
    problems = missing_fields(KINDS[ENTRY], values)
    if values.get("foreign_amount") is not None and values.get("rate_on") is None:
        problems.append(Problem("rate_on", Reason("rules.value.required")))
    if problems:
        raise InvalidRecord(problems)
    values["month"] = month_of(values["month"])
    refuse_locked(desk, required_row(desk, PROJECT, values["project_id"]), values["month"])
    if values.get("corrects"):
        required_row(desk, ENTRY, values["corrects"])
    with desk.store.write(actor=desk.actor, label="book.funds") as work:
        id = work.create(ENTRY, values)
    return id, work.changes


def book_figure(
    desk: Desk, project: str, month: date, source: Source, component: Component, text: str
) -> ChangeSet:
    """Book the figure of one cell, as typed in 万元; what it had already is made up to it.

    Raises:
        InvalidRecord: the text cannot be taken, or the month is published.
    """
    (checked,) = check_figures(desk, month, source, component, [(project, text)])
    if checked.reason is not None or checked.after is None:
        raise InvalidRecord([Problem("amount", checked.reason or Reason("rules.value.required"))])
    return book_figures(desk, month, source, [(component, checked)])


def correct(
    desk: Desk, project: str, month: date, source: Source, component: Component, text: str
) -> tuple[str, ChangeSet]:
    """Put a figure of a published month right: the difference is booked in the open month, naming the line.

    ``text``: the right figure of that month, as typed, 万元.

    Raises:
        InvalidRecord: no such figure, the same one again, or unreadable. RecordNotFound: no such project.
    """
    row, month = required_row(desk, PROJECT, project), month_of(month)
    lines = entries(desk, projects=[project])
    months = {one.id: one.month for one in lines}
    # What corrects an earlier month is no figure of this one.
    cell = {
        e.id: e
        for e in lines
        if (e.month, e.source, e.component) == (month, source, component)
        and months.get(e.corrects, month) >= month
    }
    right, reason = read_figure(text, Unit.WAN)
    if reason is not None or right is None:
        raise InvalidRecord([Problem("amount", reason or Reason("rules.value.required"))])
    if not cell:
        raise InvalidRecord([Problem("month", Reason("funds.why.nothing_there"))])
    now = sum((e.amount for e in lines if e.id in cell or e.corrects in cell), ZERO)
    if right == now:
        raise InvalidRecord([Problem("amount", Reason("funds.why.same"))])
    values = {"project_id": project, "month": Locks(desk).first_open(row, month)}
    values |= {"source": source, "component": component, "amount": right - now, "corrects": max(cell)}
    with desk.store.write(actor=desk.actor, label="correct.funds") as work:
        id = work.create(ENTRY, values)
    return id, work.changes


def entry_rows(desk: Desk, project: str) -> list[Row]:
    """Every live line of a project, the latest month first, of a month the last written first."""
    ids = desk.store.ids(ENTRY, filters=[Filter("project_id", "eq", project)])
    return sorted(desk.store.rows(ENTRY, ids), key=lambda row: (row["month"], row.id), reverse=True)


def _amounts(given: Mapping[str, Any]) -> dict[str, Any]:
    """The amount in 万元, worked out of the foreign one where that is what was told."""
    foreign = given.get("foreign_amount")
    if foreign in (None, ""):
        value, reason = read_figure(str(given.get("amount") or ""), Unit.WAN)
        if reason is not None or value is None:
            raise InvalidRecord([Problem("amount", reason or Reason("rules.value.required"))])
        return {"amount": value}
    try:
        read = read_foreign(str(foreign), str(given.get("rate") or ""), str(given.get("currency") or ""))
    except RuleError as error:
        field = "rate" if error.code == "rate.unreadable" else "foreign_amount"
        raise InvalidRecord([Problem(field, error.reason)]) from error
    told = {"foreign_amount": read.amount, "currency": read.currency, "rate": f"{read.rate:f}"}
    return {**told, "amount": read.yuan}


def _as_day(given: Any) -> Any:
    """``2026-03`` as its first day; anything else as it is."""
    text = given.strip() if isinstance(given, str) else given
    return f"{text}-01" if isinstance(text, str) and len(text) == 7 else text
