"""One call for the standing of every unit, office, person or leader in a period (systems.md C3, C5-C7)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.policy.pack import NoSuchTable, Pack
from app.policy.table import Table
from app.rules.ranking import NextPlace, Place, figures_of, moved, next_place, place_of, ranked
from app.rules.rating import Rate
from app.rules.targets import Owner, Progress, progress, with_more
from app.services.desk import Desk
from app.services.policy import pack_of
from app.services.scores.funds import Funds
from app.services.scores.goals import LEADS, Window, day_of_tax, holding, window_of
from app.services.scores.kept import funds_of_signed, kept_goals, shared_projects, tallied, taxes
from app.services.scores.leads import kept_leads
from app.services.scores.ledger import Entry, lead_entries, points_of, project_entries
from app.services.scores.ratios import FUNDS_OF, rates_of
from app.store.tallies import Tally

POINTS, TAXES = "points", "tax_returned"
ZERO = Decimal(0)
# What a signed project adds to, and the field that tells how much.
_SIGNED_SUMS = {"contract_capital": "contract_amount", "foreign_capital": "foreign_investment"}
Figures = Mapping[str, Decimal]


@dataclass
class Sums:
    """What one owner has in a window. ``unscored``: projects that tell too little for a score."""

    figures: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    points: Decimal = ZERO
    unscored: int = 0


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
    window = Window(first or window.first, window.last)
    pack = pack_of(desk, window.last)
    earlier, year_ago = window.last_month(), window.last_year()
    reader = _Reader(desk, pack, owner, kind, [one for one in (window, earlier, year_ago) if one])
    now = reader.sums(window)
    before = reader.sums(earlier) if earlier else {}
    old = reader.sums(year_ago)
    whole = reader.whole(now, window)
    lines = reader.lines(now, window)
    rankings = reader.rankings(now, window, before, earlier, old, year_ago)
    shown = tuple(
        sorted(lines, key=lambda line: (-line.points, -line.figures["contract_capital"], line.owner))
    )
    return Board(pack, owner, kind, window, shown, rankings, whole)


def entries(desk: Desk, found: Board, owner: str) -> list[Entry]:
    """The ledger of one owner: each project and rule, then the leads of each person with a quota."""
    lines = project_entries(desk, found.pack, found.owner_kind.value, owner, found.window)
    line = found.line(owner)
    for one in line.quotas if line else ():
        lines += lead_entries(found.pack, one.target.owner, int(one.done), one.target.amount)
    return lines


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
    told = {one.owner: _measures(one.figures, one.targets) for one in found.lines if one.owner}
    told[owner] = _measures(figures, targets)
    places = {}
    for id, ranking in found.rankings.items():
        new: Mapping[str, Fraction | None]
        if id == POINTS:
            new = {**ranking.figures, owner: Fraction(then.points)}
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


class _Reader:
    """Reads windows of one sort of owner."""

    def __init__(self, desk: Desk, pack: Pack, owner: Owner, kind: str, windows: Sequence[Window]) -> None:
        self._pack, self._owner, self._kind = pack, owner, kind
        self._known, self._leads = kept_goals(desk, pack), kept_leads(desk, pack, owner, windows[0].last)
        self._funds = Funds(desk, owner, windows[0])
        self._taxes = taxes(desk, owner)
        self._funds_of = funds_of_signed(desk, owner, windows[0], self._funds)
        self._shared = shared_projects(desk, pack) if owner is Owner.UNIT else ()
        told = tallied(desk, pack, owner, windows)
        self._tallies = dict(zip(windows, told.windows, strict=True))
        self._scores = pack.tables.get("scores")
        self._large = pack.tables.get("merit.projects")
        # A unit that has done nothing this year stands last, and is not left out.
        self._everybody = sorted(set(told.owner_of.values()) - {""}) if owner is Owner.UNIT else []
        self._aims: dict[Window, Mapping[str, list[Progress]]] = {}

    def sums(self, window: Window) -> dict[str, Sums]:
        """Everybody's figures and points in a window."""
        found: dict[str, Sums] = defaultdict(Sums)
        for name, told in self._tallies[window].items():
            for tally in told:
                self._add(found[name], tally)
        for one in self._shared:  # points go where the ruling on its credits says
            if window.holds(one.day):
                found[one.unit].points -= one.points
                for unit, part in one.parts.items():
                    found[unit].points += part
        for name, amount in self._funds.of_owners(window).items():
            found[name].figures["funds_in_place"] += amount
        for name, year, recorded, paid in self._taxes:
            if window.holds(day_of_tax(year, recorded)):
                found[name].figures[TAXES] += paid
        leads = self._leads.of(window)
        for name, done in leads.done.items():
            found[name].figures[LEADS] += done
        for name, points in leads.points.items():
            found[name].points += points
        return found

    def whole(self, sums: dict[str, Sums], window: Window) -> Sums:
        """The city's: every project once, whoever shares in it. Notes what of each owner's funds is of what
        was signed in the window.
        """
        found = Sums()
        for told in self._tallies[window].values():
            for tally in told:
                self._add(found, tally)
        for owner, amount in self._funds_of.values():
            sums[owner].figures[FUNDS_OF] += amount
            found.figures[FUNDS_OF] += amount
        found.figures["funds_in_place"] += self._funds.whole(window)
        found.points += sum(self._leads.of(window).points.values(), ZERO)
        for name in (LEADS, TAXES):
            found.figures[name] = sum((one.figures.get(name, ZERO) for one in sums.values()), ZERO)
        return found

    def lines(self, sums: Mapping[str, Sums], window: Window) -> list[Line]:
        """Everybody who has done something or should."""
        targets, quotas = self._targets(sums, window), self._leads.of(window).quotas
        found = []
        for name in sorted({*sums, *targets, *quotas, *self._everybody}):
            one = sums.get(name) or Sums()
            own = tuple(targets.get(name, ()))
            told = tuple(quotas.get(name, ()))
            given = rates_of(self._pack, one.figures, own)
            found.append(Line(name, one.figures, one.points, one.unscored, given, own, told))
        return found

    def rankings(
        self,
        now: Mapping[str, Sums],
        window: Window,
        before: Mapping[str, Sums],
        earlier: Window | None,
        old: Mapping[str, Sums],
        year_ago: Window,
    ) -> dict[str, Ranking]:
        """By every row of the pack, and by points."""
        names = sorted({*now, *self._targets(now, window), *self._everybody})
        found = {}
        for id in self._ids():
            figures = self._figures(id, now, window, names)
            past = self._figures(id, before, earlier, names) if earlier else {}
            then = self._figures(id, old, year_ago, names)
            found[id] = Ranking(id, figures, ranked(figures), ranked(past), ranked(then))
        return found

    def _ids(self) -> list[str]:
        table = self._pack.tables.get("ranking")
        return [*([POINTS] if self._scores else []), *(row.id for row in (table.rows if table else ()))]

    def _figures(
        self, id: str, sums: Mapping[str, Sums], window: Window, names: Sequence[str]
    ) -> dict[str, Fraction | None]:
        known = {name: sums.get(name) or Sums() for name in names if name}
        if id == POINTS:
            return {name: Fraction(one.points) for name, one in known.items()}
        targets = self._targets(sums, window)
        told = {name: _measures(one.figures, targets.get(name, ())) for name, one in known.items()}
        return figures_of(self._pack, id, told)

    def _add(self, sums: Sums, tally: Tally) -> None:
        for name, value in tally.figures.items():
            sums.figures[name] += value
        if tally.score == "":
            sums.unscored += int(tally.figures["signed"])
        elif tally.score is not None:
            sums.points += _result(self._scores, tally.score) * tally.figures["signed"]
        if tally.large is not None and _counts(self._large, tally.large):
            sums.figures["large_landed"] += tally.figures["landed"]

    def _targets(self, sums: Mapping[str, Sums], window: Window) -> Mapping[str, list[Progress]]:
        """Reckoned once for each window, of which there is only one ``sums``."""
        if window not in self._aims:
            self._aims[window] = self._reckoned(sums, window)
        return self._aims[window]

    def _reckoned(self, sums: Mapping[str, Sums], window: Window) -> dict[str, list[Progress]]:
        found: dict[str, list[Progress]] = defaultdict(list)
        for goal in holding(self._pack, self._known, self._owner, self._kind, window.last):
            name = goal.target.owner
            if goal.target.measure == LEADS and self._owner is Owner.PERSON:
                continue  # a quota, told apart
            done = sums[name].figures.get(goal.target.measure, ZERO) if name in sums else ZERO
            found[name].append(progress(self._pack, goal.target, done, window.last))
        return found


def _measures(figures: Figures, targets: Sequence[Progress]) -> dict[str, Decimal]:
    """As the pack's ranking asks for them: what was done, and the targets beside it."""
    aims = {f"{one.target.measure}_target": one.target.amount for one in targets}
    return {"contract_capital": ZERO, "funds_in_place": ZERO, **figures, **aims}


def _result(table: Table | None, id: str) -> Decimal:
    row = table.row(id) if table else None
    points = row.results["points"] if row else None
    return points if isinstance(points, Decimal) else ZERO


def _counts(table: Table | None, id: str) -> bool:
    row = table.row(id) if table else None
    return row is not None and row.results["counts"] is True
