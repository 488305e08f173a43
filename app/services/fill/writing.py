"""Looks into somebody else's form and writes into it, in a child process: openpyxl trusts what it reads."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from zipfile import BadZipFile, ZipFile

import msgspec

from app.rules.folding import fold
from app.services.fill.job import Facts, Fill, Look, Put, Seen, Written

MOST_CHOICES = 500
EXACT_DIGITS = 15
_GENERAL, _DAY = "General", "yyyy-mm-dd"
_LOST = (
    ("xl/vbaProject", "macros"),
    ("xl/pivotTables/", "pivots"),
    ("xl/slicers/", "slicers"),
    ("xl/ctrlProps/", "controls"),
    ("xl/diagrams/", "shapes"),
)
_BROKEN = (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError)


class Job(msgspec.Struct):
    """A file and what to do with it."""

    content: bytes
    look: Look | None = None
    fill: Fill | None = None


class Done(msgspec.Struct):
    """What came of it, or why nothing did."""

    seen: Seen | None = None
    written: Written | None = None
    trouble: str = ""


def work_on(message: bytes) -> bytes:
    """In the child: one ``Job`` in, one ``Done`` out."""
    job = msgspec.msgpack.decode(message, type=Job)
    try:
        seen = _look(job.content, job.look) if job.look is not None else None
        written = _fill(job.content, job.fill) if job.fill is not None else None
        return msgspec.msgpack.encode(Done(seen, written))
    except _BROKEN as error:
        return msgspec.msgpack.encode(Done(trouble=f"{type(error).__name__}: {error}"[:200]))


def _book(content: bytes, *, macros: bool = False) -> Any:
    from openpyxl import load_workbook  # here: only the child needs it

    return load_workbook(io.BytesIO(content), keep_vba=macros, rich_text=True)


# ---- looking
def _look(content: bytes, look: Look) -> Seen:
    book = _book(content)
    sheet = book[look.sheet]
    last = _bordered(sheet, look) if look.open else look.last
    protected = bool(sheet.protection.sheet)
    facts = {column: _facts(book, sheet, look, column) for column in look.columns}
    with ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
    lost = [word for start, word in _LOST if word != "macros" and any(n.startswith(start) for n in names)]
    if any(name.startswith("xl/drawings/drawing") and b"<xdr:sp" in _part(content, name) for name in names):
        lost.append("shapes")
    # openpyxl: True says that the protection forbids it.
    may_grow = not protected or not sheet.protection.insertRows
    return Seen(facts, max(last, look.first), protected, may_grow, tuple(dict.fromkeys(lost)))


def _part(content: bytes, name: str) -> bytes:
    with ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def _bordered(sheet: Any, look: Look) -> int:
    """The last line that is drawn like the first, where nothing stands below to say so."""
    last = look.last
    column = look.columns[0] + 1 if look.columns else 1
    while last < sheet.max_row and _has_border(sheet.cell(last + 1, column)):
        last += 1
    return last


def _has_border(cell: Any) -> bool:
    border = cell.border
    return bool(border.top and border.top.style) or bool(border.bottom and border.bottom.style)


def _facts(book: Any, sheet: Any, look: Look, column: int) -> Facts:
    from openpyxl.utils import get_column_letter

    cell = sheet.cell(look.first, column + 1)
    return Facts(
        hidden=_hidden(sheet, column + 1),
        locked=bool(sheet.protection.sheet) and bool(cell.protection.locked),
        covered=not _may_hold(cell),
        formula=cell.data_type == "f",
        number_format=str(cell.number_format or _GENERAL),
        choices=_choices(book, sheet, f"{get_column_letter(column + 1)}{look.first}"),
    )


def _hidden(sheet: Any, column: int) -> bool:
    """openpyxl keeps a run of alike columns under its first one."""
    return any(
        one.hidden and (one.min or 0) <= column <= (one.max or 0) for one in sheet.column_dimensions.values()
    )


def _choices(book: Any, sheet: Any, place: str) -> tuple[str, ...]:
    for one in sheet.data_validations.dataValidation:
        if one.type == "list" and place in one.sqref and one.formula1:
            text = str(one.formula1).lstrip("=")
            if text.startswith('"'):
                return tuple(word.strip() for word in text.strip('"').split(",") if word.strip())
            return tuple(_listed(book, sheet, text))[:MOST_CHOICES]
    return ()


def _listed(book: Any, sheet: Any, reference: str) -> Iterator[str]:
    """The texts of the cells that a list refers to, also through a name."""
    named = book.defined_names.get(reference)
    name, _, cells = (named.attr_text if named is not None else reference).rpartition("!")
    source = book[name.strip("'").replace("''", "'")] if name.strip("'") in book.sheetnames else sheet
    try:
        found = source[cells.replace("$", "")]
    except (ValueError, KeyError):
        return  # a formula that makes its list: nobody can say here what is in it
    rows = found if isinstance(found, tuple) else ((found,),)
    for row in rows:
        for cell in row if isinstance(row, tuple) else (row,):
            if cell.value is not None:
                yield str(cell.value).strip()


# ---- writing
def _fill(content: bytes, fill: Fill) -> Written:
    from openpyxl.utils import get_column_letter

    from app.services.fill.formulas import covers
    from app.services.fill.room import dissolve, make_room

    book = _book(content, macros=fill.macros)
    sheet = book[fill.sheet]
    carried = _kept_cells(sheet, fill)
    for row in fill.clear:
        _clear(sheet, row)
    dissolved = dissolve(sheet, fill.first, fill.last)
    added = max(0, len(fill.lines) - (fill.last - fill.first + 1))
    if added:
        make_room(book, sheet, fill.last, added)
    kept = 0
    for at, line in enumerate(fill.lines):
        kept += _line(sheet, fill, fill.first + at, line, carried)
    end = max(fill.last + added, fill.first + len(fill.lines) - 1)
    summed, uncovered = [], []
    total = fill.total + added if fill.total else 0
    for column in fill.columns if total else ():
        cell, letter = sheet.cell(total, column + 1), get_column_letter(column + 1)
        if cell.data_type == "f" and isinstance(cell.value, str):
            if not covers(cell.value, letter, fill.first, fill.first + len(fill.lines) - 1):
                uncovered.append(cell.coordinate)
        elif column in fill.sums and _may_hold(cell):
            cell.value = f"=SUM({letter}{fill.first}:{letter}{end})"
            summed.append(cell.coordinate)
    book.calculation.fullCalcOnLoad = True
    out = io.BytesIO()
    book.save(out)
    return Written(out.getvalue(), added, tuple(dissolved), tuple(uncovered), tuple(summed), kept)


def _kept_cells(sheet: Any, fill: Fill) -> dict[str, dict[int, Any]]:
    """Name → what last time's line of that name says in columns that take nothing in from us."""
    found: dict[str, dict[int, Any]] = {}
    for row in fill.clear if fill.title >= 0 else ():
        name = sheet.cell(row, fill.title + 1).value
        if isinstance(name, str) and name.strip():
            cells = {column: sheet.cell(row, column + 1) for column in fill.kept}
            told = {
                c: one.value for c, one in cells.items() if one.value is not None and one.data_type != "f"
            }
            found.setdefault(fold(name).strip(), told)
    return found


def _clear(sheet: Any, row: int) -> None:
    for cell in sheet[row]:
        if _may_hold(cell) and cell.data_type != "f":
            cell.value = None


def _line(
    sheet: Any,
    fill: Fill,
    row: int,
    values: tuple[Put, ...],
    carried: dict[str, dict[int, Any]],
) -> int:
    if row in sheet.row_dimensions and sheet.row_dimensions[row].hidden:
        sheet.row_dimensions[row].hidden = False
    for column, value in zip(fill.columns, values, strict=True):
        cell = sheet.cell(row, column + 1)
        if _may_hold(cell):
            _put(cell, value)
    title = values[fill.columns.index(fill.title)] if fill.title in fill.columns else None
    told = carried.get(fold(title[1]).strip(), {}) if title else {}
    for column, value in told.items():
        sheet.cell(row, column + 1).value = value
    return len(told)


def _may_hold(cell: Any) -> bool:
    """Not a cell that a merged one lies over."""
    return type(cell).__name__ != "MergedCell"


def _put(cell: Any, value: Put) -> None:
    """A figure, a day or a text; a text stays one whatever it begins with, and whoever opens the file."""
    what, text = value if value is not None else ("", "")
    as_text = cell.number_format == "@"
    if what == "number" and not as_text and len(Decimal(text).as_tuple().digits) <= EXACT_DIGITS:
        number = Decimal(text)
        cell.value = int(number) if number == number.to_integral_value() else number
    elif what == "day" and not as_text:
        cell.value = date.fromisoformat(text)
        if cell.number_format == _GENERAL or "y" not in cell.number_format.lower():
            cell.number_format = _DAY
    elif what:
        cell.value = text
        cell.data_type = "s"
        if cell.number_format == _GENERAL:
            cell.number_format = "@"
    else:
        cell.value = None
