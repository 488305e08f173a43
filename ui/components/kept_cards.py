"""The parts of a view that stay while what they tell stays: only the others are made anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


class KeptCards:
    """Cards, or whole columns of them, by name.

    All that a card is made of is told with it: records, days, words. Where that is equal to what it was made
    of before, the card is the same one, with whatever the person was doing in it.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Any, Any]] = {}
        self._shown: set[str] = set()

    @contextmanager
    def shown(self) -> Iterator[None]:
        """What is not asked for in the block is let go: its view takes it out."""
        self._shown.clear()
        yield
        self._kept = {name: kept for name, kept in self._kept.items() if name in self._shown}

    def card(self, name: str, told: object, make: Callable[[], T]) -> T:
        """The card made of ``told``."""
        kept = self._kept.get(name)
        if kept is None or kept[0] != told:
            kept = self._kept[name] = told, make()
        self._shown.add(name)
        found: T = kept[1]
        return found

    def forget(self) -> None:
        """Make everything anew: another record, unit of amounts, day, or other rules."""
        self._kept.clear()
