"""Files that carry an exchange where no network does: sealed for the receiver, signed by the sender.

``OUTPOST-PACKAGE 1\\n``, the header's length (4 bytes, big-endian), the header as JSON, the sender's Ed25519
signature over everything else (64 bytes), then AES-256-GCM under a key that only the receiver's X25519 key
gives. Whoever carries the file learns which device it belongs to and how large it is, nothing more.
"""

import base64
import binascii
from typing import Annotated, Literal

import msgspec
import zstandard
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Meta

from app.errors import OutpostError
from sync.protocol.codec import decompress
from sync.protocol.messages import RecordId

MAGIC = b"OUTPOST-PACKAGE 1\n"
LARGEST = 64 * 1024 * 1024  # bytes of the file, and of what is in it
_LENGTH = 4
_SIGNATURE = 64
_LONGEST_HEADER = 1024
# The key is used once, so the nonce needs no chance.
_NONCE = bytes(12)


class NotAPackage(OutpostError):
    """Not a package, cut short, altered, or too large; ``detail`` is technical."""

    code = "not_a_package"

    def __init__(self, detail: str) -> None:
        super().__init__(detail=detail)


class NotForHere(OutpostError):
    """A package for another receiver, or from somebody who is not who it says."""

    code = "package_not_for_here"


class Header(msgspec.Struct, frozen=True):
    """What can be read without a key: which way it goes, whose it is, and which question it belongs to."""

    way: Literal["up", "down"]
    device: RecordId
    number: Annotated[str, Meta(pattern="^[0-9a-f]{32}(?!\n)$")]  # of the question; its answer repeats it
    key: Annotated[
        str, Meta(pattern="^[A-Za-z0-9+/]{43}=(?!\n)$")
    ]  # the sender's one-time X25519 key, base64


def header_of(data: bytes) -> Header:
    """The header of a package.

    Raises:
        NotAPackage.
    """
    return _split(data)[0]


def seal(
    way: Literal["up", "down"],
    device: str,
    number: str,
    body: bytes,
    *,
    receiver: str,
    signer: Ed25519PrivateKey,
    one_time: bytes,
) -> bytes:
    """The file with ``body`` for the holder of ``receiver`` (X25519 public key, base64).

    ``one_time``: 32 random bytes, never used again.
    """
    own = X25519PrivateKey.from_private_bytes(one_time)
    header = Header(way, device, number, base64.b64encode(own.public_key().public_bytes_raw()).decode())
    told = msgspec.json.encode(header)
    clear = MAGIC + len(told).to_bytes(_LENGTH, "big") + told
    secret = own.exchange(X25519PublicKey.from_public_bytes(base64.b64decode(receiver)))
    packed = zstandard.ZstdCompressor(level=9).compress(body)
    sealed = AESGCM(_key(secret, told)).encrypt(_NONCE, packed, clear)
    return clear + signer.sign(clear + sealed) + sealed


def unseal(data: bytes, *, receiver: X25519PrivateKey, signer: str) -> bytes:
    """The body of a package that the holder of ``signer`` (Ed25519 public key, base64) sealed for us.

    Raises:
        NotAPackage: cut short, altered or too large.
        NotForHere: signed by somebody else, or sealed for somebody else.
    """
    header, clear, signature, sealed = _split(data)
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(signer)).verify(signature, clear + sealed)
        secret = receiver.exchange(X25519PublicKey.from_public_bytes(base64.b64decode(header.key)))
        packed = AESGCM(_key(secret, clear[len(MAGIC) + _LENGTH :])).decrypt(_NONCE, sealed, clear)
    except (InvalidSignature, InvalidTag, ValueError, binascii.Error) as error:
        raise NotForHere from error
    try:
        return decompress(packed, "zstd", limit=LARGEST)
    except OutpostError as error:
        raise NotAPackage("body") from error


def _key(secret: bytes, header: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"outpost package" + header).derive(secret)


def _split(data: bytes) -> tuple[Header, bytes, bytes, bytes]:
    start = len(MAGIC) + _LENGTH
    if len(data) > LARGEST or not data.startswith(MAGIC) or len(data) < start:
        raise NotAPackage("beginning")
    length = int.from_bytes(data[len(MAGIC) : start], "big")
    if length > _LONGEST_HEADER or len(data) < start + length + _SIGNATURE:
        raise NotAPackage("length")
    end = start + length
    try:
        header = msgspec.json.decode(data[start:end], type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotAPackage("header") from error
    return header, data[:end], data[end : end + _SIGNATURE], data[end + _SIGNATURE :]
