"""A record as it is read: frozen, detached, safe to hand to any thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One record. ``values`` holds every field of its kind in Python values (``None``: not known).

    ``rev`` is headquarters' revision (0: never there), ``pending`` how many of its operations wait to be
    sent, ``refused`` how many came back, ``in_conflict`` whether an open conflict card names it.
    """

    kind: str
    id: str
    values: Mapping[str, Any]
    rev: int = 0
    deleted: bool = False
    changed_at: datetime | None = None
    changed_by: str | None = None
    pending: int = 0
    refused: int = 0
    in_conflict: bool = False

    def __getitem__(self, name: str) -> Any:
        return self.values[name]
