"""接待方案: what the papers of a reception say, without any look: the plan, and the card for the pocket.

``app.reports.reception_html`` lays it out for print, ``app.reports.reception_plan`` as a Word document.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.i18n import Translator
from app.model.registry import KINDS
from app.model.row import Row
from app.reports.wording import day
from app.rules.phones import display_phone
from app.rules.seating import LONG, THEIRS, Seat

STOPS, GUESTS = 16, 12  # that fit on the card; the plan has all
_NUMERALS = "一二三四五六七八九"


class Received(Protocol):
    """A reception with its people by rank and its stops in order, as the papers need it."""

    @property
    def row(self) -> Row: ...
    @property
    def guests(self) -> tuple[Row, ...]: ...
    @property
    def hosts(self) -> tuple[Row, ...]: ...
    @property
    def stops(self) -> tuple[Row, ...]: ...
    @property
    def tasks(self) -> tuple[Row, ...]: ...
    @property
    def shapes(self) -> tuple[str, ...]: ...
    @property
    def last(self) -> date: ...
    def seats(self, shape: str) -> tuple[Seat, ...]: ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its first row is its head; ``widths`` in millimetres, 156 together."""

    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Seats round a table as a grid: None is a part of the table, "" is empty, else who sits there."""

    caption: str
    table: str
    door: str
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading over lines, over a table or over drawings."""

    heading: str
    lines: tuple[str, ...] = ()
    sheet: Sheet | None = None
    drawings: tuple[Drawing, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A title over parts."""

    title: str
    parts: tuple[Part, ...]


class _Writer:
    """Says what is in a reception, in one language."""

    def __init__(self, view: Received, firm: str, words: Translator) -> None:
        self.view, self.firm, self.words = view, firm, words
        self.phones = {row["name"]: row["phone"] for row in view.hosts if row["phone"]}

    def says(self, key: str, **values: object) -> str:
        return self.words.tr(f"document.reception.{key}", **values)

    def listed(self, names: Iterable[str | None]) -> str:
        return self.words.tr("ui.list_separator").join(name for name in names if name)

    def span(self) -> str:
        row, last = self.view.row, self.view.last
        first = day(row["starts_on"], self.words)
        return (
            first if last == row["starts_on"] else self.says("span", first=first, last=day(last, self.words))
        )

    def head(self, *names: str) -> tuple[str, ...]:
        return tuple(self.says(f"column.{name}") for name in names)

    def called(self, name: str | None) -> str:
        """Somebody with the telephone, if they are of the hosts."""
        phone = self.phones.get(name or "")
        return " ".join(filter(None, (name, display_phone(phone) if phone else "")))


def plan_paper(view: Received, firm: str, words: Translator) -> Paper:
    """接待方案; ``firm`` is the name of the firm received, or "". Parts without anything are left out."""
    writer = _Writer(view, firm, words)
    found = [
        Part(writer.says("facts"), _facts(writer)),
        Part(writer.says("guests"), sheet=_guests(writer)) if view.guests else None,
        Part(writer.says("hosts"), sheet=_hosts(writer)) if view.hosts else None,
        Part(writer.says("days"), sheet=_days(writer)) if view.stops else None,
        Part(writer.says("seats"), drawings=_drawings(writer)) if view.guests or view.hosts else None,
        Part(writer.says("tasks"), sheet=_tasks(writer)) if view.tasks else None,
        Part(writer.says("note"), tuple(view.row["note"].splitlines())) if view.row["note"] else None,
    ]
    parts = [one for one in found if one is not None]
    numbered = [
        Part(_numbered(number, one.heading, words), one.lines, one.sheet, one.drawings)
        for number, one in enumerate(parts)
    ]
    return Paper(writer.says("title", name=view.row["title"] or ""), tuple(numbered))


def card_paper(view: Received, firm: str, words: Translator) -> Paper:
    """The days on one page for the pocket, with whom to call."""
    writer = _Writer(view, firm, words)
    guests = [_named(row) for row in view.guests[:GUESTS]]
    more = len(view.guests) - len(guests)
    told = writer.listed([*guests, writer.says("more_people", count=more) if more else ""])
    row = view.row
    facts = [
        writer.span(),
        writer.says("guests_line", names=told) if told else "",
        writer.says("leader_line", name=writer.called(row["leader"])) if row["leader"] else "",
        writer.says("handler_line", name=writer.called(row["handler"])) if row["handler"] else "",
    ]
    lines, before = [writer.head("when", "what", "along", "owner")], None
    for stop in view.stops[:STOPS]:
        fresh = stop["held_on"] != before
        before = stop["held_on"]
        what = " · ".join(filter(None, (stop["title"], stop["place"], stop["vehicles"])))
        when = "\n".join(filter(None, (day(before, words) if fresh else "", _hours(stop))))
        lines.append((when, what, writer.listed(stop["people"] or ()), writer.called(stop["owner"])))
    parts = [Part("", tuple(one for one in facts if one), Sheet((32, 62, 30, 32), tuple(lines)))]
    if (left := len(view.stops) - STOPS) > 0:
        parts.append(Part("", (writer.says("more_stops", count=left),)))
    needs = [writer.says("need", name=one["name"], need=one["needs"]) for one in view.guests if one["needs"]]
    if needs:
        parts.append(Part(writer.says("mind"), (writer.listed(needs[:GUESTS]),)))
    return Paper(str(row["title"] or ""), tuple(parts))


def seat_rows(
    shape: str, seats: Sequence[Seat], names: Mapping[str, str]
) -> tuple[tuple[str | None, ...], ...]:
    """Seats as the rows of a grid seen from above, the door below."""
    return _long_rows(seats, names) if shape == LONG else _round_rows(seats, names)


def seat_names(view: Received, words: Translator) -> dict[str, str]:
    """Id → name with side and rank, on two lines."""
    found = {}
    for key, side in (("guest", view.guests), ("host", view.hosts)):
        for rank, row in enumerate(side, start=1):
            found[row.id] = f"{row['name']}\n{words.tr(f'document.reception.seat.{key}', rank=rank)}"
    return found


# --- parts --------------------------------------------------------------------------------------------


def _facts(writer: _Writer) -> tuple[str, ...]:
    row, says = writer.view.row, writer.says
    told = (
        ("when", writer.span()),
        ("firm", writer.firm),
        ("purpose", row["purpose"] or ""),
        ("leader", writer.called(row["leader"])),
        ("host_unit", row["host_unit"] or ""),
        ("handler", writer.called(row["handler"])),
    )
    return tuple(says("fact", label=says(f"fact.{key}"), text=text) for key, text in told if text)


def _guests(writer: _Writer) -> Sheet:
    lines = [writer.head("number", "name", "post", "travel", "phone", "needs")]
    for rank, row in enumerate(writer.view.guests, start=1):
        ways = [
            writer.says(key, told=row[name])
            for key, name in (("arrives", "arrives"), ("departs", "departs"), ("lodging", "lodging"))
            if row[name]
        ]
        lines.append(
            (
                str(rank),
                row["name"] or "",
                "\n".join(filter(None, (row["firm"], row["title"]))),
                "\n".join(ways),
                display_phone(row["phone"]) if row["phone"] else "",
                row["needs"] or "",
            )
        )
    return Sheet((13, 18, 38, 37, 32, 18), tuple(lines))


def _hosts(writer: _Writer) -> Sheet:
    lines = [writer.head("number", "name", "post", "phone", "goes_to")]
    for rank, row in enumerate(writer.view.hosts, start=1):
        along = [stop["title"] for stop in writer.view.stops if row["name"] in (stop["people"] or ())]
        lines.append(
            (
                str(rank),
                row["name"] or "",
                "\n".join(filter(None, (row["firm"], row["title"]))),
                display_phone(row["phone"]) if row["phone"] else "",
                writer.listed(along) or (writer.says("whole") if writer.view.stops else ""),
            )
        )
    return Sheet((13, 18, 43, 32, 50), tuple(lines))


def _days(writer: _Writer) -> Sheet:
    lines, before = [writer.head("when", "what", "where", "along", "owner")], None
    for stop in writer.view.stops:
        when = [day(stop["held_on"], writer.words)] if stop["held_on"] != before else []
        before = stop["held_on"]
        what = "\n".join(filter(None, (stop["title"], stop["note"])))
        way = writer.says("way", minutes=stop["travel"]) if stop["travel"] else ""
        owner = [writer.called(stop["owner"]), stop["vehicles"] or ""]
        lines.append(
            (
                "\n".join(filter(None, (*when, _hours(stop)))),
                what,
                "\n".join(filter(None, (stop["place"], way))),
                writer.listed(stop["people"] or ()),
                "\n".join(filter(None, owner)),
            )
        )
    return Sheet((34, 40, 30, 26, 26), tuple(lines))


def _tasks(writer: _Writer) -> Sheet:
    lines = [writer.head("number", "task", "owner", "due", "state")]
    for number, row in enumerate(writer.view.tasks, start=1):
        state = writer.says("done" if row["done_on"] else "open")
        due = day(row["due_on"], writer.words)
        lines.append((str(number), row["title"] or "", row["owner"] or "", due, state))
    return Sheet((13, 67, 24, 34, 18), tuple(lines))


def _drawings(writer: _Writer) -> tuple[Drawing, ...]:
    names = seat_names(writer.view, writer.words)
    field = KINDS["reception"].fields["seating"]
    return tuple(
        Drawing(
            writer.words.tr(field.choice_key(shape)),
            writer.says(f"table.{shape}"),
            writer.says("door"),
            seat_rows(shape, writer.view.seats(shape), names),
        )
        for shape in writer.view.shapes
    )


def _long_rows(seats: Sequence[Seat], names: Mapping[str, str]) -> tuple[tuple[str | None, ...], ...]:
    places = sorted({seat.x for seat in seats})
    sides = []
    for y in (0.0, 1.0):
        found = {seat.x: names.get(seat.person, "") for seat in seats if seat.y == y}
        sides.append(tuple(found.get(x, "") for x in places))
    return (sides[0], (None,) * len(places), sides[1])


def _round_rows(seats: Sequence[Seat], names: Mapping[str, str]) -> tuple[tuple[str | None, ...], ...]:
    """The host above, whoever sits opposite below, the others down the left and up the right."""
    told = [names.get(seat.person, "") for seat in seats]
    if not told:
        return ()
    side = (len(told) - 1) // 2
    rows: list[tuple[str | None, ...]] = [("", told[0], "")]
    rows += [(told[at], None, told[-at]) for at in range(1, side + 1)] or [("", None, "")]
    if len(told) % 2 == 0:
        rows.append(("", told[len(told) // 2], ""))
    return tuple(rows)


def _hours(stop: Row) -> str:
    return "–".join(filter(None, (stop["time"], stop["until"])))


def _named(row: Row) -> str:
    side = row["title"] if row["side"] == THEIRS else ""
    return " ".join(filter(None, (row["name"], side)))


def _numbered(number: int, heading: str, words: Translator) -> str:
    told = _NUMERALS[number] if words.language == "zh_CN" else str(number + 1)
    return words.tr("document.reception.heading", number=told, heading=heading)
