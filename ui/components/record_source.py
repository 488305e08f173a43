"""Rows of one record kind for the table: ids from the store in order, windows by key with names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.model.registry import KINDS
from app.model.row import Row
from app.services.lights import lights_of
from app.store.reading import Filter
from ui.components.columns import LIGHT, NAMES, ROW
from ui.context.context import Context
from ui.models.columns import RowValues
from ui.models.window_table import TableQuery


@dataclass(frozen=True, slots=True)
class Scope:
    """What a list is about before anybody filters: ``deleted`` shows only deleted records."""

    filters: tuple[Filter, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    deleted: bool = False


class RecordSource:
    """A ``RowSource`` over the store. Set ``scope`` and refresh the table to list something else."""

    def __init__(self, ctx: Context, kind: str, scope: Scope) -> None:
        self._ctx, self._kind, self.scope = ctx, kind, scope

    def ids(self, query: TableQuery) -> Sequence[str]:
        """See ``RowSource``; the filters of a query are the store's."""
        scope = self.scope
        filters = [*scope.filters, *(one for one in query.filters if isinstance(one, Filter))]
        sort = query.order or scope.sort
        return self._ctx.desk.store.ids(
            self._kind, find=query.find, filters=filters, sort=sort, deleted=scope.deleted
        )

    def rows(self, ids: Sequence[str]) -> Sequence[RowValues]:
        """See ``RowSource``."""
        with self._ctx.desk.store.reads.as_one():
            found = self._ctx.desk.store.rows(self._kind, ids)
            shown = with_names(self._ctx, found)
            if self._kind != "project":
                return shown
            lights = lights_of(self._ctx.desk, found)
        return [{**values, LIGHT: lights[row.id]} for row, values in zip(found, shown, strict=True)]


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
