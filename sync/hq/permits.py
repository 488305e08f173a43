"""What the author of a push may do to one record, and in which unit a new one lies (sync.md, Scopes).

Edits made before a record moved are taken where it now is, from people of the unit it moved from. Kinds with
a home of their own lie there (``sync.hq.homes``), children in their parent's unit where their author may
write there, all else in the author's own.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, select

from app.reasons import Reason
from app.rules.masking import writes_masks
from sync.hq import homes, kinship, moves
from sync.hq.assessment import HQ_PEOPLE
from sync.hq.moves import LATE_EDITS, Move
from sync.hq.records import Key
from sync.hq.scopes import EVERYBODY, Principal, Scope, scope
from sync.hq.tables import UNIT
from sync.protocol.arriving import Unread
from sync.protocol.judge import PENDING, Held, Judgement
from sync.protocol.messages import Operation

OUT_OF_SCOPE = Reason("hq.refused.out_of_scope")
READ_ONLY = Reason("hq.refused.read_only")
MASKED = Reason("hq.refused.masked")
_LATE_MS = LATE_EDITS.total_seconds() * 1000


class Home(NamedTuple):
    """The unit of a new record; ``moved_from``: the one its author makes it for, if its parent left."""

    unit: str
    moved_from: str = ""


def parents(operations: Iterable[Operation | Unread]) -> Iterable[Key]:
    """The records that new ones among ``operations`` belong to."""
    return [found for op in operations if (found := _parent(op)) is not None]


def _parent(operation: Operation | Unread) -> Key | None:
    if operation.action != "create" or not (names := kinship.naming(operation.kind)):
        return None
    given = operation.fields
    return kinship.parent(operation.kind, {name: given[name][1] for name in names if name in given})


class Permits:
    """One batch's answers, from what was read for it at once."""

    def __init__(
        self, connection: Connection, tenant: int, principal: Principal, now: int, held: Mapping[Key, Held]
    ) -> None:
        """``held``: the batch's records and the parents of its new ones, as far as they exist."""
        self.scope: Scope = scope(principal)
        self._own = principal.unit_id
        self._now = now
        away = [key for key, record in held.items() if not self.scope.writes(record.unit)]
        self._moves = moves.of_records(connection, tenant, away)
        self.made_away: dict[Key, Move] = {}
        self._connection, self._tenant = connection, tenant
        self._principal, self._homes = principal, homes.Homes(connection, tenant, principal.role)

    def refusal(self, operation: Operation, held: Held | None) -> Reason | None:
        """Why the operation must not touch the record; None where it may."""
        if held is None:
            return None
        if homes.is_theirs_alone(self._principal, operation.kind, held):
            return HQ_PEOPLE
        if self.scope.writes(held.unit):
            return MASKED if writes_masks(operation.kind, operation.fields) else None
        if self._moved((operation.kind, operation.id), operation.base_rev):
            return None
        return READ_ONLY if self.scope.covers(held.unit) else OUT_OF_SCOPE

    def home(self, operation: Operation, held: Held | None, working: Mapping[Key, Held]) -> Home:
        """Where the record lies; a new one where its parent does, if it may."""
        if held is not None:
            return Home(held.unit)
        if (named := self._homes.of(operation)) is not None and self.scope.writes(named):
            return Home(named)
        key = _parent(operation)
        parent = working.get(key) if key else None
        if key and parent is not None:
            if self.scope.writes(parent.unit) and parent.unit != EVERYBODY:
                return Home(parent.unit)
            if move := self._moved(key, operation.base_rev):
                return Home(parent.unit, move.from_unit)
        return Home(self._claimed(operation))

    def followed(self, kind: str, held: Held | None, judgement: Judgement) -> Judgement:
        """The word on an edit, with the record in the unit that it was given to."""
        return self._homes.followed(self.scope, kind, held, judgement)

    def make(self, key: Key, home: Home) -> None:
        """Note that a new record lies at ``home``; where that is away, it counts as moved there at once.

        So the laptop that made it is told that it left, and its next edits of it are still taken.
        """
        if home.moved_from:
            self.made_away[key] = Move(PENDING, home.moved_from, home.unit, self._now)
            self._moves[key] = [self.made_away[key]]

    def _moved(self, key: Key, base_rev: int) -> Move | None:
        """The move after ``base_rev`` that took the record from a unit the author may write in."""
        for move in self._moves.get(key, ()):
            late = self._now - move.at > _LATE_MS
            if move.rev > base_rev and not late and self.scope.writes(move.from_unit):
                return move
        return None

    def _claimed(self, operation: Operation) -> str:
        """The unit the author says, where it exists and is open to the author; otherwise the own one."""
        _, claim = operation.fields.get("unit_id", (None, None))
        if not isinstance(claim, str) or claim in ("", self._own, EVERYBODY) or not self.scope.writes(claim):
            return self._own
        query = select(UNIT.c.id).where(UNIT.c.tenant == self._tenant, UNIT.c.id == claim)
        return claim if self._connection.execute(query).first() else self._own
