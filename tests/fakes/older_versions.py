"""An older version of the product in this process: the same code with a smaller registry.

Versions nest, because a laptop that syncs calls headquarters, and both run here: each takes its own registry
for as long as it acts.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar

from app.model import registry
from app.store import rows
from sync.client.gateway import Gateway, Traffic
from sync.protocol.messages import Reply, Request

Lacks = Mapping[str, Collection[str]]
"""Fields that a version does not know, by kind; the kind itself where there are none."""

T = TypeVar("T")

# What laptops of schema 2 lack: the life of a project.
SCHEMA_2: Lacks = {
    "project": (
        *("assessed_on", "approved_on", "contract_on", "contract_amount", "obligation_on", "site_on"),
        *("started_on", "completed_on", "produced_on", "on_books_on", "exit_reason", "stage_reason"),
    ),
    **dict.fromkeys(("stage_move", "node", "team_member", "listing"), ()),
}

_FULL = dict(registry._BY_NAME)


@contextmanager
def version(lacks: Lacks) -> Iterator[None]:
    """Act as a version without these fields and kinds; ``{}`` is the version of today."""
    before = dict(registry._BY_NAME)
    _use({name: _without(kind, lacks.get(name, ())) for name, kind in _FULL.items() if lacks.get(name, "x")})
    try:
        yield
    finally:
        _use(before)


def _without(kind: registry.Kind, names: Collection[str]) -> registry.Kind:
    fields = {name: field for name, field in kind.fields.items() if name not in names}
    return replace(kind, fields=MappingProxyType(fields)) if names else kind


def _use(kinds: Mapping[str, registry.Kind]) -> None:
    if kinds != registry._BY_NAME:
        registry._BY_NAME.clear()
        registry._BY_NAME.update(kinds)
        rows._searched.cache_clear()  # knows the fields of a kind


@dataclass
class Upstream:
    """The way of an older laptop to a headquarters of today."""

    way: Gateway

    def exchange(self, request: Request) -> Reply:
        return self._today(lambda: self.way.exchange(request))

    def traffic(self) -> Traffic:
        return self.way.traffic()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.way, name)

    def _today(self, call: Callable[[], T]) -> T:
        with version({}):
            return call()
