"""Lays records out on a sheet: text stays text, nothing is a formula (stack.md trap 9, trust.md S10)."""

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.i18n import Translator
from app.model.field import Type
from app.model.row import Row
from app.services.ledger.outgoing import ID_SHEET, Sent, heading_of, row_marks
from app.services.ledger.written_values import Column, Written, written

LONGEST_CELL = 32_767  # characters of one cell; more goes on in a further column
EXACT_DIGITS = 15  # what a spreadsheet keeps of a number
EARLIEST = date(1900, 3, 1)  # before it spreadsheet programs disagree about dates
NARROWEST, WIDEST = 8, 48
# Nothing that was typed becomes a formula, a link or a number.
SAFE_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_SAMPLE = 200  # rows that decide a column's width
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\']")


def workbook_bytes(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    names: Mapping[str, str],
    translator: Translator,
) -> bytes:
    """An .xlsx with one sheet: a frozen heading with filters, each record's id in a hidden first column and
    the marks of its values in a hidden last one (``outgoing``).
    """
    from xlsxwriter import Workbook  # here: most never write one

    texts = [_line(columns, row, names, translator) for row in rows]
    spans = [max([_parts(line[at]) for line in texts], default=1) for at in range(len(columns))]
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, **SAFE_OPTIONS}) as book:
        sheet = book.add_worksheet(_FORBIDDEN_IN_NAME.sub(" ", title)[:31] or "Sheet1")
        layout = _Layout(book, sheet, columns, spans)
        layout.head(translator)
        for at, (row, line) in enumerate(zip(rows, texts, strict=True), start=1):
            layout.line(at, row.id, line)
        layout.finish(len(rows), texts)
        ids = book.add_worksheet(ID_SHEET)
        ids.hide()
        ids.write_column(0, 0, [row.id for row in rows])
    return out.getvalue()


def _line(
    columns: Sequence[Column], row: Row, names: Mapping[str, str], translator: Translator
) -> list[Written]:
    return [written(one.field, row.values.get(one.field.name), names, translator) for one in columns]


def _parts(value: Written) -> int:
    return max(1, -(-len(value) // LONGEST_CELL)) if isinstance(value, str) else 1


class _Layout:
    """Where each field stands on the sheet, and how it looks."""

    def __init__(self, book: Any, sheet: Any, columns: Sequence[Column], spans: Sequence[int]) -> None:
        self._sheet = sheet
        self._columns = columns
        self._spans = spans
        self._starts = [1 + sum(spans[:at]) for at in range(len(spans))]
        self._marks = 1 + sum(spans)
        self._heading = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True})
        self._text = book.add_format({"num_format": "@", "valign": "top"})
        self._long = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        self._number = book.add_format({"num_format": "#,##0.######", "valign": "top"})
        self._whole = book.add_format({"num_format": "#,##0", "valign": "top"})
        self._date = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})

    def head(self, translator: Translator) -> None:
        """Write the headings."""
        self._sheet.write_string(0, 0, translator.tr("export.id"), self._heading)
        for column, start, span in zip(self._columns, self._starts, self._spans, strict=True):
            self._sheet.write_string(0, start, column.label, self._heading)
            for number in range(1, span):
                label = translator.tr("export.continued", label=column.label, number=number + 1)
                self._sheet.write_string(0, start + number, label, self._heading)
        fields = tuple(column.field.name for column in self._columns)
        sent = Sent(self._columns[0].field.kind, translator.language, fields)
        self._sheet.write_string(0, self._marks, heading_of(sent), self._heading)

    def line(self, at: int, id: str, values: Sequence[Written]) -> None:
        """Write one record."""
        self._sheet.write_string(at, 0, id, self._text)
        for column, start, value in zip(self._columns, self._starts, values, strict=True):
            if value is not None:
                self._value(at, start, column, value)
        self._sheet.write_string(at, self._marks, row_marks(values), self._text)

    def _value(self, at: int, start: int, column: Column, value: str | Decimal | int | date) -> None:
        if isinstance(value, date) and value >= EARLIEST:
            self._sheet.write_datetime(at, start, value, self._date)
        elif isinstance(value, int | Decimal) and len(Decimal(value).as_tuple().digits) <= EXACT_DIGITS:
            whole = value == int(value)
            self._sheet.write_number(at, start, value, self._whole if whole else self._number)
        else:
            text = value if isinstance(value, str) else str(value)
            look = self._long if column.field.type is Type.LONG_TEXT else self._text
            for number in range(_parts(text)):
                piece = text[number * LONGEST_CELL : (number + 1) * LONGEST_CELL]
                self._sheet.write_string(at, start + number, piece, look)

    def finish(self, rows: int, lines: Sequence[Sequence[Written]]) -> None:
        """Widths, filters, the frozen heading and the hidden ids."""
        for at, (column, start, span) in enumerate(
            zip(self._columns, self._starts, self._spans, strict=True)
        ):
            shown = [str(line[at]) for line in lines[:_SAMPLE] if line[at] is not None]
            widest = max(map(_width, shown), default=0)
            width = min(WIDEST, max(NARROWEST, _width(column.label) + 4, widest + 2))
            self._sheet.set_column(start, start + span - 1, width)
        self._sheet.set_column(0, 0, 38, None, {"hidden": True})
        self._sheet.set_column(self._marks, self._marks, 20, None, {"hidden": True})
        self._sheet.autofilter(0, 0, rows, self._marks)
        self._sheet.freeze_panes(1, 0)


def _width(text: str) -> int:
    """Columns of the widest line of ``text``; a Chinese character takes two."""
    lines = text.splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line) for line in lines)
