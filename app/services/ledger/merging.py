"""Fills an existing record from an imported row: empty fields only; what would be lost goes to the note."""

from collections.abc import Mapping
from typing import Any

from app.model.row import Row
from app.rules.merging import joined_source
from app.services.ledger.drafts import Draft


def filled_fields(row: Row, draft: Draft, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of ``row`` that change when ``draft`` is merged into it.

    ``values`` are the draft's with its links. Lists are united; a value that differs from the one there
    stays in words, as ``列名：原文`` in the note; the row itself is added to ``source``.
    """
    changed: dict[str, Any] = {}
    differing: list[str] = []
    for name, value in values.items():
        before = row.values.get(name)
        if before in (None, "", []):
            changed[name] = value
        elif isinstance(value, list):
            united = list(dict.fromkeys([*before, *value]))
            if united != before:
                changed[name] = united
        elif before != value:
            differing.append(name)
    lines = [f"{label}：{text}" if label else text for label, text in draft.note]
    lines += [f"{label}：{text}" for label, text in _origins(draft, differing)]
    if note := _joined_note(row.values.get("note") or "", lines):
        changed["note"] = note
    source = row.values.get("source")
    changed["source"] = joined_source(source, dict(draft.source)) if source else dict(draft.source)
    return {name: value for name, value in changed.items() if value != row.values.get(name)}


def _origins(draft: Draft, names: list[str]) -> list[tuple[str, str]]:
    """Where the values of ``names`` were read from, each cell once, unless the note has it already."""
    found = dict.fromkeys(draft.origins[name] for name in names if name in draft.origins)
    return [origin for origin in found if origin not in draft.note]


def _joined_note(before: str, lines: list[str]) -> str:
    """The note with the lines it does not hold yet; ``""`` where there is nothing to add."""
    new = [line for line in dict.fromkeys(lines) if line not in before]
    return "\n".join([before, *new] if before else new) if new else ""
