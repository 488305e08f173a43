"""Phone books: read vCards with a preview and who is there already, take chosen ones in, give some out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.model.row import Row
from app.rules.names import person_key
from app.rules.validation import read_values
from app.rules.vcards import Card, read_cards, write_cards
from app.services.desk import Desk
from app.services.duplicates import likely_same
from app.services.errors import FileUnreadable
from app.services.ledger.duplicates import company_identity
from app.services.ledger.export import replace_file
from app.services.records import add_record
from app.store.work import UnitOfWork

MOST = 10_000  # people of one file


@dataclass(frozen=True, slots=True)
class Planned:
    """One card: the values it would become, its firm's name, who may be the same, what went to the note."""

    card: Card
    values: dict[str, Any]
    company: str
    same: tuple[Row, ...]
    to_note: tuple[str, ...]
    twin: int | None = None  # the place in the file of a card of the same person before it

    @property
    def new(self) -> bool:
        """Whether nobody here resembles the person, nor anybody before in the file."""
        return not self.same and self.twin is None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A card to take in: as a new contact, or filling up the one with the id ``into``."""

    planned: Planned
    into: str = ""


def plan_cards(desk: Desk, data: bytes) -> list[Planned]:
    """Read a file of vCards; nothing is written, and a card that stands in it twice is told once.

    Raises:
        NotACard: there is none in it.
    """
    firms: dict[str, str] = {}
    return _twins([_planned(desk, card, firms) for card in list(dict.fromkeys(read_cards(data)))[:MOST]])


def plan_file(desk: Desk, path: Path) -> list[Planned]:
    """As ``plan_cards``, from a file.

    Raises:
        FileUnreadable: it cannot be read; and as ``plan_cards``.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(path=str(path)) from error
    return plan_cards(desk, data)


def write_book(desk: Desk, ids: Collection[str], path: Path) -> None:
    """The chosen contacts as a file of vCards.

    Raises:
        ExportNotWritten: it cannot be written; one that was there stays as it was.
    """
    replace_file(path, give_out(desk, ids).encode())


def take_in(desk: Desk, planned: Iterable[Planned]) -> tuple[list[str], ChangeSet]:
    """Make contacts of the chosen ones, and the firms they name that are not here yet, as one undo step."""
    return take_chosen(desk, [Chosen(one) for one in planned])


def take_chosen(desk: Desk, chosen: Iterable[Chosen]) -> tuple[list[str], ChangeSet]:
    """As ``take_in``; where a contact is told, what it lacks is filled in and nothing of it is replaced."""
    made: list[str] = []
    firms: dict[str, str] = {}
    with desk.store.write(actor=desk.actor, label="import_cards") as work:
        for one in chosen:
            planned = one.planned
            firm = {"company_id": firm_called(desk, work, planned.company, firms)} if planned.company else {}
            values = {**planned.values, **firm}
            row = work.row("contact", one.into) if one.into else None
            if row is None or row.deleted:
                made.append(add_record(desk, work, "contact", values))
            elif lacking := filled_up(row, values):
                work.update("contact", row.id, lacking)
    return made, work.changes


def filled_up(row: Row, values: Mapping[str, Any]) -> dict[str, Any]:
    """What ``values`` tell of a contact that it does not say yet: lists united, empty fields filled; what
    differs goes to the note in words.
    """
    found: dict[str, Any] = {}
    told = [str(values["note"])] if values.get("note") else []
    for name, value in values.items():
        before = row.values.get(name)
        if name == "note":
            continue
        if before in (None, "", []):
            found[name] = value
        elif isinstance(value, list):
            found[name] = list(dict.fromkeys([*before, *value]))
        elif before != value and name not in ("name", "company_id"):
            told.append(str(value))
    note = str(row.values.get("note") or "")
    found["note"] = "\n".join([part for part in (note, *(one for one in told if one not in note)) if part])
    return {name: value for name, value in found.items() if value != (row.values.get(name) or "")}


def give_out(desk: Desk, ids: Collection[str]) -> str:
    """The chosen contacts as one file of vCards (3.0, UTF-8)."""
    rows = desk.store.rows("contact", list(ids))
    firms = desk.store.rows("company", [row["company_id"] for row in rows if row["company_id"]])
    names = {row.id: row["name"] for row in firms}
    return write_cards((row.id, _card(row, names)) for row in rows)


def _planned(desk: Desk, card: Card, firms: dict[str, str]) -> Planned:
    kind, left = KINDS["contact"], list(card.rest)
    raw: dict[str, Any] = {"name": card.name or card.phones[0], "title": card.title, "wechat": card.wechat}
    raw |= {"city": card.city, "email": card.emails[0] if card.emails else "", "birthday": card.birthday}
    left += card.emails[1:]
    told = {name: text for name, text in raw.items() if text}
    values, problems = read_values(kind, told, today=desk.today())
    left += [str(raw[problem.field]) for problem in problems]
    phones: list[str] = []
    for phone in card.phones:  # one bad number must not cost the good ones
        read, wrong = read_values(kind, {"phones": [phone]}, today=desk.today())
        phones += read.get("phones") or []
        left += [phone] if wrong else []
    values |= {"phones": list(dict.fromkeys(phones))} if phones else {}
    values.setdefault("name", card.name[:60] or card.phones[0][:60])
    note = "\n".join(part for part in (card.note, *left) if part)
    values |= {"note": note} if note else {}
    firm = _known_firm(desk, card.company, firms)  # somebody without a number is known by the employer
    known = values | ({"company_id": firm} if firm else {})
    same = {
        row.id: row for row in (*_own(desk, card), *(row for row, _ in likely_same(desk, "contact", known)))
    }
    return Planned(card, values, card.company, tuple(same.values()), tuple(left))


def _own(desk: Desk, card: Card) -> list[Row]:
    """The contact that the card was written from, unless it is called otherwise by now."""
    row = desk.store.get("contact", card.uid) if card.uid else None
    alive = row is not None and not row.deleted and person_key(row["name"]) == person_key(card.name)
    return [row] if row is not None and alive else []


def _twins(planned: list[Planned]) -> list[Planned]:
    """Each card with the place of one before it of the same name, with a number or the firm in common."""
    seen: dict[str, list[int]] = {}
    found = []
    for at, one in enumerate(planned):
        before = seen.setdefault(person_key(one.values["name"]), [])
        twin = next((place for place in before if _shares(planned[place], one)), None)
        before.append(at)
        found.append(replace(one, twin=twin))
    return found


def _shares(one: Planned, other: Planned) -> bool:
    numbers = set(one.values.get("phones", ())) & set(other.values.get("phones", ()))
    return bool(numbers) or bool(
        one.company and company_identity(one.company) == company_identity(other.company)
    )


def _known_firm(desk: Desk, name: str, firms: dict[str, str]) -> str:
    """The id of the firm of that name, "" where there is none; ``firms``: looked up before, by identity."""
    name = name[:200]
    identity = company_identity(name)
    if not identity:
        return ""
    if identity not in firms:
        alike = (row for row, _ in likely_same(desk, "company", {"name": name}))
        firms[identity] = next((row.id for row in alike if company_identity(row["name"]) == identity), "")
    return firms[identity]


def firm_called(desk: Desk, work: UnitOfWork, name: str, firms: dict[str, str]) -> str:
    """The id of the firm of that name, made where there is none; ``firms``: found before, by identity."""
    name = name[:200]
    identity = company_identity(name)
    if identity not in firms:
        firms[identity] = _known_firm(desk, name, {}) or add_record(desk, work, "company", {"name": name})
    return firms[identity]


def _card(row: Row, firms: dict[str, str]) -> Card:
    return Card(
        name=row["name"],
        company=firms.get(row["company_id"], ""),
        title=row["title"] or "",
        phones=tuple(row["phones"] or ()),
        emails=(row["email"],) if row["email"] else (),
        wechat=row["wechat"] or "",
        city=row["city"] or "",
        note=row["note"] or "",
        birthday=row["birthday"] or "",
    )
