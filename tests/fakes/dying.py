"""A laptop whose process dies at one of its commits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from sync.client.engine import sync_once
from tests.fakes.laptops import Laptop


class Dead(BaseException):
    """The process is gone."""


def dies_at(laptop: Laptop, number: int, *, after: bool) -> bool:
    """A run whose process dies before or after its ``number``-th commit; False where it has fewer."""
    store, count = laptop.store, 0

    def deadly(opened: Callable[[], Any]) -> Callable[[], Any]:
        return lambda: _Commit(opened(), lambda: check(False), lambda: check(True))

    def check(done: bool) -> None:
        nonlocal count
        count += not done
        if count == number and done == after:
            raise Dead

    with pytest.MonkeyPatch.context() as patch:
        for way in ("_write", "_beside"):  # into one transaction, for a save and for a sync
            patch.setattr(store, way, deadly(getattr(store, way)))
        try:
            sync_once(store, laptop.gateway, laptop.clock, laptop.randomness)
        except Dead:
            return True
    return False


@dataclass
class _Commit:
    """A transaction with something at both edges of its commit."""

    inner: Any
    before: Callable[[], None]
    after: Callable[[], None]

    def __enter__(self) -> Any:
        return self.inner.__enter__()

    def __exit__(self, *raised: Any) -> Any:
        if raised[0] is not None:
            return self.inner.__exit__(*raised)
        try:
            self.before()
        except Dead as dead:
            self.inner.__exit__(Dead, dead, dead.__traceback__)
            raise
        self.inner.__exit__(*raised)
        self.after()
        return None
