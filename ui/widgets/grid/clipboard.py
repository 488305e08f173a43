"""Rows on the clipboard as a table that Excel and WPS take as typed: phones and codes stay text."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData

from ui.models.columns import CellKind, Column, RowValues

_NUMBERS = (CellKind.AMOUNT,)


def table_of(rows: Sequence[RowValues], columns: Sequence[Column]) -> QMimeData:
    """``rows`` with a header line, as tab-separated text and as HTML.

    A line break or tab inside a cell becomes a space in the text form. In the HTML form every cell that is
    not an amount says that it is text, so that a phone is not turned into 1.38E+10.
    """
    shown = [column for column in columns if column.kind is not CellKind.CHECK]
    cells = [[copied_cell(column, row) for column in shown] for row in rows]
    titles = [column.title for column in shown]
    data = QMimeData()
    data.setText("\n".join("\t".join(_flat(text) for text in line) for line in [titles, *cells]))
    data.setHtml(_html(titles, cells, shown))
    return data


def copied_cell(column: Column, row: RowValues) -> str:
    """A cell as it is copied: an exact figure where a rounded one is shown."""
    cell = column.format(row)
    return cell.text if cell.copy is None else cell.copy


def _flat(text: str) -> str:
    return " ".join(text.replace("\t", " ").splitlines())


def _html(titles: Sequence[str], cells: Sequence[Sequence[str]], columns: Sequence[Column]) -> str:
    from html import escape  # here: it comes with the names of 2,200 characters

    as_text = "mso-number-format:'\\@'"
    lines = ["<tr>" + "".join(f"<th>{escape(title)}</th>" for title in titles) + "</tr>"]
    for line in cells:
        made = [
            f"<td>{escape(text)}</td>"
            if column.kind in _NUMBERS
            else f'<td style="{as_text}">{escape(text)}</td>'
            for text, column in zip(line, columns, strict=True)
        ]
        lines.append("<tr>" + "".join(made) + "</tr>")
    return "<meta charset='utf-8'><table>" + "".join(lines) + "</table>"
