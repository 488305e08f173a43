"""What the store already holds, as far as an import must know it to find duplicates."""

from collections.abc import Iterable
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
    """Everything live in the store that an import compares with."""

    def companies(self) -> Iterable[KnownCompany]:
        """All companies."""
        ...

    def contacts(self) -> Iterable[KnownContact]:
        """All contacts."""
        ...

    def projects(self) -> Iterable[KnownProject]:
        """All projects."""
        ...

    def batch(self, sha256: str) -> KnownBatch | None:
        """The import of the file with this hash, unless it was undone."""
        ...
