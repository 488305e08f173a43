"""综合考核分: how many points each indicator of a pack gives, by the method the pack names (feature 56).

``efficacy`` 功效系数法: ``base`` + (figure - low) ÷ (high - low) × ``span``, of 100; ``share``: of the
target; ``ranks``: the full points for the first, ``step`` fewer for each place; ``steps``: by a table.
Everything is exact; the marks of ``efficacy`` and ``share`` stay within ``floor`` and ``cap``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.policy.pack import Pack
from app.policy.table import Row
from app.rules.ranking import ranked

TABLE, STEPS = "indicators", "indicator_steps"
EFFICACY, SHARE, RANKS, STEPWISE = "efficacy", "share", "ranks", "steps"
_FULL = Fraction(100)

Measured = Mapping[str, Mapping[str, Decimal]]
"""Whoever is scored → their measures, as rankings ask for them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One indicator of one owner. ``figure``: the measure, in percent where it is one over another;
    ``points`` is None where there is no figure. ``low`` and ``high``: what ``efficacy`` went by; ``rank``:
    the place that ``ranks`` went by; ``step``: the row that ``steps`` went by, None below the first.
    """

    row: Row
    figure: Fraction | None
    points: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None
    rank: int | None = None
    step: Row | None = None

    @property
    def method(self) -> str:
        """How it is marked."""
        return str(self.row.results["method"])

    @property
    def full(self) -> Fraction:
        """The points of a mark of 100, of the first place, or of the highest step."""
        return _number(self.row, "full") or Fraction(0)


def has_indicators(pack: Pack) -> bool:
    """Whether the pack scores by indicators."""
    return TABLE in pack.tables


def marked(pack: Pack, told: Measured) -> dict[str, tuple[Mark, ...]]:
    """Everybody's marks, an indicator after the other as the pack lists them; nothing without indicators."""
    if not has_indicators(pack):
        return dict.fromkeys(told, ())
    columns = [_column(pack, row, told) for row in pack.table(TABLE).rows]
    return {owner: tuple(column[owner] for column in columns) for owner in told}


def total(marks: tuple[Mark, ...]) -> Fraction:
    """What an owner's marks come to; an indicator without a figure gives nothing."""
    return sum((one.points for one in marks if one.points is not None), Fraction(0))


def totals(pack: Pack, told: Measured) -> dict[str, Fraction]:
    """Everybody's sum."""
    return {owner: total(marks) for owner, marks in marked(pack, told).items()}


def _column(pack: Pack, row: Row, told: Measured) -> dict[str, Mark]:
    figures = {owner: _figure(row, measures) for owner, measures in told.items()}
    match row.results["method"]:
        case "efficacy":
            return _by_efficacy(row, figures)
        case "share":
            return {owner: _by_share(row, figure) for owner, figure in figures.items()}
        case "ranks":
            return _by_ranks(row, figures)
    return {owner: _by_steps(pack, row, figure) for owner, figure in figures.items()}


def _figure(row: Row, measures: Mapping[str, Decimal]) -> Fraction | None:
    over, per = measures.get(str(row.results["measure"])), row.results.get("per")
    if over is None or not per:
        return None if over is None else Fraction(over)
    under = measures.get(str(per))
    return Fraction(over) / Fraction(under) * 100 if under else None


def _by_efficacy(row: Row, figures: Mapping[str, Fraction | None]) -> dict[str, Mark]:
    known = [one for one in figures.values() if one is not None]
    low, high = _number(row, "low"), _number(row, "high")
    low = min(known, default=None) if low is None else low
    high = max(known, default=None) if high is None else high
    return {
        owner: Mark(row, one, None if one is None else _efficacy(row, one, low, high), low, high)
        for owner, one in figures.items()
    }


def _efficacy(row: Row, figure: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    """Where all are equal nothing tells them apart: the whole span for something done, none for nothing."""
    base, span = _number(row, "base") or Fraction(0), _number(row, "span") or Fraction(0)
    assert low is not None and high is not None  # there is at least this figure
    if high > low:
        mark = base + (figure - low) / (high - low) * span
    else:
        mark = base + (span if figure >= high and figure > 0 else 0)
    return _of_full(row, mark, base + span)


def _by_share(row: Row, figure: Fraction | None) -> Mark:
    return Mark(row, figure, None if figure is None else _of_full(row, figure, _FULL))


def _of_full(row: Row, mark: Fraction, most: Fraction) -> Fraction:
    """A mark of 100 within its bounds (0 and ``most`` where the pack names none), as points."""
    floor, cap = _number(row, "floor"), _number(row, "cap")
    bounded = max(floor or Fraction(0), min(mark, most if cap is None else cap))
    return bounded / _FULL * (_number(row, "full") or 0)


def _by_ranks(row: Row, figures: Mapping[str, Fraction | None]) -> dict[str, Mark]:
    full, step = _number(row, "full") or Fraction(0), _number(row, "step") or Fraction(0)
    least = _number(row, "floor") or Fraction(0)
    found = {}
    for place in ranked(figures):
        points = None if place.rank is None else max(full - step * (place.rank - 1), least)
        found[place.owner] = Mark(row, place.figure, points, rank=place.rank)
    return found


def _by_steps(pack: Pack, row: Row, figure: Fraction | None) -> Mark:
    if figure is None:
        return Mark(row, None, None)
    reached = [one for one in steps_of(pack, row.id) if (_number(one, "from") or 0) <= figure]
    step = reached[-1] if reached else None
    return Mark(row, figure, (_number(step, "points") or Fraction(0)) if step else Fraction(0), step=step)


def steps_of(pack: Pack, indicator: str) -> list[Row]:
    """The steps of an indicator, the lowest first."""
    rows = pack.tables[STEPS].rows if STEPS in pack.tables else ()
    own = [row for row in rows if row.results["indicator"] == indicator]
    return sorted(own, key=lambda row: _number(row, "from") or Fraction(0))


def _number(row: Row, column: str) -> Fraction | None:
    value = row.results.get(column)
    return Fraction(value) if isinstance(value, Decimal) else None
