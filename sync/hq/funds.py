"""Headquarters keeps published months as they are (systems.md C1): what is booked for one is refused.

The lock lies in the unit whose month it is; a batch that publishes a month and books for it is judged in its
order, like everything.
"""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, select

from app.reasons import Reason
from sync.hq.records import Key
from sync.hq.tables import RECORD
from sync.protocol.judge import Held, Judgement
from sync.protocol.messages import Operation

ENTRY, LOCK = "fund_entry", "month_lock"


class Funds:
    """One batch's bookings."""

    def __init__(self, connection: Connection, tenant: int) -> None:
        self._connection, self._tenant = connection, tenant
        self._locked: dict[str, frozenset[str]] = {}

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
        if month not in locked:
            return None
        return Reason("hq.refused.month_locked", {"month": month, "open": _open_after(month, locked)})

    def _published(self, unit: str) -> frozenset[str]:
        """The months that a unit has published, ``2026-03``."""
        if unit not in self._locked:
            query = select(RECORD.c.doc).where(
                RECORD.c.tenant == self._tenant,
                RECORD.c.kind == LOCK,
                RECORD.c.unit == unit,
                RECORD.c.deleted.is_(False),
            )
            docs = (msgspec.json.decode(row.doc) for row in self._connection.execute(query))
            self._locked[unit] = frozenset(str(doc.get("month", ""))[:7] for doc in docs)
        return self._locked[unit]


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
