"""Joining two records of one kind: which value each field gets, and what a person is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.model.field import Field, Merge, Type
from app.model.pointing import MERGED_INTO
from app.model.registry import Kind
from app.model.row import Row

KEEP, DROP = "keep", "drop"


class How(StrEnum):
    """How a field on which two records differ is settled."""

    CHOSEN = "chosen"  # both have a value: a person picks, one is preselected
    FILLED = "filled"  # only one has a value: it is taken
    JOINED = "joined"  # both values are kept together


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on which the two records differ. ``side``: ``keep`` or ``drop``, preselected or filling."""

    field: Field
    how: How
    keep: Any
    drop: Any
    side: str
    value: Any  # what the field gets unless the person picks otherwise


def differences(kind: Kind, keep: Row, drop: Row) -> tuple[Difference, ...]:
    """Every field on which the records differ, those of the form first, in its order."""
    own = {keep.id, drop.id}
    names = [field.name for field in kind.form_fields]
    names += [name for name in kind.fields if name not in names]
    return tuple(
        found
        for name in names
        if kind.writable(name) and name != MERGED_INTO
        for found in _difference(kind.fields[name], keep, drop, own)
    )


def _difference(field: Field, keep: Row, drop: Row, own: set[str]) -> Iterator[Difference]:
    first, second = (_outside(field, row[field.name], own) for row in (keep, drop))
    if first == second and first == keep[field.name]:
        return
    if first is None or second is None:
        side = KEEP if second is None else DROP
        yield Difference(field, How.FILLED, first, second, side, second if first is None else first)
    elif (joined := _joined(field, first, second)) is not None:
        yield Difference(field, How.JOINED, first, second, KEEP, joined)
    else:
        side = _preferred(field, keep, drop)
        yield Difference(field, How.CHOSEN, first, second, side, first if side == KEEP else second)


def _outside(field: Field, value: Any, own: set[str]) -> Any:
    """``value``, unless it is empty or names one of the two records themselves."""
    if value in (None, "", []) or (field.type is Type.REFERENCE and value in own):
        return None
    return value


def _joined(field: Field, first: Any, second: Any) -> Any:
    """Both values in one, where the field can hold both; None where a person must pick."""
    if field.type in (Type.TEXTS, Type.REFERENCES):
        return list(dict.fromkeys([*first, *second]))
    if field.type is Type.LONG_TEXT:
        return joined_text(first, second)
    if field.merge in (Merge.MAX, Merge.MIN):
        return max(first, second) if field.merge is Merge.MAX else min(first, second)
    if field.type is Type.DATA:
        return joined_source(first, second)
    return None


def joined_text(first: str, second: str) -> str:
    """The paragraphs of ``first`` and those of ``second`` that are not among them."""
    known = set(first.split("\n"))
    new = [line for line in second.split("\n") if line not in known or not line.strip()]
    added = "\n".join(new).strip("\n")
    return f"{first}\n{added}" if added.strip() else first


def joined_source(first: Any, second: Any) -> Any:
    """Where both came from: ``{"sheet", "row", "cells", "more": [the others]}``; ``first`` if unreadable."""
    if not isinstance(first, dict) or not isinstance(second, dict):
        return first
    others = [*first.get("more", ())]
    own = {name: value for name, value in first.items() if name != "more"}
    for one in ({n: v for n, v in second.items() if n != "more"}, *second.get("more", ())):
        if one != own and one not in others:
            others.append(one)
    return {**own, "more": others} if others else first


def _preferred(field: Field, keep: Row, drop: Row) -> str:
    """The side with the fuller text, else the one changed last, else the one kept."""
    if field.type is Type.TEXT and len(keep[field.name]) != len(drop[field.name]):
        return KEEP if len(keep[field.name]) > len(drop[field.name]) else DROP
    if keep.changed_at and drop.changed_at and drop.changed_at > keep.changed_at:
        return DROP
    return KEEP


def merged_values(
    kind: Kind, keep: Row, drop: Row, choices: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The fields of ``keep`` that change when ``drop`` is merged into it; ``choices`` outrank the rules."""
    values = {one.field.name: one.value for one in differences(kind, keep, drop)} | dict(choices or {})
    return {name: value for name, value in values.items() if value != keep[name]}
