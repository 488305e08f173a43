"""What calls for attention today, by the indexes made for it: a handful of rows out of any number."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, literal_column, or_, select, text

from app.model.outings import PLANNED
from app.model.registry import KINDS
from app.store.reading import Filter, condition, standing
from app.store.settings import Opener
from app.store.watched import listed

Ids = Sequence[str] | None  # of all records, if None
MOST = 200  # of one sort; who has more works through the list
_STEP, _NODE, _VISIT, _CONTACT, _TRIP, _PROMISE, _GREETING, _RECEPTION = (
    KINDS[kind].table
    for kind in ("next_step", "node", "visit", "contact", "trip", "promise", "greeting", "reception")
)

# The first halves are word for word the conditions of the partial indexes (migrations 0009 and on): else
# SQLite would not use them. "+" keeps it from choosing the index of all live records instead.
_OPEN = "done_on IS NULL AND +deleted = 0"
_UNKEPT = "closed_on IS NULL AND +deleted = 0"
_ON = "coalesce(called_off, 0) = 0 AND +deleted = 0"
_LIVE_VISIT = "visited_on IS NOT NULL AND +deleted = 0"
_EXPECTED = "state = 'planned' AND +deleted = 0"
_GREETED = "greet IS NOT NULL AND +deleted = 0"
_BORN = "birthday IS NOT NULL AND +deleted = 0"
_BORN_ON = "substr(birthday, -5)"
_KEPT_UP = "contact_every_days IS NOT NULL AND +deleted = 0"
_CALL_ON = "date(coalesce(last_contact_on, '2000-01-01'), '+' || contact_every_days || ' days')"
# A visit says whether it is planned. Of one from an older version: noted down before its day in China began
# it was planned, noted down on the day it took place.
_NOTED_BEFORE = "coalesce(created_at, 0) < (CAST(strftime('%s', visited_on) AS INTEGER) - 28800) * 1000"
_NOT_WRITTEN_UP = timedelta(days=14)  # so long a planned visit whose day is over is asked for


class Agenda:
    """Reads what is due, and how much there is, from one store."""

    def __init__(self, reading: Opener) -> None:
        self._reading = reading

    def due(
        self, kind: str, *, today: date, until: date, owner: str = "", ids: Ids = None
    ) -> tuple[str, ...]:
        """What of a kind, or of ``ids``, is due by ``until``, in the order of its days, ``MOST`` at most.

        Steps, nodes and promises that are open: those of ``owner``, and steps and promises of nobody; of
        everybody with "". Visits and receptions planned from today on or not written up yet; people whose
        turn it is (days since the last contact, journeys.md lesson 12), however late ``until`` is.
        """
        where, by, asked = self._due(kind, today, until, owner)
        with self._reading() as connection:
            return _ids(connection, KINDS[kind].table, where, *asked, *_among(KINDS[kind].table, ids), by=by)

    @staticmethod
    def _due(
        kind: str, today: date, until: date, owner: str
    ) -> tuple[str, ColumnElement[Any], Sequence[ColumnElement[bool]]]:
        match kind:
            case "next_step":
                return _OPEN, _STEP.c.due_on, (_STEP.c.due_on <= until, *_of_owner(_STEP, owner))
            case "node":
                own = (_NODE.c.owner == owner,) if owner else ()
                return _OPEN, _NODE.c.planned_on, (_NODE.c.planned_on <= until, *own)
            case "promise":
                return _UNKEPT, _PROMISE.c.due_on, (_PROMISE.c.due_on <= until, *_of_owner(_PROMISE, owner))
            case "visit":
                days = _VISIT.c.visited_on.between(today - _NOT_WRITTEN_UP, until)
                told = and_(_VISIT.c.state.is_(None), _VISIT.c.visited_on >= today, text(_NOTED_BEFORE))
                return _LIVE_VISIT, _VISIT.c.visited_on, (days, or_(_VISIT.c.state == PLANNED, told))
            case "reception":
                days = _RECEPTION.c.starts_on.between(today - _NOT_WRITTEN_UP, until)
                return _EXPECTED, _RECEPTION.c.starts_on, (days,)
            case _:
                assert kind == "contact"
                call_on: ColumnElement[str] = literal_column(_CALL_ON)
                return _KEPT_UP, call_on, (call_on <= today.isoformat(),)

    def under_way(self, day: date) -> tuple[str, ...]:
        """The trips somebody is on that day, the first begun first."""
        with self._reading() as connection:
            last = func.coalesce(_TRIP.c.ends_on, _TRIP.c.starts_on)
            return _ids(connection, _TRIP, _ON, _TRIP.c.starts_on <= day, last >= day, by=_TRIP.c.starts_on)

    def how_many(self, kind: str, filters: Iterable[Filter] = ()) -> int:
        """How many live records of a kind match, without reading which."""
        table, filters = KINDS[kind].table, list(filters)
        query = select(func.count()).select_from(table).where(standing(KINDS[kind], filters))
        for one in filters:
            query = query.where(condition(KINDS[kind], one))
        with self._reading() as connection:
            return int(connection.execute(query).scalar_one())

    def visited(self, first: date, last: date, ids: Ids = None) -> list[str]:
        """The visits of some days, or those among ``ids``, planned or not, newest first."""
        days = _VISIT.c.visited_on.between(first, last)
        query = select(_VISIT.c.id).where(text(_LIVE_VISIT), days, *_among(_VISIT, ids))
        with self._reading() as connection:
            return list(connection.execute(query.order_by(_VISIT.c.visited_on.desc())).scalars())

    def ungreeted(self, since: date, ids: Ids = None) -> tuple[str, ...]:
        """The people kept up with who were not heard of since a day: those a greeting is owed to."""
        last = _CONTACT.c.last_contact_on
        unheard = or_(last.is_(None), last < since)
        with self._reading() as connection:
            among = _among(_CONTACT, ids)
            return _ids(connection, _CONTACT, _KEPT_UP, unheard, *among, by=literal_column(_CALL_ON))

    def greetings(self, until: date, ids: Ids = None) -> tuple[str, ...]:
        """Greetings owed by a day."""
        asked = _GREETING.c.due_on <= until, *_among(_GREETING, ids)
        with self._reading() as connection:
            return _ids(connection, _GREETING, _OPEN, *asked, by=_GREETING.c.due_on)

    def to_greet(self, since: date, *, spring: bool, ids: Ids = None) -> tuple[str, ...]:
        """People to greet at festivals (``spring``: also those at 春节 alone) not heard of since a day."""
        last = _CONTACT.c.last_contact_on
        unheard = or_(last.is_(None), last < since)
        whom = _CONTACT.c.greet.in_(("festivals", "spring") if spring else ("festivals",))
        with self._reading() as connection:
            among = _among(_CONTACT, ids)
            return _ids(connection, _CONTACT, _GREETED, whom, unheard, *among, by=_CONTACT.c.greet)

    def born(self, ends: Sequence[str], since: date, ids: Ids = None) -> tuple[str, ...]:
        """People whose birthday ends so (``app.rules.birthdays``), not heard of since a day."""
        last = _CONTACT.c.last_contact_on
        end: ColumnElement[str] = literal_column(_BORN_ON)
        asked = or_(last.is_(None), last < since), *_among(_CONTACT, ids)
        with self._reading() as connection:
            return _ids(connection, _CONTACT, _BORN, end.in_(ends), *asked, by=end)


def _among(table: Table, ids: Ids) -> tuple[ColumnElement[bool], ...]:
    return () if ids is None else (table.c.id.in_(listed(ids)),)


def _of_owner(table: Table, owner: str) -> tuple[ColumnElement[bool], ...]:
    """What is ``owner``'s or nobody's; everything with ""."""
    return (or_(table.c.owner.is_(None), table.c.owner.in_(("", owner))),) if owner else ()


def _ids(
    connection: Connection, table: Table, where: str, *more: ColumnElement[bool], by: ColumnElement[Any]
) -> tuple[str, ...]:
    query = select(table.c.id).where(text(where), *more).order_by(by, table.c.id).limit(MOST)
    return tuple(connection.execute(query).scalars())
