"""The second opinion's books: the raw list of deeds read again, day by day, in plain Python.

Nothing of the product is used. What the rules say is written down here a second time, from the sources.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.year import deeds as told
from tests.year.rulebook import EFFECTIVE, OWN_PROJECT, PERCENT, WAREHOUSE_FROM

Shares = Mapping[str, Fraction]
RANKS = ("published", "department", "unit")  # who says so, the most trusted first
FEN = 10**6


@dataclass(slots=True)
class Project:
    """A project as it stands."""

    name: str
    unit: str
    finder: str
    leader: str
    facts: dict[str, object]
    stage: str
    stage_on: date | None
    reported: date
    dates: dict[str, date]
    contract: Fraction | None
    credits: dict[str, Shares] = field(default_factory=dict)
    registered: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str:
        return str(self.facts.get("counted_kind") or "")

    @property
    def counts(self) -> bool:
        """Whether it is a project of its own and not a further part of an earlier one."""
        return self.facts.get("continues") in (None, OWN_PROJECT)

    @property
    def investment(self) -> Fraction | None:
        """What of it counts; None where it is not known."""
        given = self.facts.get("investment")
        return self.new(Fraction(given), "added_amount") if isinstance(given, Decimal) else None

    @property
    def capital(self) -> Fraction:
        """What of the contract counts."""
        return self.new(self.contract or Fraction(0), "added_amount")

    @property
    def foreign(self) -> Fraction:
        """What of the foreign capital counts."""
        given = self.facts.get("foreign_investment")
        return self.new(Fraction(given) if isinstance(given, Decimal) else Fraction(0), "added_foreign")

    def new(self, amount: Fraction, added: str) -> Fraction:
        """What of an amount was not counted with an earlier project."""
        if "continues" not in self.facts:
            return amount
        more = self.facts.get(added)
        return min(amount, Fraction(more) if isinstance(more, Decimal) else Fraction(0))

    @property
    def landed_on(self) -> date | None:
        """When the site was handed over, or when it came into that stage."""
        return self.dates.get("site_on") or (self.stage_on if self.stage == "landed" else None)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger; ``corrects``: the month it puts right, None for a figure of its own month."""

    name: str
    month: date
    component: str
    source: str
    amount: Fraction
    corrects: date | None = None
    estate: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """Whose a project was, and what it was counted as, when a month was published."""

    unit: str
    facts: Mapping[str, object]
    landing: Shares
    contract_on: date | None = None

    def too_early(self, month: date) -> bool:
        """Whether funds of the month came in for the earlier project."""
        if self.facts.get("continues") in (None, OWN_PROJECT):
            return False
        return self.contract_on is None or month < self.contract_on.replace(day=1)


class History:
    """Everything done up to the end of the day ``until``."""

    def __init__(self, year: told.Year, until: date) -> None:
        self.projects: dict[str, Project] = {}
        self.lines: list[Line] = []
        self.published: dict[date, dict[str, Kept]] = {}
        self.judged: dict[str, list[told.Judge]] = defaultdict(list)
        self.aims: list[told.Aim] = []
        self.commits: list[told.Commit] = []
        self.taxes: list[told.Tax] = []
        self.marks: list[told.Mark] = []
        self.moves: dict[str, list[tuple[date, str]]] = defaultdict(list)
        for deed in year.deeds:
            if deed.day <= until:
                self._read(deed)

    def _read(self, deed: told.Deed) -> None:
        match deed:
            case told.Lead():
                contract = None if deed.contract is None else Fraction(deed.contract)
                who, facts, dates = (deed.unit, deed.finder, deed.leader), dict(deed.facts), deed.dates
                self.moves[deed.name].append((deed.day, deed.stage))
                self.projects[deed.name] = Project(
                    deed.name, *who, facts, deed.stage, None, deed.day, dict(dates or {}), contract
                )
            case told.Move():
                self._move(deed)
            case told.Sheet() | told.Enter() | told.Correct():
                self._book(deed)
            case told.Lock(month=month):
                here = {line.name for line in self.lines if line.month == month}
                self.published[month] = {name: self._kept(self.projects[name]) for name in here}
            case told.HandOver():
                self.projects[deed.name].unit = deed.unit
            case told.Recount():
                self.projects[deed.name].facts["counted_kind"] = deed.kind
            case told.Share():
                shares = {unit: Fraction(one) / 100 for unit, one in deed.shares.items()}
                self.projects[deed.name].credits[deed.credit] = shares
            case told.Register():
                self.projects[deed.name].registered.add("verified" if deed.verified else "waiting")
            case told.Judge():
                self.judged[deed.name].append(deed)
            case _:
                self._note(deed)

    def _note(self, deed: told.Deed) -> None:
        match deed:
            case told.Aim():
                self.aims.append(deed)
            case told.Commit():
                self.commits.append(deed)
            case told.Tax():
                self.taxes.append(deed)
            case told.Mark():
                self.marks.append(deed)

    def _move(self, deed: told.Move) -> None:
        project = self.projects[deed.name]
        project.stage, project.stage_on = deed.after, deed.day
        self.moves[deed.name].append((deed.day, deed.after))
        for name, day in deed.dates.items():
            if day is None:
                del project.dates[name]
            else:
                project.dates[name] = day
        if deed.contract is not None:
            project.contract = Fraction(deed.contract)

    def _book(self, deed: told.Sheet | told.Enter | told.Correct) -> None:
        if isinstance(deed, told.Sheet):
            for (name, component), figure in deed.cells.items():
                more = Fraction(figure) - self._own(name, deed.month, component, deed.source)
                self.lines.append(Line(name, deed.month, component, deed.source, more))
        elif isinstance(deed, told.Enter):
            amount = Fraction(deed.amount)
            if deed.rate is not None:
                amount = rounded(amount * Fraction(deed.rate))
            where = (deed.name, deed.month, deed.component, "unit")
            self.lines.append(Line(*where, amount, estate=deed.real_estate))
        else:
            where = (deed.name, deed.month, deed.component, deed.source)
            more = Fraction(deed.right) - self._own(*where) - self._corrected(*where)
            line = Line(
                deed.name, self._open_after(deed.month), deed.component, deed.source, more, deed.month
            )
            self.lines.append(line)

    def _own(self, name: str, month: date, component: str, source: str) -> Fraction:
        cell = (name, month, component, source)
        return total(
            one.amount
            for one in self.lines
            if one.corrects is None and (one.name, one.month, one.component, one.source) == cell
        )

    def _corrected(self, name: str, month: date, component: str, source: str) -> Fraction:
        cell = (name, month, component, source)
        return total(
            one.amount for one in self.lines if (one.name, one.corrects, one.component, one.source) == cell
        )

    def _open_after(self, month: date) -> date:
        while month in self.published:
            month = next_month(month)
        return month

    def stage_on(self, name: str, day: date) -> str | None:
        """In which stage a project was at the end of a day; None before it was known."""
        known = [stage for on, stage in self.moves[name] if on <= day]
        return known[-1] if known else None

    def _kept(self, project: Project) -> Kept:
        landing = project.credits.get("landing") or {project.unit: Fraction(1)}
        return Kept(project.unit, dict(project.facts), landing, project.dates.get("contract_on"))

    def standing(self, name: str, month: date) -> Kept:
        """By what a project's funds of a month are counted: as published, else as it stands."""
        return self.published.get(month, {}).get(name) or self._kept(self.projects[name])


def total(amounts: Iterable[Fraction]) -> Fraction:
    """The sum of fractions."""
    return sum(amounts, Fraction(0))


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def rounded(amount: Fraction) -> Fraction:
    """To the fen, a half away from zero."""
    fen = abs(amount) * FEN
    whole = fen.numerator // fen.denominator + (2 * (fen - fen.numerator // fen.denominator) >= 1)
    return Fraction(whole if amount >= 0 else -whole, FEN)


def parted(amount: Fraction, shares: Shares) -> dict[str, Fraction]:
    """To whole fen that add up: what is left over goes to whoever lost most, of equals to the first by name,
    for that is the order in which shares are kept.
    """
    fen = abs(amount) * FEN
    exact = {unit: fen * share for unit, share in sorted(shares.items())}
    floors = {unit: one.numerator // one.denominator for unit, one in exact.items()}
    left = int(fen - sum(floors.values()))
    for unit in sorted(exact, key=lambda unit: floors[unit] - exact[unit])[:left]:
        floors[unit] += 1
    return {unit: Fraction(one if amount >= 0 else -one, FEN) for unit, one in floors.items()}


def version(month: date) -> int:
    """Which rules a month of funds is counted by."""
    return 2 if month >= EFFECTIVE[2] else 1


def coefficient(facts: Mapping[str, object], fixed: Fraction, month: date) -> tuple[Fraction | None, str]:
    """What share of which basis counts; None: nothing."""
    kind, now = facts.get("counted_kind"), version(month)
    investment = facts.get("investment")
    match kind:
        case "manufacturing" | "car_4s":
            return Fraction(PERCENT[now][str(kind)], 100), "actual"
        case "hotel":
            stars = facts.get("stars")
            good = isinstance(stars, int) and stars >= 4
            return (Fraction(PERCENT[now]["hotel"], 100) if good else None), "actual"
        case "logistics":
            large = isinstance(investment, Decimal) and investment >= WAREHOUSE_FROM[now]
            return (Fraction(1) if large else None), "actual"
        case "farming":
            counts = facts.get("legal_person") is True and fixed >= 100
            return (Fraction(1) if counts else None), "actual"
        case "tourism":
            return Fraction(1), "actual"
        case "guarantee":
            return Fraction(1), "paid_in"
    return None, ""


def placed(facts: Mapping[str, object]) -> tuple[Fraction, Fraction | None]:
    """Shares of those who brought it, and of the county it landed in (None: no book)."""
    place, by, kind = (facts.get(name) for name in ("landed_at", "brought_by", "counted_kind"))
    if place is None:
        return Fraction(1), None
    if by == "county_unit":
        return Fraction(1), Fraction(1)
    if place == "city_zone":
        return Fraction(1), None
    agreed = facts.get("consent") is True
    if place in ("langya", "nanqiao"):
        return Fraction(1 if agreed else 0), None
    if place == "elsewhere":
        return Fraction(0), None
    if by == "city_unit" and kind in ("farming", "tourism", "mineral") and agreed:
        return Fraction(1), Fraction(1, 2)
    return Fraction(0), Fraction(1)
