"""产业招商项目指引: projects packaged for promotion, a sheet each with its pictures, in Word (E1)."""

import io
from collections.abc import Sequence
from pathlib import Path

from docx.document import Document as Doc
from docx.image.exceptions import UnrecognizedImageError
from docx.shared import Mm

from app.i18n import Translator
from app.model.row import Row
from app.reports.offer_facts import FACTS, KIND, PICTURES, TEXTS, fact, pictures_of
from app.reports.word import add_heading, add_table, add_text, add_title, new_document, save
from app.reports.wording import money
from app.store.store import Store

_WIDTHS = (40, 116)  # mm
_PICTURE = 74  # mm: two beside each other, a blank between them


def write_guide(store: Store, ids: Sequence[str], target: Path, words: Translator) -> None:
    """Write the sheets of these projects, in this order, to ``target``.

    Raises:
        DocumentNotWritten: ``target`` cannot be written.
    """
    save(guide(store, ids, words), target)


def guide(store: Store, ids: Sequence[str], words: Translator) -> Doc:
    """The sheets as one document; several begin with a table of contents."""
    document = new_document()
    rows = {row.id: row for row in store.rows(KIND, list(ids))}
    listed = [rows[id] for id in ids if id in rows]
    if len(listed) > 1:
        add_title(document, words.tr("document.offer.guide"))
        head = [
            words.tr("document.offer.number"),
            *(words.tr(f"field.offer.{name}") for name in ("name", "industry")),
        ]
        lines = [
            [str(at), str(row["name"]), row["industry"] or "", money(row["investment"], words)]
            for at, row in enumerate(listed, 1)
        ]
        add_table(
            document, (14, 72, 34, 36), [[*head, words.tr("field.offer.investment")], *lines], head=True
        )
    for at, row in enumerate(listed):
        if at or len(listed) > 1:
            document.add_page_break()  # type: ignore[no-untyped-call]
        _add_sheet(document, store, row, words)
    return document


def _add_sheet(document: Doc, store: Store, row: Row, words: Translator) -> None:
    add_title(document, str(row["name"]))
    facts = [(words.tr(f"field.offer.{name}"), fact(row, name, words)) for name in FACTS]
    if told := [[label, text] for label, text in facts if text]:
        add_table(document, _WIDTHS, told, head=False)
    for name in TEXTS:
        if row[name]:
            add_heading(document, words.tr(f"field.offer.{name}"))
            add_text(document, row[name])
    pictures = list(pictures_of(store, row.id))[:PICTURES]
    if pictures:
        add_heading(document, words.tr("document.offer.pictures"))
        run = document.add_paragraph().add_run()
        for at, content in enumerate(pictures):
            try:
                run.add_picture(io.BytesIO(content), width=Mm(_PICTURE))
            except UnrecognizedImageError:
                continue  # a kind of picture that Word does not show
            if at % 2 == 0:
                run.add_text(" ")
            else:
                run.add_break()
