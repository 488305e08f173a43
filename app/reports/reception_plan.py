"""接待方案 as a Word document in the manner of GB/T 9704 (feature 22)."""

from pathlib import Path
from typing import Any

from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm

from app.i18n import Translator
from app.reports.reception_content import Drawing, Paper, Received, plan_paper
from app.reports.word import (
    HEADING,
    add_heading,
    add_table,
    add_text,
    add_title,
    fill,
    new_document,
    save,
)

_WIDTH = 156  # mm between the margins
_WIDEST = 30


def write_plan(view: Received, firm: str, target: Path, words: Translator) -> None:
    """Write the plan of a reception to ``target``; ``firm`` is the name of the firm received.

    Raises:
        DocumentNotWritten: ``target`` cannot be written.
    """
    save(plan_document(plan_paper(view, firm, words)), target)


def plan_document(paper: Paper) -> Doc:
    """A paper as a document."""
    document = new_document()
    add_title(document, paper.title)
    for part in paper.parts:
        add_heading(document, part.heading)
        for line in part.lines:
            add_text(document, line)
        if part.sheet is not None:
            add_table(document, part.sheet.widths, part.sheet.rows, head=True)
        for drawing in part.drawings:
            _add_drawing(document, drawing)
    return document


def _add_drawing(document: Doc, drawing: Drawing) -> None:
    if not drawing.rows:
        return
    add_text(document, drawing.caption)
    across = len(drawing.rows[0])
    width = min(_WIDTH // across, _WIDEST)
    table = add_table(document, [width] * across, [[""] * across for _ in drawing.rows], head=False)
    middle: list[Any] = []
    for row, texts in zip(table.rows, drawing.rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.width = Mm(width)
            if text is None:
                middle.append(cell)
            elif text:
                fill(cell, text, centred=True)
            else:
                _without_lines(cell)
    if middle:
        joined = middle[0].merge(middle[-1])
        for spare in joined.paragraphs[1:]:
            spare._p.getparent().remove(spare._p)
        fill(joined, drawing.table, HEADING, centred=True)
    door = document.add_paragraph(drawing.door)
    door.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _without_lines(cell: Any) -> None:
    properties = cell._tc.get_or_add_tcPr()
    lines = properties.makeelement(qn("w:tcBorders"), {})
    for side in ("top", "left", "bottom", "right"):
        lines.append(lines.makeelement(qn(f"w:{side}"), {qn("w:val"): "nil"}))
    properties.append(lines)
