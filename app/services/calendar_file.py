"""What is ahead as a file for the calendar of a telephone or a mail program: trips, visits, what is due."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, time, timedelta
from itertools import chain
from pathlib import Path

from app.i18n import Translator
from app.model.row import Row
from app.rules.icalendar import Entry, write_calendar
from app.rules.outings import last_day as last_of
from app.rules.visit_order import in_order
from app.services.desk import Desk
from app.services.greetings import born_between
from app.services.ledger.export import replace_file
from app.services.reception_rows import receptions_between, stops_of
from app.services.trips import coming_trips, last_day

AHEAD = timedelta(days=366)
_DUE = {"next_step": "due_on", "promise": "due_on", "node": "planned_on"}
_HOUR = re.compile(r"(\d{1,2}):(\d{2})")

Title = Callable[[Row], str]


def ahead(desk: Desk, title: Title, birthday: str = "") -> list[Entry]:
    """Trips and receptions under way and to come, visits planned, and what is due of the person at the
    keyboard or of nobody, over a year; what is overdue stands on its day. ``title`` says what a record is
    called, ``birthday`` is the word for one.
    """
    out = (_trips(coming_trips(desk), title), _receptions(desk, title))
    return [
        *chain.from_iterable((*out, _visits(desk, title), _due(desk, title))),
        *_birthdays(desk, birthday),
    ]


def write_ahead(desk: Desk, path: Path, words: Translator, title: Title) -> int:
    """Write ``ahead`` as a calendar in the language of ``words``; returns how many entries it has.

    Raises:
        ExportNotWritten: it cannot be written; one that was there stays as it was.
    """
    entries = ahead(desk, title, words.tr("ui.calendar.birthday"))
    name = words.tr("ui.calendar.name", name=desk.actor)
    replace_file(path, write_calendar(name, entries, desk.store.clock()).encode())
    return len(entries)


def _trips(rows: Iterable[Row], title: Title) -> Iterator[Entry]:
    for row in rows:
        people = "、".join(filter(None, (row["leader"], *(row["members"] or ()))))
        place = "、".join(row["cities"] or ())
        first, last = row["starts_on"], last_day(row)
        yield Entry(row.id, title(row), first, last, place=place, note=people, busy=True)


def _receptions(desk: Desk, title: Title) -> Iterator[Entry]:
    """Each over its days, and its stops at their hours."""
    for row in receptions_between(desk, desk.today(), date.max):
        last = last_of(row["starts_on"], row["ends_on"])
        note = "、".join(filter(None, (row["leader"], row["handler"])))
        yield Entry(row.id, title(row), row["starts_on"], last, note=note, busy=True)
        for stop in stops_of(desk, row.id):
            day, at, owner = stop["held_on"], _hour(stop["time"]), stop["owner"] or ""
            if at is not None:
                yield Entry(stop.id, title(stop), day, day, at, place=stop["place"] or "", note=owner)


def _visits(desk: Desk, title: Title) -> Iterator[Entry]:
    today = desk.today()
    rows = desk.store.rows("visit", desk.store.agenda.due("visit", today=today, until=today + AHEAD))
    firms = {row["company_id"] for row in rows if row["company_id"]}
    names = {row.id: row["name"] or "" for row in desk.store.rows("company", sorted(firms))}
    for row in in_order(rows):
        firm, subject = names.get(row["company_id"], ""), title(row)
        told = subject if firm in subject else f"{firm} {subject}"
        day = row["visited_on"]
        yield Entry(row.id, told, day, day, _hour(row["time"]), row["place"] or "", row["content"] or "")


def _due(desk: Desk, title: Title) -> Iterator[Entry]:
    today, agenda = desk.today(), desk.store.agenda
    for kind, field in _DUE.items():
        ids = agenda.due(kind, today=today, until=today + AHEAD, owner=desk.actor)
        yield from (_noted(row, row[field], title) for row in desk.store.rows(kind, ids))
    greetings = desk.store.rows("greeting", agenda.greetings(today + AHEAD))
    yield from (_noted(row, row["due_on"], title) for row in greetings)


def _birthdays(desk: Desk, birthday: str) -> Iterator[Entry]:
    today = desk.today()
    for row, day in born_between(desk, today, today + AHEAD):
        yield Entry(f"{row.id}-{day.year}", f"{birthday} {row['name']}", day, day)


def _noted(row: Row, day: date, title: Title) -> Entry:
    return Entry(row.id, title(row), day, day, note=row.values.get("note") or "")


def _hour(told: str | None) -> time | None:
    """The hour a visit is planned for, where it is one."""
    found = _HOUR.fullmatch(told or "")
    if found is None or not (int(found[1]) < 24 and int(found[2]) < 60):
        return None
    return time(int(found[1]), int(found[2]))
