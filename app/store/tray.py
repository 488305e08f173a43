"""What headquarters sent back, in one transaction with its rows: sent again, corrected, or given up."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from app.model.identity import operation_id
from app.store.captured import SELECT, Captured, captured
from app.store.replica import Replica
from app.store.tables import BASE, OUTBOX, PARKED
from app.store.work import WAITING, UnitOfWork


class Tray:
    """``work`` changes what is shown, ``replica`` reads what waits; both write in this one transaction."""

    def __init__(self, connection: Connection, work: UnitOfWork, replica: Replica) -> None:
        self.work = work
        self.replica = replica
        self._connection = connection
        self._touched: set[tuple[str, str]] = set()

    @property
    def touched(self) -> frozenset[tuple[str, str]]:
        """(kind, id) of every record whose operations were settled here."""
        return frozenset(self._touched)

    def refused(self, op_ids: Sequence[str]) -> list[Captured]:
        """The refused ones among these operations, in the order they were made."""
        query = SELECT.where(OUTBOX.c.op_id.in_(op_ids), OUTBOX.c.state == "refused")
        return [captured(row) for row in self._connection.execute(query.order_by(OUTBOX.c.seq))]

    def waiting(self, kind: str, id: str) -> list[Captured]:
        """What waits of a record; refused operations without the values that were corrected since."""
        return self.replica.waiting(kind, [id]).get(id, [])

    def renew(self, one: Captured, fields: Mapping[str, tuple[Any, Any]], *, at: int | None = None) -> str:
        """Queue a refused operation again with ``fields``, in its old place; returns its new id.

        Headquarters answers an operation once for all, so the same change needs another id. ``at``: the
        device's clock in milliseconds where the values are new.
        """
        op_id = operation_id(self.work.randomness)
        values: dict[str, Any] = {"op_id": op_id, "fields": dict(fields), "state": "pending", "reason": None}
        values |= {"settled_at": None} | ({} if at is None else {"at": at})
        self._connection.execute(update(OUTBOX).where(OUTBOX.c.op_id == one.op_id).values(values))
        self._touched.add((one.kind, one.id))
        return op_id

    def drop(self, gone: Sequence[Captured]) -> None:
        """Take operations out of the queue for good; they are never sent again."""
        ids = [one.op_id for one in gone]
        values = {"state": "dropped", "settled_at": self.work.now}
        self._connection.execute(update(OUTBOX).where(OUTBOX.c.op_id.in_(ids)).values(values))
        self._touched |= {(one.kind, one.id) for one in gone}

    def finish(self) -> None:
        """Write what is shown, and let go of versions put aside for records of which nothing waits now."""
        self.work.flush()
        for kind, id in self._touched:
            waits = select(OUTBOX.c.seq).where(
                OUTBOX.c.kind == kind, OUTBOX.c.id == id, OUTBOX.c.state.in_(WAITING)
            )
            if self._connection.execute(waits).first() is None:
                self._connection.execute(delete(BASE).where(BASE.c.kind == kind, BASE.c.id == id))


def parked_rows(connection: Connection) -> list[tuple[str, str, dict[str, Any]]]:
    """Everything parked, by kind and id."""
    query = select(PARKED).order_by(PARKED.c.kind, PARKED.c.id)
    return [(row.kind, row.id, row.row) for row in connection.execute(query)]
