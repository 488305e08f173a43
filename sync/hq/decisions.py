"""What headquarters' people decide about refused operations: apply them for their author, or dismiss them."""

from msgspec.structs import replace
from sqlalchemy import Connection

from app.model.identity import Randomness, operation_id
from sync.hq import attention, audit
from sync.hq.attention import Decision, Refused
from sync.hq.errors import UnknownOperation
from sync.hq.meetings import Meeting
from sync.hq.push import judge_for
from sync.hq.retrying import retried
from sync.hq.scopes import Principal
from sync.hq.store import HqStore
from sync.protocol.messages import Verdict


def apply(store: HqStore, op_id: str, *, now: int, randomness: Randomness) -> Verdict:
    """Judge a refused operation as headquarters', in its author's name; undecided where it is refused again.

    Raises:
        UnknownOperation: no undecided operation has this id.
    """

    def transaction() -> Verdict:
        with store.write() as connection:
            found = _found(connection, store.tenant, op_id)
            author = Principal(found.device, found.user_id, found.by, "hq", found.unit)
            again = replace(found.operation, op_id=operation_id(randomness))
            meeting = Meeting(now, pack=store.pack)
            verdict = judge_for(
                connection, store.tenant, author, again, meeting=meeting, randomness=randomness
            )
            if verdict.status not in ("refused", "later"):
                _settle(connection, store.tenant, found, "applied", now)
        return verdict

    return retried(transaction)


def dismiss(store: HqStore, op_id: str, *, now: int) -> None:
    """Decide that a refused operation is not to be applied; it stays in the log.

    Raises:
        UnknownOperation: no undecided operation has this id.
    """
    with store.write() as connection:
        _settle(connection, store.tenant, _found(connection, store.tenant, op_id), "dismissed", now)


def _found(connection: Connection, tenant: int, op_id: str) -> Refused:
    found = attention.one(connection, tenant, op_id)
    if found is None:
        raise UnknownOperation(op_id=op_id)
    return found


def _settle(connection: Connection, tenant: int, refused: Refused, decision: Decision, now: int) -> None:
    op_id = refused.operation.op_id
    attention.settle(connection, tenant, op_id, decision, now=now)
    event = audit.Event("attention", op_id, decision, refused.user_id, refused.device)
    audit.append(connection, tenant, now, [event])
