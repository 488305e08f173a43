"""Rows of one record kind for the table: ids from the store in order, windows by key with names."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from typing import Any

from app.model.registry import KINDS
from app.model.row import Row
from app.services.grading import only_graded
from app.services.lights import OF_ANY_PROJECT, lights_of
from app.services.lists import listed_ids
from app.services.proofs import VISIT, only_proved
from app.store.changed import PROJECT, Changes, Mark
from app.store.lists import Asked
from app.store.reading import Filter
from ui.components.columns import GRADE, LIGHT, NAMES, PROOF, ROW
from ui.components.grade_signs import grades_shown
from ui.components.proof_signs import proofs_shown
from ui.components.scope import Scope
from ui.context.context import Context
from ui.models.columns import RowValues
from ui.models.news import News, Touches
from ui.models.table_query import TableQuery

_OF_ANY_ROW = OF_ANY_PROJECT | {"conflict"}
"""Kinds of which a change may show on rows that nothing else names: marks and lights."""


class RecordSource:
    """A ``RowSource`` over the store. Set ``scope`` and refresh the table to list something else."""

    def __init__(self, ctx: Context, kind: str, scope: Scope) -> None:
        self._ctx, self._kind, self.scope = ctx, kind, scope
        self.picked = ""  # what is listed alone: of projects a grade, of visits what their photos prove

    def ids(self, query: TableQuery) -> Sequence[str]:
        """See ``RowSource``; the filters of a query are the store's."""
        ids = listed_ids(self._ctx.desk, self.asked(query), query.find)
        if not self.picked:
            return ids
        narrow = only_graded if self._kind == PROJECT else only_proved
        return narrow(self._ctx.desk, ids, self.picked)

    def among(self, query: TableQuery) -> Callable[[], Sequence[str]] | None:
        """What answers the ids where they are fewer than ``asked`` says; None where they are not."""
        return partial(self.ids, query) if self.picked else None

    def asked(self, query: TableQuery) -> Asked:
        """What the store is asked for, words to find apart."""
        scope = self.scope
        filters = (*scope.filters, *(one for one in query.filters if isinstance(one, Filter)))
        return Asked(self._kind, filters, tuple(query.order or scope.sort), scope.deleted)

    def news(self, query: TableQuery, since: Hashable) -> News:
        """The ids as ``ids`` gives them, and which rows changed after the mark ``since``."""
        desk = self._ctx.desk
        with desk.memory.at_one_time(desk.store.changed):  # what waits for its index may be written for it
            as_of, found = desk.memory.since(desk.store.changed, since if isinstance(since, Mark) else None)
            return News(self.ids(query), self._touches(found) if found is not None else None, as_of)

    def _touches(self, changes: Changes) -> Touches | None:
        if changes.kinds & _OF_ANY_ROW or (self._kind == VISIT and "attachment" in changes.kinds):
            return None
        own = changes.ids.get(self._kind, frozenset())
        if self._kind == PROJECT:
            own |= changes.projects  # what hangs on them says their light
        pointing = [field for field in KINDS[self._kind].references if field.target in changes.ids]
        if not pointing:
            return Touches(own)
        named = frozenset().union(*(changes.ids[field.target] for field in pointing))
        names = [field.name for field in pointing]
        return Touches(own, lambda values: any(_names_one(values[name], named) for name in names))

    def rows(self, ids: Sequence[str]) -> Sequence[RowValues]:
        """See ``RowSource``."""
        with self._ctx.desk.store.reads.as_one():
            found = self._ctx.desk.store.rows(self._kind, ids)
            shown = with_names(self._ctx, found)
            if self._kind == VISIT:
                proved = proofs_shown(self._ctx, found)
                return [{**values, PROOF: proved.get(str(values["id"]))} for values in shown]
            if self._kind != PROJECT:
                return shown
            lights = lights_of(self._ctx.desk, found)
            graded = grades_shown(self._ctx, found)
        return [
            {**values, LIGHT: lights[row.id], GRADE: graded.get(row.id)}
            for row, values in zip(found, shown, strict=True)
        ]


def _names_one(held: Any, ids: frozenset[str]) -> bool:
    """Whether what a reference, or a list of them, holds is among ``ids``."""
    return held in ids if isinstance(held, str) else bool(held) and not ids.isdisjoint(held)


def with_names(ctx: Context, rows: Iterable[Row]) -> list[RowValues]:
    """Records as table rows, with the titles of what they refer to read in one go."""
    found = list(rows)
    names = ctx.names([pair for row in found for pair in referred(row)])
    return [{"id": row.id, **row.values, ROW: row, NAMES: names} for row in found]


def referred(row: Row) -> list[tuple[str, str]]:
    """(kind, id) of every record that ``row`` points at."""
    pairs: list[tuple[str, str]] = []
    for field in KINDS[row.kind].references:
        value = row[field.name]
        pairs += [(field.target, id) for id in ([value] if isinstance(value, str) else value or ())]
    return pairs
