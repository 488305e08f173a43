"""The command that prints a one-page brief 一页纸: a PDF, or the same as a web page."""

from pathlib import Path

from app.reports.brief import Asking, sheets
from app.reports.brief_html import html
from app.reports.offer_guide import write_guide
from app.services.errors import FileUnreadable
from app.services.records import required_row
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterUnusable
from ui.cli.session import Session

BRIEFED = ("company", "project", "visit", "contact", "trip", "offer")
PAGE, PAPER, WORD = (".html", ".htm"), (".pdf", ""), ".docx"


def brief(session: Session, arguments: Arguments) -> Answer:
    """Write the brief of a firm, of a whole trip, or of a project packaged for promotion (which may also be
    ``.docx``), to ``.pdf`` or ``.html``.

    Raises:
        ParameterUnusable: a kind that has no brief, or a file that is neither.
    """
    desk, path = session.desk, Path(arguments["file"])
    if arguments["kind"] not in BRIEFED:
        raise _unusable("kind", "KIND", BRIEFED)
    if arguments["kind"] == "offer" and path.suffix.lower() == WORD:
        row = required_row(desk, "offer", arguments["id"])
        write_guide(desk.store, [row.id], path, session.translator)
        return {"file": str(path), "pages": [row["name"]]}
    if path.suffix.lower() not in PAGE + PAPER:
        raise _unusable("file", "FILE", (PAPER[0], PAGE[0]))
    row = required_row(desk, arguments["kind"], arguments["id"])
    found = sheets(Asking(desk.store, session.translator, desk.today()), row.kind, row.id)
    text = html(found, session.tr("brief.secrets"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() in PAGE:
            path.write_text(text, encoding="utf-8")
        else:
            from ui.cli.papers import write_pdf

            write_pdf(text, path)
    except OSError as error:
        raise FileUnreadable(path=str(path)) from error
    return {"file": str(path), "pages": [one.title for one in found]}


def _unusable(field: str, name: str, wanted: tuple[str, ...]) -> ParameterUnusable:
    return ParameterUnusable(field=field, command="brief", name=name, wanted=" / ".join(wanted))
