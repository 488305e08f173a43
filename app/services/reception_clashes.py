"""What would go wrong at a reception 接待: somebody wanted twice, no time for the way, hours turned round."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.model.receptions import PLANNED
from app.model.row import Row
from app.rules.itineraries import Engaged, Planned, Short, Twice, backwards, engagements, too_short, twice
from app.rules.outings import last_day
from app.rules.seating import OURS
from app.services.desk import Desk
from app.services.reception_rows import PERSON, RECEPTION, STOP, planned_of, receptions_between, rows_where
from app.services.trips import trips_between
from app.store.reading import Filter


@dataclass(frozen=True, slots=True)
class Warnings:
    """What would go wrong: who is wanted twice, where too little time is left, what ends before it begins."""

    twice: tuple[Twice, ...] = ()
    short: tuple[Short, ...] = ()
    backwards: tuple[str, ...] = ()
    names: Mapping[str, str] | None = None
    """Id → title of the receptions and trips that ``twice`` names."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.twice) + len(self.short) + len(self.backwards)


def warnings_of(desk: Desk, row: Row, stops: Sequence[Row]) -> Warnings:
    """Of a reception with its stops; one that was held or called off wants nobody any more."""
    planned = [planned_of(one) for one in stops]
    short, wrong = tuple(too_short(planned)), tuple(backwards(planned))
    if row["state"] != PLANNED:
        return Warnings(short=short, backwards=wrong, names={})
    first, last = row["starts_on"], last_day(row["starts_on"], row["ends_on"])
    others = [one for one in receptions_between(desk, first, last) if one.id != row.id]
    trips = trips_between(desk, first, last)
    found = twice(_of_receptions(desk, [row]), [*_of_receptions(desk, others), *_of_trips(trips)])
    return Warnings(
        tuple(found), short, wrong, {one.id: str(one["title"] or "") for one in (*others, *trips)}
    )


def _of_receptions(desk: Desk, rows: Sequence[Row]) -> list[Engaged]:
    """When the hosts of receptions are taken up, and whoever else of ours goes along."""
    ids = tuple(row.id for row in rows)
    people, stops = defaultdict[str, list[str]](list), defaultdict[str, list[Planned]](list)
    for one in rows_where(desk, PERSON, Filter("reception_id", "in", ids)) if ids else ():
        people[one["reception_id"]] += [one["name"]] if one["side"] == OURS else []
    for one in rows_where(desk, STOP, Filter("reception_id", "in", ids)) if ids else ():
        stops[one["reception_id"]].append(planned_of(one))
    found: list[Engaged] = []
    for row in rows:
        along = sorted({name for stop in stops[row.id] for name in stop.people})
        names = [name for name in (row["leader"], *people[row.id], *along) if name]
        span = row["starts_on"], last_day(row["starts_on"], row["ends_on"])
        found += engagements(RECEPTION, row.id, names, span, stops[row.id])
    return found


def _of_trips(rows: Iterable[Row]) -> list[Engaged]:
    found: list[Engaged] = []
    for row in rows:
        names = [name for name in (row["leader"], *(row["members"] or ())) if name]
        span = row["starts_on"], last_day(row["starts_on"], row["ends_on"])
        found += engagements("trip", row.id, names, span)
    return found
