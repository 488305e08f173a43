"""Lists that are known, after a few records changed: those are put where they belong now.

Asking for twenty thousand ids again takes as long as reading them all from an encrypted file; where one of
them stands now is found by looking at thirty.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.model.field import Type
from app.model.prepared import Prepared
from app.model.registry import KINDS, Kind
from app.store.grouping import Told, read_told
from app.store.indexing import Indexing
from app.store.late_indexing import LateIndexing
from app.store.listing import read_among
from app.store.ordering import by_pinyin, sortable, text_key
from app.store.reading import Filter
from app.store.settings import Opener

LOOKED_AT = 6  # records at a time, to find where one belongs
MOST = 40  # changed records; the whole list is asked for sooner than the place of each of more
_UNORDERED = (Type.REFERENCES, Type.TEXTS, Type.DATA)  # kept as text that SQLite compares as it stands


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list holds: filters and (field, descending) pairs, as ``Store.ids`` takes them."""

    kind: str
    filters: tuple[Filter, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    deleted: bool = False

    @property
    def sorted_by_kinds(self) -> frozenset[str]:
        """The kinds of the records whose titles it is sorted by, besides its own."""
        fields = KINDS[self.kind].fields
        return frozenset(fields[name].target for name, _ in self.sort if fields[name].type is Type.REFERENCE)

    def can_be_followed(self) -> bool:
        """Whether history tells all that decides who is in it, and where."""
        fields = KINDS[self.kind].fields
        known = all(name in fields and fields[name].type not in _UNORDERED for name, _ in self.sort)
        return known and all(one.field in fields for one in self.filters)


@dataclass(frozen=True, slots=True)
class _Downwards:
    """Compares the other way round."""

    value: Any

    def __lt__(self, other: "_Downwards") -> bool:
        return bool(other.value < self.value)


_Key = tuple[Any, ...]


class Lists:
    """Follows the lists of one store."""

    def __init__(self, reading: Opener, late: LateIndexing) -> None:
        self._reading, self._late = reading, late

    def follow(self, known: Sequence[str], touched: Iterable[str], asked: Asked) -> list[str] | None:
        """The list ``known`` with the records that changed where they are now; None where that is too much
        to find out one by one, or cannot be told.
        """
        changed = set(touched)
        if len(changed) > MOST or not asked.can_be_followed():
            return None
        begin = self._late.nearly_complete if asked.sort else self._reading
        with begin() as connection:
            places = _Places(connection, self._late.indexing, asked)
            found, stood = list(known), dict[str, int]()
            for id in changed:
                if id in found:
                    stood[id] = known.index(id)
                    found.remove(id)
            for id in places.listed(sorted(changed, key=lambda id: stood.get(id, len(known)))):
                at = places.place(found, id, stood.get(id))
                if at is None:
                    return None
                found.insert(at, id)
            return found

    def told(self, kind: str, by: str, sums: Sequence[str], ids: Sequence[str] | None) -> Told:
        """What records tell of their group and their figures: all of the kind, or those of ``ids``."""
        with self._reading() as connection:
            return read_told(connection, kind, ids, by, sums)


class _Places:
    """Where records stand in a list that is in order."""

    def __init__(self, connection: Connection, indexing: Indexing, asked: Asked) -> None:
        self._connection, self._asked = connection, asked
        self._kind = KINDS[asked.kind]
        self._said = [_said(self._kind, name, indexing) for name, _ in asked.sort]

    def listed(self, ids: Sequence[str]) -> list[str]:
        """Those of ``ids`` that the list holds."""
        asked = self._asked
        return read_among(self._connection, asked.kind, ids, asked.filters, asked.deleted)

    def place(self, found: Sequence[str], id: str, stood: int | None) -> int | None:
        """Where ``id`` belongs among ``found``, most likely where it ``stood``; None if one of those that are
        looked at is there no more.
        """
        first, last = 0, len(found)  # it belongs behind so many at least, and at most
        if stood is not None:
            marks = [at for at in (stood - 1, stood) if 0 <= at < last]
        else:
            marks = _marks(first, last)
        while first < last:
            keys = self._keys([id, *(found[at] for at in marks)])
            if keys is None:
                return None
            before = bisect_left(keys, keys[0], lo=1) - 1  # so many of the marks come before it
            first = marks[before - 1] + 1 if before else first
            last = marks[before] if before < len(marks) else last
            marks = _marks(first, last)
        return first

    def _keys(self, ids: Sequence[str]) -> list[_Key] | None:
        """By what these are sorted: empty values last either way, and the newest first among equals."""
        sort = self._asked.sort
        if not sort:
            return [(_Downwards(id),) for id in ids]
        names = tuple(name for name, _ in sort)
        told = {
            row[0]: row[1:] for row in _sorted_by(self._kind.name, names).all(self._connection, {"ids": ids})
        }
        return [self._key(id, told[id]) for id in ids] if len(told) == len(set(ids)) else None

    def _key(self, id: str, values: Sequence[Any]) -> _Key:
        parts: list[Any] = []
        for value, said, (_, down) in zip(values, self._said, self._asked.sort, strict=True):
            if value is None:
                parts += (True, 0)
            else:
                told = said(value) if said is not None else value
                parts += (False, _Downwards(told) if down else told)
        return (*parts, _Downwards(id))


@cache
def _sorted_by(kind: str, names: tuple[str, ...]) -> Prepared:
    """What asks for the values of a few records that lists are sorted by."""
    table = KINDS[kind].table
    columns = (sortable(KINDS[kind], name).label(f"by_{n}") for n, name in enumerate(names))
    return Prepared(select(table.c.id, *columns).where(table.c.id.in_(bindparam("ids", expanding=True))))


def _marks(first: int, last: int) -> list[int]:
    """A few places spread evenly from ``first`` on, all before ``last``."""
    step = max((last - first) // LOOKED_AT, 1)
    return [*range(min(first + step // 2, last - 1), last, step)] if first < last else []


def _said(kind: Kind, name: str, indexing: Indexing) -> Callable[[str], str] | None:
    """What a text is sorted by that is not kept as it is said."""
    return text_key(kind, name, indexing) if by_pinyin(kind, name) and name != kind.title_field else None
