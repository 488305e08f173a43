"""What a merge leaves to be done: records that still point at one that was merged away.

Somebody adds a visit to a company that a colleague merges into another meanwhile. Once both are on one laptop
(a sync has ended) that laptop points the visit at the survivor, as an ordinary operation that goes to
headquarters but is no undo step of the person here; and points it back if the merge is taken back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from app.model.pointing import MERGEABLE, MERGED_INTO, chain_ends, pointed_at, repointed
from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.store import undo
from app.store.pointers import pointing
from app.store.tables import CHANGE
from app.store.work import UnitOfWork

ECHO = "echo"  # the role of such a change; its target is the merged record
LABEL = "follow_merge"

Keys = Iterable[tuple[str, str]]
Begin = Callable[[str, str | None], UnitOfWork]
"""Begins a unit of work on behalf of somebody, with the merged record it follows."""


def repoint(work: UnitOfWork, records: Keys, target: str, moves: Mapping[str, str]) -> None:
    """Make ``records`` point at the survivors in ``moves`` (merged id → survivor) of kind ``target``."""
    for kind, id in records:
        row = work.row(kind, id)
        if row is not None and (changed := repointed(KINDS[kind], id, row.values, target, moves)):
            work.update(kind, id, changed)


def repoint_restored(work: UnitOfWork, kind: str, id: str) -> None:
    """Make a record that comes back point at those who stand by now for what it pointed at."""
    if (row := work.row(kind, id)) is None:
        return
    for target in MERGEABLE:
        ends = {one: _survivor(work, target, one) for one in pointed_at(KINDS[kind], row.values, target)}
        repoint(work, [(kind, id)], target, {one: end for one, end in ends.items() if end != one})


def _survivor(work: UnitOfWork, kind: str, id: str) -> str:
    """Whoever stands for a record: itself, unless it was merged."""
    seen = [id]
    while (row := work.row(kind, seen[-1])) is not None and row.deleted and row[MERGED_INTO]:
        if row[MERGED_INTO] in seen:
            return id
        seen.append(row[MERGED_INTO])
    return seen[-1]


@dataclass(frozen=True)
class Unfinished:
    """What is to be set right: steps to take back, records to live again, and who stands for whom."""

    unit: str | None
    taken_back: tuple[Any, ...]
    revived: tuple[tuple[str, str, str], ...]  # kind, id, who deleted it
    moved: tuple[tuple[str, str, str, str], ...]  # kind, id, survivor, who merged it

    def __bool__(self) -> bool:
        return bool(self.taken_back or self.revived or self.moved)


def unfinished(connection: Connection, unit: str | None) -> Unfinished:
    """What merges made elsewhere left to do here, on records of ``unit`` (None: on all); reads only."""
    revived: list[tuple[str, str, str]] = []
    moved: list[tuple[str, str, str, str]] = []
    for kind in MERGEABLE:
        into, by = _merged(connection, kind)
        ends, circles = chain_ends(into)
        here = _here(connection, kind, circles, unit)
        revived += [(kind, id, by[id]) for id in sorted(here)]
        here = _here(connection, kind, ends.values(), None)
        moves = {id: end for id, end in sorted(ends.items()) if end in here}
        if not moves or not pointing(connection, kind, moves, unit):
            continue  # nearly always
        left = (id for id in moves if pointing(connection, kind, [id], unit))
        moved += [(kind, id, moves[id], by[id]) for id in left]
    return Unfinished(unit, tuple(_taken_back(connection)), tuple(revived), tuple(moved))


@cache
def _prepared(what: str, kind: str) -> Prepared:
    """Records of a kind: those ``merged`` into another; of some, those ``here`` or the unit's ``own``."""
    table = KINDS[kind].table
    if what == "merged":
        query = select(table.c.id, table.c[MERGED_INTO], table.c.changed_by)
        return Prepared(query.where(table.c[MERGED_INTO].is_not(None), table.c.deleted.is_(True)))
    here = select(table.c.id).where(table.c.id.in_(bindparam("ids", expanding=True)))
    if what == "own":
        here = here.where(or_(table.c.unit_id == bindparam("own"), table.c.unit_id.is_(None)))
    return Prepared(here)


_OPEN_ECHOES = Prepared(
    select(CHANGE)
    .where(CHANGE.c.role == ECHO, CHANGE.c.undone.is_(False), CHANGE.c.target.is_not(None))
    .order_by(CHANGE.c.seq.desc())
)


def _merged(connection: Connection, kind: str) -> tuple[dict[str, str], dict[str, str]]:
    """What every merged record was merged into, and by whom."""
    found = _prepared("merged", kind).all(connection)
    return {row.id: row.merged_into for row in found}, {row.id: row.changed_by or "" for row in found}


def _here(connection: Connection, kind: str, ids: Iterable[str], unit: str | None) -> set[str]:
    """Those of ``ids`` that are on this laptop, deleted or not, and of the unit."""
    values: dict[str, Any] = {"ids": list(ids)}
    if not values["ids"]:
        return set()
    if unit is None:
        return {row.id for row in _prepared("here", kind).all(connection, values)}
    return {row.id for row in _prepared("own", kind).all(connection, {**values, "own": unit})}


def _taken_back(connection: Connection) -> Iterator[Any]:
    """What this laptop once repointed after records that live again, the last first."""
    steps = _OPEN_ECHOES.all(connection)
    live: set[str] = set()
    for kind in MERGEABLE if steps else ():
        table = KINDS[kind].table
        lives = table.c.id.in_([step.target for step in steps]), table.c.deleted.is_(False)
        live |= set(connection.execute(select(table.c.id).where(*lives)).scalars())
    return (step for step in steps if step.target in live)


def set_right(connection: Connection, found: Unfinished, begin: Begin) -> Iterator[UnitOfWork]:
    """Do what ``unfinished`` found; yields each unit of work once it is written."""
    for step in found.taken_back:
        work = begin(step.actor, None)
        undo.invert(connection, work, step)
        work.flush()
        yield work
    for kind, id, by in found.revived:
        work = begin(by, None)
        work.restore(kind, id)
        work.flush()
        yield work
    for kind, id, end, by in found.moved:
        work = begin(by, id)
        repoint(work, pointing(connection, kind, [id], found.unit), kind, {id: end})
        work.flush()
        yield work
