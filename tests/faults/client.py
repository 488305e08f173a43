"""A client process: it saves without end as a person would, syncs beside it as the desktop does, and tells
every save only after it returned. Run it in a fork (``work``) or as ``python -m tests.faults.client ORDERS``.
"""

import hashlib
import os
import random
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

import msgspec

from app.errors import OutpostError
from app.i18n import LANGUAGES, Translator
from app.model.changes import ChangeSet
from app.services.attaching import attach_bytes
from app.services.desk import Desk
from app.services.indexing import ChineseIndexing
from app.services.records import change_record, create_record, delete_records, log_visit, restore_records
from app.store.store import Store
from sync.client.attachments import sync_files
from sync.client.device import enrolment
from sync.client.engine import sync_once
from sync.client.http_gateway import HttpGateway
from tests.fakes.hq_process import utc_now
from tests.faults.acknowledged import Book, Bug, Refused, Saved

STANDARD_OUTPUT = "-"
OWN_COMPANIES = 30


class Orders(msgspec.Struct, frozen=True):
    """What one client process is to do. ``mark`` is part of every value it writes, unique to the process."""

    database: str
    key: str  # hexadecimal
    acks: str  # a file, or STANDARD_OUTPUT
    actor: str
    mark: str
    online: bool = False
    weaker_sync: str = ""  # only a control of the power cut sets it: NORMAL must lose what FULL keeps
    saves: int = 0  # tries after which it ends by itself; 0: never
    largest_file: int = 60_000
    pause: float = 0  # seconds between tries


def open_store(path: Path, key: bytes) -> Store:
    """The store as the desktop opens it."""
    return Store.open(path, key, clock=utc_now, randomness=random.SystemRandom(), indexing=ChineseIndexing())


class Editor:
    """Draws one edit after the other and makes it through the services."""

    def __init__(self, desk: Desk, orders: Orders) -> None:
        self._desk = desk
        self._orders = orders
        self._random = random.Random(orders.mark)
        self._number = 0

    def save(self) -> Saved:
        """Make one edit; returns once it is saved.

        Raises:
            OutpostError: it is not.
        """
        self._number += 1
        value = f"{self._orders.mark}-{self._number}"
        companies = self._desk.store.ids("company")
        if len(companies) < OWN_COMPANIES or self._random.random() < 0.05:
            id, _ = create_record(self._desk, "company", {"name": value, "note": "备注" * 200})
            return Saved("company", id, "create", "name", value)
        company = self._random.choice(companies)
        match self._random.choices(
            ("edit", "note", "visit", "file", "delete", "restore"), (10, 3, 3, 1, 1, 1)
        )[0]:
            case "edit":
                return self._change(company, "address", value)
            case "note":
                return self._change(company, "note", f"{value}\n\n{'长' * self._random.randrange(1, 3000)}")
            case "visit":
                visit = {"visited_on": self._desk.today(), "subject": value, "company_id": company}
                id, _ = log_visit(self._desk, visit)
                return Saved("visit", id, "create", "subject", value)
            case "file":
                return self._attach(company, value)
            case "delete":
                changes = delete_records(self._desk, [("company", company)])
                return self._marked(company, "delete", changes, value)
            case _:
                deleted = self._desk.store.ids("company", deleted=True)
                id = self._random.choice(deleted) if deleted else company
                return self._marked(id, "restore", restore_records(self._desk, [("company", id)]), value)

    def _change(self, id: str, field: str, value: str) -> Saved:
        change_record(self._desk, "company", id, {field: value})
        return Saved("company", id, "update", field, value)

    def _attach(self, company: str, value: str) -> Saved:
        content = value.encode() + self._random.randbytes(self._random.randrange(self._orders.largest_file))
        sha256 = hashlib.sha256(content).hexdigest()
        id, _ = attach_bytes(self._desk, "company", company, iter([content]), name=value)
        return Saved("attachment", id, "create", "name", value, sha256)

    def _marked(self, id: str, action: str, changes: ChangeSet, otherwise: str) -> Saved:
        """A deletion or restoration, unless it was one already: a sync may have been faster."""
        if ("company", id) in changes.ids:
            return Saved("company", id, action)
        return self._change(id, "address", otherwise)


class Told:
    """Runs work and tells what became of it; known trouble is told with its sentences, and life goes on."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._translators = [Translator(language) for language in LANGUAGES]

    def attempt(self, work: Any) -> bool:
        """Whether ``work`` went through; what it saved is told before this returns."""
        try:
            done = work()
        except OutpostError as error:
            sentences = tuple(tr.tr(error.key, **error.params) for tr in self._translators)
            self._book.write(Refused(error.code, sentences))
            return False
        except BaseException:
            self._book.write(Bug(traceback.format_exc()))
            raise
        if isinstance(done, Saved):
            self._book.write(done)
        return True


def work(orders: Orders) -> None:
    """Save, and sync beside it, until killed or for as many saves as ordered."""
    out = sys.stdout.fileno()
    if orders.acks != STANDARD_OUTPUT:
        out = os.open(orders.acks, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    told = Told(Book(out))
    opened: list[Store] = []
    while not told.attempt(
        lambda: opened.append(open_store(Path(orders.database), bytes.fromhex(orders.key)))
    ):
        time.sleep(0.05)
    store = opened[0]
    if orders.weaker_sync:
        with store._writer.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql(f"PRAGMA synchronous = {orders.weaker_sync}")
    if orders.online:
        threading.Thread(target=_sync_without_end, args=(store, told), daemon=True).start()
    editor = Editor(Desk(store, orders.actor), orders)
    tries = 0
    while not orders.saves or tries < orders.saves:
        tries += 1
        if not told.attempt(editor.save):
            time.sleep(0.005)
        time.sleep(orders.pause)


def _sync_without_end(store: Store, told: Told) -> None:
    gateways: list[HttpGateway] = []
    while not told.attempt(lambda: gateways.append(HttpGateway(enrolment(store)))):
        time.sleep(0.05)
    while True:
        told.attempt(lambda: _sync(store, gateways[0]))
        time.sleep(0.03)


def _sync(store: Store, gateway: HttpGateway) -> None:
    report = sync_once(store, gateway, utc_now, random.SystemRandom())
    if report.error is not None:
        raise report.error
    files = sync_files(store, gateway, everything=True)
    if files.error is not None:
        raise files.error


if __name__ == "__main__":
    work(msgspec.json.decode(sys.argv[1], type=Orders))
