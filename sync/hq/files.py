"""Attachments' bytes: resumable both ways, only for files that a record within the scope names, and read only
where its author has shown to have them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy.exc import DBAPIError

from sync.hq import possession, wall
from sync.hq.database import should_retry
from sync.hq.errors import FileTooLarge, FileUnknown, UnitFilesFull, WrongOffset
from sync.hq.possession import Claim
from sync.hq.scopes import Principal, scope
from sync.hq.store import HqStore

_TRIES = 3


@dataclass(frozen=True, slots=True)
class FileState:
    """``length`` bytes in all, of which ``offset`` are here; ``whole`` once they are kept for this person."""

    length: int
    offset: int
    whole: bool


def file_state(store: HqStore, principal: Principal, sha256: str) -> FileState:
    """How much of a file is here from this device, or that it is whole.

    Raises:
        FileUnknown: no record opens it to the principal, nor did they write one that names it.
    """
    claims = _claims(store, principal, sha256)
    kept = store.blobs.size(sha256)
    if kept is not None and any(claim.proven for claim in claims):
        _prove(store, sha256, claims, kept)  # who may read the bytes, or has sent them, may attach them again
        return FileState(kept, kept, True)
    length = _told_length(claims)
    staged = store.blobs.staging.offset(principal.device_id, sha256)
    if staged and staged >= length:  # headquarters died between the last byte and keeping the file
        _keep(store, principal, sha256, claims, staged)
        return FileState(staged, staged, True)
    return FileState(length, staged, False)


def take_piece(store: HqStore, principal: Principal, sha256: str, offset: int, piece: bytes) -> FileState:
    """Keep one more piece; a file that was whole already stays as it is.

    Raises:
        FileUnknown, FileTooLarge, UnitFilesFull, WrongOffset, WrongHash, StorageFull, FilesUnreachable.
    """
    before = file_state(store, principal, sha256)
    if before.whole:
        return before
    claims = _claims(store, principal, sha256)
    limit = min(before.length, store.limits.file_bytes)
    if before.length > limit or offset + len(piece) > before.length:
        raise FileTooLarge(limit=limit)
    _require_room(store, claims, before.length)
    try:
        here = store.blobs.staging.append(principal.device_id, sha256, offset, piece)
    except WrongOffset as error:
        if error.offset < before.length:
            raise
        return file_state(store, principal, sha256)  # another request of this device has just sent the rest
    if here == before.length:
        _keep(store, principal, sha256, claims, here)
    return FileState(before.length, here, here == before.length)


def give_piece(store: HqStore, principal: Principal, sha256: str, start: int, length: int) -> bytes:
    """Part of a whole file, from ``start``; shorter at its end.

    Raises:
        FileUnknown: out of scope, or its bytes have not all arrived, or nobody has shown to have them.
    """
    readable = any(claim.opens for claim in _claims(store, principal, sha256, confined=True))
    if not readable or store.blobs.size(sha256) is None:
        raise FileUnknown(sha256=sha256)
    return store.blobs.read(sha256, start, length)


def _claims(store: HqStore, principal: Principal, sha256: str, *, confined: bool = False) -> list[Claim]:
    """``confined`` leaves out the person's own records that lie out of scope: these may only be sent."""
    with store.read() as connection:
        if confined:
            wall.confine(connection, scope(principal), principal.user_id)
        claims = possession.claims(connection, store.tenant, principal, sha256)
    if not claims:
        raise FileUnknown(sha256=sha256)
    return claims


def _told_length(claims: Sequence[Claim]) -> int:
    """The size that the records give the file; the largest if they disagree."""
    return max(claim.size for claim in claims)


def _require_room(store: HqStore, claims: Sequence[Claim], length: int) -> None:
    limit = store.limits.unit_bytes
    with store.read() as connection:
        for unit in {claim.unit for claim in claims if claim.owed}:
            used = possession.used(connection, store.tenant, unit)
            if used + length > limit:
                raise UnitFilesFull(used=used >> 20, limit=limit >> 20)


def _keep(store: HqStore, principal: Principal, sha256: str, claims: Sequence[Claim], size: int) -> None:
    """Move what has arrived to its place, then open it for the records whose author sent it."""
    store.blobs.staging.finish(principal.device_id, sha256, partial(store.blobs.put, sha256))
    _prove(store, sha256, claims, size)


def _prove(store: HqStore, sha256: str, claims: Sequence[Claim], size: int) -> None:
    owed = [claim.record for claim in claims if claim.owed]
    for attempt in range(_TRIES if owed else 0):
        try:
            with store.write() as connection:
                possession.prove(connection, store.tenant, sha256, owed, size)
            return
        except DBAPIError as error:  # another request of the author notes the same at this moment
            if attempt == _TRIES - 1 or not should_retry(error):
                raise
