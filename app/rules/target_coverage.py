"""How far the lists of target enterprises are covered (systems.md A12)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

_REACHED = ("contacted", "talking", "landed")


@dataclass(frozen=True, slots=True)
class Coverage:
    """One list, industry or person: enterprises assigned, contacted, landed."""

    name: str
    total: int
    contacted: int
    landed: int

    @property
    def share(self) -> Fraction | None:
        """Contacted of all; None where there are none."""
        return of_all(self.contacted, self.total)


def of_all(done: int, total: int) -> Fraction | None:
    """The share of ``total`` that is done; None where there are none."""
    return Fraction(done, total) if total else None


def contacted(target: Mapping[str, Any], visited: frozenset[str] = frozenset()) -> bool:
    """Whether somebody has been in touch: said so, on a day, or by a visit to the firm (``visited``: ids).

    Whoever was dropped without a contact is not covered.
    """
    return (
        target.get("standing") in _REACHED
        or target.get("contacted_on") is not None
        or target.get("company_id") in visited
    )


def coverage(
    targets: Iterable[Mapping[str, Any]],
    group: Callable[[Mapping[str, Any]], str],
    visited: frozenset[str] = frozenset(),
) -> tuple[Coverage, ...]:
    """Coverage by group, the least covered first; nobody's (``""``) last."""
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for target in targets:
        grouped.setdefault(group(target), []).append(target)
    found = [
        Coverage(
            name,
            len(some),
            sum(contacted(one, visited) for one in some),
            sum(one.get("standing") == "landed" for one in some),
        )
        for name, some in grouped.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.name == "", one.share or Fraction(0), one.name)))
