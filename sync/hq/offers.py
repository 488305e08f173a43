"""What laptops bring back after an older backup was put in the place of headquarters' data.

And of records that were deleted so long ago that headquarters has forgotten them (``sync.hq.compaction``):
the tombstone alone, so that a late edit meets a deleted record and a person is asked whether to restore it.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, insert, literal_column, select

from app.model.prepared import Prepared
from app.reasons import Reason
from app.rules.masking import holds_masks
from sync.hq.homes import at_home, brings_back
from sync.hq.permits import READ_ONLY
from sync.hq.records import Key
from sync.hq.scopes import Principal, scope
from sync.hq.store import read_tenant
from sync.hq.tables import EPOCH, OPERATION
from sync.protocol.judge import Context, Held, Judgement
from sync.protocol.messages import Heading, Operation
from sync.protocol.offers import OFFER_GONE, OFFERS, Loss, Standing, is_contained, judge_offer, loss_of

COMPACTED = Reason("hq.later.compacted")

_LOSSES = Prepared(
    select(EPOCH.c.lost_after, EPOCH.c.begins)
    .where(EPOCH.c.tenant == bindparam("of_tenant"))
    .order_by(EPOCH.c.begins)
)


def losses(connection: Connection, tenant: int) -> list[Loss]:
    """What every restored backup lost, oldest first."""
    found = _LOSSES.all(connection, {"of_tenant": tenant})
    return [Loss(row.lost_after, row.begins) for row in found]


def note_loss(connection: Connection, tenant: int, epoch: str, loss: Loss, now: int) -> None:
    """Remember that a backup of revision ``loss.after`` was put back."""
    values = {"lost_after": loss.after, "begins": loss.before, "at": now}
    connection.execute(insert(EPOCH).values(tenant=tenant, epoch=epoch, **values))


def first_after_its_offer(operations: Sequence[Heading]) -> int:
    """Where the first edit of a record stands that the same batch offers before it; 0 where there is none.

    The edit must get a later revision than the offer, in a batch of its own: what has the offer's revision is
    taken for a part of what was lost, and the next newer state that is offered would replace it.
    """
    offered: set[Key] = set()
    for at, one in enumerate(operations):
        if one.action in OFFERS:
            offered.add((one.kind, one.id))
        elif (one.kind, one.id) in offered:
            return at
    return 0


class Offers:
    """The offers of one batch, and the operations that came again and may be part of one."""

    def __init__(
        self,
        connection: Connection,
        tenant: int,
        principal: Principal,
        operations: Sequence[Heading],
        acked: Mapping[str, int],
    ) -> None:
        """``acked``: the revisions at which operations had been taken before the backup was put back."""
        self._principal, self._scope = principal, scope(principal)
        self._acked = acked
        mine = [one for one in operations if one.action in OFFERS or one.op_id in acked]
        self._connection, self._tenant = connection, tenant
        self._standing = _standing(connection, tenant, mine) if mine else {}

    @cached_property
    def _losses(self) -> list[Loss]:
        return losses(self._connection, self._tenant)

    @cached_property
    def _horizon(self) -> int:
        return read_tenant(self._connection, self._tenant).horizon

    def was_compacted(self, operation: Operation) -> bool:
        """Whether a record that headquarters does not have was deleted there, and its tombstone removed.

        Its laptop has seen it at ``base_rev``: it was here, and neither lost nor still to be created.
        """
        if not 0 < operation.base_rev <= self._horizon:
            return False
        return loss_of(operation.base_rev, self._losses) is None

    def of_forgotten(self, operation: Operation, judgement: Judgement) -> Judgement:
        """The word on an edit that waits for its record, which is to be brought back where it was forgotten.

        It is refused where that was tried in vain: by somebody who may not write in the record's unit.
        """
        compacted = self.was_compacted(operation)
        asked = {"of_tenant": self._tenant, "of_kind": operation.kind, "id": operation.id}
        asked["device"] = self._principal.device_id
        if (compacted or not operation.base_rev) and _IN_VAIN.one(self._connection, asked) is not None:
            return Judgement("refused", None, reason=READ_ONLY)
        return replace(judgement, reason=COMPACTED) if compacted else judgement

    def judge(self, held: Held | None, operation: Operation, context: Context) -> Judgement | None:
        """The word on an offer or on what an offer contains; None for every other operation."""
        key = (operation.kind, operation.id)
        if operation.action not in OFFERS:
            acked, standing = self._acked.get(operation.op_id, 0), self._standing.get(key)
            if held is None or standing is None or not is_contained(held, operation, acked, standing):
                return None
            return self._known_already(held)
        loss = loss_of(operation.base_rev, self._losses)
        theirs = held is None or brings_back(self._principal, operation.kind, held.unit)
        if not theirs or _is_masked(operation):
            return self._known_already(held)
        if loss is None:
            if held is None and operation.action == OFFER_GONE and self.was_compacted(operation):
                return self._buried(operation, context)
            return Judgement("duplicate", held)
        judgement = at_home(
            operation.kind, judge_offer(held, operation, context, self._base(key, held, loss))
        )
        after = judgement.held
        if judgement.status == "applied" and after is not None:
            if not brings_back(self._principal, operation.kind, after.unit):
                return Judgement("duplicate", held)  # others bring it back, or headquarters makes it anew
            self._standing[key] = Standing(operation.base_rev, after.rev, operation.action == OFFER_GONE)
        return judgement

    def _known_already(self, held: Held | None) -> Judgement:
        """Nothing new. Of what lies elsewhere now no revision is told: its laptop lets go of it."""
        return Judgement("duplicate", held if held is not None and self._scope.covers(held.unit) else None)

    def _buried(self, operation: Operation, context: Context) -> Judgement:
        """The tombstone as it was; nobody knows any more who deleted the record.

        A laptop that never read its row does not know in which unit it lay: its own, where new ones lie.
        """
        if "unit_id" not in operation.fields:
            told = {**operation.fields, "unit_id": (None, context.unit)}
            operation = replace(operation, fields=told)
        judgement = at_home(operation.kind, judge_offer(None, operation, context, None))
        after = judgement.held
        if judgement.status != "applied" or after is None:
            return judgement
        if not brings_back(self._principal, operation.kind, after.unit):
            return Judgement("duplicate", None)
        return replace(judgement, held=replace(after, by="", device=""))

    def _base(self, key: Key, held: Held | None, loss: Loss) -> Standing | None:
        """What an offer has to be newer than."""
        if held is None:
            return None
        backup = Standing(loss.after, loss.after)
        return max(self._standing.get(key, backup), backup, key=lambda one: one.rev)


def _is_masked(operation: Operation) -> bool:
    """Whether its laptop saw the record without people's numbers: whoever saw them brings it back."""
    return holds_masks(operation.kind, {name: after for name, (_, after) in operation.fields.items()})


_IN_VAIN = Prepared(
    select(OPERATION.c.op_id)
    .where(OPERATION.c.tenant == bindparam("of_tenant"), OPERATION.c.kind == bindparam("of_kind"))
    .where(OPERATION.c.record_id == bindparam("id"), OPERATION.c.device == bindparam("device"))
    .where(OPERATION.c.action == OFFER_GONE, OPERATION.c.status == literal_column("'duplicate'"))
    .limit(1)
)
_OFFERED = Prepared(
    select(*(OPERATION.c[name] for name in ("kind", "record_id", "base_rev", "rev", "action")))
    .where(OPERATION.c.tenant == bindparam("of_tenant"))
    .where(OPERATION.c.record_id.in_(bindparam("ids", expanding=True)))
    .where(OPERATION.c.action.in_(sorted(OFFERS)), OPERATION.c.status == literal_column("'applied'"))
    .order_by(OPERATION.c.rev, OPERATION.c.base_rev)
)


def _standing(connection: Connection, tenant: int, operations: Sequence[Heading]) -> dict[Key, Standing]:
    asked = {"of_tenant": tenant, "ids": sorted({one.id for one in operations})}
    return {
        (row.kind, row.record_id): Standing(row.base_rev, row.rev, row.action == OFFER_GONE)
        for row in _OFFERED.all(connection, asked)
    }
