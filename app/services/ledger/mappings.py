"""Remembers what the user said a table's columns hold, by the headings of the table."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.services.ledger.columns import Column
from app.services.ledger.tables import Table
from app.services.ledger.vocabulary import KINDS

SETTING = "import.columns"
KEPT = 100  # the oldest mapping is forgotten beyond this


class Settings(Protocol):
    """The part of the store's settings that this needs."""

    def get(self, name: str, /) -> Any:
        """The value kept under ``name``, or ``None``."""
        ...

    def set(self, name: str, value: Any, /) -> None:
        """Keep ``value``."""
        ...


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one table's headings were taken for: its kind, and label → target."""

    kind: str = ""
    targets: Mapping[str, str] = field(default_factory=dict)


Mappings = Mapping[str, Mapped]  # by signature


def signature(table: Table) -> str:
    """16 hexadecimal digits that stand for a table's headings, in their order."""
    text = "\n".join(label for _, label in sorted(table.labels.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def load_mappings(settings: Settings) -> dict[str, Mapped]:
    """Everything remembered; entries that another version wrote and this one cannot read are left alone."""
    kept = settings.get(SETTING)
    if not isinstance(kept, dict):
        return {}
    found = {}
    for name, entry in kept.items():
        if isinstance(entry, dict) and entry.get("kind") in KINDS and isinstance(entry.get("targets"), dict):
            targets = {str(label): str(target) for label, target in entry["targets"].items()}
            found[str(name)] = Mapped(entry["kind"], targets)
    return found


def remember(settings: Settings, table: Table, kind: str, columns: tuple[Column, ...]) -> None:
    """Keep what the columns of ``table`` were finally taken for."""
    kept = settings.get(SETTING)
    entries = dict(kept) if isinstance(kept, dict) else {}
    name = signature(table)
    entries.pop(name, None)
    entries[name] = {"kind": kind, "targets": {column.label: column.target for column in columns}}
    for oldest in list(entries)[: max(0, len(entries) - KEPT)]:
        del entries[oldest]
    settings.set(SETTING, entries)
