"""Who points at whom: the fields of a record that name other records, and what becomes of them in a merge."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.model.field import Field, Type
from app.model.registry import KINDS, Kind

MERGED_INTO = "merged_into"  # of a deleted record: the one it was merged into, which stands for it
MERGEABLE = tuple(name for name, kind in KINDS.items() if MERGED_INTO in kind.fields)


def pointing_fields(kind: Kind, target: str) -> Iterator[Field]:
    """The fields through which records of ``kind`` point at records of kind ``target``."""
    return (f for f in kind.references if f.target == target and f.name != MERGED_INTO)


def hangs_on(kind: Kind) -> bool:
    """Whether records of the kind hang on one of any kind (``parent_kind``, ``parent_id``)."""
    return "parent_kind" in kind.fields and "parent_id" in kind.fields


def pointed_at(kind: Kind, values: Mapping[str, Any], target: str) -> set[str]:
    """The ids of the ``target`` records that a record points at."""
    found: set[str] = set()
    for field in pointing_fields(kind, target):
        value = values[field.name] or ()
        found |= {value} if isinstance(value, str) else set(value)
    if hangs_on(kind) and values["parent_kind"] == target and values["parent_id"]:
        found.add(values["parent_id"])
    return found


def repointed(
    kind: Kind, id: str, values: Mapping[str, Any], target: str, moves: Mapping[str, str]
) -> dict[str, Any]:
    """The fields of a record that change when the ``target`` records named in ``moves`` become others.

    A record never comes to point at itself; a list names nobody twice.
    """
    changed: dict[str, Any] = {}
    for field in pointing_fields(kind, target):
        value = values[field.name]
        if field.type is Type.REFERENCES:
            new: Any = list(dict.fromkeys(moves.get(one, one) for one in value or ())) or None
            new = value if not set(value or ()) & moves.keys() else new
        else:
            new = moves.get(value, value) if value else value
            new = None if new == id and kind.name == target else new
        if new != value:
            changed[field.name] = new
    if hangs_on(kind) and values["parent_kind"] == target and values["parent_id"] in moves:
        changed["parent_id"] = moves[values["parent_id"]]
    return changed


def chain_ends(into: Mapping[str, str]) -> tuple[dict[str, str], frozenset[str]]:
    """Where every merged record leads, and the records that must live again.

    Two laptops may each have merged one of two records into the other. Then neither is left, and on every
    laptop the same one of the circle, the oldest, is to come back and stand for the others.
    """
    ends: dict[str, str] = {}
    revived: set[str] = set()
    for start in into:
        seen = [start]
        while seen[-1] in into and into[seen[-1]] not in seen:
            seen.append(into[seen[-1]])
        if seen[-1] in into:  # a circle
            circle = seen[seen.index(into[seen[-1]]) :]
            revived.add(min(circle))
            ends[start] = min(circle)
        else:
            ends[start] = seen[-1]
    return {id: end for id, end in ends.items() if id != end}, frozenset(revived)
