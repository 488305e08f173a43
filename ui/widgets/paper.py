"""Rich text on paper: pages with numbers, to a PDF, a printer, or the preview."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPen,
    QTextDocument,
)

MARGINS = QMarginsF(18, 15, 18, 15)  # millimetres
RESOLUTION = 300
_PER_INCH = 96  # what pages are laid out in: a pixel of rich text
_BODY, _FOOT = 14, 12
_FOOT_SPACE = 28  # below the text, for the number of the page


def document(html: str, families: list[str]) -> QTextDocument:
    """Rich text in the product's own fonts; black on white whatever the theme."""
    text = QTextDocument()
    font = QFont()
    font.setFamilies(families)
    font.setPixelSize(_BODY)
    text.setDefaultFont(font)
    text.setDocumentMargin(0)
    text.setHtml(html)
    return text


def pdf_bytes(html: str, families: list[str], *, landscape: bool = False) -> bytes:
    """The pages as a PDF, A4."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    lay(writer, landscape)
    print_pages(writer, RESOLUTION, html, families)
    del writer
    buffer.close()
    return bytes(buffer.data().data())


def save_pdf(html: str, families: list[str], path: Path, *, landscape: bool = False) -> None:
    """Write the pages to ``path``.

    Raises:
        OSError: it cannot be written.
    """
    path.write_bytes(pdf_bytes(html, families, landscape=landscape))


def lay(device: QPagedPaintDevice, landscape: bool) -> None:
    """A4, with the margins of every paper of ours."""
    way = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    device.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), way, MARGINS, QPageLayout.Unit.Millimeter)
    )


def print_pages(device: QPagedPaintDevice, resolution: int, html: str, families: list[str]) -> int:
    """Paint every page on a printer, a PDF or a preview; answer how many there are."""
    text = document(html, families)
    scale = resolution / _PER_INCH
    paper = device.pageLayout().paintRectPixels(resolution)
    width, height = paper.width() / scale, paper.height() / scale - _FOOT_SPACE
    text.setPageSize(QSizeF(width, height))
    pages = max(text.pageCount(), 1)
    painter = QPainter(device)
    # A preview plays back what was painted: a pen never changed would be the one of a dark screen.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setPen(QPen())  # black, whatever the looks
    for number in range(pages):
        if number:
            device.newPage()
        painter.save()
        painter.scale(scale, scale)
        _paint_page(painter, text, QRectF(0, number * height, width, height))
        _paint_number(painter, families, QRectF(0, height, width, _FOOT_SPACE), number + 1, pages)
        painter.restore()
    painter.end()
    return pages


def _paint_page(painter: QPainter, text: QTextDocument, page: QRectF) -> None:
    context = QAbstractTextDocumentLayout.PaintContext()
    ink = QPalette()
    ink.setColor(QPalette.ColorRole.Text, QPen().color())  # a new pen is black: paper has no dark mode
    context.palette = ink
    context.clip = page
    painter.save()
    painter.translate(0, -page.top())
    painter.setClipRect(page)
    text.documentLayout().draw(painter, context)
    painter.restore()


def _paint_number(painter: QPainter, families: list[str], room: QRectF, number: int, pages: int) -> None:
    font = QFont()
    font.setFamilies(families)
    font.setPixelSize(_FOOT)
    painter.setFont(font)
    painter.setPen(QPen())
    painter.drawText(
        room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, f"{number} / {pages}"
    )
