"""The page of today (journeys.md, screen 1): what is due, planned and overdue, settled with one key."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from app.model.changes import ChangeSet
from app.model.outings import MADE, PLANNED
from app.model.row import Row
from app.rules.capture.promised import PROMISE
from app.rules.dates import week_of
from app.rules.festivals import coming_festival
from app.rules.visit_order import order_key
from app.rules.visits import took_place
from app.services import greetings
from app.services.desk import Desk
from app.services.promises import close_promise
from app.services.receptions import write_up
from app.services.records import change_record, complete_step
from app.store.agenda import MOST
from app.store.changed import Changes
from app.store.reading import Filter

SNOOZED = "today.snoozed"  # of this laptop alone: when to be reminded is a matter of who sits at it
_DAYS = {
    **dict.fromkeys(("next_step", "promise", "greeting"), "due_on"),
    "node": "planned_on",
    "visit": "visited_on",
    "reception": "starts_on",
}
_MOVED = tuple(
    name for name in _DAYS if name != "reception"
)  # the days of a reception are other people's too
DUE_KINDS = (*_DAYS, "contact")
"""What can be due: a change to none of these leaves the page as it is."""
_NOTHING = ChangeSet(frozenset())


class Why(StrEnum):
    """Why something is on the page."""

    STEP = "step"
    PROMISE = "promise"
    NODE = "node"
    VISIT = "visit"
    RECEPTION = "reception"
    SILENT = "silent"  # the days agreed on since the last contact are over
    GREETING = "greeting"  # a festival comes and nobody was in touch
    BIRTHDAY = "birthday"


TO_GREET = (Why.GREETING, Why.BIRTHDAY)
"""Who is to be greeted."""
OF_PEOPLE = (Why.SILENT, *TO_GREET)
"""What is about a person alone, and settled by being in touch."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: its record and its day (the turn of somebody silent, a festival's first, the
    birthday).
    """

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
    asked = _Asked(day, week_of(day)[1] if whole_week else day, desk.actor if mine else "")

    def made() -> _Parts:
        return {name: read(desk, asked, None) for name, (_, read) in _PARTS.items()}

    def renewed(known: _Parts, changes: Changes) -> _Parts:
        return {name: _renewed(desk, asked, name, part, changes) for name, part in known.items()}

    found = desk.memory.recall(desk.store.changed, ("today", asked), made, renewed)
    lines = [line for name in _OF_LINES for line in found[name].values()]
    shown, week = tuple(sorted(_awake(desk, lines), key=_order)), found["week"].values()
    firms = len({company for company in week if company})
    trip, on_trip = _trip(desk, day)
    return Today(day, asked.until, shown, _festival(day), trip, on_trip, len(week), firms)


def settle(desk: Desk, line: Line) -> ChangeSet:
    """Done: tick the step or node off, keep the promise, note that the person was contacted or visited, log
    the visits that a reception was.

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
        case "reception":
            return write_up(desk, line.row.id)[1]
        case "visit" if line.row["state"] == PLANNED:
            return change_record(desk, "visit", line.row.id, {"state": MADE})
    match line.why:
        case Why.SILENT | Why.GREETING | Why.BIRTHDAY:
            return change_record(desk, "contact", line.row.id, {"last_contact_on": desk.today()})
    _sleep(desk, line.mark, desk.today() + timedelta(days=366))
    return _NOTHING


def snooze(desk: Desk, line: Line, until: date) -> ChangeSet:
    """Not before ``until``: the day of what is planned or owed moves, the rest sleeps on this laptop only."""
    kind = line.row.kind
    if kind in _MOVED and (kind != "visit" or line.row["state"] == PLANNED):
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


class _Asked(NamedTuple):
    today: date
    until: date
    owner: str


_Ids = Sequence[str] | None  # of everything, if None
_Parts = Mapping[str, Mapping[str, Any]]


def _renewed(
    desk: Desk, asked: _Asked, name: str, known: Mapping[str, Any], changes: Changes
) -> Mapping[str, Any]:
    """A part after some changes, of which only the records of its kind are read again."""
    kind, read = _PARTS[name]
    if kind not in changes.ids:
        return known
    ids = changes.ids[kind]
    now = {id: one for id, one in known.items() if id not in ids} | read(desk, asked, sorted(ids))
    whole = name not in _OF_LINES or max(len(known), len(now)) < MOST
    return now if whole else read(desk, asked, None)  # of more lines only the first ones are told


def _due(desk: Desk, kind: str, asked: _Asked, ids: _Ids) -> list[Row]:
    return desk.store.rows(kind, desk.store.agenda.due(kind, **asked._asdict(), ids=ids))


def _steps(desk: Desk, asked: _Asked, ids: _Ids) -> dict[str, Line]:
    return {
        row.id: Line(Why.PROMISE if row["title"].startswith(PROMISE) else Why.STEP, row, row["due_on"])
        for row in _due(desk, "next_step", asked, ids)
    }


def _dated(why: Why, kind: str) -> Callable[[Desk, _Asked, _Ids], dict[str, Line]]:
    field = _DAYS[kind]
    return lambda desk, asked, ids: {
        row.id: Line(why, row, row[field]) for row in _due(desk, kind, asked, ids)
    }


def _people(desk: Desk, asked: _Asked, ids: _Ids) -> dict[str, Line]:
    """Who has a birthday, else whose turn it is, and else whom a festival calls for."""
    day, festival = asked.today, _festival(asked.today)
    born = {row.id: Line(Why.BIRTHDAY, row, day) for row, day in greetings.birthdays(desk, ids)}
    silent = {row.id: Line(Why.SILENT, row, _turn(row, day)) for row in _due(desk, "contact", asked, ids)}
    if festival is None:
        return silent | born
    called = greetings.called_for(desk, festival, ids)
    return {row.id: Line(Why.GREETING, row, festival[1]) for row in called} | silent | born


def _turn(person: Row, day: date) -> date:
    """The day on which it was somebody's turn; today for one who was never contacted."""
    last: date | None = person["last_contact_on"]
    return day if last is None else last + timedelta(days=person["contact_every_days"])


def _owed(desk: Desk, asked: _Asked, ids: _Ids) -> dict[str, Line]:
    return {row.id: Line(Why.GREETING, row, row["due_on"]) for row in greetings.owed(desk, asked.until, ids)}


def _week(desk: Desk, asked: _Asked, ids: _Ids) -> dict[str, str | None]:
    """The visits of this week with their firms."""
    found = desk.store.agenda.visited(*week_of(asked.today), ids)
    return {id: one["company_id"] for id, one in desk.store.fields("visit", found, ("company_id",)).items()}


def _festival(day: date) -> tuple[str, date] | None:
    return coming_festival(day, greetings.GREETING_DAYS)


def _trip(desk: Desk, day: date) -> tuple[Row | None, int]:
    """The trip one is on, and how many visits were made on it in its days."""
    trip = next(iter(desk.store.rows("trip", desk.store.agenda.under_way(day)[:1])), None)
    if trip is None:
        return None, 0
    visits = desk.store.rows("visit", desk.store.ids("visit", filters=[Filter("trip_id", "eq", trip.id)]))
    days = {row.id: row["visited_on"] or date.min for row in visits if took_place(row.values)}
    return trip, sum(trip["starts_on"] <= one <= (trip["ends_on"] or day) for one in days.values())


_PARTS: Mapping[str, tuple[str, Callable[[Desk, _Asked, _Ids], dict[str, Any]]]] = {
    "steps": ("next_step", _steps),
    "nodes": ("node", _dated(Why.NODE, "node")),
    "visits": ("visit", _dated(Why.VISIT, "visit")),
    "receptions": ("reception", _dated(Why.RECEPTION, "reception")),
    "promises": ("promise", _dated(Why.PROMISE, "promise")),
    "greetings": ("greeting", _owed),
    "people": ("contact", _people),
    "week": ("visit", _week),
}
"""What the page is made of: of which kind of record each part is, and what reads it by their ids."""
_OF_LINES = tuple(name for name in _PARTS if name != "week")


def _order(line: Line) -> tuple[bool, date, str, str]:
    """By the day, visits of a day as on their trip; who is only to be called or greeted comes last."""
    within = order_key(line.row) if line.why is Why.VISIT else line.row.id
    return line.why in OF_PEOPLE, line.due, line.why, within


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
