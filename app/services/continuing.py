"""What a project follows on and what follows on it, and how that counts (feature 30)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.model.row import Row
from app.policy.pack import Pack
from app.reasons import Reason
from app.rules.continuations import EARLIER, SORT, Continued, continued, said
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.policy import pack_of
from app.store.reading import Filter
from app.store.work import UnitOfWork

PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Continuation:
    """``earlier``: the project it follows on, where that is here; ``later``: those that follow on it, the
    first one first; ``rule`` and ``why``: how it counts itself, in sentences; none where it follows on none.
    """

    pack: Pack
    earlier: Row | None
    later: tuple[Row, ...]
    rule: Continued
    why: tuple[Reason, ...]


def continuation(desk: Desk, row: Row) -> Continuation | None:
    """Both directions of a project; None where it stands by itself."""
    later = _later(desk, row.id)
    if not (row[SORT] or row[EARLIER] or later):
        return None
    pack, earlier = pack_of(desk), desk.store.get(PROJECT, row[EARLIER]) if row[EARLIER] else None
    gone = earlier is None or earlier.deleted
    why = said(pack, continued(pack, row.values), row.values) if row[SORT] or row[EARLIER] else ()
    if row[SORT] and not row[EARLIER]:
        why = (*why, Reason("rules.continued.no_earlier"))
    elif row[EARLIER] and gone:
        why = (*why, Reason("rules.continued.gone"))
    return Continuation(pack, None if gone else earlier, later, continued(pack, row.values), why)


def _later(desk: Desk, id: str) -> tuple[Row, ...]:
    ids = desk.store.ids(PROJECT, filters=[Filter(EARLIER, "eq", id)])
    return tuple(sorted(desk.store.rows(PROJECT, ids), key=lambda row: row.id))


def check_earlier(work: UnitOfWork, id: str | None, values: Mapping[str, Any]) -> None:
    """A project follows neither on itself nor on one that follows on it, however far.

    Two laptops apart may still make a circle; what a project counts for does not go by the earlier one.

    Raises:
        InvalidRecord: it would.
    """
    named, seen = values.get(EARLIER), set[str]()
    while id is not None and named and named not in seen:
        if named == id:
            raise InvalidRecord([Problem(EARLIER, _circle(work, values[EARLIER], id))])
        seen.add(named)
        row = work.row(PROJECT, named)
        named = row[EARLIER] if row is not None else None


def _circle(work: UnitOfWork, chosen: str, id: str) -> Reason:
    row = work.row(PROJECT, chosen)
    if chosen == id or row is None:
        return Reason("rules.continued.itself")
    return Reason("rules.continued.circle", {"name": str(row["name"])})
