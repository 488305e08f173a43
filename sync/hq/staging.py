"""Files on their way in: a part for each device, kept in a folder until its bytes are whole and checked.

No device continues what another began: who sends the last byte has sent the first, and so has the file.
Where several machines serve one headquarters, each may stage by itself: a laptop that meets another machine
is told to begin again, and nothing else goes wrong.
"""

import errno
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.hq.errors import StorageFull, WrongHash, WrongOffset

UNFINISHED = 4  # parts of one device: a laptop sends one file after the other, so the oldest were given up
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Staging:
    """Unfinished files in ``folder``, at most ``UNFINISHED`` of each device."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # One writer per file; a few locks shared by all names serve as well as one each.
        self._locks = tuple(threading.Lock() for _ in range(64))

    def offset(self, device: str, sha256: str) -> int:
        """How many bytes of the file this device has sent."""
        part = self._part(device, sha256)
        return part.stat().st_size if part.exists() else 0

    def append(self, device: str, sha256: str, offset: int, piece: bytes) -> int:
        """Add a piece and return how many bytes there are now, all of them on the disk.

        Raises:
            WrongOffset: the file goes on elsewhere. StorageFull: the piece is not kept.
        """
        with self._only(sha256), disk_trouble():
            here = self.offset(device, sha256)
            if offset != here:
                raise WrongOffset(here)
            part = self._part(device, sha256)
            if here == 0:
                self._make_room(part.parent)
            self._write(part, here, piece)
            return here + len(piece)

    def finish(self, device: str, sha256: str, keep: Callable[[Path], None]) -> None:
        """Hand the part, whose bytes have all arrived, to ``keep``; nothing where that was done already.

        Raises:
            WrongHash: it is another file than its name says; it is forgotten.
        """
        part = self._part(device, sha256)
        with self._only(sha256), disk_trouble():
            if not part.exists():
                return
            with part.open("rb") as file:
                right = hashlib.file_digest(file, "sha256").hexdigest() == sha256
            if right:
                keep(part)
            part.unlink(missing_ok=True)
        if not right:
            raise WrongHash(sha256=sha256)

    def discard(self, device: str, sha256: str) -> None:
        """Forget a part."""
        self._part(device, sha256).unlink(missing_ok=True)

    def _make_room(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        parts = sorted(folder.glob("*.part"), key=lambda path: path.stat().st_mtime)
        for old in parts[: max(0, len(parts) - UNFINISHED + 1)]:
            old.unlink(missing_ok=True)

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

    def _part(self, device: str, sha256: str) -> Path:
        return self._folder / device / f"{sha256}.part"

    def _only(self, sha256: str) -> threading.Lock:
        return self._locks[int(sha256[:2], 16) % len(self._locks)]


@contextmanager
def disk_trouble() -> Iterator[None]:
    """Tell a full disk as ``StorageFull``."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull from error
        raise
