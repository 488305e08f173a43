"""Documents as people see them who may see a unit but not its people's numbers (liaison leaders).

A telephone number stays recognisable (``138****8000``), an address or account keeps its first letter, raw
lines of imported ledgers are left out. Free text is not searched for numbers.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from app.model.field import Field, Format, Type
from app.model.registry import KINDS
from app.model.values import Document
from app.rules.phones import mask_phone

_HIDDEN = "***"
_CARD = "conflict"
_SHOWN = (Type.TEXT, Type.TEXTS)  # others are left out whole


def masked(kind: str, doc: Document) -> Document:
    """The document with masks in it; the same object where there is nothing to hide."""
    fields = masked_fields(kind)
    if not fields and kind != _CARD:
        return doc
    hidden: Document = {name: mask(field, doc[name]) for name, field in fields.items() if name in doc}
    if kind == _CARD:
        hidden |= _card(doc)
    if not hidden:
        return doc
    return {name: value for name, value in {**doc, **hidden}.items() if value is not None}


def holds_masks(kind: str, values: Mapping[str, Any]) -> bool:
    """Whether wire values were read by somebody who may not see them whole: no number has stars in it."""
    fields = masked_fields(kind)
    shown = [value for name, value in values.items() if name in fields and fields[name].type in _SHOWN]
    texts = [one for value in shown for one in (value if isinstance(value, list) else [value])]
    return any(isinstance(one, str) and "*" in one for one in texts)


def writes_masks(kind: str, changes: Mapping[str, tuple[Any, Any]]) -> bool:
    """Whether a change (wire values before and after) would put a mask where a number is."""
    return holds_masks(kind, {name: _added(before, after) for name, (before, after) in changes.items()})


def _added(before: Any, after: Any) -> Any:
    if not isinstance(after, list) or not isinstance(before, list):
        return after
    return [one for one in after if one not in before]


@cache
def masked_fields(kind: str) -> Mapping[str, Field]:
    """The fields of a kind that go out as a mask."""
    fields = KINDS[kind].fields if kind in KINDS else {}
    return {name: field for name, field in fields.items() if field.masked}


def mask(field: Field, value: Any) -> Any:
    """The mask of one wire value; None where nothing of it is shown."""
    if isinstance(value, list) and field.type is Type.TEXTS:
        return [_text(field.format, str(one)) for one in value] or None
    if isinstance(value, str) and field.type is Type.TEXT:
        return _text(field.format, value)
    return None


def _text(format: Format, text: str) -> str:
    if format is Format.PHONE:
        return mask_phone(text)
    _, at, domain = text.partition("@")
    return f"{text[:1]}{_HIDDEN}{at}{domain}"


def _card(doc: Document) -> Document:
    """What a conflict card tells of masked fields of its record: both values, the one before, the choice."""
    fields = masked_fields(doc.get("target_kind") or "")
    entries, chosen = doc.get("entries"), doc.get("chosen")
    hidden: Document = {}
    if isinstance(entries, list):
        hidden["entries"] = [_entry(fields, entry) for entry in entries]
    if isinstance(chosen, dict):
        hidden["chosen"] = {name: _choice(fields.get(name), choice) for name, choice in chosen.items()}
    return hidden if fields else {}


def _entry(fields: Mapping[str, Field], entry: Any) -> Any:
    field = fields.get(entry.get("field", "")) if isinstance(entry, dict) else None
    if field is None:
        return entry
    return {**entry, **{side: mask(field, entry.get(side)) for side in ("before", "mine", "hq")}}


def _choice(field: Field | None, choice: Any) -> Any:
    if field is None or not isinstance(choice, dict):
        return choice
    return {**choice, "value": mask(field, choice.get("value"))}
