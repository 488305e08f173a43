"""The rules that headquarters publishes to every laptop and judges by itself (ADR 0020)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from app.model.registry import KINDS
from app.model.rulebooks import HOLIDAYS, PACK
from app.model.values import to_wire
from app.policy.documents import texts_of
from app.policy.faults import Findings
from app.policy.pack import Pack
from app.policy.rulebooks import Book, in_force
from app.policy.shipped import folder_of_packs, load_pack, shipped_names
from app.rules.working_days import HOLIDAY_FILE, HolidaysUnreadable, read_holidays
from sync.hq.errors import RulesPublished
from sync.hq.own_records import OwnRecords
from sync.hq.package_keys import signing_key
from sync.hq.revisions import next_revision
from sync.hq.scopes import EVERYBODY
from sync.hq.store import read_tenant
from sync.hq.tables import RECORD
from sync.protocol.times import instant

KIND = "rulebook"
_IDS = uuid.UUID("0e0b2ad6-5b0f-4b6e-8f0c-3f1d6f2a9c51")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be published: checked, but not signed yet."""

    book: Book
    title: str
    effective: date
    until: date | None = None


def pack_draft(named: str) -> Draft:
    """The pack of a folder, or a shipped one by its name.

    Raises:
        PackMissing, PackRefused.
    """
    pack = load_pack(named)
    own = Path(named)
    folder = folder_of_packs() / named if pack.id == named in shipped_names() and not own.is_dir() else own
    book = Book.of(PACK, pack.id, pack.version, texts_of(folder.resolve(), Findings()))
    return Draft(book, pack.name.zh, pack.effective, pack.until)


def holidays_draft(content: bytes, *, version: int) -> Draft:
    """A table of public holidays like the shipped one.

    Raises:
        HolidaysUnreadable.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HolidaysUnreadable(detail="UTF-8?") from error
    years = sorted(read_holidays(text).years)
    book = Book.of(HOLIDAYS, HOLIDAYS, version, {HOLIDAY_FILE: text})
    return Draft(book, ", ".join(map(str, years)), date(years[0], 1, 1))


def publish(connection: Connection, tenant: int, draft: Draft, *, by: str, now: int) -> str:
    """Sign a draft and put it where every laptop gets it; returns the record's id.

    Publishing the very same again changes nothing.

    Raises:
        RulesPublished: this version was published before with other content: a new one needs a higher number.
    """
    book, fields = draft.book, KINDS[KIND].fields
    own = OwnRecords(connection, tenant, rev=next_revision(connection, tenant), now=now)
    id = str(uuid.uuid5(_IDS, f"{book.about} {book.name} {book.version}"))
    files, held = dict(book.files), own.get(KIND, id)
    if held is not None:
        if held.doc["files"] != files:
            raise RulesPublished(name=book.name, version=book.version)
        return id
    values: Mapping[str, Any] = {
        "title": draft.title,
        "about": book.about,
        "name": book.name,
        "version": book.version,
        "effective_on": draft.effective,
        "until": draft.until,
        "files": files,
        "signature": book.signed(signing_key(read_tenant(connection, tenant).secret)),
        "created_at": instant(now),
        "created_by": by,
        "unit_id": EVERYBODY,
    }
    wire = {name: to_wire(fields[name], value) for name, value in values.items() if value is not None}
    own.put(KIND, id, wire, unit=EVERYBODY)
    own.save()
    return id


def published(connection: Connection, tenant: int, about: str = "") -> list[Mapping[str, Any]]:
    """The documents of what was published, the oldest version first."""
    query = select(RECORD.c.doc).where(
        RECORD.c.tenant == tenant, RECORD.c.kind == KIND, RECORD.c.deleted.is_(False)
    )
    docs: list[dict[str, Any]] = [msgspec.json.decode(row.doc) for row in connection.execute(query)]
    found = [doc for doc in docs if about in ("", doc["about"])]
    return sorted(found, key=lambda doc: (doc["about"], doc["name"], doc["version"]))


def pack_on(connection: Connection, tenant: int, on: date, *, otherwise: str) -> Pack:
    """The pack that headquarters judges by on the day ``on``."""
    docs = published(connection, tenant, PACK)
    packs = [Book.of(PACK, doc["name"], doc["version"], doc["files"]).pack for doc in docs]
    return in_force(packs, on, otherwise=otherwise)
