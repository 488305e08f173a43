"""Attachments' bytes: resumable both ways, and only for files that a record within the scope names."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import select

from sync.hq.errors import FileTooLarge, FileUnknown
from sync.hq.scopes import Principal, scope
from sync.hq.store import HqStore
from sync.hq.tables import RECORD
from sync.protocol.limits import MAX_FILE


@dataclass(frozen=True, slots=True)
class FileState:
    """``length`` bytes in all, of which ``offset`` are here."""

    length: int
    offset: int

    @property
    def whole(self) -> bool:
        """Whether every byte is here."""
        return self.offset >= self.length


def file_state(store: HqStore, principal: Principal, sha256: str) -> FileState:
    """How much of a file is here.

    Raises:
        FileUnknown: no record within the principal's scope names it.
    """
    length = _told_length(store, principal, sha256)
    whole = store.blobs.size(sha256)
    if whole is not None:
        return FileState(whole, whole)
    return FileState(length, store.blobs.offset(sha256))


def take_piece(store: HqStore, principal: Principal, sha256: str, offset: int, piece: bytes) -> FileState:
    """Keep one more piece; a file that was whole already stays as it is.

    Raises:
        FileUnknown, FileTooLarge, WrongOffset, WrongHash, StorageFull.
    """
    before = file_state(store, principal, sha256)
    if before.whole and before.length:
        return before
    if before.length > MAX_FILE or offset + len(piece) > before.length:
        raise FileTooLarge(limit=min(before.length, MAX_FILE))
    return FileState(before.length, store.blobs.append(sha256, offset, piece, total=before.length))


def give_piece(store: HqStore, principal: Principal, sha256: str, start: int, length: int) -> bytes:
    """Part of a whole file, from ``start``; shorter at its end.

    Raises:
        FileUnknown: out of scope, or its bytes have not all arrived.
    """
    if store.blobs.size(sha256) is None or not file_state(store, principal, sha256).whole:
        raise FileUnknown(sha256=sha256)
    return store.blobs.read(sha256, start, length)


def _told_length(store: HqStore, principal: Principal, sha256: str) -> int:
    """The size that the records in scope give the file; the largest if they disagree."""
    query = select(RECORD.c.doc).where(
        RECORD.c.tenant == store.tenant,
        RECORD.c.sha256 == sha256,
        scope(principal).clause(RECORD.c.unit),
    )
    with store.read() as connection:
        sizes = [msgspec.json.decode(doc).get("size", 0) for doc in connection.execute(query).scalars()]
    if not sizes:
        raise FileUnknown(sha256=sha256)
    return int(max(sizes))
