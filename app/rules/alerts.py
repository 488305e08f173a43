"""The lights of supervision 智控预警 (systems.md D1): what is late or silent, how badly, and why.

Thresholds are the pack's; an alert that a pack leaves out is never lit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from app.policy.conditions import Band
from app.policy.pack import Pack
from app.policy.shapes import COUNTDOWN_ALERTS, FALLING_ALERTS
from app.reasons import Reason
from app.rules.node_plans import node_text
from app.rules.periods import months_later
from app.rules.rounding import half_up
from app.rules.stages import ORDER, Stage, is_active
from app.rules.working_days import WorkingDays

# A month and a week in days; working days, points, percent and cadences count as they are.
DAYS = {"weeks": 7, "months": 30}


@dataclass(frozen=True, slots=True)
class Lit:
    """One light on one record (kind, id)."""

    light: str
    level: str
    why: Reason
    on: tuple[str, str]


@dataclass(frozen=True, slots=True)
class OpenNode:
    """A node that is not done."""

    id: str
    title: str
    planned_on: date


@dataclass(frozen=True, slots=True)
class Watched:
    """What of a project the lights look at. ``known_on``: reported, or else recorded. ``heard_on``: the last
    visit, step or node done; ``answered``: there is any. ``touched_on``: the last day anything of it was
    written. ``in_place`` and ``capital`` in 万元; ``plan_end``: the last planned node's day. ``owed_weeks``:
    full weeks that each leader in charge has not been on site.
    """

    id: str
    stage: Stage
    stage_on: date | None = None
    known_on: date | None = None
    heard_on: date | None = None
    answered: bool = False
    judged: bool = False
    touched_on: date | None = None
    contract_on: date | None = None
    started_on: date | None = None
    on_books_on: date | None = None
    obligation_on: date | None = None
    site_on: date | None = None
    in_place: Decimal = Decimal(0)
    capital: Decimal = Decimal(0)
    plan_end: date | None = None
    nodes: Sequence[OpenNode] = ()
    owed_weeks: Sequence[int] = ()


def level_of(pack: Pack, alert: str, figure: Fraction | int) -> str:
    """``yellow``, ``red``, or "" where no threshold of the pack is reached or it has none.

    The figure is in the alert's own unit, except weeks and months, which are told in days. Where it is the
    time left, red means that the day has passed.
    """
    table = pack.tables.get("alerts")
    row = table.row(alert) if table else None
    if row is None:
        return ""
    unit = DAYS.get(str(row.results["unit"]), 1)
    found = ""
    for level in ("yellow", "red"):
        limit = row.results[level]
        if isinstance(limit, Decimal):
            bound = limit * unit if isinstance(figure, int) else Fraction(limit) * unit  # both are exact
            if _reached(alert, level, figure, bound):
                found = level
    return found


def _why(light: str, told: Mapping[str, object]) -> Reason:
    """Why it is lit: one object for all that say the same, for tens of thousands of lights are kept."""
    if "title" in told:  # which few others say
        return Reason(f"rules.light.{light}", told)
    return _said(light, tuple(told.items()))


@lru_cache(maxsize=4096)
def _said(light: str, told: tuple[tuple[str, object], ...]) -> Reason:
    return Reason(f"rules.light.{light}", dict(told))


def _reached(alert: str, level: str, figure: Any, limit: Any) -> bool:
    if alert in FALLING_ALERTS or (alert in COUNTDOWN_ALERTS and level == "red"):
        return bool(figure < limit)
    return bool(figure <= limit if alert in COUNTDOWN_ALERTS else figure >= limit)


def project_alerts(pack: Pack, project: Watched, today: date, days: WorkingDays) -> list[Lit]:
    """Every light of one project; none once it has left its life."""
    if not is_active(project.stage):
        return []
    found = [*_lead(pack, project, today, days), *_talks(pack, project, today)]
    found += [*_nodes(pack, project, today), *_promised(pack, project, today), *_plan(pack, project, today)]
    found += _not_updated(pack, project, today)
    for weeks in project.owed_weeks:
        found += _lit(pack, "leader_not_on_site", weeks * 7, ("project", project.id), weeks=weeks)
    return found


def _lit(
    pack: Pack, alert: str, figure: Fraction | int, on: tuple[str, str], **params: object
) -> Iterator[Lit]:
    if level := level_of(pack, alert, figure):
        yield Lit(alert, level, _why(alert, params), on)


def _since(pack: Pack, alert: str, project: Watched, day: date | None, today: date) -> Iterator[Lit]:
    if day is not None and day <= today:
        late = (today - day).days
        yield from _lit(pack, alert, late, ("project", project.id), day=day.isoformat(), days=late)


def _lead(pack: Pack, project: Watched, today: date, days: WorkingDays) -> Iterator[Lit]:
    """The first thing owed to whoever brought the lead: an answer, a judgement, what becomes of it."""
    if project.stage is not Stage.LEAD or project.known_on is None:
        return
    alert = "lead_not_fed_back"
    if not project.answered:
        alert = "lead_not_answered"
    elif not project.judged:
        alert = "lead_not_screened"
    passed = days.passed(project.known_on, today)
    day = project.known_on.isoformat()
    yield from _lit(pack, alert, passed, ("project", project.id), days=passed, day=day)


def _talks(pack: Pack, project: Watched, today: date) -> Iterator[Lit]:
    """Talks and what follows until the signing, without dated progress."""
    if not ORDER[Stage.NEGOTIATING] <= ORDER[project.stage] < ORDER[Stage.SIGNED]:
        return
    heard = max((day for day in (project.heard_on, project.stage_on) if day), default=project.known_on)
    found = [*_since(pack, "talks_without_progress", project, heard, today)]
    # What is reported every so often is told until it is worse than late.
    yield from found or _since(pack, "talks_not_reported", project, heard, today)


def _title_of(pack: Pack, title: str) -> object:
    """A node's title, in both languages where it is a word of the pack."""
    text = node_text(pack, title)
    return title if text is None else {"zh": text.zh, "en": text.en}


def _nodes(pack: Pack, project: Watched, today: date) -> Iterator[Lit]:
    for node in project.nodes:
        if node.planned_on < today:
            late = (today - node.planned_on).days
            told = {"title": _title_of(pack, node.title), "day": node.planned_on.isoformat(), "days": late}
            yield from _lit(pack, "node_overdue", late, ("node", node.id), **told)


def _promised(pack: Pack, project: Watched, today: date) -> Iterator[Lit]:
    """Signed without legal person or land; started and not on the books."""
    if project.stage is Stage.SIGNED:
        signed = project.contract_on or project.stage_on
        yield from _since(pack, "signed_not_landed", project, signed, today)
    if project.started_on and not project.on_books_on:
        yield from _since(pack, "started_not_on_books", project, project.started_on, today)


def _plan(pack: Pack, project: Watched, today: date) -> Iterator[Lit]:
    """Investment behind the time that has gone between the contract and the plan's last day."""
    begun, end = project.contract_on, project.plan_end
    if begun is None or end is None or end <= begun or not project.capital or today < begun:
        return
    gone = min(Fraction((today - begun).days, (end - begun).days), Fraction(1))
    done = Fraction(project.in_place) / Fraction(project.capital)
    behind = (gone - done) * 100
    if not level_of(pack, "investment_behind_plan", behind):
        return
    shown = {"points": f"{half_up(behind, 1):f}", "done": f"{half_up(done * 100, 1):f}"}
    shown |= {"gone": f"{half_up(gone * 100, 1):f}"}
    yield from _lit(pack, "investment_behind_plan", behind, ("project", project.id), **shown)


def _not_updated(pack: Pack, project: Watched, today: date) -> Iterator[Lit]:
    """A signed project that nobody wrote about since the last tally, at each month's end."""
    if not ORDER[Stage.SIGNED] <= ORDER[project.stage] < ORDER[Stage.ON_BOOKS] or not project.touched_on:
        return
    touched, month = project.touched_on, today.replace(day=1)
    if touched >= month:
        return
    missed = touched < months_later(month, -1)  # the tally at the end of last month went by without it
    left = -1 if missed else (months_later(month, 1) - today).days - 1
    told = {"day": touched.isoformat(), "days": (today - touched).days}
    yield from _lit(pack, "project_not_updated", left, ("project", project.id), **told)


def due_alert(
    pack: Pack, alert: str, on: tuple[str, str], due: date, today: date, days: WorkingDays
) -> Iterator[Lit]:
    """Something due on a day: an assignment in working days, a promise in days; overdue the day after."""
    working = alert == "assignment_due"
    left = days.passed(today, due) if working and due >= today else (due - today).days
    key = "overdue" if due < today else "due"
    if level := level_of(pack, alert, left):
        told = {"day": due.isoformat(), "days": abs((due - today).days)}
        yield Lit(alert, level, _why(f"{alert}.{key}", told), on)


def instalment_alert(pack: Pack, id: str, title: str, due: date, today: date) -> Iterator[Lit]:
    """An instalment of a contract whose day has passed without the money."""
    late = (today - due).days
    told = {"title": title, "day": due.isoformat(), "days": late}
    yield from _lit(pack, "instalment_overdue", late, ("instalment", id), **told)


def approval_alert(pack: Pack, approval: str, since: date, waited: int) -> Iterator[Lit]:
    """A step of an application that has waited since a day, so many working days."""
    told = {"day": since.isoformat(), "days": waited}
    yield from _lit(pack, "approval_waiting", waited, ("approval", approval), **told)


def silence_alert(pack: Pack, contact: str, last: date | None, every: int, today: date) -> Iterator[Lit]:
    """A person not heard of for longer than agreed; one never contacted counts as silent once."""
    without = (today - last).days if last else every
    if every > 0:
        told: dict[str, object] = {"days": without, "every": every}
        key = "contact_silent" if last else "contact_silent.never"
        if level := level_of(pack, "contact_silent", Fraction(without, every)):
            yield Lit("contact_silent", level, _why(key, told), ("contact", contact))


def squad_alert(pack: Pack, squad: str, out: int, elapsed: int) -> Iterator[Lit]:
    """A squad's days out as a share of what the pack asks of it by today."""
    asked = _asked_share(pack)
    if asked and elapsed:
        share = Fraction(out, elapsed) / asked * 100
        told = {"out": out, "elapsed": elapsed, "percent": f"{half_up(share, 1):f}"}
        yield from _lit(pack, "squad_days_behind", share, ("squad", squad), **told)


def _asked_share(pack: Pack) -> Fraction | None:
    """The smallest share of days with which the pack is satisfied."""
    table = pack.tables.get("squad.days")
    bands = [
        row.conditions.get("day_share")
        for row in (table.rows if table else ())
        if row.results["verdict"] == "satisfied"
    ]
    return min((band.low for band in bands if isinstance(band, Band) and band.low), default=None)


def laptop_alert(pack: Pack, last_sync: date | None, waiting: int, today: date) -> Iterator[Lit]:
    """What waits on this laptop, and for how long it has not been synced."""
    if waiting and last_sync is not None:
        days = (today - last_sync).days
        told = {"days": days, "count": waiting}
        yield from _lit(pack, "laptop_not_synced", days, ("", ""), **told)
