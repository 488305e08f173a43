"""Deliberate bugs at headquarters: in handlers, log, digests, pages and its refusals."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from sqlalchemy import and_
from sqlalchemy.exc import DBAPIError

from sync.hq import cards, change_log, digests, directory, exchange, meetings, pull, push, records
from sync.hq.errors import DeviceRevoked, StorageFull
from sync.hq.push import Pushed
from sync.hq.scopes import Principal, Scope
from sync.hq.tables import RECORD
from sync.protocol import judge
from sync.protocol.messages import Status, Verdict
from tests.sim import hq
from tests.sim.faults import HqDown

Patch = pytest.MonkeyPatch


def always_exact(patch: Patch) -> None:
    """The laptop believes that headquarters holds just what it sent."""
    patch.setattr(push._Batch, "_is_exact", lambda self, key: True)
    real = judge.judge
    patch.setattr(push, "judge", lambda *arguments: msgspec.structs.replace(real(*arguments), exact=True))


def no_memory(patch: Patch) -> None:
    """Headquarters does not know which operations it has judged."""
    patch.setattr(change_log, "answered", lambda *arguments: {})
    real = change_log.save

    def again(connection: Any, tenant: int, principal: Any, now: int, entries: Any) -> None:
        fresh = [
            entry._replace(operation=_renumbered(entry.operation, connection, tenant)) for entry in entries
        ]
        real(connection, tenant, principal, now, fresh)

    patch.setattr(change_log, "save", again)


def _renumbered(operation: Any, connection: Any, tenant: int) -> Any:
    known = connection.exec_driver_sql(
        "SELECT count(*) FROM operation WHERE tenant = ? AND op_id LIKE ?",
        (tenant, f"{operation.op_id[:30]}%"),
    ).scalar_one()
    if not known:
        return operation
    return msgspec.structs.replace(operation, op_id=f"{operation.op_id[:30]}{known:02x}")


def last_writer_wins(patch: Patch) -> None:
    """Every field is taken, whatever happened since the laptop looked."""
    patch.setattr(judge, "_unchanged_since", lambda held, name, base_rev: True)


def field_revisions_lost(patch: Patch) -> None:
    """Headquarters forgets at which revision a field changed."""
    real = records.save

    def forgetful(connection: Any, tenant: int, rev: int, changed: Any, **named: Any) -> None:
        bare = {key: msgspec.structs.replace(held, field_revs={}) for key, held in changed.items()}
        real(connection, tenant, rev, bare, **named)

    patch.setattr(records, "save", forgetful)


def no_card(patch: Patch) -> None:
    """A value that does not stand is on no card."""
    patch.setattr(cards, "file_clashes", lambda *arguments, **named: ({}, {}))


def delete_without_card(patch: Patch) -> None:
    """A deletion buries edits that its author had not seen, without a word."""
    real = judge._delete

    def silent(held: Any, operation: Any, context: Any) -> Any:
        return msgspec.structs.replace(real(held, operation, context), status="applied", card="")

    patch.setattr(judge, "_delete", silent)


def cursor_skips(patch: Patch) -> None:
    """A page that was cut short claims to be complete."""
    real = pull.page

    def skipping(connection: Any, number: int, tenant: Any, scope: Any, **named: Any) -> Any:
        found = real(connection, number, tenant, scope, **named)
        return dataclasses.replace(found, rev=tenant.rev, more=False)

    patch.setattr(pull, "page", skipping)


def _page_rows() -> int:
    rows: int = vars(pull)["PAGE_ROWS"]  # the simulation makes it small
    return rows


def revision_split(patch: Patch) -> None:
    """A page ends inside a revision and the next one begins after it."""

    def cut(rows: Sequence[Any], size: int) -> int | None:
        return None if len(rows) <= _page_rows() else int(rows[-1].rev)

    def split(connection: Any, feed: Any, after: int, size: int, held: Sequence[int] = ()) -> Any:
        due = feed.where(RECORD.c.rev > after, RECORD.c.rev.not_in(list(held)))
        query = due.order_by(RECORD.c.rev).limit(_page_rows() + 1)
        rows = connection.execute(query).all()
        return rows[: _page_rows()], cut(rows, size)

    patch.setattr(pull, "_whole_revisions", split)


def epoch_untold(patch: Patch) -> None:
    """A restored headquarters goes on as if nothing had happened."""
    patch.setattr(exchange, "renew_epoch", lambda *arguments, **named: None)
    patch.setattr(hq, "renew_epoch", lambda *arguments, **named: None)


def hq_digest_drifts(patch: Patch) -> None:
    """Headquarters' digest keeps what was changed."""
    real = digests.Changes.note
    patch.setattr(digests.Changes, "note", lambda self, key, before, *after: real(self, key, None, *after))


def _told(operations: Any, status: Status, reason: str = "") -> Pushed:
    return Pushed(
        tuple(Verdict(one.op_id, status, rev=1, exact=not reason, reason=reason) for one in operations)
    )


def told_before_commit(patch: Patch) -> None:
    """Laptops are told before the commit, which may never come."""
    real = push._with_retries

    def hasty(store: Any, principal: Any, operations: Any, meeting: Any, randomness: Any) -> Pushed:
        try:
            return real(store, principal, operations, meeting, randomness)
        except HqDown as died:
            if died.args == ("after",):
                raise
            return _told(operations, "applied")

    patch.setattr(push, "_with_retries", hasty)


def full_disk_refuses(patch: Patch) -> None:
    """A full disk at headquarters refuses edits for good."""
    real = push.push

    def refusing(store: Any, principal: Any, operations: Any, meeting: Any, randomness: Any) -> Pushed:
        try:
            return real(store, principal, operations, meeting, randomness)
        except StorageFull:
            return _told(operations, "refused", "hq.later.storage")

    patch.setattr(exchange, "push", refusing)


def half_forgotten(patch: Patch) -> None:
    """A batch that the database cannot take is halved, and only the first half is kept."""
    real = push._with_retries

    def halving(store: Any, principal: Any, operations: Any, meeting: Any, randomness: Any) -> Pushed:
        try:
            return real(store, principal, operations, meeting, randomness)
        except DBAPIError:
            if len(operations) == 1:
                raise
            half = len(operations) // 2
            first = halving(store, principal, operations[:half], meeting, randomness)
            return Pushed(first.verdicts + _told(operations[half:], "applied").verdicts)

    patch.setattr(push, "_with_retries", halving)


def one_refusal_for_all(patch: Patch) -> None:
    """One operation that is refused makes headquarters refuse its whole batch."""
    real = push._Batch.run

    def strict(self: Any, operations: Any) -> Pushed:
        pushed: Pushed = real(self, operations)
        bad = next((one for one in pushed.verdicts if one.status == "refused"), None)
        return pushed if bad is None else _told(operations, "refused", bad.reason)

    patch.setattr(push._Batch, "run", strict)


def withdrawn_may_push(patch: Patch) -> None:
    """Whoever was let in at the door may push, even if withdrawn a moment later."""
    real = meetings.meet

    def trusting(connection: Any, tenant: int, principal: Any, meeting: Any) -> int:
        try:
            return real(connection, tenant, principal, meeting)
        except DeviceRevoked:
            return 0

    patch.setattr(meetings, "meet", trusting)


def withdrawn_may_read(patch: Patch) -> None:
    """The door stays open for devices that were withdrawn."""
    known: dict[str, Principal] = {}
    real = directory.principal

    def lenient(connection: Any, tenant: int, device: str) -> Principal | None:
        found = real(connection, tenant, device)
        if found is not None:
            known[device] = found
        return found or known.get(device)

    patch.setattr(directory, "principal", lenient)
    patch.setattr(
        hq.Hq, "principal", lambda self, device: None if device in self.revoked else known.get(device)
    )


def graves_unsent(patch: Patch) -> None:
    """Deleted records are left out of the feed."""
    real = Scope.clause

    def living(self: Scope, column: Any) -> Any:
        wanted = real(self, column)
        return and_(wanted, RECORD.c.deleted.is_(False)) if column is RECORD.c.unit else wanted

    patch.setattr(Scope, "clause", living)
    patch.setattr(pull, "_feed", vars(pull)["_feed"].__wrapped__)


def restore_is_update(patch: Patch) -> None:
    """Bringing a deleted record back does not bring it back."""
    real = judge._edit

    def deaf(kind: Any, held: Any, operation: Any, context: Any) -> Any:
        if operation.action == "restore":
            operation = msgspec.structs.replace(operation, action="update")
        return real(kind, held, operation, context)

    patch.setattr(judge, "_edit", deaf)


def raw_clocks(patch: Patch) -> None:
    """Headquarters believes the clocks of laptops."""
    patch.setattr(push._Batch, "_corrected", lambda self, operation: max(0, operation.at))


def own_edits_are_news(patch: Patch) -> None:
    """A laptop is asked whether its deletion may bury its own edits."""
    patch.setattr(judge.Held, "news_for", lambda self, device: self.rev)
