"""Who stands where, with ties; what is missing to the next place, and what if (systems.md C7).

Competition ranking: two on the second place are followed by the fourth. Whoever has no figure, because there
was nothing to divide by, has no place and pushes nobody down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from app.errors import OutpostError
from app.policy.pack import NoSuchTable, Pack

Figures = Mapping[str, Fraction | None]


class NotRanked(OutpostError):
    """The unit or person is not among those who are ranked, or has no figure."""

    code = "not_ranked"


@dataclass(frozen=True, slots=True)
class Place:
    """``rank`` from the top and ``from_bottom`` from the bottom, both from 1; None without a figure.
    ``last``: in the lowest place, which nobody is where all have the same figure.
    """

    owner: str
    figure: Fraction | None
    rank: int | None
    from_bottom: int | None
    tied: bool
    last: bool


def ranked(figures: Figures, *, rising: bool = False) -> tuple[Place, ...]:
    """Everyone in their places, best first, those without a figure at the end; ties in the order given.

    ``rising``: the smaller figure is the better one.
    """
    marks = {owner: figure for owner, figure in figures.items() if figure is not None}
    order = sorted(marks.items(), key=itemgetter(1), reverse=not rising)
    placed = []
    above = 0
    for _, group in groupby(order, key=itemgetter(1)):
        owners = [owner for owner, _ in group]
        below = len(order) - above - len(owners)
        last = below == 0 and above > 0
        for owner in owners:
            placed.append(Place(owner, figures[owner], above + 1, below + 1, len(owners) > 1, last))
        above += len(owners)
    without = [Place(owner, None, None, None, False, False) for owner in figures if owner not in marks]
    return (*placed, *without)


def place_of(places: Sequence[Place], owner: str) -> Place:
    """Where ``owner`` stands.

    Raises:
        NotRanked: nowhere.
    """
    found = next((place for place in places if place.owner == owner), None)
    if found is None or found.rank is None:
        raise NotRanked(owner=owner)
    return found


def moved(now: Sequence[Place], before: Sequence[Place], owner: str) -> int | None:
    """By how many places ``owner`` rose (above zero) or fell; None where it had no place in one of them."""
    ranks = [next((one.rank for one in places if one.owner == owner), None) for places in (before, now)]
    return None if ranks[0] is None or ranks[1] is None else ranks[0] - ranks[1]


def periods_last(history: Sequence[Sequence[Place]], owner: str) -> int:
    """How many periods running, up to the newest, ``owner`` was last; ``history`` has the oldest first."""
    running = 0
    for places in reversed(history):
        if not any(place.owner == owner and place.last for place in places):
            break
        running += 1
    return running


@dataclass(frozen=True, slots=True)
class NextPlace:
    """``rank``: the place reached by drawing level with ``ahead``, for which ``missing`` of the figure is
    needed.
    """

    rank: int
    ahead: tuple[str, ...]
    missing: Fraction


def next_place(figures: Figures, owner: str, *, rising: bool = False) -> NextPlace | None:
    """What is missing 差多少 to the next better place; None for whoever is first.

    Raises:
        NotRanked: ``owner`` has no figure.
    """
    places = ranked(figures, rising=rising)
    own = place_of(places, owner)
    better = [place for place in places if place.rank is not None and place.rank < (own.rank or 0)]
    if not better:
        return None
    nearest = better[-1]
    ahead = tuple(place.owner for place in better if place.rank == nearest.rank)
    assert nearest.figure is not None and own.figure is not None and nearest.rank is not None
    return NextPlace(nearest.rank, ahead, abs(nearest.figure - own.figure))


def what_if(figures: Figures, owner: str, figure: Fraction, *, rising: bool = False) -> Place:
    """Where ``owner`` would stand with another ``figure``, everybody else as they are.

    Raises:
        NotRanked: ``owner`` is not among them.
    """
    if owner not in figures:
        raise NotRanked(owner=owner)
    return place_of(ranked({**figures, owner: figure}, rising=rising), owner)


def figures_of(pack: Pack, id: str, told: Mapping[str, Mapping[str, Decimal]]) -> dict[str, Fraction | None]:
    """Everyone's figure by the row ``id`` of the pack's ranking, from the measures told of each: one measure,
    or one per another; None where a measure is not told or there is nothing to divide by.

    Raises:
        NoSuchTable: the pack does not rank by that.
    """
    table = pack.table("ranking")
    row = table.row(id)
    if row is None:
        known = ", ".join(row.id for row in table.rows)
        raise NoSuchTable(pack=pack.id, table=f"ranking {id}", known=known)
    measure, per = str(row.results["measure"]), row.results.get("per")
    if not per:
        return {owner: _whole(measures.get(measure)) for owner, measures in told.items()}
    return {owner: _share(measures.get(measure), measures.get(str(per))) for owner, measures in told.items()}


def _whole(measure: Decimal | None) -> Fraction | None:
    return None if measure is None else Fraction(measure)


def _share(over: Decimal | None, under: Decimal | None) -> Fraction | None:
    if over is None or not under:
        return None
    above, below = over.as_integer_ratio(), under.as_integer_ratio()
    return Fraction(above[0] * below[1], above[1] * below[0])
