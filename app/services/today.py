"""The page of today (journeys.md, screen 1): what is due, planned and overdue, settled with one key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app.model.changes import ChangeSet
from app.model.outings import MADE, PLANNED
from app.model.row import Row
from app.rules.capture.promised import PROMISE
from app.rules.dates import week_of
from app.rules.festivals import coming_festival
from app.rules.visits import took_place
from app.services import greetings
from app.services.desk import Desk
from app.services.promises import close_promise
from app.services.records import change_record, complete_step

SNOOZED = "today.snoozed"  # of this laptop alone: when to be reminded is a matter of who sits at it
_DAYS = {
    **dict.fromkeys(("next_step", "promise", "greeting"), "due_on"),
    "node": "planned_on",
    "visit": "visited_on",
}
DUE_KINDS = (*_DAYS, "contact")
"""What can be due: a change to none of these leaves the page as it is."""
_NOTHING = ChangeSet(frozenset())


class Why(StrEnum):
    """Why something is on the page."""

    STEP = "step"
    PROMISE = "promise"
    NODE = "node"
    VISIT = "visit"
    SILENT = "silent"  # the days agreed on since the last contact are over
    GREETING = "greeting"  # a festival comes and nobody was in touch


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: its record and its day (the turn of somebody silent, a festival's first)."""

    why: Why
    row: Row
    due: date

    @property
    def mark(self) -> str:
        """What the laptop remembers a snooze by."""
        return f"{self.why}:{self.row.id}"


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the page shows. ``week_visits`` counts firms and visits of this week, made or planned."""

    day: date
    until: date
    lines: tuple[Line, ...]
    festival: tuple[str, date] | None
    trip: Row | None
    trip_visits: int
    week_visits: int
    week_firms: int

    def of(self, *whys: Why) -> tuple[Line, ...]:
        """The lines of some sorts."""
        return tuple(line for line in self.lines if line.why in whys)


def today_at(desk: Desk, *, whole_week: bool = True, mine: bool = True) -> Today:
    """Read the page: what is due today and before, and with ``whole_week`` by Sunday.

    ``mine``: steps of the person at the keyboard and of nobody, else of everybody this laptop holds.
    """
    day = desk.today()
    first, last = week_of(day)
    until = last if whole_week else day
    store = desk.store
    due = store.agenda.due(today=day, until=until, owner=desk.actor if mine else "")
    festival = coming_festival(day, greetings.GREETING_DAYS)
    lines = [*_steps(desk, due.steps), *_dated(desk, "node", due.nodes, Why.NODE, "planned_on")]
    lines += _dated(desk, "visit", due.visits, Why.VISIT, "visited_on")
    lines += _dated(desk, "promise", due.promises, Why.PROMISE, "due_on")
    silent = [Line(Why.SILENT, row, _turn(row, day)) for row in store.rows("contact", due.silent)]
    lines += [Line(Why.GREETING, row, row["due_on"]) for row in greetings.owed(desk, until)]
    lines += silent + _greetings(desk, festival, {line.row.id for line in silent})
    trip = next(iter(store.rows("trip", due.trips[:1])), None)
    week = store.fields("visit", store.agenda.visited(first, last), ("company_id", "trip_id"))
    firms = {values["company_id"] for values in week.values() if values["company_id"]}
    on_trip = _visits_of(desk, trip) if trip is not None else 0
    shown = tuple(sorted(_awake(desk, lines), key=_order))
    return Today(day, until, shown, festival, trip, on_trip, len(week), len(firms))


def settle(desk: Desk, line: Line) -> ChangeSet:
    """Done: tick the step or node off, keep the promise, note that the person was contacted or visited.

    A visit of an older version, which does not say that it is planned, is only let rest.
    """
    match line.row.kind:
        case "next_step":
            return complete_step(desk, line.row.id)
        case "greeting":
            return greetings.greeting_made(desk, line.row.id)
        case "promise":
            return close_promise(desk, line.row.id)
        case "node":
            return change_record(desk, "node", line.row.id, {"done_on": desk.today()})
        case "visit" if line.row["state"] == PLANNED:
            return change_record(desk, "visit", line.row.id, {"state": MADE})
    match line.why:
        case Why.SILENT | Why.GREETING:
            return change_record(desk, "contact", line.row.id, {"last_contact_on": desk.today()})
    _sleep(desk, line.mark, desk.today() + timedelta(days=366))
    return _NOTHING


def snooze(desk: Desk, line: Line, until: date) -> ChangeSet:
    """Not before ``until``: the day of what is planned or owed moves, the rest sleeps on this laptop only."""
    kind = line.row.kind
    if kind in _DAYS and (kind != "visit" or line.row["state"] == PLANNED):
        return change_record(desk, kind, line.row.id, {_DAYS[kind]: until})
    _sleep(desk, line.mark, until)
    return _NOTHING


def wake(desk: Desk, line: Line) -> None:
    """Take back what ``settle`` or ``snooze`` only remembered on this laptop."""
    kept = {mark: day for mark, day in _sleeping(desk).items() if mark != line.mark}
    desk.store.settings.set(SNOOZED, kept)


def next_work_day(day: date) -> date:
    """The day behind ``day`` that is no Saturday or Sunday."""
    following = day + timedelta(days=1)
    return following + timedelta(days=max(0, 7 - following.weekday()) if following.weekday() > 4 else 0)


# --- reading ------------------------------------------------------------------------------------------


def _steps(desk: Desk, ids: Iterable[str]) -> list[Line]:
    rows = desk.store.rows("next_step", list(ids))
    return [
        Line(Why.PROMISE if row["title"].startswith(PROMISE) else Why.STEP, row, row["due_on"])
        for row in rows
    ]


def _dated(desk: Desk, kind: str, ids: Iterable[str], why: Why, field: str) -> list[Line]:
    return [Line(why, row, row[field]) for row in desk.store.rows(kind, list(ids))]


def _turn(person: Row, day: date) -> date:
    """The day on which it was somebody's turn; today for one who was never contacted."""
    last: date | None = person["last_contact_on"]
    return day if last is None else last + timedelta(days=person["contact_every_days"])


def _greetings(desk: Desk, festival: tuple[str, date] | None, silent: set[str]) -> list[Line]:
    if festival is None:
        return []
    people = [row for row in greetings.called_for(desk, festival) if row.id not in silent]
    return [Line(Why.GREETING, row, festival[1]) for row in people]


def _visits_of(desk: Desk, trip: Row) -> int:
    ids = desk.store.agenda.visited(trip["starts_on"], trip["ends_on"] or desk.today())
    visits = desk.store.fields("visit", ids, ("trip_id", "state")).values()
    return sum(one["trip_id"] == trip.id and took_place(one) for one in visits)


def _order(line: Line) -> tuple[bool, date, str, str]:
    """By the day; who is only to be called or greeted comes last."""
    return line.why in (Why.SILENT, Why.GREETING), line.due, line.why, line.row.id


# --- sleeping -----------------------------------------------------------------------------------------


def _awake(desk: Desk, lines: Iterable[Line]) -> list[Line]:
    sleeping, day = _sleeping(desk), desk.today().isoformat()
    return [line for line in lines if sleeping.get(line.mark, "") <= day]


def _sleep(desk: Desk, mark: str, until: date) -> None:
    day = desk.today().isoformat()
    kept = {one: end for one, end in _sleeping(desk).items() if end > day}
    desk.store.settings.set(SNOOZED, {**kept, mark: until.isoformat()})


def _sleeping(desk: Desk) -> Mapping[str, Any]:
    kept = desk.store.settings.get(SNOOZED, {})
    return kept if isinstance(kept, dict) else {}
