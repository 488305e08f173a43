"""A record goes to another unit with everything that belongs to it: one transaction, one revision.

A project takes along its visits, next steps, attachments, conflict cards and claims, those that hang on them,
and the firm and people it names with theirs, unless something else of the old unit names them too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, select

from app.model.registry import KINDS
from sync.hq import audit, claims, digests, directory, homes, kinship, moves, records
from sync.hq.errors import BelongsToAnother, NotTransferable, UnknownRecord
from sync.hq.moves import Move
from sync.hq.records import Key
from sync.hq.retrying import retried
from sync.hq.revisions import next_revision
from sync.hq.scopes import EVERYBODY
from sync.hq.store import HqStore
from sync.hq.tables import RECORD
from sync.protocol.judge import CARD, Held

# What is shared by several records and goes along where it is not.
_SHARED = frozenset({"company", "contact"})


@dataclass(frozen=True, slots=True)
class Transferred:
    """``moved`` got the revision ``rev``; nothing and 0 where the record lay there already."""

    rev: int
    moved: tuple[Key, ...]


def transfer(store: HqStore, kind: str, id: str, unit: str, *, now: int, actor: str = "") -> Transferred:
    """Put a record and what belongs to it into ``unit`` (a unit's or squad's id or name).

    ``actor`` is told on laptops as the author of the change.

    Raises:
        UnknownRecord, UnknownUnit. BelongsToAnother: its parent lies in the same unit; move that.
        NotTransferable: a claim goes only with its project; cases, the registry, what is everybody's never.
    """
    return retried(lambda: _transfer(store, (kind, id), unit, now=now, actor=actor))


def _transfer(store: HqStore, root: Key, wanted: str, *, now: int, actor: str) -> Transferred:
    if _stays(root[0]):
        raise NotTransferable(kind=root[0])
    with store.write() as connection:
        unit = directory.unit(connection, store.tenant, wanted).id
        held = records.load(connection, store.tenant, [root])
        if root not in held:
            raise UnknownRecord(kind=root[0], id=root[1])
        source = held[root].unit
        if source == EVERYBODY:
            raise NotTransferable(kind=root[0])
        if source == unit:
            return Transferred(0, ())
        moving = _moving(connection, store.tenant, root, source)
        moving |= claims.going_along(connection, store.tenant, moving, source)
        rev = next_revision(connection, store.tenant)
        after = {key: _put(record, unit, now, actor) for key, record in moving.items()}
        changes = digests.Changes()
        for key, record in after.items():
            changes.note(key, moving[key], record)
        records.save(connection, store.tenant, rev, after, known=moving)
        changes.save(connection, store.tenant)
        claims.moved(connection, store.tenant, after, unit, rev=rev, now=now)
        moves.note(connection, store.tenant, dict.fromkeys(after, Move(rev, source, unit, now)))
        events = [audit.Event("transfer", id, unit) for _, id in sorted(after)]
        audit.append(connection, store.tenant, now, events)
    return Transferred(rev, tuple(sorted(after)))


def _stays(kind: str) -> bool:
    """Whether records of a kind never move of themselves: claims, cases, headquarters' own, everybody's."""
    known = KINDS.get(kind)
    stays = known is not None and (known.append_only or known.hq_made or known.for_everybody)
    return stays and kind != CARD


def _put(held: Held, unit: str, now: int, actor: str) -> Held:
    return replace(homes.put(held, unit), at=now, by=actor)


def _moving(connection: Connection, tenant: int, root: Key, unit: str) -> dict[Key, Held]:
    """What goes along, locked. Looked for again until nothing was added while waiting for the locks."""
    locked: dict[Key, Held] = {}
    while True:
        family = _family(connection, tenant, unit)
        if (above := family.parent.get(root)) in family.parent:
            raise BelongsToAnother(kind=above[0], id=above[1])
        wanted = family.going(root)
        if wanted <= locked.keys():
            return {key: held for key, held in locked.items() if key in wanted}
        locked = records.load(connection, tenant, wanted)


@dataclass
class _Family:
    """The records of one unit: to which other each belongs, what belongs to it, who names it."""

    parent: dict[Key, Key | None] = field(default_factory=dict)
    children: dict[Key, set[Key]] = field(default_factory=lambda: defaultdict(set))
    names: dict[Key, set[Key]] = field(default_factory=lambda: defaultdict(set))
    named_by: dict[Key, set[Key]] = field(default_factory=lambda: defaultdict(set))

    def with_all(self, root: Key) -> set[Key]:
        """The record and everything below it."""
        found, open_ones = {root}, [root]
        while open_ones:
            below = self.children.get(open_ones.pop(), set()) - found
            found |= below
            open_ones += below
        return found

    def going(self, root: Key) -> set[Key]:
        """What goes with ``root``."""
        going = self.with_all(root)
        while True:
            more = set().union(*(self._along(one, going) for one in sorted(self._shared_by(going) - going)))
            if not more:
                return going
            going |= more

    def _shared_by(self, going: Iterable[Key]) -> set[Key]:
        """The firms and people that ``going`` name; a person of a firm stands for the firm."""
        tops = {self._top(one) for key in going for one in self.names.get(key, ()) if one in self.parent}
        return {top for top in tops if top[0] in _SHARED}

    def _along(self, shared: Key, going: set[Key]) -> set[Key]:
        """The shared record with all below it, or nothing where somebody else of the unit names any of it."""
        along = self.with_all(shared)
        others = set().union(*(self.named_by.get(one, set()) for one in along)) - along - going
        return set() if others else along

    def _top(self, key: Key) -> Key:
        seen = {key}
        while (above := self.parent.get(key)) in self.parent and above not in seen:
            seen.add(above)
            key = above
        return key


def _family(connection: Connection, tenant: int, unit: str) -> _Family:
    family = _Family()
    columns = (RECORD.c.kind, RECORD.c.id, RECORD.c.deleted, RECORD.c.doc)
    query = select(*columns).where(RECORD.c.tenant == tenant, RECORD.c.unit == unit)
    others: dict[Key, list[Key]] = {}
    for kind, id, deleted, text in connection.execute(query):
        key, doc = (kind, id), msgspec.json.decode(text)
        _enter(family, key, doc, live=not deleted)
        others[key] = list(kinship.parents(kind, doc))[1:]
    _go_with_others(connection, tenant, family, {key: named for key, named in others.items() if named})
    return family


def _go_with_others(
    connection: Connection, tenant: int, family: _Family, others: Mapping[Key, Iterable[Key]]
) -> None:
    """What hangs on a record that no laptop has sent yet belongs to the next that it names."""
    absent = {key: above for key in others if (above := family.parent[key]) and above not in family.parent}
    known = records.load(connection, tenant, sorted(set(absent.values())))
    for key in sorted(absent.keys() - {key for key, above in absent.items() if above in known}):
        if (above := next((one for one in others[key] if one in family.parent), None)) is not None:
            family.parent[key] = above
            family.children[above].add(key)


def _enter(family: _Family, key: Key, doc: Mapping[str, object], *, live: bool) -> None:
    above = kinship.parent(key[0], doc)
    family.parent[key] = above
    if above is not None:
        family.children[above].add(key)
    if live and not _stays(key[0]):  # what is on record holds nobody
        for one in kinship.named(key[0], doc):
            family.names[key].add(one)
            family.named_by[one].add(key)
