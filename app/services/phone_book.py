"""Phone books: read vCards with a preview and who is there already, take chosen ones in, give some out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.model.row import Row
from app.rules.validation import read_values
from app.rules.vcards import Card, read_cards, write_cards
from app.services.desk import Desk
from app.services.duplicates import likely_same
from app.services.ledger.duplicates import company_identity
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

    @property
    def new(self) -> bool:
        """Whether nobody here resembles the person."""
        return not self.same


def plan_cards(desk: Desk, data: bytes) -> list[Planned]:
    """Read a file of vCards; nothing is written, and a card that stands in it twice is told once.

    Raises:
        NotACard: there is none in it.
    """
    return [_planned(desk, card) for card in list(dict.fromkeys(read_cards(data)))[:MOST]]


def take_in(desk: Desk, planned: Iterable[Planned]) -> tuple[list[str], ChangeSet]:
    """Make contacts of the chosen ones, and the firms they name that are not here yet, as one undo step."""
    made: list[str] = []
    firms: dict[str, str] = {}
    with desk.store.write(actor=desk.actor, label="import_cards") as work:
        for one in planned:
            firm = {"company_id": _firm(desk, work, one.company, firms)} if one.company else {}
            made.append(add_record(desk, work, "contact", {**one.values, **firm}))
    return made, work.changes


def give_out(desk: Desk, ids: Collection[str]) -> str:
    """The chosen contacts as one file of vCards (3.0, UTF-8)."""
    rows = desk.store.rows("contact", list(ids))
    firms = desk.store.rows("company", [row["company_id"] for row in rows if row["company_id"]])
    names = {row.id: row["name"] for row in firms}
    return write_cards((row.id, _card(row, names)) for row in rows)


def _planned(desk: Desk, card: Card) -> Planned:
    kind, left = KINDS["contact"], list(card.rest)
    raw: dict[str, Any] = {"name": card.name or card.phones[0], "title": card.title, "wechat": card.wechat}
    raw |= {"city": card.city, "email": card.emails[0] if card.emails else ""}
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
    same = tuple(row for row, _ in likely_same(desk, "contact", values))
    return Planned(card, values, card.company, same, tuple(left))


def _firm(desk: Desk, work: UnitOfWork, name: str, firms: dict[str, str]) -> str:
    name = name[:200]
    identity = company_identity(name)
    if identity not in firms:
        alike = (row for row, _ in likely_same(desk, "company", {"name": name}))
        known = next((row.id for row in alike if company_identity(row["name"]) == identity), "")
        firms[identity] = known or add_record(desk, work, "company", {"name": name})
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
    )
