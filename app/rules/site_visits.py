"""The weekly visit that a leader in charge owes a project (systems.md B8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.policy.pack import Pack

ALERT = "leader_not_on_site"
ON_SITE = ("site", "outward", "inward")  # kinds of visit at which people meet in person
_DAYS = {"days": 1, "weeks": 7}


@dataclass(frozen=True, slots=True)
class Owed:
    """``last``: the last visit the leader made, if any; ``weeks``: full weeks without one, since it or since
    the duty began; ``light``: "", ``yellow`` or ``red`` by the pack.
    """

    last: date | None
    weeks: int
    light: str


def visit_owed(pack: Pack, since: date, visits: Iterable[date], today: date) -> Owed:
    """Whether a visit is owed; ``visits``: the leader's to this project."""
    last = max((day for day in visits if day <= today), default=None)
    without = max((today - max(since, last or since)).days, 0)
    light = ""
    table = pack.tables.get("alerts")
    row = table.row(ALERT) if table else None
    if row is not None:
        unit = _DAYS.get(str(row.results["unit"]), 7)
        for name in ("yellow", "red"):
            limit = row.results[name]
            if isinstance(limit, Decimal) and timedelta(days=without) >= timedelta(days=float(limit * unit)):
                light = name
    return Owed(last, without // 7, light)
