"""Where headquarters keeps whole files, by their SHA-256: one small interface, a folder here.

``sync.hq.bucket`` keeps them in an S3-compatible bucket instead. Either way files arrive piece by piece in
``staging`` and are kept once their bytes are whole and checked.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from sync.hq.staging import Staging, disk_trouble


class Blobs(Protocol):
    """Whole files. Every method may raise ``FilesUnreachable`` where the place is another machine."""

    @property
    def staging(self) -> Staging:
        """Where files arrive."""
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

    def names(self) -> Iterator[str]:
        paths = sorted(self._folder.glob("??/*"), key=lambda path: path.name)
        return (path.name for path in paths if path.suffix != ".part")

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut; Windows does so by itself and cannot open folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
