"""On-site proof 现场凭证: what the photos of a visit say of its day and place, what they do not (feature 24).

A photo says what its camera wrote: clocks may be wrong, files may be edited, a photo may be of another place.
It is evidence that can be looked at, never a verdict; and nobody is located.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.i18n import Translator
from app.rules.coordinates import (
    Coordinates,
    coordinate_words,
    distance_words,
    kept_coordinates,
    metres_between,
)

# From the strongest: a photo of that day with a place, of that day, only of other days, of no day.
PLACED, SAME_DAY, OTHER_DAY, UNDATED = LEVELS = ("placed", "same_day", "other_day", "undated")
PROVED = (PLACED, SAME_DAY)
FAR = 5_000  # metres from the firm that are worth a word


@dataclass(frozen=True, slots=True)
class PhotoProof:
    """One photo. ``days_off``: its day less the visit's; ``metres``: from where the firm is."""

    id: str
    name: str
    taken_on: date | None
    time: str
    days_off: int | None
    coordinates: Coordinates | None
    metres: float | None
    place_told: str
    camera: str

    @property
    def level(self) -> str:
        """What it is worth alone."""
        if self.days_off is None:
            return UNDATED
        if self.days_off:
            return OTHER_DAY
        return PLACED if self.coordinates else SAME_DAY


def is_photo(attachment: Mapping[str, Any]) -> bool:
    """Whether an attachment is a picture."""
    return str(attachment.get("media_type") or "").startswith("image/")


def proofs(
    photos: Iterable[tuple[str, Mapping[str, Any]]], visited_on: date | None, firm: str | None
) -> list[PhotoProof]:
    """The pictures among attachments (id, values) of a visit, the strongest first; ``firm``: where it is."""
    there = kept_coordinates(firm)
    found = [_proof(id, values, visited_on, there) for id, values in photos if is_photo(values)]
    return sorted(
        found, key=lambda one: (LEVELS.index(one.level), one.taken_on or date.max, one.time, one.id)
    )


def level_of(found: Iterable[PhotoProof]) -> str:
    """What the photos of a visit are worth together; "" of none."""
    return min((one.level for one in found), key=LEVELS.index, default="")


def proof_words(one: PhotoProof, tr: Translator) -> str:
    """One photo in a sentence: day and hour, place, how far from the firm."""
    parts = [_day_words(one, tr), *_place_words(one, tr)]
    return tr.tr("proof.separator").join(parts)


def doubts(found: Iterable[PhotoProof], tr: Translator) -> list[str]:
    """What should be looked at: photos of another day, or taken far from the firm."""
    said = []
    for one in found:
        if one.days_off:
            said.append(tr.tr("proof.doubt.day", name=one.name, days=abs(one.days_off)))
        if one.metres is not None and one.metres > FAR:
            said.append(tr.tr("proof.doubt.far", name=one.name, distance=distance_words(one.metres)))
    return said


def _proof(
    id: str, values: Mapping[str, Any], visited_on: date | None, firm: Coordinates | None
) -> PhotoProof:
    taken, place = values.get("taken_on"), kept_coordinates(values.get("coordinates"))
    return PhotoProof(
        id=id,
        name=str(values.get("name") or ""),
        taken_on=taken,
        time=str(values.get("taken_time") or ""),
        days_off=(taken - visited_on).days if taken and visited_on else None,
        coordinates=place,
        metres=metres_between(place, firm) if place and firm else None,
        place_told=str(values.get("place_told") or ""),
        camera=str(values.get("camera") or ""),
    )


def _day_words(one: PhotoProof, tr: Translator) -> str:
    if one.taken_on is None:
        return tr.tr("proof.undated")
    key = "proof.same_day" if one.days_off == 0 else "proof.other_day"
    day = tr.tr("proof.day", year=one.taken_on.year, month=one.taken_on.month, day=one.taken_on.day)
    return tr.tr(key, time=one.time, day=day).replace("  ", " ").strip()


def _place_words(one: PhotoProof, tr: Translator) -> list[str]:
    if one.coordinates is None:
        return [tr.tr(f"proof.place.{one.place_told or 'unasked'}")] if one.place_told != "kept" else []
    told = [coordinate_words(one.coordinates, tr)]
    if one.metres is not None:
        told.append(tr.tr("proof.distance", distance=distance_words(one.metres)))
    return told
