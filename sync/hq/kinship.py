"""Which record another one belongs to: a child lies in its parent's unit and moves with it."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.model.registry import KINDS
from sync.hq.records import Key

# Kinds that can hang on a record of any kind name it by these pairs of fields.
_NAMED = (("parent_kind", "parent_id"), ("target_kind", "target_id"))


def parent(kind: str, doc: Mapping[str, Any]) -> Key | None:
    """The record that a record with this document belongs to: the first of its parents that is filled in."""
    if kind not in KINDS:
        return None
    for kind_field, id_field in _NAMED:
        if id_field in KINDS[kind].fields:
            return _key(doc.get(kind_field), doc.get(id_field))
    for field in KINDS[kind].parents:
        if found := _key(field.target, doc.get(field.name)):
            return found
    return None


def naming(kind: str) -> tuple[str, ...]:
    """The fields that say which record one of this kind belongs to."""
    if (known := KINDS.get(kind)) is None:
        return ()
    pairs = [name for pair in _NAMED for name in pair if pair[1] in known.fields]
    return (*pairs, *[field.name for field in known.parents])


def named(kind: str, doc: Mapping[str, Any]) -> Iterator[Key]:
    """Every record that the document names."""
    if kind not in KINDS:
        return
    if (belongs := parent(kind, doc)) is not None:
        yield belongs
    for field in KINDS[kind].references:
        value = doc.get(field.name)
        for id in value if isinstance(value, list) else [value]:
            if found := _key(field.target, id):
                yield found


def _key(kind: object, id: object) -> Key | None:
    return (kind, id) if isinstance(kind, str) and isinstance(id, str) and kind and id else None
