"""Remembers what the columns of a form take in, by the shape of its headings: next month it fills itself."""

import hashlib
from collections.abc import Mapping

from app.services.fill.form import Form
from app.services.fill.sources import BLANK, sources_of
from app.services.ledger.mappings import Settings

SETTING = "fill.columns"
KEPT = 100  # the oldest form is forgotten beyond this


def signature(form: Form, kind: str) -> str:
    """16 hexadecimal digits that stand for a form's headings, in their order, filled with ``kind``."""
    text = "\n".join([kind, *(label for _, label in sorted(form.labels.items()))])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def recalled(settings: Settings, form: Form, kind: str) -> dict[int, str] | None:
    """Column → source as it was last filled; None for a form not seen before."""
    entry = _entries(settings).get(signature(form, kind))
    if not isinstance(entry, dict):
        return None
    allowed = {BLANK, *sources_of(kind)}
    found = {column: str(entry.get(label, BLANK)) for column, label in form.labels.items()}
    return {column: source if source in allowed else BLANK for column, source in found.items()}


def remember(settings: Settings, form: Form, kind: str, columns: Mapping[int, str]) -> None:
    """Keep what the columns took in."""
    entries = _entries(settings)
    name = signature(form, kind)
    entries.pop(name, None)
    entries[name] = {label: columns.get(column, BLANK) for column, label in form.labels.items()}
    for oldest in list(entries)[: max(0, len(entries) - KEPT)]:
        del entries[oldest]
    settings.set(SETTING, entries)


def _entries(settings: Settings) -> dict[str, object]:
    kept = settings.get(SETTING)
    return dict(kept) if isinstance(kept, dict) else {}
