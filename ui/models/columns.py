"""What a grid column shows: a declaration per column and a small value per cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from PySide6.QtCore import Qt

from ui.theme.tokens import Token

RowValues = Mapping[str, object]
"""One row as the source gives it, by field key."""

Level = Literal["red", "yellow", "green"]
Pace = Literal["moving", "paused", "lost"]


class CellKind(Enum):
    """How a cell is drawn."""

    CHECK = "check"
    """The tick of the row; see ``check_column``."""
    TEXT = "text"
    NAME = "name"
    """The stretching column; carries the record-state badges at its right."""
    AMOUNT = "amount"
    """Right-aligned figure."""
    LIGHT = "light"
    STAGE = "stage"
    BADGE = "badge"


@dataclass(frozen=True, slots=True)
class StageMark:
    """A stage glyph: ``step`` tenths of a pie, coloured ``tone``; paused and lost have their own sign."""

    step: int
    tone: Token
    pace: Pace = "moving"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows. ``copy`` is the text for the clipboard where it differs from ``text``."""

    text: str
    tone: Token = "text.1"
    bold: bool = False
    tooltip: str = ""
    stage: StageMark | None = None
    light: Level | None = None
    copy: str | None = None


@dataclass(frozen=True, slots=True)
class RowBadge:
    """A record's standing towards headquarters, drawn at the right of its name."""

    kind: Literal["pending", "conflict", "refused"]
    tooltip: str


NO_BADGES: Callable[[RowValues], tuple[RowBadge, ...]] = lambda row: ()  # noqa: E731 - a default argument


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``width`` is px at 100 % (the least width for a stretching name column); ``priority`` 0 is always there,
    and the highest numbers are the first to hide when space is short; ``format`` makes the cell.
    """

    key: str
    title: str
    format: Callable[[RowValues], Cell]
    width: int = 96
    kind: CellKind = CellKind.TEXT
    priority: int = 0
    sortable: bool = True
    editable: bool = False

    @property
    def align(self) -> Qt.AlignmentFlag:
        """Figures stand at the right, everything else at the left."""
        return Qt.AlignmentFlag.AlignRight if self.kind is CellKind.AMOUNT else Qt.AlignmentFlag.AlignLeft


def check_column() -> Column:
    """The column of ticks; put it first."""
    return Column("", "", lambda row: Cell(""), width=34, kind=CellKind.CHECK, sortable=False)


def plain(key: str) -> Callable[[RowValues], Cell]:
    """A ``format`` that shows field ``key`` as text; empty stays empty."""

    def show(row: RowValues) -> Cell:
        value = row.get(key)
        return Cell("" if value is None else str(value))

    return show
