"""Each window of a board: sums, targets, places; told anew only where what it is made of is another."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.policy.pack import Pack
from app.rules.indicators import has_indicators, totals
from app.rules.ranking import Place, figures_of, ranked
from app.rules.targets import Owner, Progress, progress
from app.services.scores.counted import Sums
from app.services.scores.goals import LEADS, Goal, Window, day_of_tax, holding
from app.services.scores.kept import Shared
from app.services.scores.leads import Told
from app.services.scores.ratios import FUNDS_OF

BY_POINTS, BY_INDICATORS = "points", "composite"
TAXES, OUTSIDE_FUNDS = "tax_returned", "out_of_province_funds"
ZERO = Decimal(0)
Figures = Mapping[str, Fraction | None]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a window is made of. ``counted``: by owner; ``funds``: what counts in it, by owner, and of every
    project once (``funds_whole``); ``outside``: what of both comes from other provinces; ``funds_of``: how
    many projects signed in it are whose, and their funds.
    """

    counted: Mapping[str, Sums]
    shared: Mapping[str, Shared]
    funds: Mapping[str, Decimal]
    funds_whole: Decimal
    outside: Mapping[str, Decimal]
    outside_whole: Decimal
    funds_of: Mapping[str, tuple[int, Decimal]]
    taxes: Sequence[tuple[str, int, date | None, Decimal]]
    leads: Told
    goals: Sequence[Goal]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``sums`` and ``targets`` by owner; ``aims``: each target by the id of its record."""

    sums: Mapping[str, Sums]
    targets: Mapping[str, Sequence[Progress]]
    aims: Mapping[str, Progress]


_NOTHING = Sums()
Order = tuple[Figures, tuple[Place, ...]]
"""Everybody's figure by one ranking, and their places."""


@dataclass
class Windows:
    """Those of one sort of owner and kind of period, by one pack. Nobody may change what it hands out."""

    pack: Pack
    owner: Owner
    kind: str
    _outcomes: dict[Window, tuple[Parts, Outcome]] = field(default_factory=dict)
    _orders: dict[Window, tuple[Outcome, Sequence[str], Mapping[str, Order]]] = field(default_factory=dict)
    _holding: dict[Window, tuple[Sequence[Goal], list[Goal]]] = field(default_factory=dict)

    def outcome(self, window: Window, parts: Parts) -> Outcome:
        """What its parts come to."""
        known = self._outcomes.get(window)
        if known is not None and known[0] == parts:
            return known[1]
        sums = _sums(window, parts)
        made = self._with_targets(window, parts.goals, sums, known[1].aims if known else {})
        self._outcomes[window] = parts, made
        return made

    def orders(self, window: Window, found: Outcome, names: Sequence[str]) -> Mapping[str, Order]:
        """The places of ``names`` by every row of the pack's ranking, and by points."""
        known = self._orders.get(window)
        if known is not None and known[0] is found and known[1] == names:
            return known[2]
        before = known[2] if known is not None else {}
        sums = {name: found.sums.get(name) or _NOTHING for name in names if name}
        told = {name: measures(one.figures, found.targets.get(name, ())) for name, one in sums.items()}
        made = {id: self._order(self._figures(id, sums, told), before.get(id)) for id in self._rankings()}
        self._orders[window] = found, names, made
        return made

    def _order(self, figures: Figures, known: Order | None) -> Order:
        same = known is not None and known[0] == figures and [*known[0]] == [*figures]
        return known if known is not None and same else (figures, ranked(figures))

    def _figures(self, id: str, sums: Mapping[str, Sums], told: Mapping[str, dict[str, Decimal]]) -> Figures:
        if id == BY_POINTS:
            return {name: Fraction(one.points) for name, one in sums.items()}
        if id == BY_INDICATORS:
            return totals(self.pack, told)
        return figures_of(self.pack, id, told)

    def _rankings(self) -> list[str]:
        table = self.pack.tables.get("ranking")
        by_points = [BY_POINTS] if self.pack.tables.get("scores") else []
        by_points += [BY_INDICATORS] if has_indicators(self.pack) else []
        return [*by_points, *(row.id for row in (table.rows if table else ()))]

    def _with_targets(
        self, window: Window, goals: Sequence[Goal], sums: Mapping[str, Sums], before: Mapping[str, Progress]
    ) -> Outcome:
        targets: dict[str, list[Progress]] = defaultdict(list)
        aims: dict[str, Progress] = {}
        for goal in self._held(window, goals):
            target, known = goal.target, before.get(goal.row.id)
            if target.measure == LEADS and self.owner is Owner.PERSON:
                continue  # a quota, told apart
            done = sums[target.owner].figures.get(target.measure, ZERO) if target.owner in sums else ZERO
            if known is None or known.target is not target or known.done != done:
                known = progress(self.pack, target, done, window.last)
            aims[goal.row.id] = known
            targets[target.owner].append(known)
        return Outcome(dict(sums), dict(targets), aims)

    def _held(self, window: Window, goals: Sequence[Goal]) -> list[Goal]:
        known = self._holding.get(window)
        if known is None or known[0] is not goals:
            found = holding(self.pack, list(goals), self.owner, self.kind, window.last)
            known = self._holding[window] = goals, found
        return known[1]


def measures(figures: Mapping[str, Decimal], targets: Sequence[Progress]) -> dict[str, Decimal]:
    """As the pack's ranking asks for them: what was done, and the targets beside it."""
    aims = {f"{one.target.measure}_target": one.target.amount for one in targets}
    return {"contract_capital": ZERO, "funds_in_place": ZERO, **figures, **aims}


def whole_of(parts: Parts, sums: Mapping[str, Sums]) -> Sums:
    """The city's: every project once, whoever shares in it."""
    found = Sums()
    for one in parts.counted.values():
        found.add(one)
    for _, amount in parts.funds_of.values():
        found.figures[FUNDS_OF] += amount
    found.figures["funds_in_place"] += parts.funds_whole
    found.figures[OUTSIDE_FUNDS] += parts.outside_whole
    found.points += sum(parts.leads.points.values(), ZERO)
    for name in (LEADS, TAXES):
        found.figures[name] = sum((one.figures.get(name, ZERO) for one in sums.values()), ZERO)
    return found


def _sums(window: Window, parts: Parts) -> dict[str, Sums]:
    """Everybody's figures and points."""
    found: dict[str, Sums] = defaultdict(Sums)
    for name, told in parts.counted.items():
        found[name].add(told)
    for one in parts.shared.values():  # points go where the ruling on its credits says
        if window.holds(one.day):
            found[one.unit].points -= one.points
            for unit, part in one.parts.items():
                found[unit].points += part
    for name, amount in parts.funds.items():
        found[name].figures["funds_in_place"] += amount
    for name, amount in parts.outside.items():
        found[name].figures[OUTSIDE_FUNDS] += amount
    for name, year, recorded, paid in parts.taxes:
        if window.holds(day_of_tax(year, recorded)):
            found[name].figures[TAXES] += paid
    for name, done in parts.leads.done.items():
        found[name].figures[LEADS] += done
    for name, points in parts.leads.points.items():
        found[name].points += points
    for name, (_, amount) in parts.funds_of.items():
        found[name].figures[FUNDS_OF] += amount
    return found
