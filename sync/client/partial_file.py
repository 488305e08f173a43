"""An unfinished download: sealed pieces one after the other, so that no plain byte ever rests on the disk.

Each piece stands behind its length (4 bytes) and is sealed for its place in its file; a piece that a crash
cut short is dropped when the file is opened again.
"""

import hashlib
import os
from collections.abc import Iterator
from typing import BinaryIO

from app.store.errors import FileDamaged
from app.store.files import Files, on_disk

_LENGTH = 4


class PartialFile:
    """The part of one file that has arrived; ``received`` bytes of it.

    Whatever it does may raise DiskFull, ReadOnlyStore or DiskTrouble: what has arrived before stays.
    """

    def __init__(self, files: Files, sha256: str) -> None:
        self._files = files
        self._sha256 = sha256
        self._path = files.partial(sha256)
        self.received = self._keep_whole_pieces()

    def append(self, piece: bytes) -> None:
        """Add the next bytes."""
        sealed = self._files.seal(piece, self._label(self.received))
        with on_disk(self._path.parent):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as target:
                target.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
                target.flush()
                os.fsync(target.fileno())
        self.received += len(piece)

    def finish(self) -> bool:
        """Move the bytes to the store's files if they are what the name says; the part is gone either way."""
        digest = hashlib.sha256()
        for piece in self._pieces():
            digest.update(piece)
        right = digest.hexdigest() == self._sha256
        if right:
            self._files.put(self._pieces(), state="sent")
        self.discard()
        return right

    def discard(self) -> None:
        """Forget what has arrived."""
        with on_disk(self._path.parent):
            self._path.unlink(missing_ok=True)
        self.received = 0

    def _pieces(self) -> Iterator[bytes]:
        if not self._path.exists():
            return
        with on_disk(self._path.parent), self._path.open("rb") as source:
            yield from (piece for piece, _ in self._read(source))

    def _read(self, source: BinaryIO) -> Iterator[tuple[bytes, int]]:
        """Each whole piece with where it ends in the file."""
        offset = 0
        while head := source.read(_LENGTH):
            sealed = source.read(int.from_bytes(head, "big"))
            try:
                piece = self._files.unseal(sealed, self._label(offset))
            except FileDamaged:
                return
            offset += len(piece)
            yield piece, source.tell()

    def _keep_whole_pieces(self) -> int:
        received = end = 0
        if not self._path.exists():
            return 0
        with on_disk(self._path.parent), self._path.open("r+b") as file:
            for piece, at in self._read(file):
                received, end = received + len(piece), at
            file.truncate(end)
        return received

    def _label(self, offset: int) -> bytes:
        return f"{self._sha256}:{offset}".encode("ascii")
