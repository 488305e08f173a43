"""The groups of a long list that are known, after a few records changed: those leave one and enter another.

Putting twenty thousand records into groups and adding their figures up again takes 25 ms, moving one of them
takes one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.store.grouping import FIGURES, ID, VALUE, Group, Told, raw_sums, sums_of, together

MOST = 40  # changed records; everything is put into groups anew sooner than each of more is moved
FEW = 4  # changed records that are looked for one by one
APART = 500  # changed records that are told apart


@dataclass(frozen=True, slots=True)
class _Says:
    """What every record tells. ``since``: what tells otherwise since ``told`` was read, None what is gone; to
    copy what twenty thousand tell for one of them takes longer than all the rest.
    """

    told: Told
    since: Mapping[str, Sequence[Any] | None] = field(default_factory=dict)

    def get(self, id: str) -> Sequence[Any] | None:
        return self.since[id] if id in self.since else self.told.get(id)

    def renewed(self, touched: Iterable[str], now: Told) -> "_Says":
        since = {**self.since, **{id: now.get(id) for id in touched}}
        return _Says(self.told, since) if len(since) <= APART else _Says(_Says(self.told, since).whole())

    def whole(self) -> Told:
        if not self.since:
            return self.told
        kept = {id: one for id, one in self.told.items() if id not in self.since}
        return kept | {id: list(one) for id, one in self.since.items() if one is not None}


@dataclass(frozen=True, slots=True)
class _Grouped:
    """What ``says`` makes of ``ids``: by value ``members``, and the sums as the file keeps them."""

    ids: Sequence[str]
    says: _Says
    members: dict[Any, tuple[str, ...]]
    raw: dict[Any, list[int]]
    groups: list[Group]


class Kept:
    """What the records of a kind tell, and the groups that were asked for last.

    ``touched``: what changed since those were told.
    """

    def __init__(
        self, says: _Says, last: _Grouped | None = None, touched: frozenset[str] = frozenset()
    ) -> None:
        self._says, self._last, self._touched = says, last, touched

    @classmethod
    def of(cls, told: Told) -> "Kept":
        """What the records tell, put into no groups yet."""
        return cls(_Says(told))

    def renewed(self, touched: Iterable[str], now: Told) -> "Kept":
        """With what the records that changed tell ``now``; those that are gone tell nothing."""
        changed = frozenset(touched)
        return Kept(self._says.renewed(changed, now), self._last, self._touched | changed)

    def groups(self, kind: str, ids: Sequence[str], sums: Sequence[str]) -> list[Group]:
        """``ids`` in groups (see ``grouping.grouped``)."""
        last = self._last
        if last is None or last.ids is not ids or self._touched:
            found = _followed(last, kind, ids, self._says, self._touched, sums) if last is not None else None
            last = self._last = found or _made(kind, ids, self._says, sums)
            self._touched = frozenset()  # a thread that asks in between moves once more what stands there
        return last.groups


def _made(kind: str, ids: Sequence[str], says: _Says, sums: Sequence[str]) -> _Grouped:
    by_value = together(says.whole(), ids)
    members = {value: tuple(one[ID] for one in found) for value, found in by_value.items()}
    raw = {value: raw_sums(found, len(sums)) for value, found in by_value.items()}
    return _of(kind, ids, says, members, raw, sums)


def _of(
    kind: str,
    ids: Sequence[str],
    says: _Says,
    members: dict[Any, tuple[str, ...]],
    raw: dict[Any, list[int]],
    sums: Sequence[str],
) -> _Grouped:
    order = sorted(members, key=lambda value: ids.index(members[value][0]))
    groups = [
        Group(value, members[value], len(members[value]), sums_of(kind, sums, raw[value])) for value in order
    ]
    return _Grouped(ids, says, members, raw, groups)


def _followed(
    last: _Grouped,
    kind: str,
    ids: Sequence[str],
    says: _Says,
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
        if (before := last.says.get(id)) is not None and id in members.get(before[VALUE], ()):
            value = before[VALUE]
            members[value] = tuple(_without(members[value], (id,)))
            raw[value] = _added(raw[value], before, -1)
    for at, id in _places(ids, touched):
        if (now := says.get(id)) is not None:
            value = now[VALUE]
            found = list(members.get(value, ()))
            found.insert(_behind(found, ids, at, says, value), id)
            members[value] = tuple(found)
            raw[value] = _added(raw.get(value, [0] * len(sums)), now, 1)
    members = {value: found for value, found in members.items() if found}
    return _of(kind, ids, says, members, raw, sums)


def _places(ids: Sequence[str], touched: Collection[str]) -> list[tuple[int, str]]:
    """Where the records that were touched stand, the first one first."""
    if len(touched) > FEW:
        return [(at, id) for at, id in enumerate(ids) if id in touched]
    return sorted((ids.index(id), id) for id in touched if id in ids)


def _behind(found: Sequence[str], ids: Sequence[str], at: int, says: _Says, value: Any) -> int:
    """Where in its group what stands ``at`` belongs: behind the nearest before it that is of the group."""
    for before in range(at - 1, -1, -1) if found else ():
        if (told := says.get(ids[before])) is not None and told[VALUE] == value:
            return found.index(ids[before]) + 1
    return 0


def _without(ids: Sequence[str], left_out: Iterable[str]) -> list[str]:
    found = list(ids)
    for id in left_out:
        try:
            del found[found.index(id)]
        except ValueError:  # it is not there
            continue
    return found


def _added(sums: Sequence[int], told: Sequence[Any], sign: int) -> list[int]:
    return [total + sign * (figure or 0) for total, figure in zip(sums, told[FIGURES:], strict=True)]
