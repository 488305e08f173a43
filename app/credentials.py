"""The operating system's keyring, and nothing else: the only place that knows ``keyring``.

It keeps one secret per profile, the 256-bit keyring key (KRK) that unwraps the profile's key slot
(trust.md 4.2). There is no fallback: where no real keyring is, the caller must ask for a passphrase.
"""

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.errors import OutpostError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "outpost"
SECRET_BYTES = 32
# fail: none there; null: forgets; keyrings.*: add-ons, some of which write plain files (stack.md trap 12).
_UNTRUSTED = ("keyring.backends.fail", "keyring.backends.null", "keyrings.")


class NoKeyring(OutpostError):
    """There is no keyring that keeps secrets, or its owner did not unlock it; nothing was stored."""

    code = "no_keyring"


class SecretMissing(OutpostError):
    """The keyring works but holds no (readable) secret for this profile."""

    code = "secret_missing"


def available() -> bool:
    """Whether there is a keyring to trust with a secret."""
    try:
        _keyring()
    except NoKeyring:
        return False
    return True


def store(profile_id: str, secret: bytes) -> None:
    """Keep ``secret`` (32 bytes) for the profile, and see that it can be read back.

    Raises:
        NoKeyring: no keyring, or it would not keep the secret.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a secret has {SECRET_BYTES} bytes")
    text = base64.b64encode(secret).decode("ascii")
    ring = _keyring()
    with _translated(ring):
        ring.set_password(SERVICE, profile_id, text)
        kept = ring.get_password(SERVICE, profile_id)
    if kept != text:
        raise NoKeyring(backend=_name(ring))


def load(profile_id: str) -> bytes:
    """The profile's secret, 32 bytes.

    Raises:
        NoKeyring: no keyring, or its owner did not unlock it.
        SecretMissing: nothing kept for this profile, or something that is no secret of ours.
    """
    ring = _keyring()
    with _translated(ring):
        text = ring.get_password(SERVICE, profile_id)
    try:
        secret = base64.b64decode(text or "", validate=True)
    except (binascii.Error, ValueError) as error:
        raise SecretMissing(backend=_name(ring)) from error
    if len(secret) != SECRET_BYTES:
        raise SecretMissing(backend=_name(ring))
    return secret


def delete(profile_id: str) -> None:
    """Forget the profile's secret; it is no error when there is none.

    Raises:
        NoKeyring: no keyring, or its owner did not unlock it.
    """
    ring = _keyring()
    with _translated(ring):
        if ring.get_password(SERVICE, profile_id) is not None:
            ring.delete_password(SERVICE, profile_id)


def _keyring() -> "KeyringBackend":
    """The best keyring that really keeps secrets. A chain is taken apart: it may end in a plain file."""
    import keyring  # here, not above: 130 ms that the window need not wait for

    chosen = keyring.get_keyring()
    candidates: tuple[KeyringBackend, ...] = (*getattr(chosen, "backends", ()),) or (chosen,)
    for backend in candidates:
        if not backend.__class__.__module__.startswith(_UNTRUSTED) and backend.priority > 0:
            return backend
    raise NoKeyring(backend=_name(chosen))


@contextmanager
def _translated(ring: object) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # each backend has its own: D-Bus, Windows, Keychain
        raise NoKeyring(backend=_name(ring)) from error


def _name(ring: object) -> str:
    return f"{ring.__class__.__module__}.{ring.__class__.__name__}"
