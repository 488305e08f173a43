"""What goes to the process that writes into a stranger's file, and what it answers; plain data both ways."""

from typing import Literal

import msgspec

# What a cell is to hold: exact figures and days travel as texts, and say what they are.
Put = tuple[Literal["text", "number", "day"], str] | None


class Facts(msgspec.Struct, frozen=True):
    """What a column of a form asks for, read off its first line for records.

    ``choices``: the entries of its list, none: anything goes. ``number_format``: the spreadsheet's own words.
    """

    hidden: bool = False
    locked: bool = False
    covered: bool = False  # a merged cell lies over it
    formula: bool = False
    number_format: str = "General"
    choices: tuple[str, ...] = ()


class Look(msgspec.Struct, frozen=True):
    """What is asked about a form: its sheet, the lines for records and the columns."""

    sheet: str
    first: int
    last: int
    open: bool
    columns: tuple[int, ...]


class Seen(msgspec.Struct, frozen=True):
    """The answer: facts by column, the last line for records by the borders, what writing will lose."""

    facts: dict[int, Facts]
    last: int
    protected: bool
    may_grow: bool
    lost: tuple[str, ...]


class Fill(msgspec.Struct, frozen=True):
    """What to write: ``lines`` of values by column, ``sums``: columns to add up in the line of totals."""

    sheet: str
    first: int
    last: int
    total: int
    columns: tuple[int, ...]
    kept: tuple[int, ...]
    lines: tuple[tuple[Put, ...], ...]
    sums: tuple[int, ...]
    title: int
    clear: tuple[int, ...]
    macros: bool


class Written(msgspec.Struct, frozen=True):
    """The filled file, and what happened on the way.

    ``dissolved``: merged cells taken apart. ``uncovered``: sums that leave lines out. ``added``: lines put
    in. ``summed``: columns that were given a sum. ``carried``: cells of last time kept beside the same name.
    """

    content: bytes
    added: int
    dissolved: tuple[str, ...]
    uncovered: tuple[str, ...]
    summed: tuple[str, ...]
    carried: int
