"""Headquarters' own keys for packages: drawn from the tenant's secret, so that they survive with its data."""

import base64
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def opening_key(secret: str) -> X25519PrivateKey:
    """What opens packages for the headquarters with this secret."""
    return X25519PrivateKey.from_private_bytes(_derived(secret, b"outpost package opening"))


def signing_key(secret: str) -> Ed25519PrivateKey:
    """What signs its answers."""
    return Ed25519PrivateKey.from_private_bytes(_derived(secret, b"outpost package signing"))


@lru_cache(maxsize=64)
def public_keys(secret: str) -> str:
    """Both public halves, "X25519 Ed25519" in base64, as laptops are told them."""
    opening = opening_key(secret).public_key().public_bytes_raw()
    signing = signing_key(secret).public_key().public_bytes_raw()
    return " ".join(base64.b64encode(part).decode() for part in (opening, signing))


def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(secret.encode())
