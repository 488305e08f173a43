"""Every project's part in the boards, kept at the desk: after a change only what it adds to whom is another.

What a project was is taken off and what it is now added, in whole numbers, so that the sums are those of a
recount to the last digit.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from app.model.columns import MONEY_PLACES, plain
from app.policy.pack import Pack
from app.policy.table import Table
from app.rules.continuations import TABLE as CONTINUATIONS
from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.scores.goals import Window
from app.store.changed import Changes
from app.store.counting import ADDS, COUNTS, SUMS, Counted, Counting

ZERO = Decimal(0)
ALL, SCORE, LARGE = (
    "projects",
    "score:",
    "large:",
)  # beside the figures: how many, and by which rows of the pack
Counts = Mapping[str, int]
ByOwner = Mapping[str, Counts]


class Amounts(dict[str, Decimal]):
    """Nothing where nothing is told, and asking for it changes nothing: boards share them."""

    def __missing__(self, name: str) -> Decimal:
        return ZERO


@dataclass
class Sums:
    """What one owner has in a window. ``unscored``: projects that tell too little for a score."""

    figures: Amounts = field(default_factory=Amounts)
    points: Decimal = ZERO
    unscored: int = 0

    def add(self, more: "Sums") -> None:
        """And what somebody else has."""
        for name, value in more.figures.items():
            self.figures[name] += value
        self.points += more.points
        self.unscored += more.unscored


@dataclass(frozen=True, slots=True)
class Tallied:
    """``projects``: each live one as it is counted; ``owners``: how many are whose, "" for nobody's; of each
    window what every owner with a project in it has, as counts and as sums.
    """

    counting: Counting
    pack: Pack
    projects: Mapping[str, Counted]
    owners: Counts
    counts: tuple[ByOwner, ...]
    sums: tuple[Mapping[str, Sums], ...]

    def with_projects(self, touched: Iterable[str], now: Sequence[Counted]) -> "Tallied":
        """With what ``touched`` are ``now`` in place of what they were; those not in ``now`` are gone."""
        projects = dict(self.projects)
        before = [projects.pop(id) for id in touched if id in projects]
        projects |= {one[0]: one for one in now}
        owners = Counter(self.owners)
        of_windows: list[dict[str, Counter[str]]] = [{} for _ in self.counts]
        for sign, some in ((-1, before), (1, now)):
            for (name, *told), (count, amounts) in _alike(some).items():
                owners[name] += sign * count
                for known, changed, bits in zip(self.counts, of_windows, told[2:], strict=True):
                    if bits:
                        counts = changed.get(name)
                        if counts is None:
                            counts = changed[name] = Counter(known.get(name, {}))
                        _add(counts, sign, told, bits, count, amounts)
        both = [_renewed(self.pack, *one) for one in zip(self.counts, self.sums, of_windows, strict=True)]
        return Tallied(
            self.counting,
            self.pack,
            projects,
            {name: count for name, count in owners.items() if count},
            tuple(counts for counts, _ in both),
            tuple(sums for _, sums in both),
        )


def tallied(desk: Desk, pack: Pack, owner: Owner, windows: Sequence[Window]) -> Tallied:
    """Everybody's projects in each of some windows."""

    def made() -> Tallied:
        days = [(one.first, one.last) for one in windows]
        tables = [pack.tables.get(name) for name in ("scores", "merit.projects", CONTINUATIONS)]
        counting = desk.store.tallies.counting(owner.value, days, *tables)
        nothing: tuple[dict[str, Counts], ...] = tuple({} for _ in windows)
        empty = Tallied(counting, pack, {}, {}, nothing, tuple({} for _ in windows))
        return empty.with_projects((), counting.told())

    def renewed(known: Tallied, changes: Changes) -> Tallied | None:
        if "rulebook" in changes.kinds:
            return None
        touched = sorted(changes.changed)
        return known.with_projects(touched, known.counting.told(touched)) if touched else known

    key = ("tallied", owner, pack.id, pack.version, *windows)
    return desk.memory.recall(desk.store.changed, key, made, renewed)


_Amounts = tuple[int, ...]


def _alike(projects: Iterable[Counted]) -> dict[tuple[Any, ...], tuple[int, _Amounts]]:
    """How many are counted alike (all but the id and the amounts), and what their amounts come to."""
    found: dict[tuple[Any, ...], list[int]] = {}
    for one in projects:
        key = one[1], one[2], one[3], *one[6:]
        sums = found.get(key)
        if sums is None:
            sums = found[key] = [0, 0, 0]
        sums[0] += 1
        sums[1] += one[4] or 0
        sums[2] += one[5] or 0
    return {key: (count, tuple(amounts)) for key, (count, *amounts) in found.items()}


@cache
def _counted(bits: int) -> tuple[str, ...]:
    return tuple(name for at, name in enumerate(COUNTS) if bits >> at & 1)


def _add(
    counts: Counter[str], sign: int, told: Sequence[Any], bits: int, count: int, amounts: _Amounts
) -> None:
    names, (score, large) = _counted(bits), told[:2]
    counts[ALL] += sign * count
    for name in names:
        counts[name] += sign * count
    if "signed" in names or bits & ADDS:
        for name, amount in zip(SUMS, amounts, strict=True):
            counts[name] += sign * amount
    if "signed" in names and score is not None:
        counts[SCORE + score] += sign * count
    if "landed" in names and large is not None:
        counts[LARGE + large] += sign * count


def _renewed(
    pack: Pack, counts: ByOwner, sums: Mapping[str, Sums], changed: Mapping[str, Counts]
) -> tuple[ByOwner, Mapping[str, Sums]]:
    """One window's with those of the owners that ``changed``; who has no project in it is left out."""
    now = {name: one for name, one in changed.items() if one[ALL]}
    kept = {name: one for name, one in counts.items() if name not in changed}
    of_kept = {name: one for name, one in sums.items() if name not in changed}
    return {**kept, **now}, {**of_kept, **{name: _sums(pack, one) for name, one in now.items()}}


def _sums(pack: Pack, counts: Counts) -> Sums:
    """Everything in the words of boards."""
    found = Sums()
    scores, merit = pack.tables.get("scores"), pack.tables.get("merit.projects")
    for name in COUNTS:
        found.figures[name] = Decimal(counts.get(name, 0))
    for name in SUMS:
        found.figures[name] = plain(Decimal(counts.get(name, 0)).scaleb(-MONEY_PLACES))
    for name, count in counts.items():
        if name.startswith(SCORE):
            found.points += _result(scores, name.removeprefix(SCORE)) * count
        elif count and name.startswith(LARGE) and _is_large(merit, name.removeprefix(LARGE)):
            found.figures["large_landed"] += count
    found.unscored = counts.get(SCORE, 0)
    return found


def _result(table: Table | None, id: str) -> Decimal:
    row = table.row(id) if table else None
    points = row.results["points"] if row else None
    return points if isinstance(points, Decimal) else ZERO


def _is_large(table: Table | None, id: str) -> bool:
    row = table.row(id) if table else None
    return row is not None and row.results["counts"] is True
