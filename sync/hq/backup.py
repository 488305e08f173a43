"""Backup and restore: one zip file with every table as JSON lines, and the attachments' bytes.

The format is the same for SQLite and PostgreSQL, so a backup of one restores into the other. Restoring begins
a new epoch: laptops push again what headquarters had acknowledged since.
"""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

import msgspec
from sqlalchemy import Connection, Table, delete, insert, select

from app.model.identity import Randomness
from sync.hq import audit, digests, possession
from sync.hq.blobs import pieces_of, take_in
from sync.hq.errors import BadBackup, StorageFull
from sync.hq.exchange import renew_epoch
from sync.hq.shape import newest, shipped
from sync.hq.store import HqStore, read_tenant
from sync.hq.tables import (
    AUDIT,
    CARD,
    CLAIM,
    CLAIM_KEY,
    DEVICE,
    DIGEST,
    EPOCH,
    FILE_PROOF,
    GENERATION,
    GRANT,
    INVITE,
    MOVED,
    OPERATION,
    RECORD,
    SCOPE_SET,
    TENANT,
    UNIT,
    USER,
)

FORMAT = 1
_ROWS = 1000
_PIECE = 1024 * 1024
_MANIFEST = "manifest.json"
# Tokens and nonces live for an hour at most: nobody wants yesterday's.
_TABLES = (
    *(TENANT, UNIT, USER, GRANT, SCOPE_SET, DEVICE, INVITE),
    *(RECORD, MOVED, FILE_PROOF, OPERATION, DIGEST, CARD, EPOCH, GENERATION, CLAIM, CLAIM_KEY, AUDIT),
)


# All that reading a damaged zip raises; an encrypted one RuntimeError or NotImplementedError.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    msgspec.DecodeError,
)


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself. ``at`` in milliseconds; ``shape`` is the database's migration."""

    format: int
    shape: str
    tenant: str
    at: int
    rev: int


@dataclass(frozen=True, slots=True)
class Written:
    """What went into a backup, or came out of it."""

    tenant: str
    rev: int
    rows: int
    files: int


def backup(store: HqStore, target: Path, *, now: int) -> Written:
    """Write everything of one moment to ``target``, while others go on working.

    The file appears under its name only when it is whole.

    Raises:
        StorageFull, DatabaseUnreachable.
    """
    draft = target.with_name(f"{target.name}.part")
    try:
        with draft.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                written = _write(store, archive, now)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StorageFull(path=str(target)) from error
    return written


def _write(store: HqStore, archive: zipfile.ZipFile, now: int) -> Written:
    rows = files = 0
    with store.read() as connection:
        tenant = read_tenant(connection, store.tenant)
        shape = newest()
        manifest = Manifest(FORMAT, shape, tenant.name, now, tenant.rev)
        archive.writestr(_MANIFEST, msgspec.json.encode(manifest))
        for table in _TABLES:
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as member:
                rows += _write_table(connection, table, store.tenant, member)
    for name in store.blobs.names():
        with archive.open(f"blobs/{name}", "w", force_zip64=True) as member:
            for piece in pieces_of(store.blobs, name):
                member.write(piece)
        files += 1
    return Written(tenant.name, tenant.rev, rows, files)


def _write_table(connection: Connection, table: Table, tenant: int, member: IO[bytes]) -> int:
    count = 0
    query = select(table).where(_tenant_of(table) == tenant)
    for row in connection.execution_options(yield_per=_ROWS).execute(query).mappings():
        member.write(msgspec.json.encode(dict(row)) + b"\n")
        count += 1
    return count


def _tenant_of(table: Table) -> Any:
    return table.c.id if table is TENANT else table.c.tenant


def read_manifest(source: Path) -> Manifest:
    """What the backup says of itself, after its every byte was checked.

    Raises:
        BadBackup: not a backup, damaged, or of a later version.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = msgspec.json.decode(archive.read(_MANIFEST), type=Manifest)
            damaged = archive.testzip()
    except _DAMAGE as error:
        raise BadBackup(path=str(source)) from error
    known = shipped()
    if damaged or manifest.format != FORMAT or manifest.shape not in known:
        raise BadBackup(path=str(source))
    return manifest


def restore(store: HqStore, source: Path, *, now: int, randomness: Randomness) -> Written:
    """Put a backup in the place of everything ``store`` holds, in one transaction, and begin a new epoch.

    Raises:
        BadBackup, StorageFull, DatabaseUnreachable: the store is as it was.
    """
    manifest = read_manifest(source)
    with zipfile.ZipFile(source) as archive:
        files = _restore_files(store, archive)
        with store.write() as connection:
            before = read_tenant(connection, store.tenant)
            rows = sum(_restore_table(connection, table, store.tenant, archive) for table in _TABLES)
            if not _holds(archive, FILE_PROOF):
                possession.trust_all(connection, store.tenant)
            if manifest.shape != newest():
                digests.rebuild(connection, store.tenant)  # an older version summed less
            renew_epoch(connection, store.tenant, randomness, seen=before.rev, now=now)
            audit.append(connection, store.tenant, now, [audit.Event("restore", str(manifest.at))])
            rev = read_tenant(connection, store.tenant).rev
    return Written(manifest.tenant, rev, rows, files)


def _restore_table(connection: Connection, table: Table, tenant: int, archive: zipfile.ZipFile) -> int:
    connection.execute(delete(table).where(_tenant_of(table) == tenant))
    count = 0
    for rows in _batches(table, tenant, archive):
        connection.execute(insert(table), rows)
        count += len(rows)
    return count


def _batches(table: Table, tenant: int, archive: zipfile.ZipFile) -> Iterator[list[dict[str, Any]]]:
    """The table's rows, a thousand at a time, under this store's tenant number."""
    own = _tenant_of(table).name
    if not _holds(archive, table):  # the backup is older than the table
        return
    batch: list[dict[str, Any]] = []
    with archive.open(f"{table.name}.jsonl") as member:
        for line in member:
            row = msgspec.json.decode(line, type=dict[str, Any])
            batch.append({**{name: row[name] for name in row if name in table.c}, own: tenant})
            if len(batch) == _ROWS:
                yield batch
                batch = []
    if batch:
        yield batch


def _holds(archive: zipfile.ZipFile, table: Table) -> bool:
    return f"{table.name}.jsonl" in archive.namelist()


def _restore_files(store: HqStore, archive: zipfile.ZipFile) -> int:
    count = 0
    for info in archive.infolist():
        if not info.filename.startswith("blobs/"):
            continue
        sha256 = info.filename.removeprefix("blobs/")
        with archive.open(info) as member:
            _restore_file(store, sha256, member)
        count += 1
    return count


def _restore_file(store: HqStore, sha256: str, member: IO[bytes]) -> None:
    if len(sha256) != hashlib.sha256().digest_size * 2 or not sha256.isalnum():
        raise BadBackup(path=sha256[:80])
    if store.blobs.size(sha256) is not None:
        return
    take_in(store.blobs, sha256, iter(partial(member.read, _PIECE), b""))
