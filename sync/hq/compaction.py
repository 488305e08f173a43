"""Removing tombstones that nobody needs any more (sync.md, Tombstones).

A tombstone goes once it is older than 180 days *and* every live laptop has read past it. A laptop that was
away for longer finds its cursor below the tenant's ``horizon`` and reads everything afresh: absence alone is
never taken for a deletion.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, or_, select, tuple_, update

from sync.hq import audit, kinship, records
from sync.hq.claims import SETTLED
from sync.hq.possession import is_of_file
from sync.hq.records import Key
from sync.hq.retrying import retried
from sync.hq.store import HqStore, read_tenant
from sync.hq.tables import AUDIT, CARD, DEVICE, FILE_PROOF, MOVED, OPERATION, RECORD, TENANT
from sync.protocol.judge import CARD as CARD_KIND

DAYS = 180  # the least: a laptop may be away for so long and still be told of every deletion
ACTION = "compact"
_AT_ONCE = 500
_ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Compacted:
    """What was removed, or would be. ``laptops_behind`` have not read far enough and keep the rest here."""

    records: int = 0
    operations: int = 0
    moves: int = 0
    files: int = 0
    horizon: int = 0
    laptops_behind: int = 0


@dataclass(frozen=True, slots=True)
class _Limit:
    """Up to which revision, and of operations up to which moment (ms), something may go."""

    rev: int
    before: int
    laptops_behind: int


def compact(store: HqStore, *, now: int, days: int = DAYS, dry_run: bool = False) -> Compacted:
    """Remove what is older than ``days`` and was read by every live laptop; ``now`` in ms.

    Raises:
        ValueError: fewer than 180 days. StorageFull, DatabaseUnreachable, FilesUnreachable: what was removed
        until then is, the next run goes on.
    """
    if days < DAYS:
        raise ValueError(days)
    with store.read() as connection:
        limit = _limit(connection, store.tenant, now, days)
        keys = _removable(connection, store.tenant, limit.rev)
        horizon = read_tenant(connection, store.tenant).horizon
        done = Compacted(horizon=horizon, laptops_behind=limit.laptops_behind)
        if dry_run:
            return _counted(connection, store.tenant, keys, limit, done)
    for some in _slices(keys):
        gone, operations = retried(partial(_remove, store, some, limit))
        done = replace(done, records=done.records + gone, operations=done.operations + operations)
    moves = retried(partial(_remove_moves, store, limit.rev))
    files = _drop_files(store)
    with store.write() as connection:
        horizon = read_tenant(connection, store.tenant).horizon
        done = replace(done, moves=moves, files=files, horizon=horizon)
        counts = f"records={done.records} operations={done.operations} moves={moves} files={files}"
        audit.append(connection, store.tenant, now, [audit.Event(ACTION, str(horizon), counts)])
    return done


def last_run(connection: Connection, tenant: int) -> int:
    """When something was last compacted, ms; 0: never."""
    query = select(func.max(AUDIT.c.at)).where(AUDIT.c.tenant == tenant, AUDIT.c.action == ACTION)
    return int(connection.execute(query).scalar() or 0)


# --- what may go -------------------------------------------------------------------------------------------


def _limit(connection: Connection, tenant: int, now: int, days: int) -> _Limit:
    """Revisions are given in order: all up to one that an old operation got are as old at least.

    Records themselves only tell when their author changed them, which may be long before it arrived here.
    """
    before = now - timedelta(days=days) // timedelta(milliseconds=1)
    ages = (
        select(func.max(OPERATION.c.rev)).where(OPERATION.c.tenant == tenant, OPERATION.c.at_hq < before),
        select(func.max(MOVED.c.rev)).where(MOVED.c.tenant == tenant, MOVED.c.at < before),
    )
    old = max(int(connection.execute(query).scalar() or 0) for query in ages)
    seen = or_(*(DEVICE.c[name] >= before for name in ("at", "seen_at", "synced_at")))
    live = select(DEVICE.c.reached).where(DEVICE.c.tenant == tenant, DEVICE.c.revoked_at == 0, seen)
    reached = list(connection.execute(live).scalars())
    return _Limit(min([old, *reached]), before, sum(rev < old for rev in reached))


def _removable(connection: Connection, tenant: int, limit: int) -> list[Key]:
    """Tombstones up to revision ``limit``, the oldest first, that no live record names."""
    query = (
        select(RECORD.c.kind, RECORD.c.id)
        .where(RECORD.c.tenant == tenant, RECORD.c.deleted.is_(True), RECORD.c.rev <= limit)
        .where(RECORD.c.kind.not_in(SETTLED))  # first reports and their cases are evidence for good
        .order_by(RECORD.c.rev, RECORD.c.kind, RECORD.c.id)
    )
    found = dict.fromkeys((row.kind, row.id) for row in connection.execute(query))
    if found:
        live = select(RECORD.c.kind, RECORD.c.doc).where(RECORD.c.tenant == tenant)
        live = live.where(RECORD.c.deleted.is_(False)).execution_options(yield_per=1000)
        for row in connection.execute(live):
            doc = msgspec.json.decode(row.doc)
            if row.kind == CARD_KIND and doc.get("status") != "open":
                continue  # decided: nobody asks any more what it is about
            for key in kinship.named(row.kind, doc):
                found.pop(key, None)
    return list(found)


def _old_operations(tenant: int, keys: Sequence[Key], before: int) -> ColumnElement[bool]:
    """The operations on records that go, but for refused ones somebody has still to decide on."""
    return and_(
        OPERATION.c.tenant == tenant,
        tuple_(OPERATION.c.kind, OPERATION.c.record_id).in_(keys),
        OPERATION.c.at_hq < before,
        or_(OPERATION.c.status != "refused", OPERATION.c.settled != ""),
    )


def _counted(
    connection: Connection, tenant: int, keys: Sequence[Key], limit: _Limit, done: Compacted
) -> Compacted:
    operations = 0
    for some in _slices(keys):
        old = _old_operations(tenant, some, limit.before)
        query = select(func.count()).select_from(OPERATION).where(old, OPERATION.c.action != "create")
        operations += int(connection.execute(query).scalar_one())
    passed = and_(MOVED.c.tenant == tenant, MOVED.c.rev <= limit.rev)
    moves = int(connection.execute(select(func.count()).select_from(MOVED).where(passed)).scalar_one())
    return replace(done, records=len(keys), operations=operations, moves=moves)


# --- removing ----------------------------------------------------------------------------------------------


def _remove(store: HqStore, keys: Sequence[Key], limit: _Limit) -> tuple[int, int]:
    """Remove some tombstones with their history, in one transaction; what came back meanwhile stays.

    The operation that created a record stays without its values: pushed once more by a laptop that never
    heard of its being taken, it must not make the record anew.
    """
    tenant = store.tenant
    with store.write() as connection:
        held = records.load(connection, tenant, keys)
        gone = sorted(key for key, one in held.items() if one.deleted and one.rev <= limit.rev)
        if not gone:
            return 0, 0
        _raise_horizon(connection, tenant, max(held[key].rev for key in gone))
        old = _old_operations(tenant, gone, limit.before)
        connection.execute(update(OPERATION).where(old, OPERATION.c.action == "create").values(fields="{}"))
        operations = connection.execute(delete(OPERATION).where(old, OPERATION.c.action != "create")).rowcount
        ids = [id for _, id in gone]
        connection.execute(
            delete(CARD).where(
                CARD.c.tenant == tenant, or_(CARD.c.record_id.in_(ids), CARD.c.card_id.in_(ids))
            )
        )
        named = tuple_(RECORD.c.kind, RECORD.c.id).in_(gone)
        connection.execute(delete(RECORD).where(RECORD.c.tenant == tenant, named))
    return len(gone), operations


def _remove_moves(store: HqStore, limit: int) -> int:
    passed = and_(MOVED.c.tenant == store.tenant, MOVED.c.rev <= limit)
    with store.write() as connection:
        highest = connection.execute(select(func.max(MOVED.c.rev)).where(passed)).scalar()
        if highest is None:
            return 0
        _raise_horizon(connection, store.tenant, highest)
        return connection.execute(delete(MOVED).where(passed)).rowcount


def _raise_horizon(connection: Connection, tenant: int, rev: int) -> None:
    """No lower than it is; the tenant's row is locked from here on."""
    higher = update(TENANT).where(TENANT.c.id == tenant, TENANT.c.horizon < rev)
    connection.execute(higher.values(horizon=rev))


# --- files -------------------------------------------------------------------------------------------------


def _drop_files(store: HqStore) -> int:
    """Remove the bytes of attachments that are gone, unless another record names them too.

    Their proofs are the list of what is still to do, so that a run that was cut off is gone on with.
    """
    orphaned = and_(FILE_PROOF.c.tenant == store.tenant, ~_has_record())
    with store.read() as connection:
        hashes = connection.execute(select(FILE_PROOF.c.sha256).where(orphaned).distinct()).scalars().all()
    return sum(retried(partial(_drop_file, store, one)) for one in sorted(hashes))


def _drop_file(store: HqStore, sha256: str) -> bool:
    """Whether the file went. The tenant's row is locked: no record can come to name it while it goes."""
    with store.write() as connection:
        lock = update(TENANT).where(TENANT.c.id == store.tenant).values(horizon=TENANT.c.horizon)
        connection.execute(lock)
        named = (RECORD.c.tenant == store.tenant, RECORD.c.kind == _ATTACHMENT)
        query = select(RECORD.c.id).where(*named, is_of_file(store.tenant, sha256))
        used = connection.execute(query).first()
        if used is None:
            store.blobs.drop(sha256)
        proofs = delete(FILE_PROOF).where(FILE_PROOF.c.tenant == store.tenant, FILE_PROOF.c.sha256 == sha256)
        connection.execute(proofs.where(~_has_record()))
    return used is None


def _has_record() -> ColumnElement[bool]:
    return exists().where(
        RECORD.c.tenant == FILE_PROOF.c.tenant,
        RECORD.c.kind == _ATTACHMENT,
        RECORD.c.id == FILE_PROOF.c.record_id,
    )


def _slices(keys: Collection[Key]) -> Iterator[list[Key]]:
    wanted = list(keys)
    return (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))
