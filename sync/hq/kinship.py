"""Which record another one belongs to: a child lies in its parent's unit and moves with it."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from app.model.registry import KINDS
from sync.hq.records import Key

# Kinds that can hang on a record of any kind name it by these pairs of fields.
_NAMED = (("parent_kind", "parent_id"), ("target_kind", "target_id"))
_KINDS_KEPT = 256  # laptops may name any number of kinds that nobody knows


def parent(kind: str, doc: Mapping[str, Any]) -> Key | None:
    """The record that a record with this document belongs to: the first of its parents that is filled in."""
    return next(parents(kind, doc), None)


def parents(kind: str, doc: Mapping[str, Any]) -> Iterator[Key]:
    """Every record that one of these names as its parent, the one it belongs to first."""
    for kind_field, target, id_field in _ways(kind):
        if (id := doc.get(id_field)) and (found := _key(target or doc.get(kind_field), id)):
            yield found


@lru_cache(maxsize=_KINDS_KEPT)
def _ways(kind: str) -> tuple[tuple[str, str, str], ...]:
    """How a record names what it belongs to: the kind's field, or the kind itself, and the id's field."""
    if (known := KINDS.get(kind)) is None:
        return ()
    for kind_field, id_field in _NAMED:
        if id_field in known.fields:
            return ((kind_field, "", id_field),)
    return tuple(("", field.target, field.name) for field in known.parents)


@lru_cache(maxsize=_KINDS_KEPT)
def naming(kind: str) -> tuple[str, ...]:
    """The fields that say which record one of this kind belongs to."""
    return tuple(name for kind_field, _, id_field in _ways(kind) for name in (kind_field, id_field) if name)


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
