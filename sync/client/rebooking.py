"""Lines of funds that came back because their month was published: booked as corrections."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.services.desk import Desk
from app.services.fund_records import ENTRY, PROJECT, Locks, entries
from app.store.store import OutboxItem, Store
from sync.client.errors import RefusalGone
from sync.client.refused import Settled, put_right, settled
from sync.protocol.times import milliseconds

REBOOK = "book.corrections"
MONTH_LOCKED = "hq.refused.month_locked"


def is_month_locked(item: OutboxItem) -> bool:
    """Whether a new line of the ledger came back because of its month."""
    one = item.operation
    return one.kind == ENTRY and one.action == "create" and (item.reason or {}).get("key") == MONTH_LOCKED


def month_locked(store: Store) -> list[OutboxItem]:
    """Every one of them, the oldest first."""
    return [item for item in store.outbox(state="refused") if is_month_locked(item)]


def rebook(store: Store, op_ids: Sequence[str], actor: str) -> Settled:
    """Book these lines in the first month that is open to headquarters and here, naming what they correct.

    They go out with the next sync, each in its place in the queue.

    Raises:
        RefusalGone: none of them is in the tray any more.
    """
    desk = Desk(store, actor)
    wanted = {item.operation.op_id: item for item in month_locked(store) if item.operation.op_id in op_ids}
    if not wanted:
        raise RefusalGone()
    values = {op_id: _values(desk, item) for op_id, item in wanted.items()}
    at = milliseconds(store.clock())
    with store.tray(actor=actor, label=REBOOK) as tray:
        for one in tray.refused(list(wanted)):
            put_right(tray, one, values[one.op_id], at)
    return settled(tray)


def _values(desk: Desk, item: OutboxItem) -> dict[str, Any]:
    row = desk.store.get(ENTRY, item.operation.id)
    if row is None:
        raise RefusalGone()
    month: date = row["month"].replace(day=1)
    there = str(((item.reason or {}).get("params") or {}).get("open") or "")
    open_on = date.fromisoformat(f"{there}-01") if len(there) == 7 else month
    project = desk.store.get(PROJECT, row["project_id"])
    here = Locks(desk).first_open(project, month) if project is not None else open_on
    cell = (month, row["source"], row["component"])
    lines = entries(desk, projects=[row["project_id"]])
    before = [e.id for e in lines if e.id != row.id and (e.month, e.source.value, e.component.value) == cell]
    corrects = row["corrects"] or max(before, default=None)
    return {"month": max(open_on, here)} | ({"corrects": corrects} if corrects else {})
