"""Answers that took a while, kept at a desk and brought up to date by what changed in the store since."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from app.lasting import making_many
from app.store.changed import Changed, Changes, Mark

T = TypeVar("T")
MOST = 32  # answers; the one that was not asked for the longest goes first


@dataclass(frozen=True, slots=True)
class _Kept:
    mark: Mark
    value: Any


class Memory:
    """One desk's. What it hands out is shared: nobody may change it. Any thread may ask."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, _Kept] = {}
        self._lock = threading.RLock()
        self._now: Mark | None = None
        self._since: dict[Mark, Changes | None] = {}

    @contextmanager
    def at_one_time(self, changed: Changed) -> Iterator[None]:
        """The store is asked once how it stands, for all that is recalled inside."""
        with self._lock:
            outer = self._now
            self._now = outer or changed.mark()
            try:
                yield
            finally:
                self._now = outer
                if outer is None:
                    self._since.clear()

    def since(self, changed: Changed, mark: Mark | None) -> tuple[Mark, Changes | None]:
        """How the store stands now, and what changed after ``mark``; None where that cannot be told."""
        with self.at_one_time(changed):
            assert self._now is not None
            return self._now, None if mark is None else self._changes(changed, mark)

    def recall(
        self,
        changed: Changed,
        key: Hashable,
        make: Callable[[], T],
        renew: Callable[[T, Changes], T | None],
    ) -> T:
        """The answer ``key``: as kept where nothing changed, else what ``renew`` makes of it and the changes;
        made anew where there is none, where ``renew`` gives None, and where too much changed.
        """
        with self.at_one_time(changed):
            mark, kept = self._now, self._kept.pop(key, None)  # a mark before the reading misses nothing
            assert mark is not None
            value = None if kept is None else self._renewed(changed, kept, mark, renew)
            if value is None:
                with making_many():
                    value = make()
            self._kept[key] = _Kept(mark, value)
            while len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
            return value

    def keep_only(self, name: str, most: int) -> None:
        """Of the answers whose key begins with ``name`` only the ``most`` that were asked for last."""
        with self._lock:
            named = [key for key in self._kept if isinstance(key, tuple) and key[0] == name]
            for key in named[: max(len(named) - most, 0)]:
                del self._kept[key]

    def _renewed(
        self, changed: Changed, kept: _Kept, mark: Mark, renew: Callable[[T, Changes], T | None]
    ) -> T | None:
        if kept.mark == mark:
            found: T = kept.value
            return found
        since = self._changes(changed, kept.mark)
        return None if since is None else renew(kept.value, since)

    def _changes(self, changed: Changed, mark: Mark) -> Changes | None:
        """What changed after ``mark``, asked for once while the store stands as it does."""
        if mark not in self._since:
            self._since[mark] = changed.since(mark)
        return self._since[mark]


def unless(*kinds: str) -> Callable[[T, Changes], T | None]:
    """Renews what depends on these kinds and nothing else: as it was, unless one of them changed."""
    return lambda value, changes: None if changes.kinds & set(kinds) else value
