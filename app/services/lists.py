"""The ids of lists and their groups, kept at the desk: after a change only what it touches is read again."""

from collections.abc import Sequence
from dataclasses import replace

from app.services.desk import Desk
from app.store.changed import Changes
from app.store.following import Kept
from app.store.grouping import Group, Told
from app.store.lists import Asked
from app.store.reading import Filter

KEPT = 3  # lists at a desk: each may have a hundred thousand ids
MANY = 1000  # records of a board; fewer are asked for each time


def listed_ids(desk: Desk, asked: Asked, find: str = "") -> Sequence[str]:
    """The ids of a list in order (see ``Store.ids``); what is found by words is asked for each time."""
    store = desk.store
    if find.strip():
        return store.ids(asked.kind, find=find, filters=asked.filters, sort=asked.sort, deleted=asked.deleted)

    def made() -> Sequence[str]:
        return store.ids(asked.kind, filters=asked.filters, sort=asked.sort, deleted=asked.deleted)

    def renewed(known: Sequence[str], changes: Changes) -> Sequence[str] | None:
        if changes.kinds & asked.sorted_by_kinds:
            return None
        touched = changes.ids.get(asked.kind)
        return store.lists.follow(known, touched, asked) if touched else known

    found = desk.memory.recall(store.changed, ("list", _hashable(asked)), made, renewed)
    desk.memory.keep_only("list", KEPT)
    return found


def groups_of(desk: Desk, kind: str, ids: Sequence[str], by: str, sums: Sequence[str] = ()) -> list[Group]:
    """See ``Store.groups``; for a long list what every record of the kind tells is read once."""
    store = desk.store
    if len(ids) < MANY:
        return store.groups(kind, ids, by, sums)

    def read(some: Sequence[str] | None = None) -> Told:
        return store.lists.told(kind, by, sums, some)

    def renewed(known: Kept, changes: Changes) -> Kept:
        touched = changes.ids.get(kind)
        return known.renewed(touched, read(sorted(touched))) if touched else known

    kept = desk.memory.recall(
        store.changed, ("board", kind, by, tuple(sums)), lambda: Kept.of(read()), renewed
    )
    desk.memory.keep_only("board", 1)
    return kept.groups(kind, ids, sums)


def _hashable(asked: Asked) -> Asked:
    """Values of filters may come as lists."""
    filters = (
        Filter(one.field, one.op, tuple(one.value) if isinstance(one.value, list) else one.value)
        for one in asked.filters
    )
    return replace(asked, filters=tuple(filters))
