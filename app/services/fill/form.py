"""Finds the part of somebody else's form that is to be filled: its headings, its lines and its totals."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from app.rules.folding import fold_width
from app.rules.text import clean_text, one_line
from app.services.fill.errors import NoHeadings, TemplateFormat
from app.services.ledger.grid import Cell, Line, Sheet, column_letter
from app.services.ledger.outgoing import ID_SHEET
from app.services.ledger.reading import Ledger
from app.services.ledger.tables import Table, find_tables
from app.services.ledger.vocabulary import Units, kind_of_headings, units_of_line

SUFFIXES = (".xlsx", ".xlsm")
FEWEST_HEADINGS = 3
_NUMBERING = re.compile(r"[\d甲乙丙丁戊己庚辛]{1,3}|\(\d{1,3}\)|[①-⑳]")
_PLACEHOLDER = re.compile(r"\d{1,4}[.、]?|[.…·]+|—+|-+|例|示例")


@dataclass(frozen=True, slots=True)
class Form:
    """One table to fill. Rows count from 1 as the spreadsheet shows them, columns from 0.

    ``labels``: the joined headings by column. ``first`` to ``last`` are the lines for records, ``total`` the
    line of sums below them (0: none). ``records``: what stood in those lines, by row. ``open``: nothing
    stands below the lines, so that how many there are is for the sheet's borders to say.
    """

    sheet: str
    heading: tuple[int, int]
    labels: Mapping[int, str]
    first: int
    last: int
    total: int
    open: bool
    units: Units
    records: Mapping[int, Line]

    @property
    def key(self) -> str:
        """Names the form within its file."""
        return f"{self.sheet}!{self.heading[0]}"

    @property
    def kind(self) -> str:
        """What kind of record its headings speak of."""
        return kind_of_headings([*self.labels.values()])


def find_forms(ledger: Ledger) -> tuple[Form, ...]:
    """Every table of the file that can be filled, in the file's order.

    Raises:
        TemplateFormat: it is no .xlsx or .xlsm.
        NoHeadings: no table was found.
    """
    if PurePath(ledger.name).suffix.lower() not in SUFFIXES or not ledger.content.startswith(b"PK"):
        raise TemplateFormat(name=ledger.name)
    layout = find_tables(ledger.workbook)
    sheets = {sheet.name: sheet for sheet in ledger.workbook.sheets}
    what = {(left.sheet, left.row): left.what for left in layout.leftovers}
    found = [_form(sheets[table.sheet], table, what) for table in layout.tables]
    headed = {form.sheet for form in found}
    for sheet in ledger.workbook.sheets:
        if sheet.name not in headed and sheet.name != ID_SHEET and not sheet.hidden:
            found += _unknown_headings(sheet)
    if not found:
        raise NoHeadings(name=ledger.name)
    return tuple(found)


def _form(sheet: Sheet, table: Table, what: Mapping[tuple[str, int], str]) -> Form:
    kinds = {row: kind for (name, row), kind in what.items() if name == sheet.name}
    return _bounded(sheet, table.header_row, table.header_end, table.labels, table.units, kinds)


def _unknown_headings(sheet: Sheet) -> list[Form]:
    """A table whose headings nobody knows: the line with the most texts heads it."""
    texts = [
        sum(cell.kind == "text" and len(cell.text) <= 30 for cell in line.values()) for line in sheet.rows
    ]
    most = max(texts, default=0)
    if most < FEWEST_HEADINGS:
        return []
    at = texts.index(most)
    labels = {column: one_line(clean_text(cell.text).text) for column, cell in sheet.rows[at].items()}
    units = Units()
    for line in sheet.rows[:at]:
        units = units_of_line(" | ".join(cell.text for cell in line.values())).over(units)
    return [_bounded(sheet, at + 1, at + 1, labels, units, {})]


def _bounded(
    sheet: Sheet, top: int, end: int, labels: Mapping[int, str], units: Units, what: Mapping[int, str]
) -> Form:
    if end < len(sheet.rows) and _is_numbering(sheet.rows[end], labels):
        end += 1
    own = {column: label for column, label in labels.items() if label != column_letter(column)}
    records: dict[int, Line] = {}
    last, total, stopped = end, 0, False
    for row in range(end + 1, len(sheet.rows) + 1):
        line = sheet.rows[row - 1]
        kind = what.get(row, "record")
        if line and not _is_placeholder(line) and kind != "record":
            total = row if kind == "total" else 0
            stopped = True
            break
        last = row
        if line:
            records[row] = line
    form = Form(sheet.name, (top, end), own, end + 1, last, total, not stopped, units, records)
    return form if last > end else replace(form, last=end)


def _is_numbering(line: Line, labels: Mapping[int, str]) -> bool:
    """The line of column numbers below the headings of a statistical form (甲 | 1 | 2 | 3)."""
    texts = [fold_width(cell.text).strip() for _, cell in sorted(line.items())]
    numbers = [int(text.strip("()")) for text in texts if text.strip("()").isdigit()]
    return (
        len(texts) * 2 >= len(labels)
        and len(numbers) >= 2
        and all(map(_NUMBERING.fullmatch, texts))
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def _is_placeholder(line: Line) -> bool:
    """A line that is there to be filled: a running number, dots, formulas; nothing that tells anything."""
    return all(
        cell.formula or _PLACEHOLDER.fullmatch(fold_width(cell.text).strip()) for cell in line.values()
    )


def held_record(line: Line) -> bool:
    """Whether a line for records tells something already: last month's, or an example."""
    return not _is_placeholder(line)


def texts_of(line: Line) -> str:
    """What a line says, for the list of what was replaced."""
    cells: Sequence[Cell] = [cell for _, cell in sorted(line.items()) if not cell.formula]
    return " | ".join(cell.text for cell in cells)
