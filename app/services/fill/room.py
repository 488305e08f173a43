"""Makes room for more lines in a sheet of openpyxl, as a person who inserts and copies lines would see it.

openpyxl's own ``insert_rows`` moves cells only: merged cells, heights, rules, lists, names, pictures and the
formulas elsewhere stay where they were.
"""

from copy import copy
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.translate import Translator
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.merge import MergedCellRange

from app.services.fill.formulas import Inserted


def make_room(book: Any, sheet: Any, last: int, count: int) -> None:
    """Put ``count`` lines in below line ``last``, looking like it, with its formulas."""
    change = Inserted(sheet.title, last, count)
    _formulas(book, change)
    _cells(sheet, last, count)
    _merges(sheet, change)
    _heights(sheet, last, count)
    _rules(sheet, change)
    _lists(sheet, change)
    _ranges(book, sheet, change)
    for number in range(last + 1, last + count + 1):
        _like(sheet, last, number)


def dissolve(sheet: Any, first: int, last: int) -> list[str]:
    """Take cells that are merged over several of these lines apart; answers which."""
    found = [
        one
        for one in list(sheet.merged_cells.ranges)
        if one.min_row != one.max_row and one.min_row <= last and one.max_row >= first
    ]
    for one in found:
        anchor = sheet.cell(one.min_row, one.min_col)
        sheet.unmerge_cells(one.coord)
        for row, column in one.cells:
            if (row, column) != (one.min_row, one.min_col):
                sheet.cell(row, column)._style = copy(anchor._style)
    return [str(one.coord) for one in found]


def _cells(sheet: Any, last: int, count: int) -> None:
    places = sorted((place for place in sheet._cells if place[0] > last), reverse=True)
    for row, column in places:
        cell: Any = sheet._cells.pop((row, column))
        cell.row = row + count
        if getattr(cell, "hyperlink", None) is not None:
            cell.hyperlink.ref = cell.coordinate
        sheet._cells[row + count, column] = cell


def _merges(sheet: Any, change: Inserted) -> None:
    moved, new = [], []
    for one in sheet.merged_cells.ranges:
        first, last = change.row(one.min_row), change.row(one.max_row)
        where = CellRange(min_col=one.min_col, min_row=first, max_col=one.max_col, max_row=last)
        moved.append(MergedCellRange(sheet, where.coord))
        if one.min_row == one.max_row == change.last:
            new += [(one, change.last + n) for n in range(1, change.count + 1)]
    sheet.merged_cells = MultiCellRange(moved)
    for one, row in new:
        sheet.merge_cells(start_row=row, end_row=row, start_column=one.min_col, end_column=one.max_col)


def _heights(sheet: Any, last: int, count: int) -> None:
    dimensions = sheet.row_dimensions
    for number in sorted((n for n in dimensions if n > last), reverse=True):
        one = dimensions.pop(number)
        one.index = number + count
        dimensions[number + count] = one


def _rules(sheet: Any, change: Inserted) -> None:
    old, new = sheet.conditional_formatting, ConditionalFormattingList()
    for one in old:
        where = " ".join(_span(change, part) for part in str(one.sqref).split())
        for rule in one.rules:
            rule.formula = [change.reference(text, sheet.title) for text in rule.formula]
            new.add(where, rule)
    sheet.conditional_formatting = new


def _lists(sheet: Any, change: Inserted) -> None:
    for one in sheet.data_validations.dataValidation:
        one.sqref = MultiCellRange(" ".join(_span(change, part) for part in str(one.sqref).split()))
        if one.formula1:
            one.formula1 = change.reference(str(one.formula1), sheet.title)


def _span(change: Inserted, text: str) -> str:
    left, top, right, bottom = range_boundaries(text)
    if top is None or bottom is None:
        return text
    first, last = change.span(top, bottom)
    return CellRange(min_col=left or 1, min_row=first, max_col=right or 1, max_row=last).coord


def _ranges(book: Any, sheet: Any, change: Inserted) -> None:
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _span(change, sheet.auto_filter.ref)
    if sheet.print_area:
        areas = sheet.print_area if isinstance(sheet.print_area, list) else sheet.print_area.split(",")
        sheet.print_area = [change.reference(area.rpartition("!")[2], sheet.title) for area in areas]
    for table in sheet.tables.values():
        table.ref = _span(change, table.ref)
        if table.autoFilter is not None and table.autoFilter.ref:
            table.autoFilter.ref = _span(change, table.autoFilter.ref)
    for names in (book.defined_names, *(one.defined_names for one in book.worksheets)):
        for name in names.values():
            if name.attr_text and "!" in name.attr_text:
                name.attr_text = change.reference(name.attr_text, "")
    for mark in sheet.row_breaks.brk:
        mark.id = change.row(mark.id)
    drawings: list[Any] = [*getattr(sheet, "_images", []), *getattr(sheet, "_charts", [])]
    for drawing in drawings:
        for corner in (getattr(drawing.anchor, "_from", None), getattr(drawing.anchor, "to", None)):
            if corner is not None:
                corner.row = change.row(corner.row + 1) - 1


def _formulas(book: Any, change: Inserted) -> None:
    for one in book.worksheets:
        for cell in list(one._cells.values()):
            value = getattr(cell, "value", None)
            if isinstance(value, str) and getattr(cell, "data_type", "") == "f":
                cell.value = change.formula(value, one.title)
            elif isinstance(value, ArrayFormula):
                value.text = change.formula(str(value.text), one.title)
                if one.title == change.sheet:
                    value.ref = _span(change, value.ref)


def _like(sheet: Any, pattern: int, row: int) -> None:
    """Make line ``row`` look and calculate like ``pattern``."""
    height = sheet.row_dimensions[pattern].height if pattern in sheet.row_dimensions else None
    if height is not None:
        sheet.row_dimensions[row].height = height
    for column in {place[1] for place in sheet._cells if place[0] == pattern}:
        source: Any = sheet._cells[pattern, column]
        target: Any = sheet.cell(row, column)
        if isinstance(source, MergedCell) or isinstance(target, MergedCell):
            continue
        target._style = copy(source._style)
        if source.data_type == "f" and isinstance(source.value, str):
            target.value = Translator(source.value, source.coordinate).translate_formula(target.coordinate)
