"""Valuable leads against the quotas of people, window by window (systems.md A2).

In each window the latest judgement up to its last day counts: a later one changes no earlier board.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.policy.pack import Pack
from app.rules.targets import Owner, Progress, progress
from app.services.desk import Desk
from app.services.scores.goals import LEADS, Goal, Window, period_of
from app.services.scores.kept import judgements, kept_goals
from app.services.scores.ledger import lead_entries
from app.store.changed import Changes
from app.store.tallies import Judged

ZERO = Decimal(0)


@dataclass(frozen=True)
class Told:
    """``done``: valuable leads by owner; ``quotas`` of each unit's people, or of each person; ``points``."""

    done: Mapping[str, int]
    quotas: Mapping[str, Sequence[Progress]]
    points: Mapping[str, Decimal]


@dataclass(frozen=True)
class Leads:
    """Reckoned once for each window, as long as no goal and no judgement is another."""

    pack: Pack
    owner: Owner
    goals: Sequence[Goal]
    judged: Mapping[str, Sequence[Judged]]
    _told: dict[Window, Told] = field(default_factory=dict)
    _points: dict[tuple[int, Decimal], Decimal] = field(default_factory=dict)

    def of(self, window: Window) -> Told:
        """What there is in a window."""
        if window not in self._told:
            quotas = self._quotas(window)
            points = {name: sum(map(self._worth, some), ZERO) for name, some in quotas.items()}
            self._told[window] = Told(self._done(window), quotas, points)
        return self._told[window]

    def _valuable(self, last: date) -> list[Judged]:
        """The leads that are held valuable at the end of a day."""
        latest = (
            next((one for one in reversed(told) if one.day <= last), None) for told in self.judged.values()
        )
        return [lead for lead in latest if lead is not None and lead.valuable]

    def _done(self, window: Window) -> Mapping[str, int]:
        found: dict[str, int] = defaultdict(int)
        for lead in self._valuable(window.last):
            if window.holds(lead.day):
                names = {Owner.PERSON: lead.finder, Owner.LEADER: lead.leader}
                found[names.get(self.owner, lead.unit)] += 1
        return found

    def _quotas(self, window: Window) -> Mapping[str, Sequence[Progress]]:
        """Each person's valuable leads in the year of their quota, under the unit or the person."""
        found: dict[str, list[Progress]] = defaultdict(list)
        if self.owner not in (Owner.UNIT, Owner.PERSON):
            return found
        days: dict[str, list[date]] = defaultdict(list)
        for lead in self._valuable(window.last):
            days[lead.finder].append(lead.day)
        for goal in self.goals:
            target = goal.target
            if (target.owner_kind, target.measure) != (Owner.PERSON, LEADS):
                continue
            period = period_of(self.pack, goal)
            if period.holds(window.last):
                until = Window(period.start, window.last)
                done = Decimal(sum(map(until.holds, days.get(target.owner, ()))))
                name = goal.unit if self.owner is Owner.UNIT else target.owner
                found[name].append(progress(self.pack, target, done, window.last))
        return found

    def _worth(self, quota: Progress) -> Decimal:
        key = int(quota.done), quota.target.amount
        if key not in self._points:
            lines = lead_entries(self.pack, quota.target.owner, *key)
            self._points[key] = sum((line.points for line in lines), ZERO)
        return self._points[key]


def kept_leads(desk: Desk, pack: Pack, owner: Owner, on: date) -> Leads:
    """Those of today's goals and judgements."""
    goals, judged = kept_goals(desk, pack), judgements(desk)

    def renewed(known: Leads, _: Changes) -> Leads | None:
        return known if known.goals is goals and known.judged is judged else None

    key = ("leads", owner, pack.id, pack.version, on)
    return desk.memory.recall(desk.store.changed, key, lambda: Leads(pack, owner, goals, judged), renewed)
