"""The photos of visits as proof of them: of one, of the rows of a list, of a whole list (feature 24)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.model.outings import CALLED_OFF, PLANNED
from app.model.row import Row
from app.rules.photo_proof import LEVELS, PROVED, PhotoProof, level_of, proofs
from app.services.desk import Desk
from app.store.reading import Filter

VISIT = "visit"
SAME_DAY, WITHOUT = "proved", "without"  # wanted of a list, beside the levels
WANTED = (SAME_DAY, *LEVELS, WITHOUT)
_FEW = 200  # visits whose photos are asked for by name


def proofs_of(desk: Desk, visit: Row) -> list[PhotoProof]:
    """The photos of a visit, the strongest first."""
    return proofs_by_visit(desk, [visit])[visit.id]


def proofs_by_visit(desk: Desk, visits: Iterable[Row]) -> dict[str, list[PhotoProof]]:
    """The photos of visits by visit; without any, an empty list."""
    rows = list(visits)
    photos = _photos(desk, [row.id for row in rows])
    firms = list(dict.fromkeys(row["company_id"] for row in rows if row.id in photos and row["company_id"]))
    places = desk.store.fields("company", firms, ("coordinates",)) if firms else {}
    return {
        row.id: proofs(
            photos.get(row.id, ()),
            row["visited_on"],
            places.get(row["company_id"] or "", {}).get("coordinates"),
        )
        for row in rows
    }


def only_proved(desk: Desk, ids: Sequence[str], wanted: str) -> list[str]:
    """Those of some visits, in their order, that have photos of their day (``SAME_DAY``), photos of a level,
    or were made and have none of their day (``WITHOUT``).
    """
    photos = _photos(desk, ids)
    shot = [id for id in ids if id in photos]
    told = desk.store.fields(VISIT, shot, ("visited_on",))
    levels = {id: level_of(proofs(photos[id], one["visited_on"], None)) for id, one in told.items()}
    if wanted != WITHOUT:
        levelled = PROVED if wanted == SAME_DAY else (wanted,)
        return [id for id in shot if levels.get(id) in levelled]
    unmade = [Filter("state", "in", (PLANNED, CALLED_OFF))]
    others = {*desk.store.ids(VISIT, filters=unmade), *(id for id, one in levels.items() if one in PROVED)}
    return [id for id in ids if id not in others]


def proved(desk: Desk, visits: Sequence[Row]) -> frozenset[str]:
    """Those visits of which there is a photo of their day."""
    photos = _photos(desk, [row.id for row in visits])
    days = ((row.id, row["visited_on"]) for row in visits if row.id in photos)
    return frozenset(id for id, day in days if level_of(proofs(photos[id], day, None)) in PROVED)


def _photos(desk: Desk, visits: Sequence[str]) -> dict[str, list[tuple[str, Mapping[str, Any]]]]:
    """(id, values) of what hangs on visits, by visit: of a few by their names, of many all that there is."""
    filters = [Filter("parent_kind", "eq", VISIT)]
    if len(visits) <= _FEW:
        filters.append(Filter("parent_id", "in", tuple(visits)))
    wanted, found = frozenset(visits), defaultdict(list)
    for row in desk.store.rows("attachment", desk.store.ids("attachment", filters=filters)):
        if row["parent_id"] in wanted:
            found[row["parent_id"]].append((row.id, row.values))
    return dict(found)
