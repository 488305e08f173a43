"""Deliberate bugs, each a patch that only this module can switch on, and each caught by the simulation.

``python -m tests.sim.mutants`` runs seeds under each bug until one breaks a promise; a bug that survives
its seeds shows that the simulation is blind to it.
"""

import argparse
import dataclasses
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import Any

import pytest
from sqlalchemy import true, update

from app.model.values import Document
from app.store import work
from app.store.replica import Replica
from app.store.tables import OUTBOX
from app.store.work import UnitOfWork
from sync.client import apply, engine
from sync.hq import cards, change_log, digests, exchange, moves, pull, push, records
from sync.hq.scopes import Scope
from sync.protocol import judge, merge
from sync.protocol.merge import Merged
from tests.sim.run import quiet, run_seed

Patch = pytest.MonkeyPatch
SEEDS = 1000


# --- capture ---------------------------------------------------------------------------------------------


def counted_operation_ids(patch: Patch) -> None:
    """Operation ids count up instead of being random: a restored laptop gives one out twice."""
    numbers: dict[int, Any] = {}

    def operation_id(randomness: Any) -> str:
        number = next(numbers.setdefault(id(randomness), count()))
        return f"{id(randomness) & 0xFFFF:04x}{number % 7:028x}"

    patch.setattr(work, "operation_id", operation_id)


def version_not_kept(patch: Patch) -> None:
    """Headquarters' version is not put aside when the first edit waits on top of it."""
    patch.setattr(UnitOfWork, "_keep_bases", lambda self, touched: None)


def capture_after_commit(patch: Patch) -> None:
    """The outbox entry is forgotten for every edit of an existing record that changes one field."""
    real = UnitOfWork._capture

    def forgetful(self: UnitOfWork, actions: Any) -> None:
        kept = [a for a in actions if not (a[1] == "update" and set(a[2]) == {"industry"})]
        if kept:
            real(self, kept)

    patch.setattr(UnitOfWork, "_capture", forgetful)


# --- engine and apply --------------------------------------------------------------------------------------


def waiting_overwritten(patch: Patch) -> None:
    """A row from headquarters wipes out what waits on top of it."""
    patch.setattr(apply, "overlay", lambda kind, doc, operations, *, deleted=False: (doc, deleted))


def rebased_in_place(patch: Patch) -> None:
    """A row from headquarters moves the base of the waiting operations along: their clashes go unseen."""
    real = Replica.write

    def moving(self: Replica, kind: str, incoming: Any) -> None:
        real(self, kind, incoming)
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
            opened.set(engine.CURSOR, reply.cursor)
        plan = dataclasses.replace(plan, request=_with_cursor(plan.request, reply.cursor))
        real(self, plan, reply)

    patch.setattr(engine._Run, "_take_in", early)


def _with_cursor(request: Any, cursor: str) -> Any:
    import msgspec

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


def newest_first(patch: Patch) -> None:
    """The outbox is sent from its end."""
    real = Replica.outgoing
    patch.setattr(Replica, "outgoing", lambda self, ops, size: real(self, ops, size)[::-1])


def refusal_swallowed(patch: Patch) -> None:
    """A refused operation leaves the outbox as if it had been taken."""
    real = Replica.settle
    patch.setattr(Replica, "settle", lambda self, acked, refused: real(self, [*acked, *refused], {}))


def deletions_ignored(patch: Patch) -> None:
    """A row that headquarters deleted stays live on the laptop."""
    real = apply._incoming

    def undead(row: Any, waiting: Any) -> Any:
        return dataclasses.replace(real(row, waiting), hq_deleted=False, deleted=False)

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


def always_exact(patch: Patch) -> None:
    """The laptop believes that headquarters holds just what it sent."""
    patch.setattr(push._Batch, "_is_exact", lambda self, key: True)
    real = judge.judge
    patch.setattr(push, "judge", lambda *arguments: dataclasses.replace(real(*arguments), exact=True))


# --- headquarters ------------------------------------------------------------------------------------------


def no_memory(patch: Patch) -> None:
    """Headquarters does not know which operations it has judged."""
    patch.setattr(change_log, "answered", lambda *arguments: {})
    real = change_log.save

    def again(connection: Any, tenant: int, principal: Any, now: int, entries: Any) -> None:
        fresh = [
            dataclasses.replace(entry, operation=_renumbered(entry.operation, connection, tenant))
            for entry in entries
        ]
        real(connection, tenant, principal, now, fresh)

    patch.setattr(change_log, "save", again)


def _renumbered(operation: Any, connection: Any, tenant: int) -> Any:
    import msgspec

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

    def forgetful(connection: Any, tenant: int, rev: int, changed: Any, *, known: Any) -> None:
        bare = {key: dataclasses.replace(held, field_revs={}) for key, held in changed.items()}
        real(connection, tenant, rev, bare, known=known)

    patch.setattr(records, "save", forgetful)


def no_card(patch: Patch) -> None:
    """A value that does not stand is on no card."""
    patch.setattr(cards, "file_clashes", lambda *arguments, **named: ({}, {}))


def delete_without_card(patch: Patch) -> None:
    """A deletion buries edits that its author had not seen, without a word."""
    real = judge._delete

    def silent(held: Any, operation: Any, context: Any) -> Any:
        return dataclasses.replace(real(held, operation, context), status="applied", card="")

    patch.setattr(judge, "_delete", silent)


def open_door(patch: Patch) -> None:
    """Whoever knows an id may change the record."""
    patch.setattr(Scope, "covers", lambda self, unit: True)


def open_window(patch: Patch) -> None:
    """Everybody is sent everything."""
    patch.setattr(Scope, "clause", lambda self, column: true())
    for module, name in ((pull, "_feed"), (moves, "_left"), (digests, "_within")):  # nothing kept ready
        patch.setattr(module, name, getattr(module, name).__wrapped__)


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

    def split(connection: Any, feed: Any, after: int, size: int) -> Any:
        from sync.hq.tables import RECORD

        query = feed.where(RECORD.c.rev > after).order_by(RECORD.c.rev).limit(_page_rows() + 1)
        rows = connection.execute(query).all()
        return rows[: _page_rows()], cut(rows, size)

    patch.setattr(pull, "_whole_revisions", split)


def epoch_untold(patch: Patch) -> None:
    """A restored headquarters goes on as if nothing had happened."""
    patch.setattr(exchange, "renew_epoch", lambda *arguments, **named: None)
    from tests.sim import hq

    patch.setattr(hq, "renew_epoch", lambda *arguments, **named: None)


def hq_digest_drifts(patch: Patch) -> None:
    """Headquarters' digest keeps what was changed."""
    real = digests.Changes.note
    patch.setattr(digests.Changes, "note", lambda self, key, before, after: real(self, key, None, after))


# --- protocol ----------------------------------------------------------------------------------------------


def union_takes_mine(patch: Patch) -> None:
    """Two people's tags: only the later push stays."""
    patch.setattr(merge, "_union", lambda before, mine, current: Merged(mine))


def union_keeps_removed(patch: Patch) -> None:
    """A tag that one removed comes back with the other's edit."""

    def sticky(before: Any, mine: Any, current: Any) -> Merged:
        return Merged(list(dict.fromkeys([*(before or []), *(current or []), *(mine or [])])) or None)

    patch.setattr(merge, "_union", sticky)


def paragraphs_lost(patch: Patch) -> None:
    """Two people's notes: only the later push stays."""
    patch.setattr(merge, "_text", lambda before, mine, current: Merged(mine))


def overlay_forgets_deletion(patch: Patch) -> None:
    """A deletion that waits is not shown on top of a row from headquarters."""
    real = merge.overlay

    def undead(kind: str, doc: Document, operations: Any, *, deleted: bool = False) -> Any:
        return real(kind, doc, [one for one in operations if one.action != "delete"], deleted=deleted)

    patch.setattr(apply, "overlay", undead)


def history_off(patch: Patch) -> None:
    """A record's revision on the laptop does not follow headquarters'."""
    real = Replica._columns

    def stuck(self: Any, kind: Any, one: Any, old: Any) -> Any:
        columns = real(self, kind, one, old)
        return columns | {"rev": old["rev"] if old and old["rev"] else one.rev}

    patch.setattr(Replica, "_columns", stuck)


MUTANTS: tuple[Callable[[Patch], None], ...] = (
    counted_operation_ids,
    version_not_kept,
    capture_after_commit,
    waiting_overwritten,
    rebased_in_place,
    cursor_first,
    acknowledged_when_sent,
    newest_first,
    refusal_swallowed,
    deletions_ignored,
    digest_drifts,
    never_sent_again,
    always_exact,
    no_memory,
    last_writer_wins,
    field_revisions_lost,
    no_card,
    delete_without_card,
    open_door,
    open_window,
    cursor_skips,
    revision_split,
    epoch_untold,
    hq_digest_drifts,
    union_takes_mine,
    union_keeps_removed,
    paragraphs_lost,
    overlay_forgets_deletion,
    history_off,
)


def hunt(name: str, seeds: int = SEEDS) -> tuple[str, int | None, str]:
    """Run seeds under one bug; returns the first that broke a promise, and which."""
    mutant = next(one for one in MUTANTS if one.__name__ == name)
    with pytest.MonkeyPatch.context() as patch:
        mutant(patch)
        for seed in range(seeds):
            if failure := run_seed(seed).failure:
                return name, seed, failure.splitlines()[0][:90]
    return name, None, ""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every bug was caught."""
    parser = argparse.ArgumentParser(prog="python -m tests.sim.mutants", description=__doc__)
    parser.add_argument("names", nargs="*", default=[one.__name__ for one in MUTANTS])
    parser.add_argument("--seeds", type=int, default=SEEDS)
    asked = parser.parse_args(arguments)
    began, caught = time.monotonic(), 0
    with multiprocessing.get_context("spawn").Pool(os.cpu_count() or 1, quiet) as pool:
        one = partial(hunt, seeds=asked.seeds)
        for name, seed, failure in pool.imap_unordered(one, asked.names):
            caught += seed is not None
            print(f"{name:26} {'SURVIVED' if seed is None else f'seed {seed:4}  {failure}'}", flush=True)
    print(f"{caught} of {len(asked.names)} deliberate bugs caught in {time.monotonic() - began:.0f} s")
    return 0 if caught == len(asked.names) else 1


if __name__ == "__main__":
    sys.exit(main())
