"""The second opinion on boards: everybody's figures, points, rates, targets and places on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tests.year.deeds import Aim
from tests.year.history import History, Project, next_month, parted, total
from tests.year.money import ZERO, Money
from tests.year.rulebook import BANDS, EACH_BEYOND, LARGE, QUOTA_MET, QUOTAS

PAST_LANDING = ("landed", "construction", "completed", "producing", "on_books")
MONTHS = {"year": 12, "half": 6, "term": 24}


@dataclass(slots=True)
class Sums:
    """One owner's."""

    figures: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    points: Fraction = ZERO
    unscored: int = 0


def points_of(project: Project) -> Fraction | None:
    """A signed project's; None where its investment is not known."""
    investment = project.investment
    if not project.counts:
        return ZERO
    if investment is None:
        return None
    for least, points in BANDS:
        if investment >= least:
            return Fraction(points)
    return Fraction(2 if project.facts.get("rented_factory") is True else 0)


def points_shared(project: Project) -> dict[str, Fraction]:
    """By unit: the finder and the lander get the same, and who is both has the larger of the two shares: a
    ruling of six to four on both credits is six to four of the points, and not ten to eight.
    """
    points, alone = points_of(project) or ZERO, {project.unit: Fraction(1)}
    found: dict[str, Fraction] = {}
    for credit in ("first_report", "landing"):
        for unit, part in parted(points, project.credits.get(credit) or alone).items():
            found[unit] = max(found.get(unit, ZERO), part)
    return {unit: part for unit, part in found.items() if part}


class Board:
    """Everybody of one sort, from ``first`` to ``last``."""

    def __init__(self, history: History, money: Money, owner: str, first: date, last: date) -> None:
        self.history, self.money, self.owner = history, money, owner
        self.first, self.last = first, last
        self.sums: dict[str, Sums] = defaultdict(Sums)
        for project in history.projects.values():
            self._count(project, self.sums[self.owned(project)])
            if owner == "unit":
                self._score(project)
        self._leads()
        if owner in ("unit", "office"):
            for unit, amount in money.by_unit(first, last).items():
                self.sums[unit].figures["funds_in_place"] += amount

    def owned(self, project: Project) -> str:
        """Whose a project is."""
        return {"person": project.finder, "leader": project.leader}.get(self.owner, project.unit)

    def signed(self, project: Project) -> bool:
        """Whether it was signed in the window."""
        day = project.dates.get("contract_on")
        return day is not None and self.first <= day <= self.last

    def _count(self, project: Project, sums: Sums) -> None:
        dates, figures = project.dates, sums.figures

        def happened(day: date | None) -> bool:
            return day is not None and self.first <= day <= self.last

        if self.signed(project):
            figures["contract_capital"] += project.capital
            figures["foreign_capital"] += project.foreign
            figures["funds_of"] += self.money.whole(project.name, self.last)
        for tax in self.history.taxes:
            if tax.name == project.name and self.first <= tax.day <= self.last:
                figures["tax_returned"] += Fraction(tax.amount)
        if not project.counts:
            return
        figures["started"] += happened(dates.get("started_on"))
        figures["producing"] += happened(dates.get("produced_on"))
        figures["landed"] += happened(project.landed_on)
        large = project.kind == "manufacturing" and (project.investment or 0) >= LARGE
        figures["large_landed"] += large and happened(project.landed_on)
        if self.signed(project):
            figures["signed"] += 1
            figures["fulfilled"] += self._by_now(dates.get("obligation_on"))
            figures["started_of"] += self._by_now(dates.get("started_on"))
            figures["producing_of"] += self._by_now(dates.get("produced_on"))
            figures["landed_of"] += self._landed_by_now(project)
            points = points_of(project)
            sums.unscored += points is None
            if self.owner != "unit":
                sums.points += points or 0

    def _by_now(self, day: date | None) -> bool:
        return day is not None and day <= self.last

    def _landed_by_now(self, project: Project) -> bool:
        if project.landed_on is not None:
            return project.landed_on <= self.last
        return project.stage in PAST_LANDING and (project.stage_on is None or project.stage_on <= self.last)

    def _score(self, project: Project) -> None:
        if self.signed(project):
            alone = {project.unit: points_of(project) or ZERO}
            for unit, part in (points_shared(project) if project.credits else alone).items():
                self.sums[unit].points += part

    def valuable(self, first: date) -> Iterable[tuple[Project, str]]:
        """Leads held valuable at the end of the window, judged so since ``first``, with their finders."""
        for name, judged in self.history.judged.items():
            known = [one for one in judged if one.day <= self.last]
            if known and known[-1].valuable and known[-1].day >= first:
                yield self.history.projects[name], known[-1].finder

    def _leads(self) -> None:
        for project, finder in self.valuable(self.first):
            name = {"person": finder, "leader": project.leader}.get(self.owner, project.unit)
            self.sums[name].figures["valuable_leads"] += 1
        for owner, lines in self.quotas().items():
            for done, due in lines:
                self.sums[owner].points += lead_points(done, due)

    def quotas(self) -> dict[str, list[tuple[int, int]]]:
        """Valuable leads done and due, of each person who has a quota in the year."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for aim in self.history.aims:
            if aim.owner != "person" or aim.measure != "valuable_leads" or not within(aim, self.last):
                continue
            done = sum(finder == aim.name for _, finder in self.valuable(aim.starts))
            due = QUOTAS[aim.rank] if aim.rank else int(aim.amount or 0)
            if self.owner in ("unit", "person"):
                found[aim.unit if self.owner == "unit" else aim.name].append((done, due))
        return found

    def targets(self, kind: str) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
        """(owner, measure) → done and what was aimed at, of the targets that the last day lies in."""
        found = {}
        for aim in self.history.aims:
            if aim.owner == self.owner and aim.period == kind and within(aim, self.last) and aim.amount:
                if aim.owner == "person":
                    continue
                done = self.sums[aim.name].figures.get(aim.measure, ZERO) if aim.name in self.sums else ZERO
                found[aim.name, aim.measure] = done, Fraction(aim.amount)
        return found

    def figures_of(self, ranking: str, names: Iterable[str], kind: str) -> dict[str, Fraction | None]:
        """What everybody is ranked by."""
        found: dict[str, Fraction | None] = {}
        aims = self.targets(kind)
        for name in names:
            sums = self.sums.get(name) or Sums()
            if ranking == "points":
                found[name] = sums.points
            elif ranking == "funds_of_target":
                aim = aims.get((name, "funds_in_place"))
                done = sums.figures.get("funds_in_place", ZERO)
                found[name] = done / aim[1] if aim else None
            else:
                found[name] = sums.figures.get(ranking, ZERO)
        return found


def lead_points(done: int, due: int) -> Fraction:
    """The quota met, and each one beyond it."""
    met = QUOTA_MET if done >= due > 0 else ZERO
    return met + EACH_BEYOND * max(done - due, 0)


def within(aim: Aim, day: date) -> bool:
    """Whether a day lies in the period of a target."""
    return aim.starts <= day < ends(aim.starts, MONTHS[aim.period])


def ends(start: date, months: int) -> date:
    """The first day after a period."""
    month = start.replace(day=1)
    for _ in range(months):
        month = next_month(month)
    return month.replace(day=start.day)


def months_over(start: date, months: int, day: date) -> int:
    """Whole months of a period that are over at the end of a day."""
    return sum(ends(start, at) <= day + timedelta(days=1) for at in range(1, months + 1))


def places(figures: Mapping[str, Fraction | None]) -> dict[str, int | None]:
    """Everybody's place: one more than there are better ones."""
    known = [one for one in figures.values() if one is not None]
    return {
        name: None if one is None else 1 + sum(other > one for other in known)
        for name, one in figures.items()
    }


def ratio(over: Fraction, under: Fraction) -> Fraction | None:
    """A rate; None, shown as “—”, where there is nothing to divide by."""
    return over / under if under else None


def rates(figures: Mapping[str, Fraction]) -> dict[str, Fraction | None]:
    """Of the projects signed in the window."""
    signed = figures.get("signed", ZERO)
    found = {
        "fulfilment": ratio(figures.get("fulfilled", ZERO), signed),
        "start": ratio(figures.get("started_of", ZERO), signed),
        "production": ratio(figures.get("producing_of", ZERO), signed),
        "landing": ratio(figures.get("landed_of", ZERO), signed),
    }
    return found | {"funds": ratio(figures.get("funds_of", ZERO), figures.get("contract_capital", ZERO))}


def whole_points(board: Board) -> Fraction:
    """The city's: every project once, and what people's leads gave."""
    projects = total(points_of(one) or ZERO for one in board.history.projects.values() if board.signed(one))
    return projects + total(lead_points(*line) for lines in board.quotas().values() for line in lines)
