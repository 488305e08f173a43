"""What calls for attention today, by the indexes made for it: a handful of rows out of any number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, literal_column, or_, select, text

from app.model.outings import PLANNED
from app.model.registry import KINDS
from app.store.reading import Filter, condition, standing
from app.store.settings import Opener

MOST = 200  # of one sort; who has more works through the list
_STEP, _NODE, _VISIT, _CONTACT, _TRIP, _PROMISE, _GREETING = (
    KINDS[kind].table for kind in ("next_step", "node", "visit", "contact", "trip", "promise", "greeting")
)

# The first halves are word for word the conditions of the partial indexes (migrations 0009 and on): else
# SQLite would not use them. "+" keeps it from choosing the index of all live records instead.
_OPEN = "done_on IS NULL AND +deleted = 0"
_UNKEPT = "closed_on IS NULL AND +deleted = 0"
_ON = "coalesce(called_off, 0) = 0 AND +deleted = 0"
_LIVE_VISIT = "visited_on IS NOT NULL AND +deleted = 0"
_GREETED = "greet IS NOT NULL AND +deleted = 0"
_KEPT_UP = "contact_every_days IS NOT NULL AND +deleted = 0"
_CALL_ON = "date(coalesce(last_contact_on, '2000-01-01'), '+' || contact_every_days || ' days')"
# A visit says whether it is planned. Of one from an older version: noted down before its day in China began
# it was planned, noted down on the day it took place.
_NOTED_BEFORE = "coalesce(created_at, 0) < (CAST(strftime('%s', visited_on) AS INTEGER) - 28800) * 1000"
_NOT_WRITTEN_UP = timedelta(days=14)  # so long a planned visit whose day is over is asked for


@dataclass(frozen=True, slots=True)
class Due:
    """Ids, each sort in the order of its days and ``MOST`` at most.

    ``steps`` and ``nodes`` are open and due by the last day asked for, ``visits`` planned from today on
    or not written up yet, ``silent`` the people whose turn it is (days since the last contact, journeys.md
    lesson 12), ``trips`` under way, ``promises`` open and to be kept by the last day.
    """

    steps: tuple[str, ...]
    nodes: tuple[str, ...]
    visits: tuple[str, ...]
    silent: tuple[str, ...]
    trips: tuple[str, ...]
    promises: tuple[str, ...]


class Agenda:
    """Reads what is due, and how much there is, from one store."""

    def __init__(self, reading: Opener) -> None:
        self._reading = reading

    def due(self, *, today: date, until: date, owner: str = "") -> Due:
        """What is due by ``until``: of ``owner``, and the steps of nobody; of everybody with ""."""
        own_nodes = (_NODE.c.owner == owner,) if owner else ()
        call_on: ColumnElement[str] = literal_column(_CALL_ON)
        days = _VISIT.c.visited_on.between(today - _NOT_WRITTEN_UP, until)
        told = and_(_VISIT.c.state.is_(None), _VISIT.c.visited_on >= today, text(_NOTED_BEFORE))
        planned = or_(_VISIT.c.state == PLANNED, told)
        owed = _PROMISE.c.due_on <= until, *_of_owner(_PROMISE, owner)
        with self._reading() as connection:
            return Due(
                _ids(
                    connection,
                    _STEP,
                    _OPEN,
                    _STEP.c.due_on <= until,
                    *_of_owner(_STEP, owner),
                    by=_STEP.c.due_on,
                ),
                _ids(
                    connection, _NODE, _OPEN, _NODE.c.planned_on <= until, *own_nodes, by=_NODE.c.planned_on
                ),
                _ids(connection, _VISIT, _LIVE_VISIT, days, planned, by=_VISIT.c.visited_on),
                _ids(connection, _CONTACT, _KEPT_UP, call_on <= today.isoformat(), by=call_on),
                _under_way(connection, today),
                _ids(connection, _PROMISE, _UNKEPT, *owed, by=_PROMISE.c.due_on),
            )

    def under_way(self, day: date) -> tuple[str, ...]:
        """The trips somebody is on that day, the first begun first."""
        with self._reading() as connection:
            return _under_way(connection, day)

    def how_many(self, kind: str, filters: Iterable[Filter] = ()) -> int:
        """How many live records of a kind match, without reading which."""
        table, filters = KINDS[kind].table, list(filters)
        query = select(func.count()).select_from(table).where(standing(KINDS[kind], filters))
        for one in filters:
            query = query.where(condition(KINDS[kind], one))
        with self._reading() as connection:
            return int(connection.execute(query).scalar_one())

    def visited(self, first: date, last: date) -> list[str]:
        """The visits of some days, planned or not, newest first."""
        days = _VISIT.c.visited_on.between(first, last)
        query = select(_VISIT.c.id).where(text(_LIVE_VISIT), days).order_by(_VISIT.c.visited_on.desc())
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def ungreeted(self, since: date) -> tuple[str, ...]:
        """The people kept up with who were not heard of since a day: those a greeting is owed to."""
        last = _CONTACT.c.last_contact_on
        unheard = or_(last.is_(None), last < since)
        with self._reading() as connection:
            return _ids(connection, _CONTACT, _KEPT_UP, unheard, by=literal_column(_CALL_ON))

    def greetings(self, until: date) -> tuple[str, ...]:
        """Greetings owed by a day."""
        with self._reading() as connection:
            return _ids(connection, _GREETING, _OPEN, _GREETING.c.due_on <= until, by=_GREETING.c.due_on)

    def to_greet(self, since: date, *, spring: bool) -> tuple[str, ...]:
        """People to greet at festivals (``spring``: also those at 春节 alone) not heard of since a day."""
        last = _CONTACT.c.last_contact_on
        unheard = or_(last.is_(None), last < since)
        whom = _CONTACT.c.greet.in_(("festivals", "spring") if spring else ("festivals",))
        with self._reading() as connection:
            return _ids(connection, _CONTACT, _GREETED, whom, unheard, by=_CONTACT.c.greet)


def _under_way(connection: Connection, day: date) -> tuple[str, ...]:
    last = func.coalesce(_TRIP.c.ends_on, _TRIP.c.starts_on)
    return _ids(connection, _TRIP, _ON, _TRIP.c.starts_on <= day, last >= day, by=_TRIP.c.starts_on)


def _of_owner(table: Table, owner: str) -> tuple[ColumnElement[bool], ...]:
    """What is ``owner``'s or nobody's; everything with ""."""
    return (or_(table.c.owner.is_(None), table.c.owner.in_(("", owner))),) if owner else ()


def _ids(
    connection: Connection, table: Table, where: str, *more: ColumnElement[bool], by: ColumnElement[Any]
) -> tuple[str, ...]:
    query = select(table.c.id).where(text(where), *more).order_by(by, table.c.id).limit(MOST)
    return tuple(connection.execute(query).scalars())
