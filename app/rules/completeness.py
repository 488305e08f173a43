"""Is a directory complete (systems.md A4, “not one left out”): as a share, with what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

# What the directory of natives elsewhere must tell, and what else tells it as well (001 speeches 2 and 3).
NATIVE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "hometown": (),
    "city": (),
    "occupation": ("title", "company_id"),
    "phones": ("wechat", "email"),
    "chamber": (),
    "kept_by": (),
}

# What a project packaged for promotion must tell an investor (E1); ``pictures``: at least one.
OFFER_FIELDS: Mapping[str, tuple[str, ...]] = {
    "industry": (),
    "investment": (),
    "cooperation": (),
    "site": ("place",),
    "land": ("floor_area",),
    "content": (),
    "benefits": (),
    "terms": (),
    "contact": (),
    "phones": (),
    "pictures": (),
}


@dataclass(frozen=True, slots=True)
class Lacking:
    """A record and the fields it lacks, in the order they were asked for."""

    id: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """``lacking``: those with gaps, the most gaps first; ``by_field``: how many lack each field."""

    total: int
    lacking: tuple[Lacking, ...]
    by_field: Mapping[str, int]

    @property
    def complete(self) -> int:
        """Records that lack nothing."""
        return self.total - len(self.lacking)

    @property
    def share(self) -> Fraction | None:
        """Complete records of all; None of an empty directory, which is neither."""
        return Fraction(self.complete, self.total) if self.total else None


def completeness(
    records: Iterable[tuple[str, Mapping[str, Any]]], asked: Mapping[str, tuple[str, ...]] = NATIVE_FIELDS
) -> Completeness:
    """Judge (id, values) pairs by the fields asked for; a field is there when it or what stands for it is."""
    total, lacking = 0, list[Lacking]()
    for id, values in records:
        total += 1
        gaps = tuple(
            name for name, others in asked.items() if not any(values.get(one) for one in (name, *others))
        )
        if gaps:
            lacking.append(Lacking(id, gaps))
    lacking.sort(key=lambda one: (-len(one.fields), one.id))
    by_field = {name: sum(name in one.fields for one in lacking) for name in asked}
    return Completeness(total, tuple(lacking), by_field)
