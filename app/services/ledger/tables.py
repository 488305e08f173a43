"""Finds the tables in a sheet: what is a heading, what is a record's row, and what is neither.

Nothing is dropped: a line that is no record (title, unit, heading, total, section, note) is a ``Leftover``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.rules.folding import fold_width
from app.rules.text import clean_text, one_line
from app.services.ledger.grid import Cell, Line, Sheet, Workbook, column_letter
from app.services.ledger.outgoing import ID_SHEET
from app.services.ledger.vocabulary import (
    EXACT,
    KINDS,
    Units,
    heading_scores,
    is_heading,
    kind_of_headings,
    units_of_line,
)

MAX_HEADING_ROWS = 4
_TOTAL = re.compile(r"(?:本页|全部|累计)?(?:合\s*计|小\s*计|总\s*计|累\s*计)(?:\s*\(.*\))?\s*:?")
_SUM = re.compile(r"^=\s*(?:SUM|SUBTOTAL|SUMIFS?)\s*\(", re.IGNORECASE)
_REMARK = re.compile(
    r"^\s*(?:[*※★]|\(?(?:注|备注|说明|附注|填表说明|填报说明|填报人|制表|审核|联系人|复核|单位负责人)\)?\s*[:\d])"
)
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年")


@dataclass(frozen=True, slots=True)
class Leftover:
    """A line that became no record. ``row`` counts from 1; ``text`` holds every cell's text."""

    sheet: str
    row: int
    what: str  # title heading total note refused
    text: str

    @property
    def label_key(self) -> str:
        """Catalogue key of what the line is."""
        return f"import.left.{self.what}"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One record's line. ``spread`` are the columns whose text comes from a cell merged over several rows."""

    number: int  # counted from 1, as the spreadsheet shows it
    cells: Mapping[int, Cell]
    spread: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """One table: ``labels`` are the joined headings by column (``投资情况·总投资``), each one different."""

    sheet: str
    key: str  # names the table within the file
    kind: str
    header_row: int  # of the first heading line, counted from 1
    header_end: int  # of the last one
    labels: Mapping[int, str]
    rows: tuple[TableRow, ...]
    units: Units
    year: int | None


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole file taken apart."""

    tables: tuple[Table, ...]
    leftovers: tuple[Leftover, ...]
    without_table: tuple[str, ...] = ()  # sheets where no heading was found
    hidden: tuple[str, ...] = ()


def find_tables(workbook: Workbook) -> Layout:
    """Take every sheet of ``workbook`` apart."""
    tables: list[Table] = []
    leftovers: list[Leftover] = []
    bare: list[str] = []
    for sheet in workbook.sheets:
        if not any(sheet.rows) or sheet.name == ID_SHEET:
            continue
        found = _SheetScan(sheet).run()
        tables += found.tables
        leftovers += found.leftovers
        if not found.tables:
            bare.append(sheet.name)
    hidden = tuple(
        sheet.name for sheet in workbook.sheets if sheet.hidden and any(sheet.rows) and sheet.name != ID_SHEET
    )
    return Layout(tuple(tables), tuple(leftovers), tuple(bare), hidden)


@dataclass(frozen=True, slots=True)
class _Heading:
    """Heading lines ``first`` to ``last`` (counted from 0) and what they say."""

    first: int
    last: int
    labels: dict[int, str]
    kind: str
    title_column: int


@dataclass
class _SheetScan:
    """One walk down a sheet."""

    sheet: Sheet
    tables: list[Table] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)

    def run(self) -> "_SheetScan":
        units, year, heading = Units(), None, None
        rows: list[TableRow] = []
        filled, at = _spread_down(self.sheet), 0
        while at < len(self.sheet.rows):
            line = self.sheet.rows[at]
            alone = heading is None or not self.sheet.rows[at - 1]
            found = _heading_at(self.sheet, at, band_allowed=alone)
            if found is not None:
                if heading is None or found.labels != heading.labels:
                    self._close(heading, rows, units, year)
                    heading, rows = found, []
                for number in range(at, found.last + 1):
                    self._leave(number, "heading")
                at = found.last + 1
                continue
            if heading is None:
                text = _joined(line)
                units, year = units_of_line(text).over(units), _year(text) or year
                self._leave(at, "title")
            elif line:
                extra = filled.get(at, {})
                self._take(heading, at, line, extra, rows)
            at += 1
        self._close(heading, rows, units, year)
        return self

    def _take(self, heading: _Heading, at: int, line: Line, extra: Line, rows: list[TableRow]) -> None:
        what = _what_is(self.sheet, heading, at, {**extra, **line})
        if what == "record":
            rows.append(TableRow(at + 1, {**extra, **line}, frozenset(extra.keys() - line.keys())))
        else:
            self._leave(at, what)

    def _leave(self, at: int, what: str) -> None:
        if line := self.sheet.rows[at]:
            self.leftovers.append(Leftover(self.sheet.name, at + 1, what, _joined(line)))

    def _close(self, heading: _Heading | None, rows: list[TableRow], units: Units, year: int | None) -> None:
        if heading is None:
            return
        labels = dict(heading.labels)
        for column in sorted({column for row in rows for column in row.cells} - labels.keys()):
            labels[column] = column_letter(column)
        table = Table(
            sheet=self.sheet.name,
            key=f"{self.sheet.name}!{heading.first + 1}",
            kind=heading.kind,
            header_row=heading.first + 1,
            header_end=heading.last + 1,
            labels=_distinct(labels),
            rows=tuple(rows),
            units=units,
            year=year,
        )
        self.tables.append(table)


def _joined(line: Line) -> str:
    return " | ".join(cell.text for _, cell in sorted(line.items()))


def _year(text: str) -> int | None:
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def _spread_down(sheet: Sheet) -> dict[int, Line]:
    """Row → the cells that a vertical merge shows there although the file holds them only at its top."""
    spread: dict[int, Line] = {}
    for top, left, bottom, _ in sheet.merges:
        if bottom == top or top >= len(sheet.rows) or left not in sheet.rows[top]:
            continue
        for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
            spread.setdefault(row, {})[left] = sheet.rows[top][left]
    return spread


def _distinct(labels: Mapping[int, str]) -> dict[int, str]:
    """Labels with the column's letter added where two columns are headed alike."""
    seen: set[str] = set()
    distinct = {}
    for column, label in sorted(labels.items()):
        name = label if label not in seen else f"{label}({column_letter(column)})"
        seen.add(name)
        distinct[column] = name
    return distinct


def _heading_at(sheet: Sheet, at: int, *, band_allowed: bool) -> _Heading | None:
    """The heading that begins in line ``at``, or ``None``.

    ``band_allowed``: a line of group names (基本情况 | 投资情况) may stand above the headings proper; not
    right below records, where it would rather be the last of them.
    """
    first = at
    if not _is_heading_line(sheet.rows[at]):
        below = at + 1
        band = band_allowed and below < len(sheet.rows) and _is_band(sheet.rows[at])
        if not band or not _is_heading_line(sheet.rows[below]):
            return None
        at = below
    last = _heading_end(sheet, at)
    parts = [_spread_right(sheet, number, last) for number in range(first, last + 1)]
    columns = sorted({column for part in parts for column in part})
    labels = {column: _label([part.get(column, "") for part in parts]) for column in columns}
    labels = {column: label for column, label in labels.items() if label}
    kind = kind_of_headings([*labels.values()])
    return _Heading(first, last, labels, kind, _title_column(kind, labels))


def _is_heading_line(line: Line) -> bool:
    known = sum(1 for cell in line.values() if cell.kind == "text" and is_heading(cell.text))
    if len(line) == 1:
        return known == 1 and _names_a_record(line)
    # A province's own form may have far more columns that nobody else knows.
    if known >= 3 and _names_a_record(line) and all(cell.kind == "text" for cell in line.values()):
        return True
    return (known >= 3 and known * 2 >= len(line)) or (known >= 2 and known * 3 >= len(line) * 2)


def _names_a_record(line: Line) -> bool:
    """Whether a cell says exactly what heads the column of names (项目名称, 姓名)."""
    return any(
        heading_scores(kind, cell.text).get("name") == EXACT for cell in line.values() for kind in KINDS
    )


def _is_band(line: Line) -> bool:
    """A line of at least two short group names (基本情况 | 投资情况)."""
    return len(line) >= 2 and all(
        cell.kind == "text"
        and len(cell.text.strip()) <= 12
        and not re.search(r"[:\d]", fold_width(cell.text))
        for cell in line.values()
    )


def _heading_end(sheet: Sheet, at: int) -> int:
    """The last line of the heading that has its first full line at ``at``."""
    reach = [
        bottom
        for top, left, bottom, _ in sheet.merges
        if top == at and bottom > top and left in sheet.rows[at]  # not one of nothing beside the table
    ]
    last = min(max(reach, default=at), at + MAX_HEADING_ROWS - 1, len(sheet.rows) - 1)
    if last > at:
        return last
    below = sheet.rows[at + 1] if at + 1 < len(sheet.rows) else {}
    above = sheet.rows[at]
    goes_on = below and all(cell.kind == "text" and is_heading(cell.text) for cell in below.values())
    apart = any(column not in above for column in below)
    return at + 1 if goes_on and apart else at


def _spread_right(sheet: Sheet, at: int, last: int) -> dict[int, str]:
    """The heading texts of line ``at`` by column; a merged one, or one above several, stands over each."""
    line = sheet.rows[at]
    texts = {column: one_line(clean_text(cell.text).text) for column, cell in line.items()}
    spans = {left: right for top, left, _, right in sheet.merges if top == at}
    if not sheet.merges and at < last:
        below = sheet.rows[last]
        for column in sorted(below.keys() - texts.keys()):
            left = max((c for c in line if c < column), default=None)
            if left is not None:
                spans[left] = column
    for left, right in spans.items():
        if left in texts:
            texts.update({column: texts[left] for column in range(left, right + 1) if column not in texts})
    return texts


def _label(parts: Sequence[str]) -> str:
    return "·".join(dict.fromkeys(part for part in parts if part))


def _title_column(kind: str, labels: Mapping[int, str]) -> int:
    """The column with the record's name: the best-matching one, else the first."""
    return max(labels, key=lambda column: (_title_score(kind, labels[column]), -column), default=0)


def _title_score(kind: str, label: str) -> int:
    return heading_scores(kind, label.rpartition("·")[2]).get("name", 0)


def _what_is(sheet: Sheet, heading: _Heading, at: int, line: Line) -> str:
    """``record``, or why the line is none."""
    first = line[min(line)]
    if any(_TOTAL.fullmatch(fold_width(cell.text).strip()) for cell in list(line.values())[:3]):
        return "total"
    has_title = heading.title_column in line
    if not has_title and any(_SUM.match(cell.formula) for cell in line.values()):
        return "total"
    headings = sum(1 for c, cell in line.items() if cell.text.strip() in heading.labels.get(c, "").split("·"))
    if headings >= 2 and headings * 2 > len(line):
        return "heading"
    if len(line) == 1:
        column = min(line)
        wide = any(top == at and right - left >= 2 for top, left, _, right in sheet.merges)
        if _REMARK.match(fold_width(first.text)) or wide or column != heading.title_column:
            return "note"
    return "record"
