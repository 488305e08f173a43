"""The half-yearly service appraisal 服务测评: marks, places, who is praised or named, what follows (D5).

The source (000 §5.5) names the first five, the last three and what being among the last twice running leads
to. Everything else is the pack's: what a grade is worth, how many questionnaires a department needs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

from app.policy.cases import read_case
from app.policy.pack import Pack
from app.policy.table import Decision
from app.rules.folding import fold
from app.rules.periods import months_later
from app.rules.ranking import Place, ranked

ROUNDS, GRADES, STANDING = "appraisal.rounds", "appraisal.grades", "appraisal.standing"
TABLES = (ROUNDS, GRADES, STANDING)
HALF, FULL_MARK = "half", Decimal(100)


class Part(StrEnum):
    """Where a department stands in a round."""

    TOP = "top"  # praised
    MIDDLE = "middle"
    BOTTOM = "bottom"  # named
    UNRANKED = "unranked"  # too few questionnaires


@dataclass(frozen=True, slots=True)
class Mark:
    """What ``copies`` questionnaires say of a department: a mark of 0 to 100 or a grade of the pack."""

    unit: str
    given: str
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """Of a round: how many are praised and named, how many questionnaires are the least, places shown."""

    praised: int
    named: int
    least: int
    places: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One department in a round. ``running``: rounds running up to this one among the last.

    ``mark``: exact; None without a questionnaire that can be read. ``missing``: points by which its mark
    must at least be passed (among the last) or reached (in the middle) to stand better; None elsewhere.
    """

    unit: str
    copies: int
    mark: Fraction | None
    rank: int | None
    tied: bool
    part: Part
    running: int
    missing: Fraction | None
    decision: Decision

    @property
    def verdict(self) -> str:
        """A word of the vocabulary ``verdict``."""
        return str(self.decision.row.results["verdict"])


def has_appraisals(pack: Pack) -> bool:
    """Whether the pack has rules on it."""
    return all(name in pack.tables for name in TABLES)


def limits_of(pack: Pack) -> Limits:
    """How a round is read.

    Raises:
        NoSuchTable: the pack has no rules on it.
    """
    row = pack.table(ROUNDS).row(HALF)
    assert row is not None  # the table is complete
    return Limits(*(int(str(row.results[name])) for name in ("praised", "named", "least", "places")))


def grades(pack: Pack) -> dict[str, Decimal]:
    """Every grade of the pack with what it is worth, the best first.

    Raises:
        NoSuchTable: the pack has no rules on it.
    """
    rows = pack.table(GRADES).rows
    worth = {row.id: Decimal(str(row.results["mark"])) for row in rows}
    return dict(sorted(worth.items(), key=lambda one: -one[1]))


def grade_called(pack: Pack, written: str) -> str:
    """The grade that a cell names, by its id or its name in either language; "" for none."""
    wanted = _folded(written)
    for grade in grades(pack):
        text = pack.word("grade", grade)
        if wanted and wanted in (_folded(grade), _folded(text.zh), _folded(text.en)):
            return grade
    return ""


def worth_of(pack: Pack, given: str) -> Decimal | None:
    """What a cell is worth of 100, exactly (``93.5``, ``93.5分``, ``满意``); None for neither."""
    if grade := grade_called(pack, given):
        return grades(pack)[grade]
    plain = fold(given).strip().removesuffix("分").strip()
    if not plain.replace(".", "", 1).isdecimal() or not plain.isascii():
        return None
    try:
        mark = Decimal(plain)
    except InvalidOperation:
        return None
    return mark if mark <= FULL_MARK else None


def appraise(
    pack: Pack, marks: Iterable[Mark], history: Sequence[Mapping[str, Part]] = ()
) -> tuple[Standing, ...]:
    """Every department of a round, best first, those that are not ranked at the end.

    ``history``: the published rounds before this one, the oldest first, one a half-year; an empty one where a
    half-year had none.

    Raises:
        NoSuchTable: the pack has no rules on it.
    """
    limits, sums = limits_of(pack), _sums(pack, marks)
    means = {unit: one.mean if one.copies >= limits.least else None for unit, one in sums.items()}
    places = ranked(means)
    parts = _parts(places, limits)
    edges = _edges(places, parts)
    found = []
    for place in places:
        unit, part = place.owner, parts[place.owner]
        running = rounds_running([*history, parts], unit)
        decision = follows(pack, praised=part is Part.TOP, bottom_running=running)
        missing = None
        if part in edges and place.figure is not None:
            missing = edges[part] - place.figure
        found.append(
            Standing(
                *(unit, sums[unit].copies, sums[unit].mean, place.rank, place.tied),
                *(part, running, missing, decision),
            )
        )
    return tuple(found)


def rounds_running(history: Sequence[Mapping[str, Part]], unit: str) -> int:
    """How many rounds running, up to the newest, a department was among the last."""
    running = 0
    for parts in reversed(history):
        if parts.get(unit) != Part.BOTTOM:
            break
        running += 1
    return running


def follows(pack: Pack, *, praised: bool, bottom_running: int) -> Decision:
    """What follows for a department (``appraisal.standing``).

    Raises:
        NoSuchTable: the pack has no rules on it.
    """
    facts: dict[str, object] = {"praised": praised, "bottom_running": bottom_running}
    case = read_case(pack, facts, [STANDING], "praised", "bottom_running")
    return pack.table(STANDING).decide(case.values)


def half_of(day: date) -> date:
    """The first day of the half-year that a day lies in."""
    return date(day.year, 1 if day.month < 7 else 7, 1)


def half_after(starts_on: date, by: int) -> date:
    """The half-year so many after (below zero: before) the one that begins on a day."""
    return months_later(starts_on, 6 * by)


@dataclass
class _Sum:
    copies: int = 0
    total: Fraction = Fraction(0)

    @property
    def mean(self) -> Fraction | None:
        return self.total / self.copies if self.copies else None


def _sums(pack: Pack, marks: Iterable[Mark]) -> dict[str, _Sum]:
    """Departments in the order of their names, so that ties stand alike on every laptop."""
    found: dict[str, _Sum] = defaultdict(_Sum)
    known: dict[str, Decimal | None] = {}
    for one in marks:
        if one.given not in known:
            known[one.given] = worth_of(pack, one.given)
        sum, worth = found[one.unit], known[one.given]
        if worth is not None:
            sum.copies += one.copies
            sum.total += Fraction(worth) * one.copies
    return {unit: found[unit] for unit in sorted(found)}


def _parts(places: Sequence[Place], limits: Limits) -> dict[str, Part]:
    """Whoever is level with the edge of a list is on it; nobody is on both, nobody where all are equal."""
    ranks = {place.rank for place in places if place.rank is not None}
    found = {}
    for place in places:
        part = Part.MIDDLE
        if place.rank is None or place.from_bottom is None:
            part = Part.UNRANKED
        elif len(ranks) < 2:
            part = Part.MIDDLE
        elif place.rank <= limits.praised:
            part = Part.TOP
        elif place.from_bottom <= limits.named:
            part = Part.BOTTOM
        found[place.owner] = part
    return found


def _edges(places: Sequence[Place], parts: Mapping[str, Part]) -> dict[Part, Fraction]:
    """The mark that leads out of a part: of the lowest who stands in a better one."""
    figures: dict[Part, list[Fraction]] = defaultdict(list)
    for place in places:
        if place.figure is not None:
            figures[parts[place.owner]].append(place.figure)
    found = {}
    if figures[Part.TOP]:
        found[Part.MIDDLE] = min(figures[Part.TOP])
    if better := figures[Part.MIDDLE] or figures[Part.TOP]:
        found[Part.BOTTOM] = min(better)
    return found


def _folded(words: str) -> str:
    return "".join(fold(words).split()).casefold()
