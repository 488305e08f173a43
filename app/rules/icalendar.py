"""Calendars for telephones and mail programs (RFC 5545): whole days and hours of China."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.rules.clock import CHINA
from app.rules.content_lines import escaped, folded

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on the days ``first`` to ``last``, both included; with ``at`` an hour of the first day.

    ``busy``: the person is away for it, as on a trip; otherwise it is only to be thought of. ``uid`` stays
    the same, so that a calendar that is read in again replaces what it said before.
    """

    uid: str
    title: str
    first: date
    last: date
    at: time | None = None
    place: str = ""
    note: str = ""
    busy: bool = False


def write_calendar(name: str, entries: Iterable[Entry], made: datetime) -> str:
    """One calendar of that name; ``made`` with its time zone."""
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Outpost//Outpost//ZH", "METHOD:PUBLISH"),
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for entry in entries for line in _written(entry, _moment(made))),
        "END:VCALENDAR",
    ]
    return "".join(map(folded, lines))


def _written(entry: Entry, made: str) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{entry.uid}", f"DTSTAMP:{made}")
    if entry.at is not None:
        begins = datetime.combine(entry.first, entry.at, CHINA)
        yield from (f"DTSTART:{_moment(begins)}", f"DTEND:{_moment(begins + _HOUR)}")
    else:
        after = entry.last + timedelta(days=1)  # the end is the first day that is not of it any more
        yield from (f"DTSTART;VALUE=DATE:{entry.first:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}")
    yield f"SUMMARY:{escaped(entry.title)}"
    if entry.place:
        yield f"LOCATION:{escaped(entry.place)}"
    if entry.note:
        yield f"DESCRIPTION:{escaped(entry.note)}"
    yield from (f"TRANSP:{'OPAQUE' if entry.busy else 'TRANSPARENT'}", "END:VEVENT")


def _moment(one: datetime) -> str:
    return f"{one.astimezone(UTC):%Y%m%dT%H%M%SZ}"
