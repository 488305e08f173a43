"""From when on a light of a project can be lit at all: what is later need not be looked at (systems.md D1).

Nothing that ``project_alerts`` lights lies outside these limits; what lies within is for the rule to judge.
"""

from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction
from math import ceil

from app.policy.pack import Pack
from app.rules.alerts import DAYS, level_of
from app.rules.periods import months_later
from app.store.watched import Limits

_OF_LEADS = ("lead_not_answered", "lead_not_screened", "lead_not_fed_back")
_OF_TALKS = ("talks_not_reported", "talks_without_progress")


def limits(pack: Pack, today: date, zone: tzinfo) -> Limits:
    """Those of a pack on a day; ``zone``: where its days begin."""
    leads = [day for alert in _OF_LEADS if (day := _last_day(pack, alert, today)) is not None]
    return Limits(
        known_by=max(leads, default=None),
        heard_by=max((day for alert in _OF_TALKS if (day := _last_day(pack, alert, today))), default=None),
        signed_by=_last_day(pack, "signed_not_landed", today),
        started_by=_last_day(pack, "started_not_on_books", today),
        planned_by=_last_day(pack, "node_overdue", today),
        behind=_least(pack, "investment_behind_plan"),
        touched_before=_untouched(pack, today, zone),
    )


def _least(pack: Pack, alert: str) -> Fraction | None:
    """The smallest figure with which a rising light is lit, weeks and months in days."""
    table = pack.tables.get("alerts")
    row = table.row(alert) if table else None
    if row is None:
        return None
    unit = DAYS.get(str(row.results["unit"]), 1)
    told = [row.results[level] for level in ("yellow", "red")]
    return min((Fraction(one) * unit for one in told if isinstance(one, Decimal)), default=None)


def _last_day(pack: Pack, alert: str, today: date) -> date | None:
    """As many days ago as the light needs; of working days there are never more than of days."""
    least = _least(pack, alert)
    if least is None:
        return None
    return today - timedelta(days=ceil(least)) if least > 0 else date.max


def _untouched(pack: Pack, today: date, zone: tzinfo) -> datetime | None:
    """The beginning of this month if its tally is near enough, else of the last one, which went by."""
    month = today.replace(day=1)
    left = (months_later(month, 1) - today).days - 1
    for figure, since in ((left, month), (-1, months_later(month, -1))):
        if level_of(pack, "project_not_updated", figure):
            return datetime.combine(since, time(), zone)
    return None
