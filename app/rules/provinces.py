"""Provinces as equal squares, and which one a place lies in: a map without borders (features.md 93)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.rules.divisions import Level, city_of, places_at_head
from app.rules.reference import load


@dataclass(frozen=True, slots=True)
class Tile:
    """``code`` of the province, named by ``province.<code>`` in the catalogue; where its square stands."""

    code: str
    row: int
    column: int


def tiles() -> tuple[Tile, ...]:
    """All provinces, in the order of the standard."""
    return tuple(Tile(*one) for one in load("province_tiles")["tiles"])


def province_of(place: str) -> str:
    """The code of the province that a place lies in; "" where that is not clear."""
    found = city_of(place)
    if found is None:
        known, _ = places_at_head(place)
        codes = {one.province_code for one in known if one.level is not Level.COUNTY or len(known) == 1}
        return codes.pop() if len(codes) == 1 else ""
    return found.province_code


def by_province(places: Iterable[str]) -> Mapping[str, int]:
    """How many of ``places`` lie in each province."""
    counts: dict[str, int] = {}
    for place in places:
        if code := province_of(place):
            counts[code] = counts.get(code, 0) + 1
    return counts
