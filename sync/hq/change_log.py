"""The change log: every operation with its verdict, kept for history and so that each is applied once."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, insert, select

from app.model.prepared import Prepared
from app.reasons import Reason
from sync.hq.scopes import Principal
from sync.hq.tables import OPERATION
from sync.protocol.arriving import Unread
from sync.protocol.messages import Heading, Status, Verdict

_encode = msgspec.json.encode

REUSED = Reason("hq.refused.operation_reused")


class Entry(NamedTuple):
    """One judged operation; ``at`` is its corrected time, ms."""

    operation: Unread
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


_COLUMNS = (
    *("tenant", "op_id", "rev", "kind", "record_id", "action", "base_rev", "fields", "status", "reason"),
    *("params", "card", "at_device", "at", "user_id", "by", "device", "at_hq"),
)
_KEEP = Prepared(insert(OPERATION), _COLUMNS)


def answered(connection: Connection, tenant: int, operations: Iterable[Heading]) -> dict[str, Verdict]:
    """The verdicts given before, by operation id.

    What was applied comes back as ``duplicate``, a conflict or refusal as itself. None is exact: the record
    may have moved on, so its row is sent.
    """
    named = {operation.op_id: operation for operation in operations}
    found = _ANSWERED.all(connection, {"of_tenant": tenant, "ids": list(named)})
    return {row.op_id: _again(row, named[row.op_id]) for row in found}


def _again(row: Any, operation: Heading) -> Verdict:
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
    by = (principal.user_id, principal.user, principal.device_id, now)
    _KEEP.run_rows(connection, _COLUMNS, [(tenant, *_told(entry), *by) for entry in entries])


def _told(entry: Entry) -> tuple[str | int, ...]:
    operation, verdict, at = entry
    return (
        operation.op_id,
        verdict.rev,
        operation.kind,
        operation.id,
        operation.action,
        operation.base_rev,
        operation.text,
        verdict.status,
        verdict.reason,
        _encode(verdict.params).decode() if verdict.params else "",
        verdict.card,
        operation.at,
        at,
    )
