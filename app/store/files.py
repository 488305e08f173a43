"""Attachments' bytes: one encrypted file each, named by the SHA-256 of what is inside.

Layout: an 8-byte random nonce prefix, then pieces of 64 KiB sealed with AES-256-GCM under a key derived from
the store's; the piece's number and whether it is the last are authenticated, so pieces cannot be dropped,
swapped or cut off.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, exists, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from app.model.registry import KINDS
from app.reasons import Reason
from app.store import errors
from app.store.database import transaction
from app.store.integrity import Problem
from app.store.tables import FILE, OUTBOX

PIECE = 64 * 1024
NONCE_PREFIX = 8
TAG = 16


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that headquarters does not have yet."""

    sha256: str
    size: int


class Files:
    """The attachments of one store."""

    def __init__(self, folder: Path, key: bytes, engine: Engine, database: Path) -> None:
        self._folder = folder
        self._cipher = AESGCM(HKDF(SHA256(), 32, None, b"outpost attachments").derive(key))
        self._engine = engine
        self._database = database

    def put(self, pieces: Iterable[bytes], *, state: str = "waiting") -> tuple[str, int]:
        """Keep a stream of bytes; return its SHA-256 (64 hex digits) and size in bytes.

        ``state`` is ``waiting`` for bytes that headquarters must still get, ``sent`` for those that came
        from there. Nothing unencrypted touches the disk.

        Raises:
            DiskFull, ReadOnlyStore: as they say; nothing is kept then.
        """
        digest, size = hashlib.sha256(), 0
        with self._temporary() as (target, path):
            prefix = os.urandom(NONCE_PREFIX)
            target.write(prefix)
            for number, (piece, last) in enumerate(_marked(_sized(pieces))):
                digest.update(piece)
                size += len(piece)
                target.write(self._cipher.encrypt(_nonce(prefix, number), piece, _label(number, last)))
            target.flush()
            os.fsync(target.fileno())
            name = digest.hexdigest()
            final = self._path(name)
            final.parent.mkdir(parents=True, exist_ok=True)
            # In one transaction: nobody makes room by dropping the same bytes in between.
            with transaction(self._engine, self._database) as connection:
                path.replace(final)
                sync_folder(final.parent)
                keep(connection, name, size, state)
        return name, size

    def read(self, sha256: str) -> Iterator[bytes]:
        """The bytes in pieces of at most 64 KiB, each authenticated before it is handed out.

        Raises:
            FileMissing: not on this laptop yet. FileDamaged: altered or cut on disk.
            DiskTrouble, ReadOnlyStore: it cannot be read.
        """
        path = self._path(sha256)
        if not path.exists():
            raise errors.FileMissing(sha256=sha256)
        with on_disk(self._folder), path.open("rb") as source:
            prefix = source.read(NONCE_PREFIX)
            left = path.stat().st_size - NONCE_PREFIX
            number = 0
            while left > 0 or number == 0:
                sealed = source.read(PIECE + TAG)
                left -= len(sealed)
                try:
                    yield self._cipher.decrypt(_nonce(prefix, number), sealed, _label(number, left <= 0))
                except (InvalidTag, ValueError) as error:
                    raise errors.FileDamaged(sha256=sha256) from error
                number += 1

    def has(self, sha256: str) -> bool:
        """Whether the bytes are on this laptop."""
        return self._path(sha256).exists()

    def remove(self, sha256: str) -> bool:
        """Take the bytes off the disk; False where somebody is reading them. ``FileCache`` says when."""
        try:
            self._path(sha256).unlink(missing_ok=True)
        except OSError:  # Windows, while another program has it open
            return False
        return True

    def waiting(self) -> list[WaitingFile]:
        """The files headquarters does not have yet: small pictures, then originals, smallest first."""
        small = FILE.c.sha256.in_(_named("thumbnail_sha256"))
        query = select(FILE).where(or_(is_to_be_sent(), and_(FILE.c.state == "waiting", small)))
        with transaction(self._engine, self._database) as connection:
            found = connection.execute(query.order_by(small.desc(), FILE.c.size, FILE.c.sha256))
            return [WaitingFile(row.sha256, row.size) for row in found]

    def problems(self) -> list[Problem]:
        """Files that do not open as what their name says, and lost ones that only this laptop had; slow."""
        with transaction(self._engine, self._database) as connection:
            noted = connection.execute(select(FILE.c.sha256, FILE.c.state).order_by(FILE.c.sha256)).all()
        codes = ((name, self._trouble(name, state)) for name, state in noted if state != "absent")
        return [Problem(code, name) for name, code in codes if code]

    def _trouble(self, sha256: str, state: str) -> str:
        digest = hashlib.sha256()
        try:
            for piece in self.read(sha256):
                digest.update(piece)
        except errors.FileMissing:
            return "" if state == "sent" else "file_lost"  # what headquarters has is fetched again
        except (errors.FileDamaged, errors.DiskTrouble, errors.ReadOnlyStore):
            return "file_damaged"
        return "" if digest.hexdigest() == sha256 else "file_damaged"

    def mark_sent(self, sha256: str) -> None:
        """Headquarters acknowledged the bytes."""
        self._mark(sha256, "sent", None)

    def mark_refused(self, sha256: str, reason: Reason) -> None:
        """Headquarters will not take the bytes; they stay here with the reason."""
        self._mark(sha256, "refused", reason)

    def partial(self, sha256: str) -> Path:
        """Where an unfinished download of ``sha256`` grows (sealed pieces only, see ``sync.client``)."""
        return self._path(sha256).with_suffix(".part")

    def seal(self, data: bytes, label: bytes) -> bytes:
        """Seal one piece of an unfinished download."""
        nonce = os.urandom(12)
        return nonce + self._cipher.encrypt(nonce, data, label)

    def unseal(self, sealed: bytes, label: bytes) -> bytes:
        """Open what ``seal`` sealed.

        Raises:
            FileDamaged: it was altered.
        """
        try:
            return self._cipher.decrypt(sealed[:12], sealed[12:], label)
        except (InvalidTag, ValueError) as error:
            raise errors.FileDamaged(sha256=label.decode(errors="replace")) from error

    def _mark(self, sha256: str, state: str, reason: Reason | None) -> None:
        told = {"key": reason.key, "params": dict(reason.params)} if reason else None
        with transaction(self._engine, self._database) as connection:
            connection.execute(update(FILE).where(FILE.c.sha256 == sha256).values(state=state, reason=told))

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise errors.FileMissing(sha256=sha256)
        return self._folder / sha256[:2] / f"{sha256}.sealed"

    @contextmanager
    def _temporary(self) -> Iterator[tuple[BinaryIO, Path]]:
        """A new file beside the others, gone again unless it was moved to its place."""
        path = None
        try:
            with on_disk(self._folder):
                self._folder.mkdir(parents=True, exist_ok=True)
                handle, name = tempfile.mkstemp(dir=self._folder, suffix=".new")
                path = Path(name)
                with os.fdopen(handle, "wb") as target:
                    yield target, path
        finally:
            if path is not None:
                with suppress(OSError):  # moved to its place, or the disk is gone: that is what must be told
                    path.unlink()


def is_to_be_sent() -> ColumnElement[bool]:
    """Of a row of ``file``: an original that headquarters must still get.

    Bytes that no attachment names are left over from work that was given up or killed before its record was
    saved; headquarters would not take them, and nobody waits for them. A record that was saved here and has
    left for another unit since still wants its bytes: only this laptop has them.
    """
    gone = exists().where(
        OUTBOX.c.kind == "attachment", func.json_extract(OUTBOX.c.fields, "$.sha256[1]") == FILE.c.sha256
    )
    return and_(FILE.c.state == "waiting", or_(FILE.c.sha256.in_(_named("sha256")), gone))


def _named(field: str) -> Select[tuple[str]]:
    column = KINDS["attachment"].table.c[field]
    return select(column).where(column.is_not(None))


def keep(connection: Connection, sha256: str, size: int, state: str) -> None:
    """Note that the bytes of ``sha256`` are here.

    A file sent before that is attached again waits again: headquarters opens the new record once it was
    asked about it, and asks for the bytes only where it has to see them (``sync.hq.possession``).
    """
    added = round(time.time() * 1000)  # the device's clock: it only says what is dropped first
    own = state == "waiting"
    entry = {"sha256": sha256, "size": size, "state": state, "own": own, "added_at": added}
    statement = insert(FILE).values(entry)
    if own:
        changed, where = {**entry, "reason": None, "wanted": False}, None
    else:
        changed, where = {"state": state, "wanted": False}, FILE.c.state == "absent"
    connection.execute(statement.on_conflict_do_update(index_elements=["sha256"], set_=changed, where=where))


def sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut; Windows does so by itself and cannot open folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def on_disk(folder: Path) -> Iterator[None]:
    """What the system says against a file of ``folder``, as the store says it.

    Raises:
        DiskFull, ReadOnlyStore, DiskTrouble: as they say.
    """
    try:
        yield
    except OSError as error:
        raise _translated(error, folder) from error


def _translated(error: OSError, folder: Path) -> Exception:
    if error.errno in (28, 122):  # ENOSPC, EDQUOT
        return errors.DiskFull(path=str(folder))
    if isinstance(error, PermissionError) or error.errno == 30:  # EROFS
        return errors.ReadOnlyStore(path=str(folder))
    return errors.DiskTrouble(path=str(folder))


def _sized(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of exactly 64 KiB, the last one shorter or empty."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) > PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    yield bytes(held)


def _marked(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece with whether it is the last."""
    current = next(pieces)
    for following in pieces:
        yield current, False
        current = following
    yield current, True


def _nonce(prefix: bytes, number: int) -> bytes:
    return prefix + number.to_bytes(4, "big")


def _label(number: int, last: bool) -> bytes:
    return number.to_bytes(4, "big") + bytes([last])
