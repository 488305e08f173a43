"""通报: headquarters publishes where everybody stands, as its laptop alone can tell (systems.md C7).

An officer's laptop holds the records of its own unit: it ranks nobody, but shows what was published, and
beside it its own figures as they are now.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.errors import OutpostError
from app.model.changes import ChangeSet
from app.model.row import Row
from app.reasons import Reason
from app.rules.targets import Owner, Progress
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.scores.board import Board, Line, board
from app.services.scores.goals import GOAL, window_of
from app.services.scores.published import (
    Aim,
    City,
    Order,
    Published,
    Rank,
    Score,
    Standings,
    read,
    require_room,
    written,
)
from app.services.scores.ratios import rates_of
from app.store.reading import Filter
from app.store.work import ROLE, UNIT_NAME

BULLETIN = "bulletin"
PUBLISHED = (Owner.UNIT, Owner.LEADER)  # whose boards are published
_HEADQUARTERS, _OFFICER = "hq", "officer"
_RATE = ("funds_in_place", "contract_capital")


class PublishedByHeadquarters(OutpostError):
    """Somebody publishes a board who is not one of headquarters' people: their laptop holds but a part."""

    code = "published_by_headquarters"


class UnreadableBulletin(OutpostError):
    """A bulletin that only a newer version can read."""

    code = "unreadable_bulletin"


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What was published, with the record that says by whom and when."""

    row: Row
    told: Published

    @property
    def as_of(self) -> date:
        """The day that it tells of."""
        day: date = self.row["as_of"]
        return day


def may_publish(desk: Desk) -> bool:
    """Whether the person is one of headquarters' own, by its last word."""
    return desk.store.remembered(ROLE) == _HEADQUARTERS


def holds_everything(desk: Desk) -> bool:
    """Whether every unit's records are here, so that ranks can be told: not on an officer's laptop."""
    return desk.store.remembered(ROLE) != _OFFICER


def publish(desk: Desk, *, kind: str = "year", on: date | None = None) -> tuple[str, ChangeSet]:
    """Publish the boards of the period that the day lies in, as of that day (today unless told).

    What was published before stays; the latest holds. Undo takes it back.

    Raises:
        PublishedByHeadquarters: the person is not of headquarters.
        InvalidRecord: there is nobody to rank, or headquarters would refuse it for its size.
    """
    if not may_publish(desk):
        raise PublishedByHeadquarters()
    day = on or desk.today()
    found = {owner: board(desk, owner=owner, kind=kind, on=day) for owner in PUBLISHED}
    units = found[Owner.UNIT]
    if not any(line.owner for line in units.lines):
        raise InvalidRecord([Problem("boards", Reason("scores.why.nobody_to_rank"))])
    boards = {owner.value: _standings(one) for owner, one in found.items()}
    told = Published(city_of(units), boards, units.pack.name.zh, units.pack.name.en)
    values = {
        "title": f"{day:%Y-%m-%d}",
        "period": kind,
        "starts_on": units.window.first,
        "as_of": day,
        "pack": units.pack.id,
        "pack_version": units.pack.version,
        "boards": written(told),
    }
    require_room("boards", values["boards"])
    with desk.store.write(actor=desk.actor, label="publish.bulletin") as work:
        id = work.create(BULLETIN, values)
    return id, work.changes


def latest(desk: Desk, kind: str, on: date | None = None) -> Bulletin | None:
    """What was published last of the period that the day lies in; None where nothing was."""
    first = window_of(kind, on or desk.today()).first
    filters = [Filter("period", "eq", kind), Filter("starts_on", "eq", first)]
    rows = desk.store.rows(BULLETIN, desk.store.ids(BULLETIN, filters=filters))
    for row in sorted(rows, key=lambda one: (one["created_at"], one.id), reverse=True):
        if (found := readable(row)) is not None:
            return found
    return None


def bulletins(desk: Desk) -> list[Row]:
    """Everything that was published and not withdrawn, the latest first."""
    rows = desk.store.rows(BULLETIN, desk.store.ids(BULLETIN))
    return sorted(rows, key=lambda one: (one["created_at"], one.id), reverse=True)


def bulletin_of(row: Row) -> Bulletin:
    """What a bulletin tells.

    Raises:
        UnreadableBulletin: a newer version wrote it.
    """
    if (found := readable(row)) is None:
        raise UnreadableBulletin(title=row["title"])
    return found


def readable(row: Row) -> Bulletin | None:
    """What a bulletin tells; None where this version cannot read it."""
    told = read(row["boards"])
    return Bulletin(row, told) if told is not None else None


def own_names(desk: Desk, found: Board) -> frozenset[str]:
    """Whose figures a laptop knows whole that holds but one unit: the unit itself, its people.

    A leader answers for projects of several units.
    """
    if holds_everything(desk):
        return frozenset(line.owner for line in found.lines if line.owner)
    unit = desk.store.remembered(UNIT_NAME)
    named = {line.owner for line in found.lines}
    if found.owner_kind is Owner.UNIT:
        own = {unit} & named or set(desk.store.tallies.owners(Owner.UNIT.value)) & named
    elif found.owner_kind is Owner.PERSON:
        goals = desk.store.rows(GOAL, desk.store.ids(GOAL, filters=[Filter("unit", "eq", unit)]))
        own = {str(row["name"]) for row in goals} & named
        own |= set(desk.store.tallies.owners(Owner.PERSON.value)) & named
    else:
        own = set()
    return frozenset(own - {""})


def marked_names(desk: Desk, found: Board) -> frozenset[str]:
    """Whose row is marked as one's own: the unit of the person at the keyboard, whatever else is here.

    Where projects call it by another name, the one unit that the laptop holds.
    """
    if found.owner_kind is not Owner.UNIT:
        return frozenset()
    unit, known = desk.store.remembered(UNIT_NAME), {line.owner for line in found.lines}
    if unit in known - {""}:
        return frozenset({unit})
    own = frozenset() if holds_everything(desk) else own_names(desk, found)
    return own if len(own) == 1 else frozenset()


def aims(desk: Desk, found: Board) -> dict[str, tuple[Aim, ...]]:
    """How far everybody's targets are: as reckoned here where that is known whole, else as published."""
    own = own_names(desk, found)
    bulletin = None if holds_everything(desk) else latest(desk, found.kind, found.window.last)
    board = bulletin.told.boards.get(found.owner_kind.value) if bulletin else None
    told = {line.owner: line.targets for line in board.lines} if board else {}
    live = ((line.owner, (*line.targets, *line.quotas)) for line in found.lines if line.owner in own)
    return told | {name: tuple(aim_of(one) for one in some) for name, some in live}


def aim_of(one: Progress) -> Aim:
    """A target as it is published."""
    return Aim(one.target.measure, one.target.amount, one.done, one.gone, one.places)


def city_of(found: Board) -> City:
    """The city's figures of a board of units."""
    figures = found.whole.figures
    rates = rates_of(found.pack, figures).values()
    rate = next((one for one in rates if (one.row.results["over"], one.row.results["under"]) == _RATE), None)
    places = rate.row.results["places"] if rate is not None else None
    return City(
        signed=figures.get("signed", Decimal(0)),
        contract=figures.get("contract_capital", Decimal(0)),
        arrived=figures.get("funds_in_place", Decimal(0)),
        rate=rate.value if rate is not None else None,
        places=int(places) if isinstance(places, Decimal) else 2,
    )


def _standings(found: Board) -> Standings:
    orders = []
    for id, ranking in found.rankings.items():
        places = tuple(
            Rank(one.owner, one.rank, ranking.risen(one.owner), one.figure) for one in ranking.places
        )
        table = found.pack.tables.get("ranking")
        name = found.pack.word("ranking", id) if table and table.row(id) else None
        orders.append(Order(id, places, name.zh if name else "", name.en if name else ""))
    return Standings(tuple(orders), tuple(_score(line) for line in found.lines if line.owner))


def _score(line: Line) -> Score:
    figures = {name: value for name, value in line.figures.items() if value}
    return Score(line.owner, line.points, figures, tuple(aim_of(one) for one in line.targets))
