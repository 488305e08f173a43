"""The one-page brief as a page of plain HTML that any engine of rich text prints."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from app.reports.brief import Part, Sheet

_STYLE = """
body { font-size: 14px; }
h1 { font-size: 22px; margin: 0 0 4px 0; }
h2 { font-size: 15px; margin: 12px 0 3px 0; }
p { margin: 2px 0 2px 0; }
p.facts { font-size: 13px; margin: 0 0 8px 0; }
td, th { font-size: 13px; padding: 2px 6px 2px 0; text-align: left; }
p.foot { font-size: 12px; margin: 12px 0 0 0; }
"""
PICTURE_WIDTH = 210  # px: three beside each other
GRAVE = "●"  # late; by shape, so that a copy in black and white says it too


def html(sheets: Sequence[Sheet], footer: str) -> str:
    """Every sheet on a page of its own."""
    body = "".join(_sheet(one, footer, first=number == 0) for number, one in enumerate(sheets))
    return f"<html><head><style>{_STYLE}</style></head><body>{body}</body></html>"


def _sheet(sheet: Sheet, footer: str, *, first: bool) -> str:
    begins = "" if first else ' style="page-break-before: always"'
    facts = " · ".join(sheet.facts)
    parts = "".join(_part(one) for one in sheet.parts)
    return (
        f"<h1{begins}>{escape(sheet.title)}</h1><p class='facts'>{escape(facts)}</p>{parts}"
        f"<p class='foot'>{escape(sheet.foot)} · {escape(footer)}</p>"
    )


def _part(part: Part) -> str:
    lines = "".join(
        f"<p class='line'>{GRAVE + ' ' if number in part.grave else ''}{escape(line)}</p>"
        for number, line in enumerate(part.lines)
    )
    album = "".join(_picture(one) for one in part.pictures)
    album = f"<p>{album}</p>" if album else ""
    return f"<h2>{escape(part.heading)}</h2>{_table(part.table) if part.table else ''}{lines}{album}"


def _picture(content: bytes) -> str:
    """Held in the page itself, so that it is whole wherever it is kept."""
    sort = "png" if content.startswith(b"\x89PNG") else "jpeg"
    held = b64encode(content).decode()
    return f"<img width='{PICTURE_WIDTH}' src='data:image/{sort};base64,{held}'> "


def _table(rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f'<table width="100%" cellspacing="0"><tr>{head}</tr>{body}</table>'
