"""Files by their SHA-256, kept in a folder: ``ab/abcd…`` when whole, ``ab/abcd….part`` while arriving."""

import errno
import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sync.hq.errors import StorageFull, WrongHash, WrongOffset

_PIECE = 256 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Blobs(Protocol):
    """Where files are kept; a folder here, a bucket elsewhere."""

    def size(self, sha256: str) -> int | None:
        """Bytes of the whole file; None while it is not whole."""
        ...

    def offset(self, sha256: str) -> int:
        """How many bytes have arrived."""
        ...

    def append(self, sha256: str, offset: int, piece: bytes, *, total: int) -> int:
        """Add a piece and return how many bytes there are now; complete at ``total``.

        Raises:
            WrongOffset: the file goes on elsewhere. WrongHash: whole, but another file. StorageFull.
        """
        ...

    def read(self, sha256: str, start: int, length: int) -> bytes:
        """Part of a whole file."""
        ...

    def names(self) -> Iterator[str]:
        """The hashes of the whole files, sorted."""
        ...


class FolderBlobs:
    """Files in a folder. A name appears only when its bytes are whole, checked and on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # One writer per file; a few locks shared by all names serve as well as one each.
        self._locks = tuple(threading.Lock() for _ in range(64))

    def size(self, sha256: str) -> int | None:
        path = self._path(sha256)
        return path.stat().st_size if path.exists() else None

    def offset(self, sha256: str) -> int:
        whole = self.size(sha256)
        if whole is not None:
            return whole
        part = self._part(sha256)
        return part.stat().st_size if part.exists() else 0

    def append(self, sha256: str, offset: int, piece: bytes, *, total: int) -> int:
        with self._only(sha256), _disk():
            whole = self.size(sha256)
            if whole is not None:
                return whole  # the reply to an earlier piece was lost
            here = self.offset(sha256)
            if offset != here:
                raise WrongOffset(here)
            part = self._part(sha256)
            part.parent.mkdir(parents=True, exist_ok=True)
            self._write(part, here, piece)
            if here + len(piece) == total:
                self._complete(sha256)
            return here + len(piece)

    def read(self, sha256: str, start: int, length: int) -> bytes:
        with self._path(sha256).open("rb") as file:
            file.seek(start)
            return file.read(length)

    def names(self) -> Iterator[str]:
        paths = sorted(self._folder.glob("??/*"), key=lambda path: path.name)
        return (path.name for path in paths if path.suffix != ".part")

    def _write(self, part: Path, here: int, piece: bytes) -> None:
        try:
            with part.open("ab") as file:
                file.write(piece)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            # What arrived of the piece is not kept: the laptop goes on where headquarters said last.
            if part.exists():
                os.truncate(part, here)
            raise

    def _complete(self, sha256: str) -> None:
        part, path = self._part(sha256), self._path(sha256)
        digest = hashlib.sha256()
        with part.open("rb") as file:
            while chunk := file.read(_PIECE):
                digest.update(chunk)
        if digest.hexdigest() != sha256:
            part.unlink()
            raise WrongHash(sha256=sha256)
        part.replace(path)
        _sync_folder(path.parent)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _part(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / f"{sha256}.part"

    def _only(self, sha256: str) -> threading.Lock:
        return self._locks[int(sha256[:2], 16) % len(self._locks)]


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull from error
        raise


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut; Windows does so by itself and cannot open folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
