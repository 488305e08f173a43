"""A spreadsheet as the importer sees it: filled cells only, each with the text a person reads in it."""

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

CellKind = Literal["text", "number", "day", "other", "formula"]
Merge = tuple[int, int, int, int]  # top, left, bottom, right; counted from 0, inclusive


class Cell(msgspec.Struct, frozen=True, array_like=True):
    """One filled cell. ``text`` is what a person sees in it; ``formula`` is set where a formula made it.

    ``kind`` ``formula`` means that only the formula is known: the program that wrote the file left no result.
    """

    text: str
    kind: CellKind = "text"
    formula: str = ""

    @property
    def number(self) -> Decimal | None:
        """The exact number of a number cell."""
        return Decimal(self.text) if self.kind == "number" else None

    @property
    def day(self) -> date | None:
        """The date of a cell that the spreadsheet itself knows as a date."""
        return date.fromisoformat(self.text[:10]) if self.kind == "day" else None


Line = dict[int, Cell]  # column, counted from 0 → filled cell


class Sheet(msgspec.Struct, frozen=True):
    """One sheet; ``rows[0]`` is the sheet's first row, an empty one is ``{}``."""

    name: str
    rows: list[Line]
    merges: list[Merge] = []
    hidden: bool = False

    @property
    def width(self) -> int:
        """Columns up to the last filled one."""
        return max((max(line) + 1 for line in self.rows if line), default=0)


class Workbook(msgspec.Struct, frozen=True):
    """All sheets of a file, in its order."""

    sheets: list[Sheet]

    @property
    def filled(self) -> int:
        """How many cells are filled."""
        return sum(len(line) for sheet in self.sheets for line in sheet.rows)


def column_letter(column: int) -> str:
    """``0`` → ``A``, ``26`` → ``AA``: how people name a column."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
