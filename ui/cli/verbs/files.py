"""Commands on attachments: attach a file to a record, save one to the disk, take files along."""

from app.model.row import Row
from app.services.attaching import attach_file, save_attachment
from app.services.carrying import carried_files, leave_behind, take_along
from app.services.records import required_row
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.session import Session


def attach(session: Session, arguments: Arguments) -> Answer:
    """Keep a copy of a file with a record; the place that a photo tells is taken out unless it is to stay."""
    keep = arguments["place"] == "keep"
    id, _ = attach_file(session.desk, arguments["kind"], arguments["id"], arguments["file"], keep_place=keep)
    return {
        "kind": "attachment",
        "id": id,
        "record": shapes.record(required_row(session.desk, "attachment", id)),
    }


def save(session: Session, arguments: Arguments) -> Answer:
    """Write an attachment's bytes to a file."""
    row = required_row(session.desk, "attachment", arguments["id"])
    if not session.desk.store.files.has(row["sha256"] or ""):
        _fetch(session, row)
    size = save_attachment(session.desk, row.id, arguments["file"])
    return {"id": row.id, "file": str(arguments["file"]), "bytes": size, "sha256": row["sha256"]}


def carry(session: Session, arguments: Arguments) -> Answer:
    """Keep on this laptop what hangs on a record (of a trip, on all it is about), or no longer."""
    change = leave_behind if arguments["off"] else take_along
    change(session.desk, arguments["kind"], arguments["id"])
    return {"kind": arguments["kind"], "id": arguments["id"], "files": len(carried_files(session.desk.store))}


def _fetch(session: Session, row: Row) -> None:
    """Get a file that only headquarters has; where that is not to be, saving says that it is missing."""
    from sync.client.attachments import fetch_file
    from sync.client.errors import NotEnrolled

    try:
        gateway = session.gateway()
    except NotEnrolled:
        return
    report = fetch_file(session.desk.store, gateway, row["sha256"] or "", row["size"] or 0)
    if report.error is not None:
        raise report.error
