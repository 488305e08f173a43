"""What a project follows on and what follows on it, and how that counts (feature 30)."""

from collections.abc import Callable, Mapping
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
    rule = continued(pack, row.values)
    why = said(pack, rule, row.values) if row[SORT] or row[EARLIER] else ()
    if row[SORT] and not row[EARLIER]:
        why = (*why, Reason("rules.continued.no_earlier"))
    elif row[EARLIER] and gone:
        why = (*why, Reason("rules.continued.gone"))
    elif earlier is not None and _leads_back(earlier.id, row.id, lambda one: desk.store.get(PROJECT, one)):
        why = (*why, _circle(earlier))
    return Continuation(pack, None if gone else earlier, later, rule, why)


def _later(desk: Desk, id: str) -> tuple[Row, ...]:
    ids = desk.store.ids(PROJECT, filters=[Filter(EARLIER, "eq", id)])
    return tuple(sorted(desk.store.rows(PROJECT, ids), key=lambda row: row.id))


def check_earlier(work: UnitOfWork, id: str | None, values: Mapping[str, Any]) -> None:
    """A project follows neither on itself nor on one that follows on it, however far.

    Two laptops apart may still make a circle, which ``continuation`` tells.

    Raises:
        InvalidRecord: it would.
    """
    chosen = values.get(EARLIER)
    if id is not None and chosen and _leads_back(chosen, id, lambda one: work.row(PROJECT, one)):
        row = work.row(PROJECT, chosen)
        if chosen == id or row is None:
            raise InvalidRecord([Problem(EARLIER, Reason("rules.continued.itself"))])
        raise InvalidRecord([Problem(EARLIER, _circle(row))])


def _leads_back(start: str, id: str, row_of: Callable[[str], Row | None]) -> bool:
    """Whether one comes to a project from ``start`` by what each follows on."""
    named, seen = start, set[str]()
    while named and named != id and named not in seen:
        seen.add(named)
        row = row_of(named)
        named = str(row[EARLIER] or "") if row is not None else ""
    return named == id


def _circle(earlier: Row) -> Reason:
    return Reason("rules.continued.circle", {"name": str(earlier["name"])})
