"""Policy packs as headquarters publishes them: signed, told genuine from forged, loaded from their texts."""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.policy.loading import load_texts
from app.policy.pack import NoPackInForce, Pack, pack_in_force
from app.policy.shipped import shipped_names, shipped_pack

DEFAULT = "default"
_PURPOSE = b"outpost rulebook 1\n"
_HELD = 32  # packs kept built; a city has a handful of versions


@dataclass(frozen=True, slots=True)
class Book:
    """One published version: ``about`` "pack" or "holidays"; ``files`` text by file name, in order."""

    about: str
    name: str
    version: int
    files: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, about: str, name: str, version: int, files: Mapping[str, str]) -> "Book":
        """A book of ``files`` in any order."""
        return cls(about, name, version, tuple(sorted(files.items())))

    @property
    def content(self) -> bytes:
        """What is signed: all of it, in one form."""
        parts = [self.about, self.name, self.version, self.files]
        return _PURPOSE + json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()

    def signed(self, key: Ed25519PrivateKey) -> str:
        """Headquarters' signature, in base64."""
        return base64.b64encode(key.sign(self.content)).decode()

    def is_genuine(self, signature: str, key: str) -> bool:
        """Whether ``signature`` is that of the holder of the public ``key`` (both base64)."""
        return _genuine(self, signature, key)

    @property
    def pack(self) -> Pack:
        """The pack it holds.

        Raises:
            PackRefused: it was written for a newer version of the program.
            PackMissing: the pack it builds on is not there.
        """
        return _pack(self)


@lru_cache(maxsize=_HELD)
def _genuine(book: Book, signature: str, key: str) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), book.content)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=_HELD)
def _pack(book: Book) -> Pack:
    return load_texts(book.name, dict(book.files), shipped_pack)


def in_force(published: Iterable[Pack], on: date, *, otherwise: str) -> Pack:
    """The pack that holds on the day ``on``.

    Of the published ones that have begun by then the one in force, or the last to end: rules hold until
    others take their place. Before the first of them the shipped pack ``otherwise``, or the default one where
    none is called so: a laptop is never without rules.
    """
    begun = [pack for pack in published if pack.effective <= on]
    try:
        return pack_in_force(begun, on)
    except NoPackInForce:
        if begun:
            return max(begun, key=lambda pack: (pack.until or pack.effective, pack.effective, pack.version))
        return shipped_pack(otherwise if otherwise in shipped_names() else DEFAULT)
