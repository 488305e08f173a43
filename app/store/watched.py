"""Which projects a light can be lit for at all, found by SQLite among all of them (systems.md D1)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    exists,
    func,
    not_,
    or_,
    select,
    type_coerce,
)

from app.model.life import STAGES
from app.model.outings import MADE
from app.model.registry import KINDS

_P, _V, _S, _N, _M, _F = (
    KINDS[kind].table for kind in ("project", "visit", "next_step", "node", "team_member", "fund_entry")
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The last days, and the moment ``touched_before``, at which something lies long enough back.

    ``behind``: points behind the plan from which on it is told. None: that light is never lit.
    """

    known_by: date | None
    heard_by: date | None
    signed_by: date | None
    started_by: date | None
    planned_by: date | None
    behind: Fraction | None
    touched_before: datetime | None


def candidates(connection: Connection, limits: Limits, today: date) -> list[str]:
    """Ids of the projects that the rules have to look at, and of some more."""
    found: set[str] = set()
    for query in _queries(limits, today):
        found.update(connection.execute(query).scalars())
    return sorted(found)


def _queries(limits: Limits, today: date) -> Iterator[Select[Any]]:
    project = _P.c
    if limits.known_by is not None:
        known = or_(project.reported_on.is_(None), project.reported_on <= limits.known_by)
        yield _projects(project.stage == "lead", known)
    if limits.heard_by is not None:
        still = or_(project.stage_on.is_(None), project.stage_on <= limits.heard_by)
        stages = _between("negotiating", "signed")
        yield _projects(project.stage.in_(stages), still, *_silent(limits.heard_by, today))
    if limits.planned_by is not None:
        late = _N.c.done_on.is_(None), _N.c.planned_on < today, _N.c.planned_on <= limits.planned_by
        yield select(_N.c.project_id).where(*live_of_projects(_N), *late)
    if limits.signed_by is not None:
        signed = func.coalesce(project.contract_on, project.stage_on) <= limits.signed_by
        yield _projects(project.stage == "signed", signed)
    if limits.started_by is not None:
        yield _projects(project.on_books_on.is_(None), project.started_on <= limits.started_by)
    if limits.behind is not None:
        yield _behind(float(limits.behind), today)
    if limits.touched_before is not None:
        stages = _between("signed", "on_books")
        yield _projects(project.stage.in_(stages), *_untouched(limits.touched_before, today))
    yield select(_M.c.project_id).where(*live_of_projects(_M), _M.c.duty == "leader")


def _projects(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(_P.c.id).where(is_live(_P), *conditions)


def is_live(table: Any) -> ColumnElement[bool]:
    """Not deleted. (Plus nothing, or SQLite would walk the index of live rows, which tells it too little.)"""
    return type_coerce(table.c.deleted, Integer) + 0 == 0


def listed(ids: Sequence[str]) -> Select[Any]:
    """Ids as one value, however many there are."""
    return select(func.json_each(msgspec.json.encode(ids).decode()).table_valued("value").c.value)


def live_of_projects(table: Any) -> list[ColumnElement[bool]]:
    """Live records that hang on some project."""
    return [is_live(table), table.c.project_id.is_not(None)]


def _between(first: str, end: str) -> tuple[str, ...]:
    """The stages from ``first`` on, without ``end``."""
    return STAGES[STAGES.index(first) : STAGES.index(end)]


def _none(table: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Nothing of that sort hangs on the project."""
    return not_(exists().where(table.c.project_id == _P.c.id, is_live(table), *conditions))


def _silent(since: date, today: date) -> list[ColumnElement[bool]]:
    """No visit, step or node was done after ``since``."""
    made = func.coalesce(_V.c.state, MADE) == MADE
    return [
        _none(_V, made, _V.c.visited_on > since, _V.c.visited_on <= today),
        _none(_S, _S.c.done_on > since),
        _none(_N, _N.c.done_on > since),
    ]


def _untouched(since: datetime, today: date) -> list[ColumnElement[bool]]:
    """Nothing was written of it from the moment ``since`` on."""
    made = func.coalesce(_V.c.state, MADE) == MADE
    return [
        or_(_P.c.changed_at.is_(None), _P.c.changed_at < since),
        _none(_V, made, _V.c.visited_on <= today, _V.c.changed_at >= since),
        _none(_S, _S.c.changed_at >= since),
        _none(_N, _N.c.changed_at >= since),
        _none(_F, _F.c.source == "unit", _F.c.changed_at >= since),
    ]


def _behind(points: float, today: date) -> Select[Any]:
    """Projects whose money lags behind their plan; a hair more than the rule says, for these are no exact
    numbers.
    """
    plan = _sums(_N, func.max(_N.c.planned_on).label("last_on"))
    money = _sums(_F, func.sum(_whole(_F.c.amount)).label("amount"), _F.c.source == "unit")
    day = func.julianday
    capital = func.nullif(
        func.coalesce(func.nullif(_whole(_P.c.contract_amount), 0), _whole(_P.c.investment)), 0
    )
    span = day(plan.c.last_on) - day(_P.c.contract_on)
    gone = func.min((day(today) - day(_P.c.contract_on)) / span, 1.0)
    done = func.coalesce(money.c.amount, 0) * 1.0 / capital
    begun = and_(_P.c.contract_on <= today, plan.c.last_on > _P.c.contract_on)
    return (
        select(_P.c.id)
        .join(plan, plan.c.project_id == _P.c.id)
        .outerjoin(money, money.c.project_id == _P.c.id)
        .where(is_live(_P), begun, (gone - done) * 100 >= points - 1e-6)
    )


def _sums(table: Any, told: ColumnElement[Any], *conditions: ColumnElement[bool]) -> Any:
    of_project = table.c.project_id
    return (
        select(of_project, told).where(*live_of_projects(table), *conditions).group_by(of_project).subquery()
    )


def _whole(column: ColumnElement[Any]) -> ColumnElement[int]:
    """An amount as the file keeps it."""
    return type_coerce(column, BigInteger)
