"""The papers of a reception as a page of plain HTML that any engine of rich text prints."""

from html import escape

from app.reports.reception_content import Drawing, Paper, Part, Sheet

_PLAN = (24, 16, 13)  # px of the title, of headings, of text
_CARD = (18, 13, 11)


def html(paper: Paper, footer: str, *, card: bool = False) -> str:
    """A paper as a page; ``card``: in small letters."""
    title, heading, text = _CARD if card else _PLAN
    style = f"p, td, th {{ font-size: {text}px; }} p {{ margin: 2px 0; }}"
    body = "".join(_part(one, heading) for one in paper.parts)
    named = f"<p align='center'>{_large(paper.title, title)}</p>"
    return (
        f"<html><head><style>{style}</style></head><body>{named}{body}<p>{escape(footer)}</p></body></html>"
    )


def _part(part: Part, size: int) -> str:
    told = _large(part.heading, size)
    begins = "; page-break-before: always" if part.drawings else ""  # else a table would lie on two pages
    heading = f"<p style='margin: 10px 0 4px 0{begins}'>{told}</p>" if part.heading else ""
    lines = "".join(f"<p>{escape(line)}</p>" for line in part.lines)
    sheet = _sheet(part.sheet) if part.sheet is not None else ""
    return heading + lines + sheet + "".join(map(_drawing, part.drawings))


def _sheet(sheet: Sheet) -> str:
    whole = sum(sheet.widths)
    widths = [f"{100 * width // whole}%" for width in sheet.widths]
    head = "".join(
        f"<th width='{width}' align='left'>{escape(cell)}</th>"
        for width, cell in zip(widths, sheet.rows[0], strict=True)
    )
    body = "".join(
        "<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in sheet.rows[1:]
    )
    return (
        "<table width='100%' cellspacing='0' cellpadding='3' border='1' style='border-collapse: collapse'>"
        f"<thead><tr>{head}</tr></thead>{body}</table>"
    )


def _drawing(drawing: Drawing) -> str:
    """Seats as cells round the one of the table."""
    rows, begun = [], False
    tall = sum(None in row for row in drawing.rows)
    for row in drawing.rows:
        cells = []
        for cell in row:
            if cell is None:
                if not begun:
                    begun = True
                    wide = sum(one is None for one in row)
                    cells.append(
                        f"<td rowspan='{tall}' colspan='{wide}' align='center' valign='middle'"
                        f" bgcolor='#e8e8e8'>{_text(drawing.table)}</td>"
                    )
            else:
                cells.append(f"<td align='center'>{_text(cell)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f"<p><b>{escape(drawing.caption)}</b></p><table align='center' cellspacing='0' cellpadding='5'>"
        f"{''.join(rows)}</table><p align='center'>{escape(drawing.door)}</p>"
    )


def _text(told: str) -> str:
    return escape(told).replace("\n", "<br>")


def _large(told: str, size: int) -> str:
    """Of its own size: a heading's would be taken from the letters of the page."""
    return f"<b><span style='font-size: {size}px'>{escape(told)}</span></b>"
