"""One call for the standing of every unit, office, person or leader in a period (systems.md C3, C5-C7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.policy.pack import NoSuchTable, Pack
from app.rules.indicators import Mark, marked, totals
from app.rules.ranking import NextPlace, Place, figures_of, moved, next_place, place_of, ranked
from app.rules.rating import Rate
from app.rules.targets import Owner, Progress, with_more
from app.services.desk import Desk
from app.services.policy import pack_of
from app.services.scores.counted import Sums, tallied
from app.services.scores.funds import Funds
from app.services.scores.goals import Window, window_of
from app.services.scores.kept import funds_of_signed, kept_goals, shared_projects, taxes
from app.services.scores.leads import kept_leads
from app.services.scores.ledger import Entry, lead_entries, points_of, project_entries
from app.services.scores.ratios import rates_of
from app.services.scores.windows import BY_INDICATORS, BY_POINTS, Outcome, Parts, Windows, measures, whole_of

POINTS, COMPOSITE = BY_POINTS, BY_INDICATORS
ZERO = Decimal(0)
# What a signed project adds to, and the field that tells how much.
_SIGNED_SUMS = {"contract_capital": "contract_amount", "foreign_capital": "foreign_investment"}
Figures = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Line:
    """One owner. ``quota`` are the people of the unit (or the person) with their valuable leads done and due;
    ``rates`` are of the projects signed in the window.
    """

    owner: str
    figures: Figures
    points: Decimal
    unscored: int
    rates: Mapping[str, Rate]
    targets: tuple[Progress, ...]
    quotas: tuple[Progress, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order by one row of the pack, or by points; the same at the end of last month, and a year ago."""

    id: str
    figures: Mapping[str, Fraction | None]
    places: tuple[Place, ...]
    before: tuple[Place, ...]
    year_ago: tuple[Place, ...]

    def place(self, owner: str) -> Place | None:
        """Where somebody stands; None without a figure."""
        return next((one for one in self.places if one.owner == owner and one.rank is not None), None)

    def risen(self, owner: str) -> int | None:
        """Places won since the end of last month."""
        return moved(self.places, self.before, owner)

    def risen_in_year(self, owner: str) -> int | None:
        """Places won since a year ago."""
        return moved(self.places, self.year_ago, owner)

    def next_place(self, owner: str) -> NextPlace | None:
        """What is missing to the next better place."""
        return next_place(self.figures, owner) if self.place(owner) else None


@dataclass(frozen=True, slots=True)
class Board:
    """Everybody's standing on a day, best points first; ``kind``: year or half.

    ``whole`` is what all come to together, each project once: less than the sum of the lines where several
    units share in one.
    """

    pack: Pack
    owner_kind: Owner
    kind: str
    window: Window
    lines: tuple[Line, ...]
    rankings: Mapping[str, Ranking]
    whole: Sums

    def ranking(self, id: str) -> Ranking:
        """The order by a row of the pack, or by points.

        Raises:
            NoSuchTable: the pack does not rank by that.
        """
        if id not in self.rankings:
            raise NoSuchTable(pack=self.pack.id, table=f"ranking {id}", known=", ".join(self.rankings))
        return self.rankings[id]

    def line(self, owner: str) -> Line | None:
        """One owner's."""
        return next((one for one in self.lines if one.owner == owner), None)


def board(
    desk: Desk,
    *,
    owner: Owner = Owner.UNIT,
    kind: str = "year",
    on: date | None = None,
    first: date | None = None,
) -> Board:
    """Read the board as of a day, today unless told; what did not change since is not read again.

    ``first``: another first day than that of the year or half-year.

    Raises:
        NoSuchTable: the pack knows no such kind of period.
    """
    window = window_of(kind, on or desk.today())
    with desk.looking():
        return _board(desk, owner, kind, Window(first or window.first, window.last))


def _board(desk: Desk, owner: Owner, kind: str, window: Window) -> Board:
    pack = pack_of(desk, window.last)
    earlier = window.last_month()
    windows = [one for one in (window, earlier, window.last_year()) if one]
    known = desk.memory.recall(
        desk.store.changed,
        ("board", owner, kind, pack.id, pack.version, *windows),
        lambda: _Known(Windows(pack, owner, kind)),
        lambda known, changes: None if "rulebook" in changes.kinds else known,
    )
    asked = _Reader(desk, pack, owner, windows).asked
    if known.last is None or known.last[0] != asked:
        known.last = asked, _made(known.windows, asked, earlier, known.lines())
    return known.last[1]


def entries(desk: Desk, found: Board, owner: str) -> list[Entry]:
    """The ledger of one owner: each project and rule, then the leads of each person with a quota."""
    with desk.looking():
        lines = project_entries(desk, found.pack, found.owner_kind.value, owner, found.window)
    line = found.line(owner)
    for one in line.quotas if line else ():
        lines += lead_entries(found.pack, one.target.owner, int(one.done), one.target.amount)
    return lines


def marks(found: Board, owner: str) -> tuple[Mark, ...]:
    """How many points each indicator of the pack gives an owner, and why; needs everybody's figures."""
    told = {one.owner: measures(one.figures, one.targets) for one in found.lines if one.owner}
    return marked(found.pack, told).get(owner, ())


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What one more project would change; it is shown apart and kept nowhere."""

    points: Decimal
    line: Line
    places: Mapping[str, tuple[int | None, int | None]]


def what_if(found: Board, owner: str, project: Mapping[str, object], on: date) -> WhatIf:
    """``project``: ``investment``, ``contract_amount`` and other fields, in 万元, as if signed today.

    Raises:
        NotRanked: nobody of that name is on the board.
    """
    line = found.line(owner) or _nobody(found, owner)
    gained, _, _ = points_of(found.pack, project)
    added = {"signed": Decimal(1)}
    for name, asked in _SIGNED_SUMS.items():
        amount = project.get(asked)
        added[name] = amount if isinstance(amount, Decimal) else ZERO
    figures = {**line.figures, **{name: line.figures.get(name, ZERO) + one for name, one in added.items()}}
    targets = tuple(
        with_more(found.pack, one, added.get(one.target.measure, ZERO), on) for one in line.targets
    )
    then = replace(line, figures=figures, points=line.points + gained, targets=targets)
    # Projects of nobody have no place in a ranking, so none in this one either.
    told = {one.owner: measures(one.figures, one.targets) for one in found.lines if one.owner}
    told[owner] = measures(figures, targets)
    places = {}
    for id, ranking in found.rankings.items():
        new: Mapping[str, Fraction | None]
        if id == POINTS:
            new = {**ranking.figures, owner: Fraction(then.points)}
        elif id == COMPOSITE:
            new = totals(found.pack, told)
        else:
            new = figures_of(found.pack, id, told)
        before, after = ranking.place(owner), place_in(ranked(new), owner)
        places[id] = (before.rank if before else None, after.rank if after else None)
    return WhatIf(gained, then, places)


def place_in(places: Sequence[Place], owner: str) -> Place | None:
    """Where somebody stands among ``places``."""
    return next((one for one in places if one.owner == owner), None)


def _nobody(found: Board, owner: str) -> Line:
    place_of([], owner)  # raises
    raise AssertionError(found)


_Asked = tuple[list[Window], Mapping[Window, Parts], list[str]]
"""The windows, newest first and that of a year ago last; what each is made of; who is there in any case."""


@dataclass
class _Known:
    """What was last made of which parts."""

    windows: Windows
    last: tuple[_Asked, Board] | None = None

    def lines(self) -> dict[str, Line]:
        return {line.owner: line for line in self.last[1].lines} if self.last else {}


class _Reader:
    """Reads what the windows of one sort of owner are made of."""

    def __init__(self, desk: Desk, pack: Pack, owner: Owner, windows: Sequence[Window]) -> None:
        self._goals = kept_goals(desk, pack)
        self._leads = kept_leads(desk, pack, owner, windows[0].last)
        self._funds = Funds(desk, owner, windows[0])
        self._taxes = taxes(desk, pack, owner)
        self._funds_of = funds_of_signed(desk, owner, windows[0], self._funds).by_owner
        self._shared = shared_projects(desk, pack) if owner is Owner.UNIT else {}
        told = tallied(desk, pack, owner, windows)
        self._counted = dict(zip(windows, told.sums, strict=True))
        # A unit that has done nothing this year stands last, and is not left out.
        everybody = sorted({*told.owners} - {""}) if owner is Owner.UNIT else []
        self.parts = {window: self._parts(window, window == windows[0]) for window in windows}
        self.asked: _Asked = (list(windows), self.parts, everybody)

    def _parts(self, window: Window, newest: bool) -> Parts:
        return Parts(
            self._counted[window],
            self._shared,
            self._funds.of_owners(window),
            self._funds.whole(window),
            self._funds.of_outside(window),
            self._funds.whole_of_outside(window),
            self._funds_of if newest else {},
            self._taxes,
            self._leads.of(window),
            self._goals,
        )


def _made(windows: Windows, asked: _Asked, earlier: Window | None, before: Mapping[str, Line]) -> Board:
    """The board of the first window; ``before``: lines of the one before, kept where they say the same."""
    of, parts, everybody = asked
    found = {window: windows.outcome(window, parts[window]) for window in of}
    window, now = of[0], found[of[0]]
    lines = _lines(windows.pack, now, parts[window].leads.quotas, everybody, before)
    names = sorted({*now.sums, *now.targets, *everybody})
    orders = {window: windows.orders(window, found[window], names) for window in of}
    rankings = {}
    for id, (figures, places) in orders[window].items():
        past = orders[earlier][id][1] if earlier else ()
        rankings[id] = Ranking(id, figures, places, past, orders[of[-1]][id][1])
    shown = sorted(lines, key=lambda line: (-line.points, -line.figures["contract_capital"], line.owner))
    whole = whole_of(parts[window], now.sums)
    return Board(windows.pack, windows.owner, windows.kind, window, tuple(shown), rankings, whole)


def _lines(
    pack: Pack,
    now: Outcome,
    quotas: Mapping[str, Sequence[Progress]],
    everybody: Sequence[str],
    before: Mapping[str, Line],
) -> list[Line]:
    """Of everybody who has done something or should."""
    found = []
    for name in sorted({*now.sums, *now.targets, *quotas, *everybody}):
        one, known = now.sums.get(name) or Sums(), before.get(name)
        own, told = tuple(now.targets.get(name, ())), tuple(quotas.get(name, ()))
        said = (one.figures, one.points, one.unscored, own, told)
        if known is None or said != (
            known.figures,
            known.points,
            known.unscored,
            known.targets,
            known.quotas,
        ):
            given = rates_of(pack, one.figures, own)
            known = Line(name, one.figures, one.points, one.unscored, given, own, told)
        found.append(known)
    return found
