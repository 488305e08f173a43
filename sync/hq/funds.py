"""Headquarters keeps published months as they are (systems.md C1): what is booked for one is refused.

The lock lies in the unit whose month it is, and names the projects that had figures then: where one of them
lies in another unit now, its month is published all the same. A batch that publishes a month and books for it
is judged in its order, like everything.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from app.reasons import Reason
from sync.hq import moves
from sync.hq.records import Key
from sync.hq.tables import RECORD
from sync.protocol.judge import Held, Judgement
from sync.protocol.messages import Operation

ENTRY, LOCK = "fund_entry", "month_lock"


class Funds:
    """One batch's bookings."""

    def __init__(self, connection: Connection, tenant: int) -> None:
        self._connection, self._tenant = connection, tenant
        self._known: dict[str, list[dict[str, Any]]] = {}

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
        locked = self._published(held.unit) | _of_batch(held.unit, working)
        locked |= self._taken_along(str(held.doc.get("project_id") or ""))
        if month not in locked:
            return None
        return Reason("hq.refused.month_locked", {"month": month, "open": _open_after(month, locked)})

    def _taken_along(self, project: str) -> frozenset[str]:
        """The months that a project was published in where it lay before."""
        key: Key = ("project", project)
        left = moves.of_records(self._connection, self._tenant, [key]).get(key, [])
        docs = [doc for unit in {move.from_unit for move in left} for doc in self._locks(unit)]
        return frozenset(str(doc.get("month", ""))[:7] for doc in docs if project in _named(doc))

    def _published(self, unit: str) -> frozenset[str]:
        """The months that a unit has published, ``2026-03``."""
        return frozenset(str(doc.get("month", ""))[:7] for doc in self._locks(unit))

    def _locks(self, unit: str) -> list[dict[str, Any]]:
        """The locks that lie in a unit."""
        if unit not in self._known:
            query = select(RECORD.c.doc).where(
                RECORD.c.tenant == self._tenant,
                RECORD.c.kind == LOCK,
                RECORD.c.unit == unit,
                RECORD.c.deleted.is_(False),
            )
            self._known[unit] = [msgspec.json.decode(row.doc) for row in self._connection.execute(query)]
        return self._known[unit]


def _named(doc: Mapping[str, Any]) -> Mapping[str, Any]:
    """The projects that a lock names."""
    totals = doc.get("totals")
    kept = totals.get("kept") if isinstance(totals, dict) else None
    named = kept.get("of") if isinstance(kept, dict) else None
    return named if isinstance(named, dict) else {}


def _of_batch(unit: str, working: Mapping[Key, Held]) -> frozenset[str]:
    return frozenset(
        _month(held) for (kind, _), held in working.items() if kind == LOCK and held.unit == unit
    )


def _month(held: Held) -> str:
    return str(held.doc.get("month", ""))[:7]


def _open_after(month: str, locked: frozenset[str]) -> str:
    """The first month after ``month`` that is not published."""
    while month in locked:
        year, number = int(month[:4]), int(month[5:7])
        month = f"{year + number // 12:04d}-{number % 12 + 1:02d}"
    return month
