"""The store's write counter beside the store, so that a store that went back in time is noticed.

Damage to the write-ahead log takes acknowledged writes away without a word from SQLite (trust.md R11, 4.4):
the database is sound, and older. The counter outside says so; a key derived from the store's seals it.
"""

import hashlib
import hmac
import os
from contextlib import suppress
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.store.files import sync_folder

SIZE = 128  # bytes of the file, always: less than a sector, which a disk writes whole or not at all


class _Sealed(msgspec.Struct, frozen=True):
    counter: int
    seal: str


class CounterFile:
    """``<store>.counter``: the highest counter that was ever acknowledged.

    Without it nothing is lost but the notice: whatever hinders reading or writing it is passed over.
    """

    def __init__(self, store: Path, key: bytes) -> None:
        """``key``: the store's own, 32 bytes."""
        self.path = store.with_name(f"{store.name}.counter")
        self._highest = self._settled = 0
        self._key = HKDF(SHA256(), 32, salt=None, info=b"outpost write counter").derive(key)

    def begin(self, counter: int) -> int:
        """How many acknowledged writes a store opened with ``counter`` has lost; from then on none."""
        lost = max(self.read() - counter, 0)
        self._highest = counter
        if lost:
            self.keep(counter, durable=True)
        return lost

    def note(self, counter: int) -> None:
        """A write was acknowledged.

        Each write notes it without waiting for the disk: a process may die at any time and it still holds.
        """
        self._highest = max(self._highest, counter)
        if not self._overwritten(counter):
            self.keep(counter, durable=False)

    def settle(self) -> None:
        """Make what was noted outlive a power cut."""
        if self._highest > self._settled:
            self.keep(max(self._highest, self.read()), durable=True)
            self._settled = self._highest

    def read(self) -> int:
        """The counter; 0 where there is no file, or one that is not ours."""
        try:
            found = msgspec.json.decode(self.path.read_bytes(), type=_Sealed)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return 0
        return found.counter if hmac.compare_digest(found.seal, self._seal(found.counter)) else 0

    def keep(self, counter: int, *, durable: bool) -> None:
        """Replace the counter, whole or not at all; ``durable`` waits until it also holds at a power cut."""
        temporary = self.path.with_name(f"{self.path.name}.new")
        with suppress(OSError):
            with temporary.open("wb") as file:
                file.write(self._sealed(counter))
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            temporary.replace(self.path)
            if durable:
                sync_folder(self.path.parent)

    def _overwritten(self, counter: int) -> bool:
        """Write the counter over the old one; False where there is none.

        To replace a file is a matter for the journal of the disk, for which every save beside this one would
        wait. One sector in one go is as whole, and what stays of a longer one would break the seal.
        """
        try:
            with self.path.open("r+b", buffering=0) as file:
                return file.write(self._sealed(counter)) == SIZE
        except OSError:
            return False

    def _sealed(self, counter: int) -> bytes:
        return msgspec.json.encode(_Sealed(counter, self._seal(counter))).ljust(SIZE)

    def _seal(self, counter: int) -> str:
        return hmac.new(self._key, str(counter).encode("ascii"), hashlib.sha256).hexdigest()
