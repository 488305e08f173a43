"""Word documents as government offices write them (GB/T 9704): A4, its margins, its fonts by name.

The fonts 方正小标宋, 仿宋_GB2312 and 黑体 may not be shipped: they are named for Chinese text
(``w:eastAsia``), and Word or WPS takes what the machine has.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from app.errors import OutpostError

TITLE, HEADING, BODY, LATIN = "方正小标宋简体", "黑体", "仿宋_GB2312", "Times New Roman"
_TITLE_PT, _BODY_PT, _TABLE_PT, _LINE_PT = 22, 16, 12, 28
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}  # mm
_ON_ONE_PAGE = {"top_margin": 25, "bottom_margin": 20}  # for a form, which should be signed on one sheet


class DocumentNotWritten(OutpostError):
    """The document cannot be written to ``path``; whatever was there is as it was."""

    code = "document_not_written"


def new_document(*, form: bool = False) -> Doc:
    """An empty page with the margins and the body font of an official document, or those of a form."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, millimetres in (_MARGINS | (_ON_ONE_PAGE if form else {})).items():
        setattr(section, name, Mm(millimetres))
    style: Any = document.styles["Normal"]
    style.font.size = Pt(_BODY_PT)
    properties = style.element.get_or_add_rPr()
    _name_fonts(properties, BODY)
    language = properties.makeelement(qn("w:lang"), {qn("w:eastAsia"): "zh-CN"})
    properties.append(language)  # else a program may take the Japanese shapes of a font
    return document


def add_title(document: Doc, text: str) -> None:
    """The document's name, centred."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(_BODY_PT)
    write(paragraph, text, TITLE, _TITLE_PT)


def add_heading(document: Doc, text: str) -> None:
    """A heading of the first order."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.first_line_indent = Pt(2 * _BODY_PT)
    _set_lines(paragraph)
    write(paragraph, text, HEADING, _BODY_PT)


def add_text(document: Doc, text: str, *, lead: str = "") -> None:
    """A paragraph of body text, its first line in by two characters; ``lead`` stands out at its beginning."""
    for number, line in enumerate(text.splitlines() or [""]):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(2 * _BODY_PT)
        _set_lines(paragraph)
        if lead and not number:
            write(paragraph, lead, HEADING, _BODY_PT)
        write(paragraph, line, BODY, _BODY_PT)


def add_table(document: Doc, widths: Sequence[int], rows: Sequence[Sequence[str]], *, head: bool) -> Any:
    """A table with lines; ``widths`` in millimetres; with ``head`` the first row comes again on each page."""
    table = document.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)  # LibreOffice and WPS go by these, Word by the cells
    for number, texts in enumerate(rows):
        row = add_row(table)
        if head and not number:
            row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:tblHeader"), {}))
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Mm(width)
            fill(cell, text, HEADING if head and not number else BODY)
    return table


def add_row(table: Any) -> Any:
    """Another row, which is not torn over two pages."""
    row = table.add_row()
    row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:cantSplit"), {}))
    return row


def fill(cell: _Cell, text: str, font: str = BODY, *, centred: bool = False) -> None:
    """Put lines of text into an empty cell, with some air around them."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, line in enumerate(text.splitlines() or [""]):
        paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        write(paragraph, line, font, _TABLE_PT)


def write(paragraph: Paragraph, text: str, font: str, points: int) -> None:
    """Add ``text`` in a Chinese font, its Latin letters and digits in the one that goes with it."""
    run = paragraph.add_run(text)
    run.font.size = Pt(points)
    _name_fonts(run._element.get_or_add_rPr(), font)


def save(document: Doc, target: Path) -> None:
    """Write the file as a whole, or leave what is there.

    Raises:
        DocumentNotWritten: the folder cannot be written to, or another program holds the file.
    """
    part = ""
    try:
        with NamedTemporaryFile(dir=target.parent, suffix=".docx", delete=False) as file:
            part = file.name
            document.save(file)
        Path(part).replace(target)
    except OSError as error:
        if part:
            Path(part).unlink(missing_ok=True)
        raise DocumentNotWritten(path=str(target)) from error


def _name_fonts(properties: Any, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for name, value in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{name}"), value)


def _set_lines(paragraph: Paragraph) -> None:
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_LINE_PT)
    shape.space_after = Pt(0)
