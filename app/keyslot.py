"""The profile's key slot: ``keyslot.json`` wraps the store's key so that the file alone opens nothing.

The data key (DEK, 32 random bytes, the store's raw key) is sealed with AES-256-GCM under a key that comes
either from the keyring (``keyring``: HKDF of the profile's KRK) or from a passphrase (``passphrase``:
Argon2id). The header of the slot is authenticated with it (trust.md 4.2).
"""

import base64
import binascii
import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app import credentials
from app.errors import OutpostError
from app.profile_settings import SLOT_NAME
from app.store.errors import DiskFull, DiskTrouble, ReadOnlyStore
from app.store.raw import DATABASE_NAME

SUITE = "aes256gcm-argon2id-v1"
KEY_BYTES = 32
NONCE_BYTES = 12
SALT_BYTES = 16
TAG_BYTES = 16
SHORTEST_PASSPHRASE = 12
MEMORY_KIB = 256 * 1024  # 0.76 s a guess (trust.md 4.2)
MOST_MEMORY_KIB = 2 * 1024 * 1024
PASSES = 3
LANES = 4

Mode = Literal["keyring", "passphrase"]


class KeySlotError(OutpostError):
    """Base of what can go wrong with a key slot."""


class SlotMissing(KeySlotError):
    """The profile has no key slot."""

    code = "slot_missing"


class SlotExists(KeySlotError):
    """The profile has a key slot already; making another would lose the key of its store."""

    code = "slot_exists"


class SlotDamaged(KeySlotError):
    """The key slot cannot be read, or was altered."""

    code = "slot_damaged"


class WrongPassphrase(KeySlotError):
    """The passphrase does not open the slot."""

    code = "wrong_passphrase"


class PassphraseNeeded(KeySlotError):
    """The slot is opened by a passphrase and none was given."""

    code = "passphrase_needed"


class PassphraseTooShort(KeySlotError):
    """Fewer than 12 characters; ``shortest`` and ``length`` are in the params."""

    code = "passphrase_too_short"


class Slot(msgspec.Struct, frozen=True):
    """``keyslot.json``; bytes are base64; the last four are Argon2id's, for a passphrase."""

    profile_id: str
    suite: str
    mode: Mode
    nonce: str
    sealed: str
    salt: str = ""
    memory_kib: int = 0
    passes: int = 0
    lanes: int = 0


def exists(folder: Path) -> bool:
    """Whether there is a profile in ``folder``, sound or not."""
    return (folder / SLOT_NAME).exists() or (folder / DATABASE_NAME).exists()


def create_key(profile_dir: Path, passphrase: str | None = None) -> bytes:
    """Make a new store key, write its slot and return the key: 32 bytes.

    Without a ``passphrase`` the slot is bound to the keyring.

    Raises:
        SlotExists, PassphraseTooShort, credentials.NoKeyring, ReadOnlyStore, DiskFull: no slot was written.
    """
    path = profile_dir / SLOT_NAME
    if path.exists():
        raise SlotExists(path=str(path))
    if passphrase is not None:
        check_passphrase(passphrase)
    key = os.urandom(KEY_BYTES)
    profile_id = secrets.token_hex(16)
    if passphrase is None:
        credentials.store(profile_id, os.urandom(credentials.SECRET_BYTES))
    _write(path, _sealed(key, profile_id, passphrase))
    return key


def load_key(profile_dir: Path, passphrase: str | None = None) -> bytes:
    """The store's key, 32 bytes.

    Raises:
        SlotMissing, SlotDamaged, WrongPassphrase, PassphraseNeeded, credentials.NoKeyring,
        credentials.SecretMissing: as they say.
    """
    return _opened(_read(profile_dir / SLOT_NAME), passphrase)


def slot_mode(profile_dir: Path) -> Mode:
    """Whether the profile opens by keyring or by passphrase.

    Raises:
        SlotMissing, SlotDamaged: as they say.
    """
    return _read(profile_dir / SLOT_NAME).mode


def change_passphrase(profile_dir: Path, old: str | None, new: str | None) -> None:
    """Wrap the same key anew: under the passphrase ``new``, or under the keyring when it is None.

    Raises:
        as ``load_key`` for ``old`` and as ``create_key`` for ``new``; the slot then is as it was.
    """
    path = profile_dir / SLOT_NAME
    slot = _read(path)
    if new is not None:
        check_passphrase(new)
    key = _opened(slot, old)
    if new is None and slot.mode == "passphrase":
        credentials.store(slot.profile_id, os.urandom(credentials.SECRET_BYTES))
    _write(path, _sealed(key, slot.profile_id, new))
    if new is not None and slot.mode == "keyring":
        with contextlib.suppress(credentials.NoKeyring):  # what is left there opens nothing any more
            credentials.delete(slot.profile_id)


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase of fewer than 12 characters.

    Raises:
        PassphraseTooShort: as it says.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort(shortest=SHORTEST_PASSPHRASE, length=len(passphrase))


def _sealed(key: bytes, profile_id: str, passphrase: str | None) -> Slot:
    nonce = os.urandom(NONCE_BYTES)
    salt = os.urandom(SALT_BYTES)
    bare = Slot(profile_id, SUITE, "keyring", _text(nonce), "")
    if passphrase is not None:
        bare = msgspec.structs.replace(
            bare, mode="passphrase", salt=_text(salt), memory_kib=MEMORY_KIB, passes=PASSES, lanes=LANES
        )
    sealed = AESGCM(_wrapping_key(bare, passphrase)).encrypt(nonce, key, _header(bare))
    return msgspec.structs.replace(bare, sealed=_text(sealed))


def _opened(slot: Slot, passphrase: str | None) -> bytes:
    if slot.mode == "passphrase" and passphrase is None:
        raise PassphraseNeeded()
    try:
        nonce, sealed = _bytes(slot.nonce), _bytes(slot.sealed)
        if len(nonce) != NONCE_BYTES or len(sealed) != KEY_BYTES + TAG_BYTES:
            raise ValueError("cut short")
        key = AESGCM(_wrapping_key(slot, passphrase)).decrypt(nonce, sealed, _header(slot))
    except InvalidTag as error:
        raise (WrongPassphrase() if slot.mode == "passphrase" else SlotDamaged(path=SLOT_NAME)) from error
    except (binascii.Error, ValueError) as error:
        raise SlotDamaged(path=SLOT_NAME) from error
    return key


def _wrapping_key(slot: Slot, passphrase: str | None) -> bytes:
    """The key-encryption key; the keyring's secret is random, so HKDF is enough for it."""
    if slot.mode == "keyring":
        info = f"outpost keyslot {slot.profile_id}".encode()
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(credentials.load(slot.profile_id))
    if not 0 < slot.memory_kib <= MOST_MEMORY_KIB:
        raise ValueError("memory out of range")  # an altered slot must not make us take all memory
    kdf = Argon2id(
        salt=_bytes(slot.salt),
        length=KEY_BYTES,
        iterations=slot.passes,
        lanes=slot.lanes,
        memory_cost=slot.memory_kib,
    )
    return kdf.derive((passphrase or "").encode())


def _header(slot: Slot) -> bytes:
    return f"{slot.profile_id}\n{slot.suite}\n{slot.mode}".encode()


def _read(path: Path) -> Slot:
    try:
        slot = msgspec.json.decode(path.read_bytes(), type=Slot)
    except FileNotFoundError as error:
        raise SlotMissing(path=str(path)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SlotDamaged(path=str(path)) from error
    if slot.suite != SUITE:
        raise SlotDamaged(path=str(path))
    return slot


def _write(path: Path, slot: Slot) -> None:
    """Replace the slot whole or not at all, also at a power cut: it is the only way to the data."""
    temporary = path.with_name(path.name + ".new")
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(slot)))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        if os.name == "posix":  # Windows cannot open a directory, and journals the rename itself
            directory = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(directory)
            finally:
                os.close(directory)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(path=str(path)) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise ReadOnlyStore(path=str(path)) from error
        raise DiskTrouble(path=str(path)) from error


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
