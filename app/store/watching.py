"""What the lights of supervision look at, for every project at once, a column at a time (systems.md D1)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select

from app.model.outings import MADE
from app.model.registry import KINDS
from app.store.settings import Opener
from app.store.watched import Limits, candidates, is_live, listed, live_of_projects

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

    def seen(self, today: date, ids: Sequence[str] | None = None, on_site: Sequence[str] = ()) -> Seen:
        """Every project in its life, or those of ``ids``; ``on_site``: kinds of visit in person."""
        with self._reading() as connection:
            live = [is_live(_P), or_(_P.c.stage.is_(None), _P.c.stage.not_in(GONE))]
            if ids is not None:
                live.append(_P.c.id.in_(listed(ids)))
            query = select(*(_P.c[name] for name in _COLUMNS)).where(*live)
            found = Seen({row.id: row._asdict() for row in connection.execute(query)})
            _visits(connection, found, today, ids)
            _steps(connection, found, ids)
            _plans(connection, found, ids)
            query = select(_J.c.project_id).where(*_of(_J, ids)).distinct()
            found.judged = frozenset(connection.execute(query).scalars())
            query = select(_F.c.project_id, func.sum(_F.c.amount), func.max(_F.c.changed_at))
            mine = and_(_F.c.source == "unit", *_of(_F, ids))
            for id, amount, at in connection.execute(query.where(mine).group_by(_F.c.project_id)):
                found.in_place[id] = amount
                _later(found.written, id, at)
            _leaders(connection, found, today, ids, on_site)
        return found


def _of(table: Table, ids: Sequence[str] | None) -> list[ColumnElement[bool]]:
    live = live_of_projects(table)
    return live if ids is None else [*live, table.c.project_id.in_(listed(ids))]


def _later(into: dict[str, Any], id: str, value: Any) -> None:
    if value is not None and (id not in into or into[id] < value):
        into[id] = value


def _visits(connection: Connection, found: Seen, today: date, ids: Sequence[str] | None) -> None:
    made = func.coalesce(_V.c.state, MADE) == MADE
    query = select(_V.c.project_id, func.max(_V.c.visited_on), func.max(_V.c.changed_at))
    query = query.where(made, _V.c.visited_on <= today, *_of(_V, ids)).group_by(_V.c.project_id)
    for id, day, at in connection.execute(query):
        _later(found.heard, id, day)
        _later(found.written, id, at)


def _steps(connection: Connection, found: Seen, ids: Sequence[str] | None) -> None:
    query = select(_S.c.project_id, func.max(_S.c.done_on), func.max(_S.c.changed_at))
    for id, day, at in connection.execute(query.where(*_of(_S, ids)).group_by(_S.c.project_id)):
        _later(found.heard, id, day)
        _later(found.written, id, at)


def _plans(connection: Connection, found: Seen, ids: Sequence[str] | None) -> None:
    whole = select(
        _N.c.project_id, func.max(_N.c.done_on), func.max(_N.c.planned_on), func.max(_N.c.changed_at)
    )
    for id, done, end, at in connection.execute(whole.where(*_of(_N, ids)).group_by(_N.c.project_id)):
        _later(found.heard, id, done)
        _later(found.plan_ends, id, end)
        _later(found.written, id, at)
    open_ones = select(_N.c.id, _N.c.project_id, _N.c.title, _N.c.planned_on, _N.c.fact)
    for row in connection.execute(open_ones.where(_N.c.done_on.is_(None), *_of(_N, ids))):
        project = found.projects.get(row.project_id)
        if project is not None and not (row.fact and project.get(row.fact)):
            found.nodes[row.project_id].append(row)


def _leaders(
    connection: Connection, found: Seen, today: date, ids: Sequence[str] | None, on_site: Sequence[str]
) -> None:
    current = or_(_M.c.until.is_(None), _M.c.until > today)
    query = select(_M.c.project_id, _M.c.name, _M.c.since, _M.c.created_at)
    rows = connection.execute(query.where(_M.c.duty == "leader", current, *_of(_M, ids))).all()
    led = {row.project_id for row in rows}
    visits: dict[str, list[Any]] = defaultdict(list)
    if led:
        seen = select(_V.c.project_id, _V.c.our_people, _V.c.visited_on).where(
            _V.c.kind.in_(on_site), func.coalesce(_V.c.state, MADE) == MADE, *_of(_V, sorted(led))
        )
        for visit in connection.execute(seen):
            if visit.project_id in led:
                visits[visit.project_id].append(visit)
    for row in rows:
        days = [one.visited_on for one in visits[row.project_id] if row.name in (one.our_people or ())]
        found.leaders[row.project_id].append(
            Leader(row.project_id, row.name or "", row.since, row.created_at, tuple(days))
        )
