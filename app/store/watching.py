"""What the lights of supervision look at, for many projects at once, a column at a time (systems.md D1)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Date, Select, Table, bindparam, func, or_, select

from app.model.outings import MADE
from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.store.settings import Opener
from app.store.watched import Limits, candidates, is_live, live_of_projects

_P, _V, _S, _N, _M, _J, _F = (
    KINDS[kind].table
    for kind in ("project", "visit", "next_step", "node", "team_member", "lead_judgement", "fund_entry")
)
GONE = ("paused", "lost")
_COLUMNS = (
    *("id", "name", "stage", "stage_on", "reported_on", "created_at", "changed_at", "contract_on"),
    *("obligation_on", "site_on", "started_on", "completed_on", "produced_on", "on_books_on"),
    *("contract_amount", "investment", "responsible_unit", "assessed_on", "approved_on"),
)


_IDS: Any = bindparam("ids", expanding=True)
_TODAY = bindparam("today", type_=Date)
_MADE = func.coalesce(_V.c.state, MADE) == MADE


def _of(table: Table, *columns: Any) -> Select[Any]:
    """Columns of the live records of a kind that hang on the projects asked for."""
    return select(table.c.project_id, *columns).where(*live_of_projects(table), table.c.project_id.in_(_IDS))


_PROJECTS = Prepared(
    select(*(_P.c[name] for name in _COLUMNS)).where(
        is_live(_P), or_(_P.c.stage.is_(None), _P.c.stage.not_in(GONE)), _P.c.id.in_(_IDS)
    )
)
_VISITS = Prepared(
    _of(_V, func.max(_V.c.visited_on), func.max(_V.c.changed_at))
    .where(_MADE, _V.c.visited_on <= _TODAY)
    .group_by(_V.c.project_id)
)
_STEPS = Prepared(_of(_S, func.max(_S.c.done_on), func.max(_S.c.changed_at)).group_by(_S.c.project_id))
_PLANS = Prepared(
    _of(_N, func.max(_N.c.done_on), func.max(_N.c.planned_on), func.max(_N.c.changed_at)).group_by(
        _N.c.project_id
    )
)
_OPEN_NODES = Prepared(_of(_N, _N.c.id, _N.c.title, _N.c.planned_on, _N.c.fact).where(_N.c.done_on.is_(None)))
_JUDGED = Prepared(_of(_J).distinct())
_FUNDS = Prepared(
    _of(_F, func.sum(_F.c.amount), func.max(_F.c.changed_at))
    .where(_F.c.source == "unit")
    .group_by(_F.c.project_id)
)
_LEADERS = Prepared(
    _of(_M, _M.c.name, _M.c.since, _M.c.created_at).where(
        _M.c.duty == "leader", or_(_M.c.until.is_(None), _M.c.until > _TODAY)
    )
)
_ON_SITE = Prepared(
    _of(_V, _V.c.our_people, _V.c.visited_on).where(
        _V.c.kind.in_(bindparam("on_site", expanding=True)), _MADE
    )
)


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader in charge of a project, and the days of their visits on site."""

    project: str
    name: str
    since: date | None
    made_at: datetime | None
    visits: tuple[date, ...]


@dataclass
class Seen:
    """Projects by id, and what hangs on them by the project's id."""

    projects: Mapping[str, Mapping[str, Any]]
    heard: dict[str, date] = field(default_factory=dict)
    written: dict[str, datetime] = field(default_factory=dict)
    judged: frozenset[str] = frozenset()
    nodes: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    plan_ends: dict[str, date] = field(default_factory=dict)
    in_place: dict[str, Decimal] = field(default_factory=dict)
    leaders: dict[str, list[Leader]] = field(default_factory=lambda: defaultdict(list))


class Watching:
    """Reads from one store."""

    def __init__(self, reading: Opener) -> None:
        self._reading = reading

    def candidates(self, limits: Limits, today: date) -> list[str]:
        """Ids of the projects that a light can be lit for at all (see ``app.store.watched``)."""
        with self._reading() as connection:
            return candidates(connection, limits, today)

    def seen(self, today: date, ids: Sequence[str], on_site: Sequence[str]) -> Seen:
        """The projects of ``ids`` that are in their life; ``on_site``: kinds of visit in person."""
        of = {"ids": ids}
        with self._reading() as connection:
            found = Seen({row.id: row._asdict() for row in _PROJECTS.all(connection, of)})
            for id, day, at in _VISITS.all(connection, of | {"today": today}):
                _later(found.heard, id, day)
                _later(found.written, id, at)
            for id, day, at in _STEPS.all(connection, of):
                _later(found.heard, id, day)
                _later(found.written, id, at)
            _plans(connection, found, of)
            found.judged = frozenset(id for (id,) in _JUDGED.bare(connection, of))
            for id, amount, at in _FUNDS.all(connection, of):
                found.in_place[id] = amount
                _later(found.written, id, at)
            _leaders(connection, found, of | {"today": today}, on_site)
        return found


def _later(into: dict[str, Any], id: str, value: Any) -> None:
    if value is not None and (id not in into or into[id] < value):
        into[id] = value


def _plans(connection: Connection, found: Seen, of: Mapping[str, Any]) -> None:
    for id, done, end, at in _PLANS.all(connection, of):
        _later(found.heard, id, done)
        _later(found.plan_ends, id, end)
        _later(found.written, id, at)
    for row in _OPEN_NODES.all(connection, of):
        project = found.projects.get(row.project_id)
        if project is not None and not (row.fact and project.get(row.fact)):
            found.nodes[row.project_id].append(row)


def _leaders(connection: Connection, found: Seen, of: Mapping[str, Any], on_site: Sequence[str]) -> None:
    rows = _LEADERS.all(connection, of)
    led = sorted({row.project_id for row in rows})
    visits: dict[str, list[Any]] = defaultdict(list)
    for visit in _ON_SITE.all(connection, {"ids": led, "on_site": on_site}) if led else ():
        visits[visit.project_id].append(visit)
    for row in rows:
        days = [one.visited_on for one in visits[row.project_id] if row.name in (one.our_people or ())]
        found.leaders[row.project_id].append(
            Leader(row.project_id, row.name or "", row.since, row.created_at, tuple(days))
        )
