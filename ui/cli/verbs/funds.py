"""``outpost funds``: the monthly sheet, what is booked on it, publishing, what counts."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.reasons import Reason
from app.rules.fund_ledger import Component, Source, Standing, month_of
from app.rules.month_sheet import SheetLine, Sums
from app.services import fund_entries, funds, month_locks
from app.services.fund_overview import fund_overview
from app.services.fund_pasting import book_pasted, check_pasted
from app.services.fund_records import ENTRY
from app.services.fund_standards import set_standards, share_credits
from app.services.ledger.month_sheet_file import export_sheet
from app.services.recognised import project_funds
from app.services.records import checked_values, required_row
from app.services.reopened_months import reopen_month, reopened_in
from app.services.ruled_credits import rulings
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterMissing
from ui.cli.input import read_bytes, text_of
from ui.cli.session import Session

_SUMS = (
    *("contract", "before", "land", "fixed", "working", "department", "difference", "total"),
    *("real_estate", "without_real_estate", "cumulative", "recognised", "county"),
)


def funds_verb(session: Session, arguments: Arguments) -> Answer:
    """One of the things that can be done with funds."""
    return _WHATS[arguments["what"]](session, arguments)


def _sheet(session: Session, arguments: Arguments) -> Answer:
    sheet = funds.month_sheet(session.desk, _month(session, arguments))
    return {
        "month": f"{sheet.month:%Y-%m}",
        "locked": sheet.locked,
        "reopened": reopened_in(session.desk, sheet.month, session.translator),
        "pack": sheet.pack,
        "lines": [_line(session, line) for line in sheet.lines],
        "sums": _sums(sheet.sums),
    }


def _reconcile(session: Session, arguments: Arguments) -> Answer:
    """Only the lines that anybody told of, each figure beside the other."""
    answer = _sheet(session, arguments)
    answer["lines"] = [one for one in answer["lines"] if one["standing"] != Standing.EMPTY.value]
    return answer


def _enter(session: Session, arguments: Arguments) -> Answer:
    desk, given = session.desk, dict(arguments["values"] or {})
    flags = {"project_id": arguments["id"], "month": arguments["month"], "amount": arguments["amount"]}
    given |= {name: value for name, value in flags.items() if value}
    told = {name: arguments[name] for name in ("source", "component") if name not in given}
    id, _ = fund_entries.enter(desk, {**told, **given})
    return {"id": id, "record": shapes.record(required_row(desk, ENTRY, id))}


def _paste(session: Session, arguments: Arguments) -> Answer:
    """A file of lines as a spreadsheet copies them: tab-separated, with names of projects or in order."""
    desk = session.desk
    file = _needed(arguments, "sheet_file", "--file")
    sheet = funds.month_sheet(desk, _month(session, arguments))
    first = Component(arguments["component"])
    components = (first, Component.FIXED) if first is Component.LAND else (first,)
    text = text_of(read_bytes(file), file)
    pasted = check_pasted(desk, sheet, text, source=Source(arguments["source"]), components=components)
    if not arguments["dry_run"]:
        book_pasted(desk, pasted)
    return {
        "month": f"{sheet.month:%Y-%m}",
        "booked": 0 if arguments["dry_run"] else pasted.changing,
        "refused": pasted.refused,
        "beyond": pasted.beyond,
        "lines": [
            {
                "component": column.component.value,
                "project": line.project or None,
                "name": line.name,
                "text": line.text,
                "before": _text(line.before),
                "after": _text(line.after),
                "why_not": _said(session, line.reason) if line.reason else None,
            }
            for column in pasted.columns
            for line in column.lines
        ],
    }


def _correct(session: Session, arguments: Arguments) -> Answer:
    desk = session.desk
    id, _ = fund_entries.correct(
        desk,
        _needed(arguments, "id", "ID"),
        _month(session, arguments),
        Source(arguments["source"]),
        Component(arguments["component"]),
        _needed(arguments, "amount", "--amount"),
    )
    return {"id": id, "record": shapes.record(required_row(desk, ENTRY, id))}


def _lock(session: Session, arguments: Arguments) -> Answer:
    """Publish a month; without one tell which are, and whether they come out again."""
    desk = session.desk
    if arguments["month"]:
        month_locks.lock_month(desk, _month(session, arguments))
    return {
        "locks": [
            {
                "record": shapes.record(one.lock),
                "same": one.same,
                "other_version": one.other_version,
                "reopened": shapes.record(one.reopening) if one.reopening else None,
                "published": {name: _text(amount) for name, amount in one.published.items()},
                "now": {name: _text(one.now[name]) for name in one.published},
            }
            for one in month_locks.recomputed(desk)
        ]
    }


def _reopen(session: Session, arguments: Arguments) -> Answer:
    """Open a published month again, for every unit."""
    reason = _needed(arguments, "reason", "--reason")
    reopen_month(session.desk, _month(session, arguments), reason)
    return _lock(session, {**arguments, "month": ""})


def _show(session: Session, arguments: Arguments) -> Answer:
    """One project's months, what of them counts and why, and every line of its ledger."""
    desk = session.desk
    row = required_row(desk, "project", _needed(arguments, "id", "ID"))
    found = project_funds(desk, row)
    return {
        "project": shapes.record(row),
        "total": _text(found.total),
        "recognised": _text(found.recognised),
        "why": _said(session, found.standards.why),
        "credits": shapes.credits(rulings(desk).credits(row), session.translator),
        "months": [
            {"month": f"{on:%Y-%m}", "total": _text(month.total), "standing": month.standing.value}
            for on, month in found.months
        ],
        "entries": [shapes.record(one) for one in fund_entries.entry_rows(desk, row.id)],
    }


def _count_as(session: Session, arguments: Arguments) -> Answer:
    id = _needed(arguments, "id", "ID")
    set_standards(session.desk, id, arguments["values"] or {})
    return _show(session, arguments)


def _credit(session: Session, arguments: Arguments) -> Answer:
    """Agree who has which credits: ``{"landing": {unit: percent}}``; an empty one is taken back."""
    id = _needed(arguments, "id", "ID")
    share_credits(session.desk, id, arguments["values"] or {})
    return _show(session, arguments)


def _export(session: Session, arguments: Arguments) -> Answer:
    file = Path(_needed(arguments, "sheet_file", "--file"))
    sheet = funds.month_sheet(session.desk, _month(session, arguments))
    note = reopened_in(session.desk, sheet.month, session.translator)
    return {"file": str(file), "lines": export_sheet(sheet, file, session.translator, note=note)}


def _overview(session: Session, _: Arguments) -> Answer:
    """Fund balances, headquarters tax by year, classes by size."""
    found, language = fund_overview(session.desk), session.translator.language
    return {
        "funds": [
            {
                "fund": one.fund,
                "name": found.pack.word("fund", one.fund).said(language),
                "size": _text(one.size),
                "cap": _text(one.cap),
                "committed": _text(one.committed),
                "left": _text(one.left),
                "over": [{"project": id, "amount": _text(amount)} for id, amount in one.over],
            }
            for one in found.funds
        ],
        "tax": [{"year": one.year, "amount": _text(one.amount), "payers": one.payers} for one in found.years],
        "sizes": [
            {
                "size": one.row.id,
                "name": found.pack.word("size", one.row.id).said(language),
                "verified": {"count": one.verified.count, "investment": _text(one.verified.investment)},
                "pre_registered": {"count": one.waiting.count, "investment": _text(one.waiting.investment)},
            }
            for one in found.sizes
        ],
    }


_WHATS: Mapping[str, Callable[[Session, Arguments], Answer]] = {
    "sheet": _sheet,
    "enter": _enter,
    "paste": _paste,
    "reconcile": _reconcile,
    "lock": _lock,
    "reopen": _reopen,
    "show": _show,
    "correct": _correct,
    "count-as": _count_as,
    "credit": _credit,
    "export": _export,
    "overview": _overview,
}


# ---- parts
def _line(session: Session, line: SheetLine) -> Answer:
    month = line.month
    return {
        "project": line.project,
        "name": line.name,
        "unit": line.unit,
        "locked": line.locked,
        "contract": _text(line.contract),
        "before": _text(line.before),
        **{one.value: _text(month.amount(one)) for one in Component},
        "told": {source.value: _text(month.told(source)) for source in Source},
        "difference": _text(month.difference),
        "standing": month.standing.value,
        "several": sorted(one.value for one in month.several),
        "total": _text(month.total),
        "real_estate": _text(month.real_estate),
        "cumulative": _text(line.cumulative),
        "recognised": None if line.standards.unknown else _text(line.recognised),
        "county": _text(line.standards.for_county(month)),
        "why": _said(session, line.standards.why),
    }


def _sums(found: Sums) -> Answer:
    counts = {"lines": found.lines, "unknown": found.unknown, "differing": found.differing}
    return counts | {name: _text(getattr(found, name)) for name in _SUMS}


def _month(session: Session, arguments: Arguments) -> date:
    """The month asked for, ``2026-03``; this one where none is."""
    if not (text := arguments["month"]):
        return month_of(session.desk.today())
    day = f"{text}-01" if len(text) == 7 else text
    found: date = checked_values(session.desk, ENTRY, {"month": day}, complete=False)["month"]
    return month_of(found)


def _said(session: Session, reason: Reason) -> str:
    return session.translator.tr(reason.key, **reason.params)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _needed(arguments: Mapping[str, Any], name: str, flag: str) -> str:
    if not arguments[name]:
        raise ParameterMissing(field=name, command=f"funds {arguments['what']}", name=flag)
    return str(arguments[name])
