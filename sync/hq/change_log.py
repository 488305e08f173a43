"""The change log: every operation with its verdict, kept for history and so that each is applied once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, insert, select

from app.model.prepared import Prepared
from app.reasons import Reason
from sync.hq.scopes import Principal
from sync.hq.tables import OPERATION
from sync.protocol.messages import Operation, Status, Verdict

REUSED = Reason("hq.refused.operation_reused")


@dataclass(frozen=True, slots=True)
class Entry:
    """One judged operation; ``at`` is its corrected time, ms."""

    operation: Operation
    verdict: Verdict
    at: int


_ANSWERED = Prepared(
    select(
        OPERATION.c.op_id,
        OPERATION.c.kind,
        OPERATION.c.record_id,
        OPERATION.c.status,
        OPERATION.c.rev,
        OPERATION.c.reason,
        OPERATION.c.params,
        OPERATION.c.card,
    ).where(
        OPERATION.c.tenant == bindparam("of_tenant"), OPERATION.c.op_id.in_(bindparam("ids", expanding=True))
    )
)
_KEEP = Prepared(insert(OPERATION))


def answered(connection: Connection, tenant: int, operations: Iterable[Operation]) -> dict[str, Verdict]:
    """The verdicts given before, by operation id.

    What was applied comes back as ``duplicate``, a conflict or refusal as itself. None is exact: the record
    may have moved on, so its row is sent.
    """
    named = {operation.op_id: operation for operation in operations}
    found = _ANSWERED.all(connection, {"of_tenant": tenant, "ids": list(named)})
    return {row.op_id: _again(row, named[row.op_id]) for row in found}


def _again(row: Any, operation: Operation) -> Verdict:
    if (row.kind, row.record_id) != (operation.kind, operation.id):
        # 128 random bits never meet by chance: somebody made this number up. It must not pass for applied.
        return Verdict(row.op_id, "refused", reason=REUSED.key)
    status: Status = "duplicate" if row.status in ("applied", "merged") else row.status
    params = msgspec.json.decode(row.params) if row.params else {}
    return Verdict(row.op_id, status, rev=row.rev, reason=row.reason, params=params, card=row.card)


def save(
    connection: Connection, tenant: int, principal: Principal, now: int, entries: Sequence[Entry]
) -> None:
    """Keep the entries.

    Raises:
        IntegrityError: another transaction kept one of them meanwhile.
    """
    _KEEP.run_many(connection, [_row(tenant, principal, now, entry) for entry in entries])


def _row(tenant: int, principal: Principal, now: int, entry: Entry) -> dict[str, Any]:
    operation, verdict = entry.operation, entry.verdict
    return {
        "tenant": tenant,
        "op_id": operation.op_id,
        "rev": verdict.rev,
        "kind": operation.kind,
        "record_id": operation.id,
        "action": operation.action,
        "base_rev": operation.base_rev,
        "fields": msgspec.json.encode(operation.fields).decode(),
        "status": verdict.status,
        "reason": verdict.reason,
        "params": msgspec.json.encode(verdict.params).decode() if verdict.params else "",
        "card": verdict.card,
        "user_id": principal.user_id,
        "by": principal.user,
        "device": principal.device_id,
        "at_device": operation.at,
        "at": entry.at,
        "at_hq": now,
    }
