"""The directory of people from here 在外人士名录: is it whole, and whom it has twice (A4)."""

from dataclasses import dataclass

from app.rules.completeness import NATIVE_FIELDS, Completeness, completeness
from app.services.desk import Desk
from app.services.duplicates import find_duplicates
from app.store.reading import Filter

NATIVE = Filter("circle", "eq", "native")
_ASKED = tuple(dict.fromkeys(name for field, others in NATIVE_FIELDS.items() for name in (field, *others)))


@dataclass(frozen=True, slots=True)
class Directory:
    """How whole the directory is, of everybody and by hometown; ``twice``: pairs of ids likely the same."""

    whole: Completeness
    by_hometown: tuple[tuple[str, Completeness], ...]
    twice: tuple[tuple[str, str], ...]


def directory(desk: Desk, *, hometown: str = "") -> Directory:
    """Judge the directory, or the part of it from one ``hometown``.

    Returns:
        Hometowns by name, people without one last as ``""``.
    """
    filters = [NATIVE, *([Filter("hometown", "eq", hometown)] if hometown else [])]
    values = desk.store.fields("contact", desk.store.ids("contact", filters=filters), _ASKED)
    towns: dict[str, list[str]] = {}
    for id, one in values.items():
        towns.setdefault(one["hometown"] or "", []).append(id)
    by_hometown = tuple(
        (town, completeness((id, values[id]) for id in towns[town]))
        for town in sorted(towns, key=lambda town: (town == "", town))
    )
    pairs = tuple(
        (one.first.id, one.second.id)
        for one in find_duplicates(desk, ["contact"])
        if one.first.id in values or one.second.id in values
    )
    return Directory(completeness(values.items()), by_hometown, pairs)
