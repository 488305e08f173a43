"""How long an operation may wait at headquarters' word for something that may never come."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from app.reasons import Reason
from app.store.tables import OUTBOX

LONGEST = timedelta(days=30)


def note_later(connection: Connection, told: Mapping[str, Reason], now: datetime) -> list[str]:
    """Keep why operations wait, so that it can be shown; returns those that have waited for a month.

    ``told``: headquarters' reason by operation id.
    """
    for op_id, reason in told.items():
        kept = {"key": reason.key, "params": dict(reason.params)}
        waits = update(OUTBOX).where(OUTBOX.c.op_id == op_id, OUTBOX.c.state == "pending")
        connection.execute(waits.values(reason=kept))
        connection.execute(waits.where(OUTBOX.c.later_since.is_(None)).values(later_since=now))
    query = select(OUTBOX.c.op_id, OUTBOX.c.later_since).where(OUTBOX.c.op_id.in_(list(told)))
    found = connection.execute(query) if told else ()
    return [row.op_id for row in found if row.later_since and now - row.later_since >= LONGEST]
