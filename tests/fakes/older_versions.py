"""Other versions of the product in this process: the same code with a smaller registry.

Versions nest, because a laptop that syncs calls headquarters, and both run here: each takes its own registry
for as long as it acts.
"""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from inspect import signature
from types import MappingProxyType, ModuleType
from typing import Any, TypeVar

from sqlalchemy import Column, MetaData, Table

from app.model import registry
from app.store import store
from sync.client import asking, holding_back, packages
from sync.client.gateway import Gateway, Traffic
from sync.hq import exchange, push
from sync.protocol.messages import Reply, Request

Lacks = Mapping[str, Collection[str]]
"""Fields that a version does not know, by kind; the kind itself where there are none."""

T = TypeVar("T")

SERVED = 2  # versions before its own that a headquarters serves

_FULL = dict(registry._BY_NAME)
_TELL_SCHEMA = (asking, packages, holding_back, store, exchange, push)


@dataclass(frozen=True, eq=False)
class Version:
    """A registry, and the schema it goes by; without one that of whoever runs it stays.

    What is remembered of a kind's fields is remembered for each version by itself.
    """

    kinds: Mapping[str, registry.Kind]
    schema: int | None = None
    remembered: list[tuple[ModuleType, str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        told: list[tuple[ModuleType, str, Any]] = [
            (module, name, cache(vars(module)[name].__wrapped__)) for module, name in _remembering()
        ]
        if self.schema is not None:
            told += [(module, "SCHEMA", self.schema) for module in _TELL_SCHEMA]
            told.append((exchange, "OLDEST_SCHEMA", max(1, self.schema - SERVED)))
        object.__setattr__(self, "remembered", told)


def _remembering() -> list[tuple[ModuleType, str]]:
    """Every function of the program that remembers something of a kind's fields or of its table."""
    modules = [module for name, module in sys.modules.items() if name.startswith(("app.", "sync."))]
    return [
        (module, name)
        for module in modules
        for name, found in vars(module).items()
        if hasattr(found, "cache_info") and "kind" in signature(found).parameters
    ]


@contextmanager
def acting(version: Version) -> Iterator[None]:
    """Act as ``version``."""
    kinds = dict(registry._BY_NAME)
    before = [(module, name, vars(module)[name]) for module, name, _ in version.remembered]
    _use(version.kinds, version.remembered)
    try:
        yield
    finally:
        _use(kinds, before)


def _use(kinds: Mapping[str, registry.Kind], remembered: Collection[tuple[ModuleType, str, Any]]) -> None:
    registry._BY_NAME.clear()
    registry._BY_NAME.update(kinds)
    for module, name, value in remembered:
        setattr(module, name, value)


@contextmanager
def version(lacks: Lacks) -> Iterator[None]:
    """Act as a version without these fields and kinds; ``{}`` is the version of today."""
    with acting(Version(without(_FULL, lacks))):
        yield


def without(kinds: Mapping[str, registry.Kind], lacks: Lacks) -> dict[str, registry.Kind]:
    """The kinds that a version knows which lacks the rest."""
    return {name: _without(kind, lacks.get(name, ())) for name, kind in kinds.items() if lacks.get(name, "x")}


def _without(kind: registry.Kind, names: Collection[str]) -> registry.Kind:
    if not names:
        return kind
    fields = {name: field for name, field in kind.fields.items() if name not in names}
    return replace(kind, fields=MappingProxyType(fields), table=_table_without(kind.table, names))


def _table_without(table: Table, names: Collection[str]) -> Table:
    """As an older file has it: what is written does not touch the columns that are still to come."""
    columns = [
        Column(one.name, one.type, primary_key=one.primary_key, nullable=one.nullable)
        for one in table.columns
        if one.name not in names
    ]
    return Table(table.name, MetaData(), *columns)


def history(came: Mapping[int, Lacks]) -> dict[int, Version]:
    """Versions by schema, as if today's registry had grown so: what came with each, the newest knows all."""
    kinds = {name: _dated(kind, came) for name, kind in _FULL.items()}
    found = {}
    for schema in sorted({min(came) - 1, *came}, reverse=True):
        found[schema] = Version(dict(kinds), schema)
        kinds = without(kinds, came.get(schema, {}))
    return found


def _dated(kind: registry.Kind, came: Mapping[int, Lacks]) -> registry.Kind:
    fields = dict(kind.fields)
    since = kind.schema
    for schema, lacks in came.items():
        names = lacks.get(kind.name)
        since = schema if names is not None and not names else since
        fields |= {name: replace(fields[name], schema=schema) for name in names or ()}
    return replace(kind, schema=since, fields=MappingProxyType(fields))


def lacks_of(schema: int) -> Lacks:
    """What the real versions of a schema lack of today's."""
    found: dict[str, Collection[str]] = {}
    for kind in _FULL.values():
        newer = tuple(name for name, field in kind.fields.items() if field.schema > schema)
        if kind.schema > schema:
            found[kind.name] = ()
        elif newer:
            found[kind.name] = newer
    return found


@dataclass
class Upstream:
    """The way of a laptop to a headquarters of another version: that of today, unless said."""

    way: Gateway
    served: Version | None = None

    def exchange(self, request: Request) -> Reply:
        return self._there(lambda: self.way.exchange(request))

    def traffic(self) -> Traffic:
        return self.way.traffic()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.way, name)

    def _there(self, call: Callable[[], T]) -> T:
        with acting(self.served or Version(_FULL)):
            return call()
