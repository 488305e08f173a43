"""The groups of a long list that are known, after a few records changed: those leave one and enter another.

Putting twenty thousand records into groups and adding their figures up again takes 25 ms, moving one of them
takes one.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.store.grouping import FIGURES, ID, VALUE, Group, Told, raw_sums, sums_of, together

MOST = 40  # changed records; everything is put into groups anew sooner than each of more is moved


@dataclass(frozen=True, slots=True)
class _Grouped:
    """What ``told`` makes of ``ids``: by value ``members``, and the sums as the file keeps them."""

    ids: Sequence[str]
    told: Told
    members: dict[Any, tuple[str, ...]]
    raw: dict[Any, list[int]]
    groups: list[Group]


class Kept:
    """What the records of a kind tell, and the groups that were asked for last.

    ``touched``: what changed since those were told.
    """

    def __init__(
        self, told: Told, last: _Grouped | None = None, touched: frozenset[str] = frozenset()
    ) -> None:
        self._told, self._last, self._touched = told, last, touched

    def renewed(self, touched: Iterable[str], now: Told) -> "Kept":
        """With what the records that changed tell ``now``; those that are gone tell nothing."""
        told, changed = dict(self._told), frozenset(touched)
        for id in changed:
            told.pop(id, None)
        told.update(now)
        return Kept(told, self._last, self._touched | changed)

    def groups(self, kind: str, ids: Sequence[str], sums: Sequence[str]) -> list[Group]:
        """``ids`` in groups (see ``grouping.grouped``)."""
        last = self._last
        if last is None or last.ids is not ids or self._touched:
            found = _followed(last, kind, ids, self._told, self._touched, sums) if last is not None else None
            last = self._last = found or _made(kind, ids, self._told, sums)
            self._touched = frozenset()  # a thread that asks in between moves once more what stands there
        return last.groups


def _made(kind: str, ids: Sequence[str], told: Told, sums: Sequence[str]) -> _Grouped:
    by_value = together(told, ids)
    members = {value: tuple(one[ID] for one in found) for value, found in by_value.items()}
    raw = {value: raw_sums(found, len(sums)) for value, found in by_value.items()}
    return _of(kind, ids, told, members, raw, sums)


def _of(
    kind: str,
    ids: Sequence[str],
    told: Told,
    members: dict[Any, tuple[str, ...]],
    raw: dict[Any, list[int]],
    sums: Sequence[str],
) -> _Grouped:
    order = sorted(members, key=lambda value: ids.index(members[value][0]))
    groups = [
        Group(value, members[value], len(members[value]), sums_of(kind, sums, raw[value])) for value in order
    ]
    return _Grouped(ids, told, members, raw, groups)


def _followed(
    last: _Grouped,
    kind: str,
    ids: Sequence[str],
    told: Told,
    touched: Collection[str],
    sums: Sequence[str],
) -> _Grouped | None:
    """The groups ``last`` with the records that were touched where they are now; None: ``ids`` differ in more
    than those.
    """
    if len(touched) > MOST or _without(last.ids, touched) != _without(ids, touched):
        return None
    members, raw = dict(last.members), dict(last.raw)
    for id in touched:
        if (before := last.told.get(id)) is not None and id in members.get(before[VALUE], ()):
            value = before[VALUE]
            members[value] = tuple(_without(members[value], (id,)))
            raw[value] = _added(raw[value], before, -1)
    for id in (one for one in ids if one in touched):
        if (now := told.get(id)) is not None:
            value = now[VALUE]
            found = list(members.get(value, ()))
            found.insert(bisect_left(found, ids.index(id), key=ids.index), id)
            members[value] = tuple(found)
            raw[value] = _added(raw.get(value, [0] * len(sums)), now, 1)
    members = {value: found for value, found in members.items() if found}
    return _of(kind, ids, told, members, raw, sums)


def _without(ids: Sequence[str], left_out: Iterable[str]) -> list[str]:
    found = list(ids)
    for id in left_out:
        if id in found:
            found.remove(id)
    return found


def _added(sums: Sequence[int], told: Sequence[Any], sign: int) -> list[int]:
    return [total + sign * (figure or 0) for total, figure in zip(sums, told[FIGURES:], strict=True)]
