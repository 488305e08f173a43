"""What a table asks for, and of whom."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ui.models.columns import RowValues


@dataclass(frozen=True, slots=True)
class TableQuery:
    """What to list: words to find, product-defined filters, and (column, descending) pairs to sort by."""

    find: str = ""
    filters: tuple[Hashable, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()

    def place(self, key: str) -> int:
        """Which in the order column ``key`` is, counted from 0; -1: it is not sorted by."""
        return next((n for n, (name, _) in enumerate(self.order) if name == key), -1)

    def sorted_by(self, key: str, *, also: bool = False) -> "TableQuery":
        """Sorted by ``key``: upwards, or turned round where it already is; ``also``: after what is there.

        A third time with ``also`` takes the column out of the order again.
        """
        at = self.place(key)
        if not also:
            return replace(self, order=((key, at == 0 and not self.order[0][1]),))
        if at < 0:
            return replace(self, order=(*self.order, (key, False)))
        turned = ((key, True),) if not self.order[at][1] else ()
        return replace(self, order=(*self.order[:at], *turned, *self.order[at + 1 :]))


class RowSource(Protocol):
    """Where the rows come from."""

    def ids(self, query: TableQuery) -> Sequence[str]:
        """Every matching id in order; runs on the database thread."""
        ...

    def rows(self, ids: Sequence[str]) -> Sequence[RowValues]:
        """At most 100 rows by key, in any order, each with its ``id``; runs on the main thread, so is cheap.

        An id that is gone by now is simply left out.
        """
        ...
