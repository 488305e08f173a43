"""Parses a spreadsheet's bytes. Runs in a child process: what it is given may be built to kill it."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

import msgspec

from app.services.ledger.details import Detail, Details, DoctypeRefused, sheet_details
from app.services.ledger.grid import Cell, Line, Merge, Sheet, Workbook

MAX_ROWS = 200_000
MAX_COLUMNS = 2_000
MAX_TEXT = 32_767  # characters of one cell, as in every spreadsheet program
MAX_CELLS = 5_000_000  # of the rectangle that encloses the filled cells
_GUARDED = re.compile(r"'[=+\-@\t\r\d]")
DELIMITERS = (",", "\t", ";", "|")

Trouble = Literal["", "not_a_spreadsheet", "encrypted", "damaged", "too_large"]


class Parsed(msgspec.Struct):
    """What the child answers: a workbook, or why there is none."""

    workbook: Workbook | None = None
    trouble: Trouble = ""
    detail: str = ""


class TooLarge(ValueError):
    """More rows, columns or cells than any ledger has."""


def parsed(content: bytes, *, text_table: bool) -> Parsed:
    """The workbook in ``content``; ``text_table`` says that the name promises .csv, .tsv or .txt."""
    try:
        return Parsed(_text_workbook(content)) if text_table else _spreadsheet(content)
    except TooLarge as error:
        return Parsed(trouble="too_large", detail=str(error))
    except (UnicodeDecodeError, csv.Error) as error:
        return Parsed(trouble="not_a_spreadsheet", detail=str(error))
    except (DoctypeRefused, BadZipFile, ExpatError, KeyError, ValueError, EOFError) as error:
        return Parsed(trouble="damaged", detail=str(error))


def _spreadsheet(content: bytes) -> Parsed:
    # Loaded here, because only the child needs it.
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            details = sheet_details(content)
            sheets = []
            for about in book.sheets_metadata:
                if about.typ is not SheetTypeEnum.WorkSheet:
                    continue  # a chart or macro sheet holds no cells
                source = book.get_sheet_by_name(about.name)
                _check_size(source.total_height, source.total_width)
                left = source.start[1] if source.start else 0
                rows = _lines(source.iter_rows(), left, details.get(about.name, {}))
                merges: list[Merge] = [(*top, *bottom) for top, bottom in source.merged_cell_ranges or []]
                sheets.append(Sheet(about.name, rows, merges, about.visible is not SheetVisibleEnum.Visible))
    except PasswordError as error:
        return Parsed(trouble="encrypted", detail=str(error))
    except CalamineError as error:
        return Parsed(trouble="damaged", detail=str(error))
    return Parsed(Workbook(sheets))


def _check_size(height: int, width: int) -> None:
    if height > MAX_ROWS or width > MAX_COLUMNS or height * width > MAX_CELLS:
        raise TooLarge(f"{height} x {width}")


def _lines(rows: Iterable[Sequence[object]], left: int, details: Details) -> list[Line]:
    lines: list[Line] = []
    for values in rows:
        line = {left + at: cell for at, value in enumerate(values) if (cell := _cell(value)) is not None}
        lines.append(line)
    for (row, column), detail in details.items():
        if row >= MAX_ROWS or column >= MAX_COLUMNS:
            raise TooLarge(f"{row} x {column}")
        lines.extend({} for _ in range(row + 1 - len(lines)))
        cell = _with_detail(lines[row].get(column), detail)
        if cell is not None:
            lines[row][column] = cell
    return lines


def _with_detail(cell: Cell | None, detail: Detail) -> Cell | None:
    if cell is None:
        if detail.error:
            return Cell(detail.error, "other", detail.formula)
        return Cell(detail.formula, "formula", detail.formula) if detail.formula else None
    if detail.percent and cell.kind == "number":
        percent = Decimal(cell.text) * 100
        return Cell(format(percent.normalize(), "f") + "%", "other", detail.formula)
    return Cell(cell.text, cell.kind, detail.formula)


def _cell(value: object) -> Cell | None:
    """The cell of one value of the reader; ``None`` where a person sees nothing."""
    if isinstance(value, str):
        return Cell(value) if value.strip() else None
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE", "other")
    if isinstance(value, float | int):
        # 15 digits are all a spreadsheet keeps and shows; what a double adds behind them is noise.
        return Cell(format(Decimal(format(value, ".15g")), "f"), "number")
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return Cell(value.date().isoformat() if midnight else value.isoformat(" ", "seconds"), "day")
    if isinstance(value, date):
        return Cell(value.isoformat(), "day")
    return Cell(str(value), "other")


def _text_workbook(content: bytes) -> Workbook:
    text = _decoded(content)
    if "\0" in text:
        raise csv.Error("a text table holds no NUL")
    csv.field_size_limit(10 * MAX_TEXT)
    head = text[:20_000]
    delimiter = max(DELIMITERS, key=lambda mark: (head.count(mark), -DELIMITERS.index(mark)))
    lines: list[Line] = []
    widest = 0
    for values in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        widest = max(widest, len(values))
        _check_size(len(lines) + 1, widest)
        if any(len(value) > MAX_TEXT for value in values):
            raise TooLarge(f"> {MAX_TEXT}")
        lines.append({at: Cell(_shown(value)) for at, value in enumerate(values) if value.strip()})
    return Workbook([Sheet("CSV", lines)])


def _shown(value: str) -> str:
    """A field without the apostrophe that keeps programs from calculating it, as our own exports write it."""
    return value[1:] if _GUARDED.match(value) else value


def _decoded(content: bytes) -> str:
    """UTF-8 where it is valid, UTF-16 by its mark, else GB 18030: what Chinese office programs write.

    Raises:
        UnicodeDecodeError: none of them.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")
