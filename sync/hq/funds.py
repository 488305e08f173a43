"""Headquarters keeps published months as they are (systems.md C1): what is booked for one is refused.

The lock lies in the unit whose month it is, and names the projects that had figures then: where one of them
lies in another unit now, its month is published all the same. A batch that publishes a month and books for it
is judged in its order, like everything. A lock that headquarters' people opened again holds nothing.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from app.reasons import Reason
from sync.hq import moves
from sync.hq.records import Key
from sync.hq.tables import RECORD
from sync.protocol.judge import Held, Judgement
from sync.protocol.messages import Operation

ENTRY, LOCK, REOPENING = "fund_entry", "month_lock", "month_reopening"


class Funds:
    """One batch's bookings."""

    def __init__(self, connection: Connection, tenant: int) -> None:
        self._connection, self._tenant = connection, tenant
        self._known: dict[str, list[_Lock]] = {}

    def refusal(self, operation: Operation, judged: Judgement, working: Mapping[Key, Held]) -> Reason | None:
        """Why a judged operation on a line of the ledger is not to be taken; None where it is.

        What a line hangs on may change, because duplicates are merged.
        """
        held = judged.held
        if operation.kind != ENTRY or operation.action == "update" or held is None:
            return None
        if judged.status in ("refused", "later"):
            return None
        month = _month(held)
        locks = [*self._locks(held.unit), *_of_batch(held.unit, working)]
        locks += self._taken_along(str(held.doc.get("project_id") or ""))
        open_again = _opened(working)
        locked = frozenset(lock.month for lock in locks if lock.id not in open_again)
        if month not in locked:
            return None
        return Reason("hq.refused.month_locked", {"month": month, "open": _open_after(month, locked)})

    def _taken_along(self, project: str) -> list["_Lock"]:
        """The locks that a project was published under where it lay before."""
        key: Key = ("project", project)
        left = moves.of_records(self._connection, self._tenant, [key]).get(key, [])
        return [
            one
            for unit in {move.from_unit for move in left}
            for one in self._locks(unit)
            if project in _named(one.doc)
        ]

    def _locks(self, unit: str) -> list["_Lock"]:
        """The locks that lie in a unit and hold."""
        if unit not in self._known:
            open_again = {str(doc.get("lock_id")) for _, doc in self._docs(REOPENING, unit)}
            self._known[unit] = [_Lock(id, doc) for id, doc in self._docs(LOCK, unit) if id not in open_again]
        return self._known[unit]

    def _docs(self, kind: str, unit: str) -> list[tuple[str, dict[str, Any]]]:
        query = select(RECORD.c.id, RECORD.c.doc).where(
            RECORD.c.tenant == self._tenant,
            RECORD.c.kind == kind,
            RECORD.c.unit == unit,
            RECORD.c.deleted.is_(False),
        )
        return [(row.id, msgspec.json.decode(row.doc)) for row in self._connection.execute(query)]


class _Lock(NamedTuple):
    """A published month of a unit."""

    id: str
    doc: Mapping[str, Any]

    @property
    def month(self) -> str:
        """``2026-03``."""
        return str(self.doc.get("month", ""))[:7]


def _named(doc: Mapping[str, Any]) -> Mapping[str, Any]:
    """The projects that a lock names."""
    totals = doc.get("totals")
    kept = totals.get("kept") if isinstance(totals, dict) else None
    named = kept.get("of") if isinstance(kept, dict) else None
    return named if isinstance(named, dict) else {}


def _of_batch(unit: str, working: Mapping[Key, Held]) -> list[_Lock]:
    return [_Lock(id, held.doc) for (kind, id), held in working.items() if kind == LOCK and held.unit == unit]


def _opened(working: Mapping[Key, Held]) -> frozenset[str]:
    """The locks that this batch opens again."""
    opened = (held for (kind, _), held in working.items() if kind == REOPENING)
    return frozenset(str(held.doc.get("lock_id")) for held in opened)


def _month(held: Held) -> str:
    return str(held.doc.get("month", ""))[:7]


def _open_after(month: str, locked: frozenset[str]) -> str:
    """The first month after ``month`` that is not published."""
    while month in locked:
        year, number = int(month[:4]), int(month[5:7])
        month = f"{year + number // 12:04d}-{number % 12 + 1:02d}"
    return month
