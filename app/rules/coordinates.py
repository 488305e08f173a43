"""Where something is, in degrees: read as people and maps write it, kept as ``31.30012,120.58034``.

Latitude first, five places (about a metre), WGS-84, as cameras write it. Maps made in China show places up to
some 600 m beside these: a distance from a place that was copied from one is that much unsure.
"""

import re
from dataclasses import dataclass
from math import asin, cos, isfinite, radians, sin, sqrt

from app.i18n import Translator
from app.rules.refusals import RuleError

PLACES = 5
SHOWN = 4  # about ten metres
EARTH = 6_371_009  # mean radius in metres
_FIGURE = r"(\d{1,2}(?:\.\d+)?)"
_NUMBER = rf"(\d{{1,3}}(?:\.\d+)?)(?:\s*[°度]\s*(?:{_FIGURE}\s*['′分]\s*(?:{_FIGURE}\s*[\"″秒])?)?)?"
_PART = re.compile(rf"(北纬|南纬|东经|西经|[NSEW])?\s*([-+])?{_NUMBER}\s*([NSEW])?", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,，;；、/]*")
_SIDES = {"北纬": "N", "南纬": "S", "东经": "E", "西经": "W"}


class CoordinatesUnclear(RuleError):
    """No place can be read out of the text."""

    code = "coordinates.unclear"


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Degrees: north and east are positive."""

    latitude: float
    longitude: float

    @property
    def stored(self) -> str:
        """As a field keeps them."""
        return f"{self.latitude:.{PLACES}f},{self.longitude:.{PLACES}f}"

    @property
    def sound(self) -> bool:
        """Whether there is such a place; cameras that know none write 0, 0."""
        known = isfinite(self.latitude) and isfinite(self.longitude)
        return known and abs(self.latitude) <= 90 and abs(self.longitude) <= 180 and (self.stored != NOWHERE)


NOWHERE = "0.00000,0.00000"


def parse_coordinates(text: str) -> Coordinates:
    """``31.3001, 120.5803``, ``120.5803,31.3001`` as maps copy it, ``31.30N 120.58E``,
    ``北纬31°18′ 东经120°34′``.

    Two bare numbers are latitude and longitude, the other way round where the first can be no latitude.

    Raises:
        CoordinatesUnclear: there are not two numbers, or no such place.
    """
    body = text.strip()
    first = _PART.match(body)
    rest = body[first.end() :] if first else ""
    second = _PART.fullmatch(rest[_BETWEEN.match(rest).end() :]) if first else None  # type: ignore[union-attr]
    if first is None or second is None:
        raise CoordinatesUnclear(text)
    (one, side), (other, beside) = _degrees(first), _degrees(second)
    turned = side in "EW" if side else beside in "NS" if beside else abs(one) > 90 >= abs(other)
    latitude, longitude = (other, one) if turned else (one, other)
    found = Coordinates(latitude, longitude)
    if not found.sound or (side and beside and (side in "NS") is (beside in "NS")):
        raise CoordinatesUnclear(text)
    return found


def kept_coordinates(text: object) -> Coordinates | None:
    """What a field keeps; None of nothing, of a mask, and of what is no place."""
    try:
        return parse_coordinates(text) if isinstance(text, str) and text else None
    except CoordinatesUnclear:
        return None


def metres_between(one: Coordinates, other: Coordinates) -> float:
    """Along the ground, in metres (a sphere: right to half a percent)."""
    north = radians(other.latitude - one.latitude) / 2
    east = radians(other.longitude - one.longitude) / 2
    flat = cos(radians(one.latitude)) * cos(radians(other.latitude))
    return 2 * EARTH * asin(min(1.0, sqrt(sin(north) ** 2 + flat * sin(east) ** 2)))


def coordinate_words(place: Coordinates, tr: Translator) -> str:
    """31.3001 N 120.5803 E."""
    return tr.tr(
        "coordinates.told",
        latitude=f"{abs(place.latitude):.{SHOWN}f}",
        longitude=f"{abs(place.longitude):.{SHOWN}f}",
        north=tr.tr(f"coordinates.{'north' if place.latitude >= 0 else 'south'}"),
        east=tr.tr(f"coordinates.{'east' if place.longitude >= 0 else 'west'}"),
    )


def distance_words(metres: float) -> str:
    """350 m, 1.2 km, 85 km: no more exact than a telephone knows."""
    if metres < 995:
        return f"{max(round(metres / 10) * 10, 10)} m"
    return f"{metres / 1000:.1f} km" if metres < 9_950 else f"{metres / 1000:,.0f} km"


def _degrees(part: re.Match[str]) -> tuple[float, str]:
    """(degrees with their sign, N, S, E, W or "")."""
    ahead, sign, whole, minutes, seconds, behind = part.groups()
    value = float(whole) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    side = _SIDES.get(ahead or "", (ahead or behind or "").upper())
    return (-value if (sign == "-") is not (side in ("S", "W")) else value), side
