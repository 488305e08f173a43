"""What a list is about."""

from dataclasses import dataclass

from app.store.reading import Filter


@dataclass(frozen=True, slots=True)
class Scope:
    """What a list is about before anybody filters: ``deleted`` shows only deleted records."""

    filters: tuple[Filter, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    deleted: bool = False
