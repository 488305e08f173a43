"""Cells of two axes laid out as a table: in order, what does not fit put together, everything added up."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

ZERO = Decimal(0)
Place = Callable[[Any], Any]
"""Makes of a value what it is sorted by."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How many records, and what their measure comes to."""

    count: int = 0
    total: Decimal = ZERO

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.count + other.count, self.total + other.total)


NONE = Figure()


@dataclass(frozen=True, slots=True)
class Line:
    """The values it stands for (several that were put together), a figure for each column, and their sum."""

    values: tuple[Any, ...]
    figures: tuple[Figure, ...]
    sum: Figure


@dataclass(frozen=True, slots=True)
class PivotTable:
    """``columns``: the values that each stands for. ``sums`` are those of columns, ``total`` is of all."""

    columns: tuple[tuple[Any, ...], ...] = ()
    lines: tuple[Line, ...] = ()
    sums: tuple[Figure, ...] = ()
    total: Figure = NONE


@dataclass(frozen=True, slots=True)
class Order:
    """``place``: the order that the values themselves have, None: the largest come first.

    ``oldest``: values that do not fit are those at the beginning (days), else those at the end.
    """

    place: Place | None = None
    oldest: bool = False


def laid_out(
    cells: Mapping[tuple[Any, Any], Figure], rows: Order, columns: Order, *, most: tuple[int, int]
) -> PivotTable:
    """The table of ``cells`` by (row, column); ``most``: rows and columns there may be.

    What has no value (None) always stands last and by itself.
    """
    by_row, by_column = _sums(cells, 0), _sums(cells, 1)
    down, across = _groups(by_row, rows, most[0]), _groups(by_column, columns, most[1])
    row_of = {value: at for at, group in enumerate(down) for value in group}
    column_of = {value: at for at, group in enumerate(across) for value in group}
    figures = [[NONE] * len(across) for _ in down]
    for (row, column), figure in cells.items():
        found = figures[row_of[row]]
        found[column_of[column]] += figure
    lines = [Line(group, tuple(found), added(found)) for group, found in zip(down, figures, strict=True)]
    sums = tuple(added(by_column[value] for value in group) for group in across)
    return PivotTable(tuple(across), tuple(lines), sums, added(cells.values()))


def added(figures: Iterable[Figure]) -> Figure:
    """All together."""
    return sum(figures, NONE)


def _sums(cells: Mapping[tuple[Any, Any], Figure], side: int) -> dict[Hashable, Figure]:
    found: dict[Hashable, Figure] = defaultdict(Figure)
    for key, figure in cells.items():
        found[key[side]] += figure
    return found


def _groups(sums: Mapping[Any, Figure], order: Order, most: int) -> list[tuple[Any, ...]]:
    """Each value by itself, those that do not fit as one."""
    known = [value for value in sums if value is not None]
    if order.place is not None:
        known.sort(key=order.place)
    else:
        known.sort(key=lambda value: (-sums[value].total, -sums[value].count, str(value)))
    empty: list[tuple[Any, ...]] = [(None,)] if None in sums else []
    room = max(most - len(empty), 2)
    if len(known) <= room:
        return [*((value,) for value in known), *empty]
    kept = room - 1
    if order.oldest:
        return [tuple(known[:-kept]), *((value,) for value in known[-kept:]), *empty]
    return [*((value,) for value in known[:kept]), tuple(known[kept:]), *empty]


def sorted_lines(table: PivotTable, by: int | None, *, down: bool) -> Sequence[Line]:
    """The lines by a column's figure (``len(table.columns)``: by their sum); None: as they were laid out."""
    if by is None:
        return table.lines[::-1] if down else table.lines

    def figure(line: Line) -> tuple[Decimal, int]:
        found = line.sum if by == len(table.columns) else line.figures[by]
        return found.total, found.count

    return sorted(table.lines, key=figure, reverse=down)
