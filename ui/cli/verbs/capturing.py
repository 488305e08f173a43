"""``outpost capture``: a line of notes read into chips and saved."""

from dataclasses import asdict
from datetime import date, time
from decimal import Decimal
from typing import Any

from app.rules.capture.grammar import read_capture
from app.rules.capture.slots import Chip, NextStep
from app.services.capture import Saved, save_capture
from app.services.known_names import KnownNames
from ui.cli.commands import Answer, Arguments
from ui.cli.session import Session


def capture(session: Session, arguments: Arguments) -> Answer:
    """Show what a line was understood as, and save it unless it is only tried."""
    desk = session.desk
    known = KnownNames.load(desk).around(desk, arguments["line"])
    read = read_capture(arguments["line"], desk.today(), known)
    answer = {"chips": [_chip(session, chip) for chip in read.chips], "rest": read.rest}
    saved = None if arguments["dry_run"] else _saved(save_capture(desk, read))
    return {**answer, "saved": saved}


def _chip(session: Session, chip: Chip) -> dict[str, Any]:
    note = session.tr(chip.note.key, **chip.note.params) if chip.note else None
    name = session.tr(f"capture.slot.{chip.slot}")
    return {
        "slot": str(chip.slot),
        "name": name,
        "text": chip.text,
        "value": _plain(chip.value),
        "note": note,
    }


def _plain(value: Any) -> Any:
    """A chip's value as JSON has it."""
    if isinstance(value, NextStep):
        return asdict(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date | time) else value


def _saved(saved: Saved) -> dict[str, Any]:
    return {
        "companies": list(saved.companies),
        "contacts": list(saved.contacts),
        "visit": saved.visit,
        "project": saved.project,
        "steps": list(saved.steps),
        "promises": list(saved.promises),
    }
