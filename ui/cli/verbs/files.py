"""Commands on attachments: attach a file to a record, save one to the disk."""

from app.services.attaching import attach_file, save_attachment
from app.services.records import required_row
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.session import Session


def attach(session: Session, arguments: Arguments) -> Answer:
    """Keep a copy of a file with a record."""
    id, _ = attach_file(session.desk, arguments["kind"], arguments["id"], arguments["file"])
    return {
        "kind": "attachment",
        "id": id,
        "record": shapes.record(required_row(session.desk, "attachment", id)),
    }


def save(session: Session, arguments: Arguments) -> Answer:
    """Write an attachment's bytes to a file."""
    row = required_row(session.desk, "attachment", arguments["id"])
    size = save_attachment(session.desk, row.id, arguments["file"])
    return {"id": row.id, "file": str(arguments["file"]), "bytes": size, "sha256": row["sha256"]}
