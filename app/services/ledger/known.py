"""What the store already holds, as far as an import must know it to find duplicates."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class KnownCompany:
    """One company of the store."""

    id: str
    name: str
    credit_code: str = ""


@dataclass(frozen=True, slots=True)
class KnownContact:
    """One contact; ``employer`` is the company's name, ``phones`` in E.164."""

    id: str
    name: str
    phones: tuple[str, ...] = ()
    employer: str = ""


@dataclass(frozen=True, slots=True)
class KnownProject:
    """One project; ``investor`` is the company's name."""

    id: str
    name: str
    investor: str = ""


@dataclass(frozen=True, slots=True)
class KnownBatch:
    """An earlier import of the very same file; ``day`` as ``2026-11-21``."""

    id: str
    file_name: str
    day: str


class Known(Protocol):
    """The live records that an import compares with, by the keys they are filed under; the newest first.

    Keys of nobody are left out. See ``app.rules.duplicate_keys`` for the keys.
    """

    def companies(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownCompany]]:
        """The companies filed under ``keys``."""
        ...

    def contacts(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownContact]]:
        """The contacts filed under ``keys``."""
        ...

    def projects(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownProject]]:
        """The projects filed under ``keys``."""
        ...

    def batch(self, sha256: str) -> KnownBatch | None:
        """The import of the file with this hash, unless it was undone."""
        ...
