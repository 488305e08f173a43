"""Deliberate bugs in what both ends share: judging and merging, and what may pass the door."""

from functools import partial
from typing import Any

import msgspec
import pytest

from app.model.registry import KINDS
from app.model.values import kind_of
from sync.protocol import judge, merge, shapes
from sync.protocol.merge import Merged

Patch = pytest.MonkeyPatch


def union_takes_mine(patch: Patch) -> None:
    """Two people's tags: only the later push stays."""
    patch.setattr(merge, "_union", lambda before, mine, current: Merged(mine))


def union_keeps_removed(patch: Patch) -> None:
    """A tag that one removed comes back with the other's edit."""

    def sticky(before: Any, mine: Any, current: Any) -> Merged:
        return Merged(list(dict.fromkeys([*(before or []), *(current or []), *(mine or [])])) or None)

    patch.setattr(merge, "_union", sticky)


def paragraphs_lost(patch: Patch) -> None:
    """Two people's notes: only the later push stays."""
    patch.setattr(merge, "_text", lambda before, mine, current: Merged(mine))


def earlier_date_stands(patch: Patch) -> None:
    """Of two dates reached the earlier stands."""
    real = merge._extreme

    def least(field: Any, mine: Any, current: Any) -> Merged:
        larger = real(field, mine, current)
        return Merged(current if larger.value == mine else mine)

    patch.setattr(merge, "_extreme", least)


def earlier_fact_stands(patch: Patch) -> None:
    """Of two small facts the one written earlier stands."""
    real = merge.merge_value

    def first(field: Any, before: Any, mine: Any, current: Any, *, mine_later: bool = False) -> Merged:
        return real(field, before, mine, current, mine_later=not mine_later)

    patch.setattr(judge, "merge_value", first)


def author_believed(patch: Patch) -> None:
    """Headquarters believes who a laptop says has made a record."""
    real = judge._unheld

    def believing(kind: Any, operation: Any, context: Any) -> Any:
        claimed = operation.fields.get("created_by", (None, None))[1]
        return real(kind, operation, msgspec.structs.replace(context, user=claimed or context.user))

    patch.setattr(judge, "_unheld", believing)


def cards_from_anybody(patch: Patch) -> None:
    """Laptops may make and delete conflict cards."""
    patch.setattr(judge, "_unchangeable", lambda kind, held, operation: None)


def any_size(patch: Patch) -> None:
    """A field that headquarters does not know may be of any size."""
    patch.setattr(shapes, "_bearable", lambda name, value: None)


def any_shape(patch: Patch) -> None:
    """Texts are taken as they come: of any length, and whatever their field is for."""
    real = shapes.canonical

    def lenient(field: Any, value: Any) -> Any:
        return value or None if isinstance(value, str) else real(field, value)

    def reading(kind: str) -> dict[str, Any]:
        return {name: partial(lenient, field) for name, field in KINDS[kind].fields.items()}

    patch.setattr(judge, "canonical", lenient)
    patch.setattr(judge, "readers", reading)


def any_kind(patch: Patch) -> None:
    """Records of kinds that headquarters does not know are kept."""
    patch.setattr(judge, "kind_of", lambda name: kind_of(name) or KINDS["company"])


def requirements_forgotten(patch: Patch) -> None:
    """A record may lose its name."""
    patch.setattr(judge, "_require", lambda kind, doc, names: None)
