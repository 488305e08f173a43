"""What a table is told after a change."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ui.models.columns import RowValues


@dataclass(frozen=True, slots=True)
class Touches:
    """Which rows read otherwise than when they were read: those of ``ids``, and what ``others`` says of the
    rest (None: none of them; then no row has to be asked).
    """

    ids: frozenset[str]
    others: Callable[[RowValues], bool] | None = None

    def among(self, rows: Mapping[str, RowValues]) -> list[str]:
        """Those of some rows by their ids."""
        if self.others is None:
            return [id for id in self.ids if id in rows]
        return [id for id, row in rows.items() if id in self.ids or self.others(row)]

    def rest(self, rows: Mapping[str, RowValues]) -> dict[str, RowValues]:
        """The others of them."""
        found = dict(rows)
        for id in self.among(rows):
            del found[id]
        return found

    def joined(self, other: "Touches") -> "Touches":
        """What either touches."""
        asked = [one for one in (self.others, other.others) if one is not None]
        others = (lambda row: any(one(row) for one in asked)) if asked else None
        return Touches(self.ids | other.ids, others)


@dataclass(frozen=True, slots=True)
class News:
    """What a list holds as of a mark; ``touches``: which rows changed since the one before, None: any may.

    ``groups``: the field that a board in view is by, and the list's groups by it; else None.
    """

    ids: Sequence[str]
    touches: Touches | None = None
    as_of: Hashable = None
    groups: tuple[str, Sequence[Any]] | None = None
