"""A laptop's way from the scope its cursor was written for to the one it has now (sync.md, Scopes).

Units that entered are filled in up to the cursor's revision, with a place of their own, and nothing else is
sent again. Units that left, and those seen in another way than before, are named: the laptop withdraws them.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from sync.hq import scope_sets
from sync.hq.cursors import Position
from sync.hq.scopes import EVERYBODY, Scope
from sync.hq.tables import UNIT


@dataclass(frozen=True, slots=True)
class Reading:
    """What is to be read next.

    ``fill`` are units of which the revisions after ``place`` and up to ``after`` are still missing; after
    them comes what is newer than ``after``. ``left``: units to withdraw. ``keep``: the only units whose
    records the laptop may hold (None: not said).
    """

    after: int
    fill: Scope | None = None
    place: int = 0
    left: tuple[str, ...] = ()
    keep: tuple[str, ...] | None = None


def reading(connection: Connection, tenant: int, visible: Scope, position: Position) -> Reading:
    """How a laptop at ``position`` goes on, whose scope is ``visible`` now."""
    before = _before(connection, tenant, visible, position)
    if before is None:
        # Nothing is known of what it holds: an empty store, or one that comes from before a restore.
        units = visible.full | {EVERYBODY}
        return Reading(0, keep=None if visible.rest != "none" else tuple(sorted(units)))
    filling = scope_sets.recall(connection, tenant, position.fill) if position.fill else None
    if before == visible:
        return Reading(position.rev, filling, position.place)
    units = before.full | visible.full | _units(connection, tenant)
    changed = {unit for unit in units if before.level(unit) != visible.level(unit)}
    left = tuple(sorted(unit for unit in changed if before.covers(unit)))
    unfilled = filling.full if filling else frozenset()
    wanted = frozenset(unit for unit in changed | unfilled if visible.covers(unit))
    fill = Scope(wanted) if wanted and position.rev else None
    return Reading(position.rev, fill, left=left)


def _before(connection: Connection, tenant: int, visible: Scope, position: Position) -> Scope | None:
    if not position.mark or position.mark == visible.mark:
        return visible if position.mark else None
    return scope_sets.recall(connection, tenant, position.mark)


def _units(connection: Connection, tenant: int) -> frozenset[str]:
    """Every unit there is, and the empty one of people who have none."""
    ids = connection.execute(select(UNIT.c.id).where(UNIT.c.tenant == tenant)).scalars()
    return frozenset({"", *ids})
