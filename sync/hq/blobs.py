"""Where headquarters keeps whole files, by their SHA-256: one small interface, a folder here.

``sync.hq.bucket`` keeps them in an S3-compatible bucket instead. Either way files arrive piece by piece in
``staging`` and are kept once their bytes are whole and checked.
"""

import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Protocol

from sync.hq.staging import Staging, disk_trouble

_PIECE = 1024 * 1024
_MOVING = "moving"  # what does not come from a laptop is staged as if from this device


class Blobs(Protocol):
    """Whole files. Every method may raise ``FilesUnreachable`` where the place is another machine."""

    @property
    def staging(self) -> Staging:
        """Where files arrive."""
        ...

    def check(self) -> None:
        """See that files can be kept there."""
        ...

    def size(self, sha256: str) -> int | None:
        """Bytes of a file; None where there is none."""
        ...

    def put(self, sha256: str, source: Path) -> None:
        """Keep a file whose bytes were checked; it may move there. Keeping it twice is as once.

        Raises:
            StorageFull: it is not kept, ``source`` is as it was.
        """
        ...

    def read(self, sha256: str, start: int, length: int) -> bytes:
        """Part of a file, shorter at its end."""
        ...

    def drop(self, sha256: str) -> None:
        """Remove a file; one that is not there is removed already."""
        ...

    def names(self) -> Iterator[str]:
        """The hashes of all files, sorted."""
        ...


class FolderBlobs:
    """Files in a folder, ``ab/abcd…``. A name appears only when its bytes are on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._staging = Staging(folder / "arriving")

    @property
    def staging(self) -> Staging:
        return self._staging

    def check(self) -> None:
        with disk_trouble():
            self._folder.mkdir(parents=True, exist_ok=True)

    def size(self, sha256: str) -> int | None:
        path = self._path(sha256)
        return path.stat().st_size if path.exists() else None

    def put(self, sha256: str, source: Path) -> None:
        path = self._path(sha256)
        with disk_trouble():
            path.parent.mkdir(parents=True, exist_ok=True)
            source.replace(path)
            _sync_folder(path.parent)

    def read(self, sha256: str, start: int, length: int) -> bytes:
        with self._path(sha256).open("rb") as file:
            file.seek(start)
            return file.read(length)

    def drop(self, sha256: str) -> None:
        with disk_trouble():
            self._path(sha256).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        paths = sorted(self._folder.glob("??/*"), key=lambda path: path.name)
        return (path.name for path in paths if path.suffix != ".part")

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256


def take_in(blobs: Blobs, sha256: str, pieces: Iterable[bytes]) -> None:
    """Keep a file that comes from another store of files or from a backup.

    Raises:
        WrongHash: it is another file than its name says. StorageFull, FilesUnreachable.
    """
    staging, at = blobs.staging, 0
    staging.discard(_MOVING, sha256)
    for piece in pieces:
        at = staging.append(_MOVING, sha256, at, piece)
    if at == 0:
        staging.append(_MOVING, sha256, 0, b"")
    staging.finish(_MOVING, sha256, partial(blobs.put, sha256))


def copy_all(source: Blobs, target: Blobs) -> int:
    """Copy every file that ``target`` does not have; returns how many. Cut off, it is simply begun again.

    Raises:
        WrongHash, StorageFull, FilesUnreachable.
    """
    missing = [name for name in source.names() if target.size(name) is None]
    for name in missing:
        take_in(target, name, pieces_of(source, name))
    return len(missing)


def pieces_of(blobs: Blobs, sha256: str) -> Iterator[bytes]:
    """A whole file, a megabyte at a time."""
    size = blobs.size(sha256) or 0
    return (blobs.read(sha256, start, _PIECE) for start in range(0, size, _PIECE))


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut; Windows does so by itself and cannot open folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
