"""Commands on phone books and calendars: take vCards in, give contacts and days out."""

from pathlib import Path

from app.services.calendar_file import write_ahead
from app.services.card_reading import keep_card, picture_of, plan_card, read_picture
from app.services.phone_book import Planned, plan_cards, take_in, write_book
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.input import read_bytes
from ui.cli.session import Session


def import_cards(session: Session, arguments: Arguments) -> Answer:
    """Take a file of vCards in: everybody who is not here yet; with ``dry_run`` only tell who would come."""
    planned = plan_cards(session.desk, read_bytes(str(arguments["file"])))
    people = [_person(one) for one in planned]
    if arguments["dry_run"]:
        return {"people": people}
    made, _ = take_in(session.desk, [one for one in planned if one.new])
    return {"made": made, "left_out": [one for one in people if one["same"]]}


def export_cards(session: Session, arguments: Arguments) -> Answer:
    """Write every contact as one file of vCards."""
    ids, path = session.desk.store.ids("contact"), Path(arguments["file"])
    write_book(session.desk, ids, path)
    return {"file": str(path), "records": len(ids)}


def export_calendar(session: Session, arguments: Arguments) -> Answer:
    """Write what is ahead as a calendar file."""
    path = Path(arguments["file"])
    entries = write_ahead(session.desk, path, session.translator, shapes.title)
    return {"file": str(path), "entries": entries}


def read_card(session: Session, arguments: Arguments) -> Answer:
    """A contact from the picture of a business card; with ``dry_run`` only tell what is read in it."""
    path = Path(arguments["file"])
    content = picture_of(path)
    plan = plan_card(session.desk, read_picture(content))
    told = {
        "values": dict(plan.values),
        "company": plan.company,
        "confidence": dict(plan.confidence),
        "same": [{"id": row.id, "title": shapes.title(row)} for row in plan.same],
    }
    if arguments["dry_run"]:
        return told
    unnamed = session.tr("ui.card_scan.unnamed", day=f"{session.desk.today():%Y-%m-%d}")
    id, _ = keep_card(
        session.desk, content, file_name=path.name, values=plan.values, company=plan.company, unnamed=unnamed
    )
    return {"id": id, **told}


def _person(one: Planned) -> Answer:
    return {
        "name": one.values["name"],
        "phones": one.values.get("phones", []),
        "company": one.company,
        "to_note": list(one.to_note),
        "same": [{"id": row.id, "title": shapes.title(row)} for row in one.same],
    }
