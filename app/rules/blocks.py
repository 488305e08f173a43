"""A block of cells as spreadsheet programs put it on the clipboard: tab-separated, quoted where needed."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Block = list[list[str]]
LONGEST_FIELD = 1_000_000  # characters; the csv module gives up at 131,072 otherwise


@dataclass(frozen=True, slots=True)
class Laid:
    """Where a block comes to lie. ``rows`` are (place of the record, place of the block's line).

    ``columns`` are (key of the column, place in the line); ``beyond`` counts the lines and ``outside`` the
    columns of the block that meet nothing.
    """

    rows: tuple[tuple[int, int], ...]
    columns: tuple[tuple[str, int], ...]
    beyond: int = 0
    outside: int = 0


def read_block(text: str) -> Block:
    """The cells of what was copied; a cell with line breaks or tabs is quoted, a quote in it doubled."""
    csv.field_size_limit(LONGEST_FIELD)
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if not text.strip():
        return []
    lines = _quoted(text) if '"' in text else None
    if lines is None:  # no quotes, or some that are plain text: 12"管
        lines = [line.split("\t") for line in text.split("\n")]
    width = max(map(len, lines))
    return [[*line, *[""] * (width - len(line))] for line in lines]


def _quoted(text: str) -> Block | None:
    """``text`` by the rules of quotes; None where they do not hold."""
    try:
        lines = [*csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True)]
    except csv.Error:
        return None
    return [line or [""] for line in lines]


def headed(block: Block, headings: Mapping[str, str]) -> dict[int, str]:
    """Place → column of the block's first line, where it is a line of headings; empty where it is data.

    ``headings``: words → column. Every filled cell of the line must be a heading, each another one.
    """
    if len(block) < 2:
        return {}
    filled = [(place, " ".join(cell.split())) for place, cell in enumerate(block[0]) if cell.strip()]
    found = {place: headings[words] for place, words in filled if words in headings}
    return found if found and len(found) == len(filled) and len({*found.values()}) == len(found) else {}


def lay_out(
    block: Block, columns: Sequence[str], headings: Mapping[str, str], *, row: int, rows: int
) -> Laid:
    """Lay ``block`` over a table, its corner at record ``row`` of ``rows`` and the first of ``columns``.

    Where the block has headings of its own they say which column is which, and its first line is no data.
    """
    named = headed(block, headings)
    first = 1 if named else 0
    if named:
        placed = tuple((key, place) for place, key in named.items())
        outside = 0
    else:
        width = len(block[0]) if block else 0
        placed = tuple((key, place) for place, key in enumerate(columns[:width]))
        outside = max(width - len(columns), 0)
    lines = range(first, len(block))
    fitting = tuple((row + n, line) for n, line in enumerate(lines) if row + n < rows)
    return Laid(fitting, placed, len(lines) - len(fitting), outside)
