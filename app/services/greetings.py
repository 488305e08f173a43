"""慰问: greetings that are owed, and those a festival or a birthday calls for (A4)."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.model.changes import ChangeSet
from app.model.row import Row
from app.rules.birthdays import day_keys
from app.services.desk import Desk
from app.services.records import required_row

GREETING_DAYS = 7  # before a festival
SPRING = "spring"
BIRTHDAY_DAYS = 3  # before it


def owed(desk: Desk, until: date, ids: Sequence[str] | None = None) -> list[Row]:
    """Greetings, or those of ``ids``, to be made by a day and not made yet, the earliest first."""
    return desk.store.rows("greeting", list(desk.store.agenda.greetings(until, ids)))


def called_for(desk: Desk, festival: tuple[str, date], among: Sequence[str] | None = None) -> list[Row]:
    """People to greet for a festival (its key, its first day) whom nobody was in touch with since it neared.

    Those one keeps up with, those to greet at every festival, and at 春节 those to greet once a year; all, or
    those ``among`` some.
    """
    name, first = festival
    since = first - timedelta(days=GREETING_DAYS)
    agenda = desk.store.agenda
    ids = [*agenda.ungreeted(since, among), *agenda.to_greet(since, spring=name == SPRING, ids=among)]
    return desk.store.rows("contact", list(dict.fromkeys(ids)))


def birthdays(desk: Desk, among: Sequence[str] | None = None) -> list[tuple[Row, date]]:
    """People whose birthday is today or nears, and the day, whom nobody was in touch with since it neared."""
    today = desk.today()
    days = [today + timedelta(days=ahead) for ahead in range(BIRTHDAY_DAYS + 1)]
    found: dict[str, date] = {}
    for day in days:
        since = day - timedelta(days=BIRTHDAY_DAYS)
        for id in desk.store.agenda.born(day_keys(day), since, among):
            found.setdefault(id, day)
    return [(row, found[row.id]) for row in desk.store.rows("contact", list(found))]


def born_between(desk: Desk, first: date, last: date) -> list[tuple[Row, date]]:
    """People with a birthday on the days from ``first`` to ``last``, by the day."""
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    kept = {key: day for day in reversed(days) for key in day_keys(day)}
    rows = desk.store.rows("contact", list(desk.store.agenda.born(list(kept), date.max)))
    return sorted(((row, kept[row["birthday"][-5:]]) for row in rows), key=lambda one: (one[1], one[0].id))


def greeting_made(desk: Desk, id: str) -> ChangeSet:
    """The greeting was made today, and so its person was contacted.

    Raises:
        RecordNotFound: no such greeting.
    """
    row, today = required_row(desk, "greeting", id), desk.today()
    with desk.store.write(actor=desk.actor, label="change.greeting") as work:
        made = {"done_on": today} | ({} if row["by"] else {"by": desk.actor})
        work.update("greeting", id, made)
        person = work.row("contact", row["contact_id"])
        last = person["last_contact_on"] if person is not None else None
        if person is not None and not person.deleted and (last is None or last < today):
            work.update("contact", person.id, {"last_contact_on": today})
    return work.changes
