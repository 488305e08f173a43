"""人脉路径: how we reach a person, a firm or a body, read from relations, visits, firms and chambers."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.model.row import Row
from app.rules.relation_paths import Key, Link, Way, ways
from app.rules.visits import took_place
from app.services.desk import Desk
from app.store.reading import Filter

REACHABLE = ("contact", "company", "organisation")
_OTHERS = 40  # people of one chamber or firm that are looked at


@dataclass(frozen=True, slots=True)
class Reached:
    """A way with the records on it: whom we know first, the one sought last; ``whys`` lie between them."""

    rows: tuple[Row, ...]
    whys: tuple[str, ...]
    cost: int


def ways_to(desk: Desk, kind: str, id: str, most: int = 3) -> list[Reached]:
    """The best ways to a record; somebody we are in touch with already needs none (one row, no whys)."""
    web = _Web(desk)
    found = ways((kind, id), web.neighbours, web.known, most)
    return [one for way in found if (one := _read(desk, way)) is not None]


def _read(desk: Desk, way: Way) -> Reached | None:
    keys = [way.start, *(link.to for link in way.links)]
    rows = [desk.store.get(kind, id) for kind, id in keys]
    there = tuple(row for row in rows if row is not None)
    if len(there) < len(rows):
        return None
    return Reached(there, tuple(link.why for link in way.links), way.cost)


class _Web:
    """Who is linked to whom, read as far as a search asks."""

    def __init__(self, desk: Desk) -> None:
        self._store = desk.store
        self._rows: dict[Key, Row | None] = {}

    def known(self, key: Key) -> bool:
        """Somebody of ours is in touch: contacted before, or kept in touch with by name."""
        row = self._row(key)
        if row is None or row.kind == "company":
            return False
        return bool(row.values.get("kept_by") or row.values.get("last_contact_on"))

    def neighbours(self, key: Key) -> Iterator[Link]:
        """Everybody one step away."""
        row = self._row(key)
        if row is None:
            return
        if row.kind == "contact":
            yield from self._of_person(row)
        for other in self._store.referring(*key):
            yield from _of_referring(key, other)
        if row.kind == "organisation":
            yield from (Link(("contact", id), "officer") for id in row["officer_ids"] or ())
            yield from self._of_chamber(row["name"], "")

    def _of_person(self, row: Row) -> Iterator[Link]:
        if row["company_id"]:
            yield Link(("company", row["company_id"]), "company")
        if row["chamber"]:
            yield from self._of_chamber(row["chamber"], row.id)
            bodies = self._store.ids("organisation", filters=[Filter("name", "eq", row["chamber"])])
            yield from (Link(("organisation", id), "member") for id in bodies[:1])

    def _of_chamber(self, chamber: str, but: str) -> Iterator[Link]:
        ids = self._store.ids("contact", filters=[Filter("chamber", "eq", chamber)])
        yield from (Link(("contact", id), "chamber") for id in ids[:_OTHERS] if id != but)

    def _row(self, key: Key) -> Row | None:
        if key not in self._rows:
            row = self._store.get(*key)
            self._rows[key] = None if row is not None and row.deleted else row
        return self._rows[key]


def _of_referring(key: Key, other: Row) -> Iterator[Link]:
    if other.kind == "relation":
        ends = [(kind, other[f"{side}{kind}_id"]) for side in ("", "to_") for kind in REACHABLE]
        yield from (Link((kind, id), other["tie"]) for kind, id in ends if id and (kind, id) != key)
    elif other.kind == "visit" and took_place(other.values):
        people = [("contact", id) for id in other["contact_ids"] or ()]
        firm = [("company", other["company_id"])] if other["company_id"] else []
        yield from (Link(one, "visit") for one in (*people, *firm) if one != key)
    elif other.kind == "contact" and key[0] == "company":
        yield Link(("contact", other.id), "company")
    elif other.kind == "organisation" and key[0] == "contact":
        yield Link(("organisation", other.id), "officer")
