"""The command that tells what the photos of visits say: on-site proof (feature 24)."""

from typing import Any

from app.i18n import Translator
from app.model.row import Row
from app.rules.photo_proof import PhotoProof, doubts, level_of, proof_words
from app.services.proofs import VISIT, only_proved, proofs_by_visit, proofs_of
from app.services.records import required_row
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.session import Session


def proof(session: Session, arguments: Arguments) -> Answer:
    """The photos of one visit; or visits with photos, newest first, of one sort alone.

    Raises:
        RecordNotFound: no such visit.
    """
    desk, tr = session.desk, session.translator
    if arguments["id"]:
        row = required_row(desk, VISIT, arguments["id"])
        return {"record": shapes.record(row), **_answer(proofs_of(desk, row), tr)}
    ids = desk.store.ids(VISIT, sort=(("visited_on", True),))
    if arguments["wanted"]:
        ids = only_proved(desk, ids, arguments["wanted"])
    rows = desk.store.rows(VISIT, ids)
    found = proofs_by_visit(desk, rows)
    shown = [row for row in rows if arguments["wanted"] or found[row.id]]
    return {"visits": [{**_named(row), **_answer(found[row.id], tr)} for row in shown]}


def _named(row: Row) -> dict[str, Any]:
    return {"id": row.id, "visited_on": row["visited_on"].isoformat(), "subject": row["subject"]}


def _answer(photos: list[PhotoProof], tr: Translator) -> dict[str, Any]:
    return {
        "level": level_of(photos) or None,
        "photos": [
            {
                "id": one.id,
                "name": one.name,
                "level": one.level,
                "says": proof_words(one, tr),
                "metres": None if one.metres is None else round(one.metres),
            }
            for one in photos
        ],
        "doubts": doubts(photos, tr),
        "unproven": tr.tr("proof.unproven") if photos else None,
    }
