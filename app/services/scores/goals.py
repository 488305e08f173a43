"""Targets as people set them, and the window of days that each is held against (systems.md C3, A2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.model.changes import ChangeSet
from app.model.row import Row
from app.policy.pack import Pack
from app.reasons import Reason
from app.rules.periods import Period, months_later
from app.rules.scoring import quota
from app.rules.targets import Owner, Target, target_row
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.headquarters import require_headquarters
from app.services.policy import pack_of
from app.services.records import checked_values, create_record

GOAL = "goal"
LEADS = "valuable_leads"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The days from ``first`` to ``last``, both in it."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies in it."""
        return self.first <= day <= self.last

    def last_month(self) -> "Window | None":
        """The same period as it stood at the end of the month before; None in its first month."""
        end = self.last.replace(day=1) - _DAY
        return Window(self.first, end) if end >= self.first else None

    def last_year(self) -> "Window":
        """The same days of the year before."""
        return Window(months_later(self.first, -12), months_later(self.last, -12))


@dataclass(frozen=True, slots=True)
class Goal:
    """A target with its record; ``unit``: the one a person belongs to."""

    row: Row
    target: Target
    unit: str


def window_of(kind: str, on: date) -> Window:
    """The year or the half-year that ``on`` lies in, up to ``on``."""
    first = date(on.year, 7 if kind == "half" and on.month > 6 else 1, 1)
    return Window(first, on)


def day_of_tax(year: int, recorded: date | None) -> date:
    """The day that a tax returned counts on: when it was recorded, within its year; else the year's last."""
    last = date(year, 12, 31)
    return last if recorded is None else min(max(recorded, date(year, 1, 1)), last)


def goals(desk: Desk, pack: Pack | None = None) -> list[Goal]:
    """Every target, as the rules take it; those whose amount cannot be told are left out."""
    pack = pack or pack_of(desk)
    found = [(row, _target(pack, row)) for row in desk.store.rows(GOAL, desk.store.ids(GOAL))]
    return [Goal(row, target, str(row["unit"] or "")) for row, target in found if target is not None]


def holding(pack: Pack, found: list[Goal], owner: Owner, kind: str, on: date) -> list[Goal]:
    """Those of a sort of owner and a kind of period that ``on`` lies in."""
    return [
        goal
        for goal in found
        if (goal.target.owner_kind, goal.target.kind) == (owner, kind) and period_of(pack, goal).holds(on)
    ]


def period_of(pack: Pack, goal: Goal) -> Period:
    """From its first day, as long as the pack says."""
    months = target_row(pack, goal.target.kind).results["months"]
    assert isinstance(months, Decimal)
    return Period(goal.target.start, int(months))


def set_goal(desk: Desk, raw: Mapping[str, Any]) -> tuple[str, ChangeSet]:
    """Set a target; a quota of valuable leads may give a rank of the pack in place of the amount.

    Raises:
        InvalidRecord: a value is refused, there is no amount, or the pack has no such rank.
        WrittenByHeadquarters: not this person.
    """
    require_headquarters(desk)
    values = checked_values(desk, GOAL, raw, complete=True)
    rank, ranks = values.get("rank"), pack_of(desk).words.get("rank", {})
    if rank and rank not in ranks:
        known = ", ".join(ranks)
        raise InvalidRecord([Problem("rank", Reason("rules.goal.rank_unknown", {"known": known}))])
    if values.get("amount") is None and not (rank and values["measure"] == LEADS):
        raise InvalidRecord([Problem("amount", Reason("rules.value.required"))])
    return create_record(desk, GOAL, raw)


def _target(pack: Pack, row: Row) -> Target | None:
    amount = row["amount"]
    if amount is None and row["measure"] == LEADS and row["rank"] in pack.words.get("rank", {}):
        amount = quota(pack, {"rank": row["rank"]}).due
    if amount is None or row["owner"] not in {one.value for one in Owner}:
        return None
    return Target(Owner(row["owner"]), row["name"], row["measure"], row["period"], row["starts_on"], amount)
