"""Compiled statements, kept once for all engines of a kind.

An engine compiles a statement when it first executes it. A program has one engine and is done with that soon;
the thousands of stores of the tests would compile the same again and again.
"""

from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

MOST = 5000

_kept: LRUCache[Any, Any] = LRUCache(MOST)


class _Kept:
    """What an engine takes for the cache of its own; its keys begin with the dialect."""

    def get(self, key: tuple[Any, ...]) -> Any:
        return _kept.get(_of_a_kind(key))

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        _kept[_of_a_kind(key)] = compiled

    def __len__(self) -> int:
        return len(_kept)

    def clear(self) -> None:
        _kept.clear()


def _of_a_kind(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *rest = key
    return (type(dialect), *rest)


def keep_compiled() -> None:
    """From now on, for every engine of this process."""
    one = _Kept()
    Engine._compiled_cache = property(lambda _engine: one, lambda _engine, _own: None)  # type: ignore[assignment]
