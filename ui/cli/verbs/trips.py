"""Commands on trips and promises: trips, promises."""

from datetime import date
from pathlib import Path
from typing import Any

from app.reports.outing_sheet import outing_workbook
from app.services import promises as ledger
from app.services import trips as services
from app.services.errors import FileUnreadable
from app.services.policy import pack_of
from app.services.records import checked_values, required_row
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterMissing
from ui.cli.session import Session


def trips(session: Session, arguments: Arguments) -> Answer:
    """Show a trip, plan visits on it, how squads stand, the count per leader or unit, as a spreadsheet."""
    run = {"show": _show, "plan": _plan, "squads": _squads, "count": _count, "export": _export}
    return run[arguments["what"]](session, arguments)


def promises(session: Session, arguments: Arguments) -> Answer:
    """What is promised and open; close one; open it again."""
    desk = session.desk
    if arguments["what"] == "list":
        found = ledger.open_promises(desk)
        return {"promises": [{"record": shapes.record(one.row), "light": one.light or None} for one in found]}
    id = _needed(arguments, "id", f"promises {arguments['what']}", "ID")
    if arguments["what"] == "reopen":
        ledger.reopen_promise(desk, id)
    else:
        on = _day(session, arguments["on"], desk.today())
        ledger.close_promise(desk, id, arguments["outcome"], on=on, note=arguments["note"])
    return {"id": id, "record": shapes.record(required_row(desk, "promise", id))}


def _show(session: Session, arguments: Arguments) -> Answer:
    view = services.view_trip(session.desk, _needed(arguments, "id", "trips show", "ID"))
    return {
        "trip": shapes.record(view.trip),
        "visits": [shapes.record(row) for row in view.visits],
        "made": len(view.made),
        "planned": len(view.open),
        "owed": [shapes.record(row) for row in view.owed],
        "leads": [shapes.record(row) for row in view.leads],
    }


def _plan(session: Session, arguments: Arguments) -> Answer:
    id = _needed(arguments, "id", "trips plan", "ID")
    companies = arguments["companies"]
    if not companies:
        raise ParameterMissing(field="companies", command="trips plan", name="--company")
    on = _day(session, arguments["on"], None) if arguments["on"] else None
    made, _ = services.plan_visits(session.desk, id, companies, on=on)
    return {"visits": [shapes.record(required_row(session.desk, "visit", one)) for one in made]}


def _squads(session: Session, arguments: Arguments) -> Answer:
    on = _day(session, arguments["on"], session.desk.today())
    pack, language = pack_of(session.desk), session.translator.language
    lines = []
    for meter in services.squad_meters(session.desk, on):
        said = {name: word for name, _ in meter.checks if (word := meter.verdict(name))}
        lines.append(
            {
                "squad": shapes.record(meter.squad),
                "days": meter.days,
                "elapsed": meter.elapsed,
                "landed": meter.landed,
                "verdicts": said,
                "says": [pack.word("verdict", word).said(language) for word in said.values()],
            }
        )
    return {"on": (on or session.desk.today()).isoformat(), "squads": lines}


def _count(session: Session, arguments: Arguments) -> Answer:
    first, last = _span(session, arguments)
    lines = services.outing_tallies(session.desk, arguments["by"], first, last)
    return {
        "by": arguments["by"],
        "from": first.isoformat(),
        "to": last.isoformat(),
        "counts": [
            {
                "name": one.name,
                "trips": one.trips,
                "days": one.days,
                "principal_trips": one.principal_trips,
                "delegations": one.delegations,
                "visits": one.visits,
                "firms": one.firms,
                "leads": one.leads,
            }
            for one in lines
        ],
    }


def _export(session: Session, arguments: Arguments) -> Answer:
    path = Path(_needed(arguments, "file", "trips export", "--file"))
    first, last = _span(session, arguments)
    counts = {by: services.outing_tallies(session.desk, by, first, last) for by in ("leader", "unit")}
    try:
        path.write_bytes(outing_workbook(counts, first, last, session.translator))
    except OSError as error:
        raise FileUnreadable(path=str(path)) from error
    return {"file": str(path), "lines": {by: len(lines) for by, lines in counts.items()}}


def _span(session: Session, arguments: Arguments) -> tuple[date, date]:
    today = session.desk.today()
    first = _day(session, arguments["since"], date(today.year, 1, 1))
    last = _day(session, arguments["until"], today)
    assert first is not None and last is not None
    return first, last


def _day(session: Session, typed: Any, otherwise: date | None) -> date | None:
    if not typed:
        return otherwise
    read = checked_values(session.desk, "trip", {"starts_on": typed}, complete=False)["starts_on"]
    return read if isinstance(read, date) else otherwise


def _needed(arguments: Arguments, name: str, command: str, flag: str) -> str:
    if not arguments[name]:
        raise ParameterMissing(field=name, command=command, name=flag)
    return str(arguments[name])
