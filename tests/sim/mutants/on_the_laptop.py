"""Deliberate bugs on the laptop: in capture, in the engine and in bringing headquarters' rows in."""

import dataclasses
from itertools import count
from typing import Any

import msgspec
import pytest
from sqlalchemy import update

from app.store import replica, work
from app.store.replica import Replica
from app.store.tables import OUTBOX
from app.store.work import UnitOfWork
from sync.client import apply, engine, flight, withdrawal
from sync.client.page import CARD
from sync.client.place import CURSOR
from sync.client.verdicts import Verdicts
from sync.protocol import merge

Patch = pytest.MonkeyPatch


def counted_operation_ids(patch: Patch) -> None:
    """Operation ids count up instead of being random: a restored laptop gives one out twice."""
    real = UnitOfWork._capture

    def counting(self: UnitOfWork, actions: Any) -> None:
        made = self._connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM outbox").scalar_one()
        numbers = count(made + 1)
        who = f"{self.actor}{id(self.randomness)}".encode().hex()[-20:]
        patch.setattr(work, "operation_id", lambda randomness: f"{who:0>20}{next(numbers):012x}")
        real(self, actions)

    patch.setattr(UnitOfWork, "_capture", counting)


def captured_apart(patch: Patch) -> None:
    """The outbox entry is written in a transaction of its own, after the row."""
    real = UnitOfWork._capture

    def apart(self: UnitOfWork, actions: Any) -> None:
        self._connection.exec_driver_sql("COMMIT")
        self._connection.info["edge"]("after")
        self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        real(self, actions)

    patch.setattr(UnitOfWork, "_capture", apart)


def version_not_kept(patch: Patch) -> None:
    """Headquarters' version is not put aside when the first edit waits on top of it."""
    patch.setattr(UnitOfWork, "_keep_bases", lambda self, touched: None)


def edit_not_captured(patch: Patch) -> None:
    """The outbox entry is forgotten for every edit of an existing record that changes one field."""
    real = UnitOfWork._capture

    def forgetful(self: UnitOfWork, actions: Any) -> None:
        kept = [a for a in actions if not (a[1] == "update" and set(a[2]) == {"industry"})]
        if kept:
            real(self, kept)

    patch.setattr(UnitOfWork, "_capture", forgetful)


def waiting_overwritten(patch: Patch) -> None:
    """A row from headquarters wipes out what waits on top of it."""
    patch.setattr(apply, "overlay", lambda kind, doc, operations, *, deleted=False: (doc, deleted))


def rebased_in_place(patch: Patch) -> None:
    """A row from headquarters moves the base of the waiting operations along: their clashes go unseen."""
    real = Replica.write

    def moving(self: Replica, kind: str, incoming: Any, held: Any = None) -> None:
        real(self, kind, incoming, held)
        for one in incoming:
            self._connection.execute(
                update(OUTBOX)
                .where(OUTBOX.c.kind == kind, OUTBOX.c.id == one.id, OUTBOX.c.state == "pending")
                .values(base_rev=one.rev)
            )

    patch.setattr(Replica, "write", moving)


def cursor_first(patch: Patch) -> None:
    """The place read up to is committed before the rows."""
    real = engine._Run._take_in

    def early(self: Any, plan: Any, reply: Any) -> None:
        with self._store.replica() as opened:
            opened.set(CURSOR, reply.cursor)
        plan = dataclasses.replace(plan, request=_with_cursor(plan.request, reply.cursor))
        real(self, plan, reply)

    patch.setattr(engine._Run, "_take_in", early)


def _with_cursor(request: Any, cursor: str) -> Any:
    return msgspec.structs.replace(request, cursor=cursor)


def acknowledged_when_sent(patch: Patch) -> None:
    """Operations leave the outbox when they are sent, not when their verdict is here."""
    real = engine._Run._plan

    def hasty(self: Any) -> Any:
        plan = real(self)
        if plan is not None and plan.sent:
            with self._store.replica() as opened:
                opened.settle([one.op_id for one in plan.sent], {})
        return plan

    patch.setattr(engine._Run, "_plan", hasty)


def kept_answer_forgotten(patch: Patch) -> None:
    """What was answered before the laptop died goes up again, as if nobody had answered."""
    patch.setattr(engine._Run, "_take_in_kept", lambda self: None)


def goes_on_whatever_was_said(patch: Patch) -> None:
    """What follows goes up although the last answer refuses, puts off or brings something."""
    patch.setattr(engine, "is_plain", lambda plan, reply: True)


def settled_when_kept(patch: Patch) -> None:
    """Operations leave the outbox when their answer is kept, not when it is taken in."""
    real = flight.keep

    def hasty(opened: Replica, plan: Any, reply: Any) -> None:
        real(opened, plan, reply)
        opened.settle({one.op_id: one.rev for one in reply.verdicts}, {})

    patch.setattr(engine, "keep", hasty)


def newest_first(patch: Patch) -> None:
    """The outbox is sent from its end."""
    real = Replica.outgoing
    patch.setattr(Replica, "outgoing", lambda self, *limits: real(self, *limits)[::-1])


def refusal_swallowed(patch: Patch) -> None:
    """A refused operation leaves the outbox as if it had been taken."""
    real = Replica.settle
    patch.setattr(Replica, "settle", lambda self, acked, refused: real(self, [*acked, *refused], {}))


def deletions_ignored(patch: Patch) -> None:
    """A row that headquarters deleted stays live on the laptop."""
    real = apply._incoming

    def undead(row: Any, waiting: Any) -> Any:
        return msgspec.structs.replace(real(row, waiting), hq_deleted=False, deleted=False)

    patch.setattr(apply, "_incoming", undead)


def digest_drifts(patch: Patch) -> None:
    """The laptop adds new rows to its digest and forgets to take the old ones out."""
    real = Replica._digest
    patch.setattr(
        Replica, "_digest", lambda self, kind, pairs: real(self, kind, [(None, now) for _, now in pairs])
    )


def never_sent_again(patch: Patch) -> None:
    """After headquarters was restored nothing is pushed again."""
    patch.setattr(Replica, "send_again", lambda self: 0)


def refused_value_returns(patch: Patch) -> None:
    """What was refused shows again on top of its correction."""
    patch.setattr(Replica, "_uncorrected", lambda self, kind, id, waiting: list(waiting))


def later_is_taken(patch: Patch) -> None:
    """What headquarters puts off counts as taken."""
    real = Verdicts.take_in

    def hasty(self: Verdicts, sent: Any, verdicts: Any, tally: Any) -> None:
        known = [
            msgspec.structs.replace(one, status="applied", exact=True) if one.status == "later" else one
            for one in verdicts
        ]
        real(self, sent, known, tally)

    patch.setattr(Verdicts, "take_in", hasty)


def old_cards_kept(patch: Patch) -> None:
    """Cards that a restored headquarters does not have stay on the laptop."""
    real, leave = withdrawal.withdraw, Replica.leave

    def withdrawing(*arguments: Any) -> int:  # goes on until all have left, and is no part of this
        with pytest.MonkeyPatch.context() as within:
            within.setattr(Replica, "leave", leave)
            return real(*arguments)

    patch.setattr(engine, "withdraw", withdrawing)
    patch.setattr(Replica, "leave", lambda self, kind, ids: None if kind == CARD else leave(self, kind, ids))


def failure_blamed_on_all(patch: Patch) -> None:
    """A request that fails takes everything it carried into the tray, not the one operation to blame."""
    from app.reasons import Reason

    def blamed(self: Any, plan: Any, error: Any) -> None:
        if not plan.sent:
            raise error
        with self._transaction() as replica:
            replica.settle(
                [], {one.op_id: Reason("error.server_fault", {"status": 500}) for one in plan.sent}
            )

    patch.setattr(engine._Run, "_isolate", blamed)


def failure_never_blamed(patch: Patch) -> None:
    """One operation that headquarters fails at holds up the whole outbox for ever."""

    def helpless(self: Any, plan: Any, error: Any) -> None:
        raise error

    patch.setattr(engine._Run, "_isolate", helpless)


def overlay_forgets_deletion(patch: Patch) -> None:
    """A deletion that waits is not shown on top of a row from headquarters."""
    real = merge.overlay

    def undead(kind: str, doc: Any, operations: Any, *, deleted: bool = False) -> Any:
        return real(kind, doc, [one for one in operations if one.action != "delete"], deleted=deleted)

    patch.setattr(apply, "overlay", undead)


def overlay_forgets_sets(patch: Patch) -> None:
    """Tags that wait are not shown on top of a row from headquarters."""
    real = merge.overlay

    def bare(kind: str, doc: Any, operations: Any, *, deleted: bool = False) -> Any:
        without = [
            msgspec.structs.replace(one, fields={n: v for n, v in one.fields.items() if n != "tags"})
            for one in operations
        ]
        return real(kind, doc, without, deleted=deleted)

    patch.setattr(apply, "overlay", bare)


def revision_stuck(patch: Patch) -> None:
    """A record's revision on the laptop does not follow headquarters'."""
    real = replica._shown

    def stuck(one: Any, was: Any) -> Any:
        rev = was.rev if was is not None and was.rev else one.rev
        return msgspec.structs.replace(real(one, was), rev=rev)

    patch.setattr(replica, "_shown", stuck)
