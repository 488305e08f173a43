"""Operations that headquarters refused: kept, readable, and open to a decision of its people.

An edit of a record that went out of its author's reach is not lost by that: somebody at headquarters applies
it on the author's behalf, or dismisses it. One device can leave only so many; more wait on the laptop.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, cast

import msgspec
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    func,
    select,
    text,
    update,
)

from app.model.prepared import Prepared
from app.reasons import Reason
from sync.hq.permits import OUT_OF_SCOPE, READ_ONLY
from sync.hq.tables import OPERATION, RECORD, UNDECIDED
from sync.protocol.arriving import Unread
from sync.protocol.messages import Action, Operation

MOST = 5000  # undecided operations of one device
MOST_BYTES = 32 * 1024 * 1024  # of their fields
FULL = Reason("hq.later.attention_full")

Decision = Literal["applied", "dismissed"]


@dataclass(frozen=True, slots=True)
class Refused:
    """One refused operation. ``unit`` is where its record lies now ("" where there is none); ``at`` in ms."""

    operation: Operation
    by: str
    user_id: str
    device: str
    unit: str
    reason: str
    at: int


class Room:
    """How much more of one device can be kept here; counted when it is first asked."""

    def __init__(self, connection: Connection, tenant: int, device: str) -> None:
        self._connection = connection
        self._of_device = {"of_tenant": tenant, "device": device}

    @cached_property
    def _used(self) -> list[int]:
        return list(_USED.one(self._connection, self._of_device))

    def takes(self, operation: Unread) -> bool:
        """Whether the operation can be kept; then it counts."""
        if self._used[0] >= MOST or self._used[1] >= MOST_BYTES:
            return False
        self._used[0] += 1
        self._used[1] += len(operation.said)
        return True


def _undecided(tenant: int | BindParameter[int]) -> ColumnElement[bool]:
    return and_(OPERATION.c.tenant == tenant, text(UNDECIDED))


_USED = Prepared(
    select(func.count(), func.coalesce(func.sum(func.length(OPERATION.c.fields)), 0)).where(
        _undecided(bindparam("of_tenant")), OPERATION.c.device == bindparam("device")
    )
)


def refused(connection: Connection, tenant: int, *, every: bool = False) -> list[Refused]:
    """The undecided operations, oldest first: those out of their author's reach, or ``every`` one."""
    wanted = _undecided(tenant)
    if not every:
        wanted = and_(wanted, OPERATION.c.reason.in_((OUT_OF_SCOPE.key, READ_ONLY.key)))
    return [_refused(row) for row in connection.execute(_query(tenant).where(wanted))]


def one(connection: Connection, tenant: int, op_id: str) -> Refused | None:
    """The undecided operation of this id."""
    row = connection.execute(_query(tenant).where(_undecided(tenant), OPERATION.c.op_id == op_id)).first()
    return None if row is None else _refused(row)


def _query(tenant: int) -> Any:
    of_record = and_(
        RECORD.c.tenant == tenant,
        RECORD.c.kind == OPERATION.c.kind,
        RECORD.c.id == OPERATION.c.record_id,
    )
    joined = OPERATION.outerjoin(RECORD, of_record)
    query = select(OPERATION, RECORD.c.unit).select_from(joined)
    return query.order_by(OPERATION.c.at_hq, OPERATION.c.op_id)


def _refused(row: Row[Any]) -> Refused:
    fields = {name: (pair[0], pair[1]) for name, pair in msgspec.json.decode(row.fields).items()}
    action = cast(Action, row.action)
    operation = Operation(row.op_id, row.kind, row.record_id, action, row.base_rev, row.at, fields)
    return Refused(operation, row.by, row.user_id, row.device, row.unit or "", row.reason, row.at_hq)


def settle(connection: Connection, tenant: int, op_id: str, decision: Decision, *, now: int) -> None:
    """Note the decision; the operation is not listed again."""
    place = (OPERATION.c.tenant == tenant, OPERATION.c.op_id == op_id)
    connection.execute(update(OPERATION).where(*place).values(settled=decision, settled_at=now))
