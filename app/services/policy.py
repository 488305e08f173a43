"""Which rules this laptop works by: policy packs and public holidays, as published or as shipped."""

from dataclasses import dataclass
from datetime import date

from app.errors import OutpostError
from app.model.row import Row
from app.model.rulebooks import HOLIDAYS, PACK
from app.policy.pack import Pack
from app.policy.rulebooks import Book, in_force
from app.rules.working_days import HOLIDAY_FILE, WorkingDays, read_holidays, working_days
from app.services.desk import Desk
from app.store import work

KIND = "rulebook"


@dataclass(frozen=True, slots=True)
class Published:
    """One published version as it lies here; ``trouble``: why it is not gone by ("" where it is).

    ``forged``: not signed by this laptop's headquarters. ``unreadable``: this version cannot read it.
    """

    row: Row
    book: Book
    trouble: str = ""


def pack_of(desk: Desk, on: date | None = None) -> Pack:
    """The pack that headquarters judges by on the day ``on`` (today); the default one before it said so."""
    packs = [one.book.pack for one in published(desk, PACK) if not one.trouble]
    return in_force(packs, on or desk.today(), otherwise=desk.store.remembered(work.PACK))


def holidays_of(desk: Desk) -> WorkingDays:
    """Working days by the shipped table and whatever headquarters published after it."""
    days = working_days()
    for one in published(desk, HOLIDAYS):
        if not one.trouble:
            days = days.corrected_by(_years(one.book))
    return days


def published(desk: Desk, about: str = "") -> list[Published]:
    """What headquarters published, oldest version first; ``about`` one subject or all."""
    store = desk.store
    if not (ids := store.ids(KIND)):
        return []
    rows = [row for row in store.rows(KIND, ids) if not about or row["about"] == about]
    key = store.remembered(work.RULES_KEY)
    found = [_published(row, key) for row in rows]
    return sorted(found, key=lambda one: (one.book.name, one.book.version))


def _published(row: Row, key: str) -> Published:
    files = row["files"] if isinstance(row["files"], dict) else {}
    texts = {str(name): str(text) for name, text in files.items()}
    book = Book.of(row["about"] or "", row["name"] or "", row["version"] or 0, texts)
    if not book.is_genuine(row["signature"] or "", key):
        return Published(row, book, "forged")
    try:
        _years(book) if book.about == HOLIDAYS else book.pack
    except OutpostError:
        return Published(row, book, "unreadable")
    return Published(row, book)


def _years(book: Book) -> WorkingDays:
    return read_holidays(dict(book.files).get(HOLIDAY_FILE, ""))
