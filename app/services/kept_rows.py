"""Records that a page shows again and again, kept at the desk: after a change only what changed is read."""

from collections.abc import Iterable

from app.model.row import Row
from app.services.desk import Desk
from app.store.changed import Changes


def kept_rows(desk: Desk, kind: str, ids: Iterable[str], about: str) -> dict[str, Row]:
    """The records of ``ids`` that exist, by id; ``about``: what they are kept for, which holds no others.

    Their values are those of now. What waits to be sent is as it was when they were read: history does not
    tell when it was taken. Ask for them within ``Desk.looking``.
    """
    store, wanted = desk.store, list(dict.fromkeys(ids))

    def renewed(known: dict[str, Row], changes: Changes) -> dict[str, Row]:
        touched = changes.ids.get(kind, frozenset())
        return {id: row for id, row in known.items() if id not in touched} if touched else known

    known = desk.memory.recall(store.changed, ("rows", kind, about), dict[str, Row], renewed)
    for id in known.keys() - set(wanted):
        del known[id]
    known |= {row.id: row for row in store.rows(kind, sorted(id for id in wanted if id not in known))}
    return {id: known[id] for id in wanted if id in known}
