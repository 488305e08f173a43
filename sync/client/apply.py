"""Bringing headquarters' rows and verdicts into the store: its version, waiting operations on top."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeVar

from app.model.values import Document
from app.store.captured import Captured
from app.store.documents import Local
from app.store.replica import Incoming, Replica
from sync.client.errors import DeletionBrake
from sync.client.page import Page, PageRow
from sync.client.verdicts import Taken, Verdicts, operation
from sync.protocol.merge import overlay

ROWS_AT_ONCE = 1000  # rows of one transaction, so that saving at the keyboard never waits long
BRAKE_ROWS = 50
BRAKE_SHARE = 0.3


def land_rows(replica: Replica, rows: Sequence[PageRow], verdicts: Verdicts, *, afresh: bool) -> int:
    """Write ``rows`` and settle the operations they contain; returns how many changed something.

    ``afresh`` takes rows of lower revisions too: headquarters was restored, or everything is read again.
    Without it they are leftovers of a reply that another process of this profile has overtaken.
    """
    landed = 0
    for kind, of_kind in _by_kind(rows, lambda row: row.kind):
        leaving = [row.id for row in of_kind if row.left]
        staying = [row for row in of_kind if not row.left]
        landed += land_leaving(replica, kind, leaving, verdicts)
        landed += _land_staying(replica, kind, staying, verdicts, afresh=afresh)
    return landed


def land_leaving(replica: Replica, kind: str, ids: Sequence[str], verdicts: Verdicts) -> int:
    """Take records off this laptop that left its scope; history and what waits to be sent stay."""
    if not ids:
        return 0
    replica.leave(kind, ids)
    replica.settle({t.captured.op_id: t.rev for id in ids for t in verdicts.arrived((kind, id), None)}, {})
    return len(ids)


def _land_staying(
    replica: Replica, kind: str, rows: Sequence[PageRow], verdicts: Verdicts, *, afresh: bool
) -> int:
    ids = [row.id for row in rows]
    held = replica.local(kind, ids)
    waiting = replica.waiting(kind, ids)
    incoming: list[Incoming] = []
    settled: dict[str, int] = {}
    for row in rows:
        local = held.get(row.id)
        if local is not None and row.rev < local.rev and not afresh:
            continue
        done = {taken.captured.op_id: taken.rev for taken in verdicts.arrived(row.key, row.rev)}
        if local is not None and not done and _same(local, row):
            continue
        settled |= done
        left = [one for one in waiting.get(row.id, ()) if one.op_id not in done]
        incoming.append(_incoming(row, left))
    if incoming:
        replica.write(kind, incoming, held)
    if settled:
        replica.settle(settled, {})
    return len(incoming)


def _same(local: Local, row: PageRow) -> bool:
    return (local.rev, local.hq_deleted) == (row.rev, row.deleted) and local.hq_doc == row.doc


def _incoming(row: PageRow, waiting: Iterable[Captured]) -> Incoming:
    operations = [operation(one) for one in waiting]
    doc, deleted = row.doc, row.deleted
    if operations:
        doc, deleted = overlay(row.kind, doc, operations, deleted=deleted)
    return Incoming(
        id=row.id,
        rev=row.rev,
        hq_doc=row.doc,
        hq_deleted=row.deleted,
        doc=doc,
        deleted=deleted,
        waiting=bool(operations),
        at=row.at,
        by=row.by,
    )


def land_exact(replica: Replica, verdicts: Verdicts, *, afresh: bool) -> None:
    """Bring records up to date whose row headquarters did not send, because the laptop can tell it itself."""
    exact, verdicts.exact = verdicts.exact, {}
    for kind, keys in _by_kind(list(exact), lambda key: key[0]):
        ids = [id for _, id in keys]
        done = {taken.captured.op_id: taken.rev for key in keys for taken in exact[key]}
        waiting = replica.waiting(kind, ids, without=done)
        new = {} if afresh else _new(replica, kind, {id: exact[kind, id] for id in ids if id not in waiting})
        held = new | replica.local(kind, [id for id in ids if id not in new])
        unmade = {id: _unmade(id) for id in ids if id not in held and _makes(exact[kind, id][0])}
        incoming = [
            _advanced(kind, local, exact[kind, id], waiting.get(id, ()), afresh=afresh)
            for id, local in {**held, **unmade}.items()
        ]
        known = [one for one in incoming if one.id in held and _is_shown(held[one.id], one)]
        if known:
            replica.advance(kind, held, known)
        if others := [one for one in incoming if one.id in unmade or not _is_shown(held[one.id], one)]:
            replica.write(kind, others, held)
        replica.settle(done, {})


def _new(replica: Replica, kind: str, exact: Mapping[str, Sequence[Taken]]) -> dict[str, Local]:
    """Those of the records whose making is all there is of them: what they hold is what was sent.

    Nothing waits on any. Reading them from the file would be half of the work of a large first sync.
    """
    made = {id: taken[0] for id, taken in exact.items() if len(taken) == 1 and _makes(taken[0])}
    unknown = replica.unknown(kind, list(made))
    return {id: Local(id, 0, deleted=False, doc=_made(taken)) for id, taken in made.items() if id in unknown}


def _made(taken: Taken) -> Document:
    return {name: after for name, (_, after) in taken.captured.fields.items() if after is not None}


def _makes(taken: Taken) -> bool:
    """Whether a record is here with this operation: given up, and made again when headquarters lost it."""
    return taken.captured.action == "create" and not taken.by_hand


def _unmade(id: str) -> Local:
    return Local(id, rev=0, deleted=False, doc={}, base=None, base_deleted=False)


def _is_shown(local: Local, one: Incoming) -> bool:
    """Whether headquarters' new version is what the laptop shows already, with nothing waiting on top."""
    return not one.waiting and (one.doc, one.deleted) == (local.doc, local.deleted)


def _advanced(
    kind: str, local: Local, taken: Sequence[Taken], waiting: Iterable[Captured], *, afresh: bool
) -> Incoming:
    """The record with ``taken`` moved from what waits into headquarters' version.

    Headquarters' version as held already contains what was taken at its revision or before.
    """
    done = {one.captured.op_id for one in taken}
    left = [operation(one) for one in waiting if one.op_id not in done]
    if not (left or afresh) and all(one.rev > local.rev and not one.by_hand for one in taken):
        # Headquarters' version with everything taken on top of it is what this laptop shows: no need to tell.
        rev, doc, deleted = max(one.rev for one in taken), local.doc, local.deleted
        return Incoming(local.id, rev, doc, deleted, doc, deleted, waiting=False, at=None, by="")
    new = [one for one in taken if one.rev > local.rev or (afresh and not one.by_hand)]
    operations = [operation(one.captured) for one in new]
    hq_doc, hq_deleted = overlay(kind, local.hq_doc, operations, deleted=local.hq_deleted)
    doc, deleted = overlay(kind, hq_doc, left, deleted=hq_deleted)
    return Incoming(
        id=local.id,
        rev=max((one.rev for one in new), default=local.rev),
        hq_doc=hq_doc,
        hq_deleted=hq_deleted,
        doc=doc,
        deleted=deleted,
        waiting=bool(left),
        at=None,
        by="",
    )


class Brake:
    """Counts what headquarters deletes in one run, and stops before it becomes ≥ 30 % and ≥ 50 of a kind."""

    def __init__(self, *, released: bool) -> None:
        """``released``: the person has confirmed."""
        self._totals: Mapping[str, tuple[int, int]] | None = None  # the store's digests before the first page
        self._deleted: dict[str, int] = {}
        self._released = released

    def check(self, replica: Replica, page: Page) -> None:
        """Count the deletions in ``page``; those that the person made at this laptop do not count.

        Raises:
            DeletionBrake: too many; the page must not be applied.
        """
        if self._released:
            return
        if self._totals is None:
            self._totals = replica.digests()
        for kind, rows in _by_kind([row for row in page.rows if row.deleted], lambda row: row.kind):
            held = replica.local(kind, [row.id for row in rows])
            self._deleted[kind] = self._deleted.get(kind, 0) + sum(not one.deleted for one in held.values())
            count, total = self._deleted[kind], self._totals.get(kind, (0, 0))[0]
            if count >= BRAKE_ROWS and count >= BRAKE_SHARE * total:
                raise DeletionBrake(kind=kind, count=count, total=total)


T = TypeVar("T")


def _by_kind(items: Iterable[T], kind: Callable[[T], str]) -> Iterator[tuple[str, list[T]]]:
    return ((name, list(group)) for name, group in groupby(sorted(items, key=kind), key=kind))
